// A variable of the pipeline, `$(name)`: the agent puts its value in its place, and leaves it where no variable has that name.

/** Programs whose output is of use without an argument; to the shell `$(name)` is one. */
const PROGRAMS: readonly string[] =
  'arch cat date env getconf groups hostname id logname ls mktemp nproc printenv ps pwd tty uname uptime users who whoami'.split(
    ' ',
  );

/** What stays as it is written: of the pipeline where it knows no such variable, of a template that is none. */
const LEFT = /\$\(([A-Za-z_][\w.-]*)\)|\$\{\{[^}]*\}\}/g;

/** What nobody has replaced in a text, as it is written there; each once. */
export function unreplacedIn(text: string): string[] {
  const left = new Set<string>();
  for (const [written, name] of text.matchAll(LEFT)) {
    if (name === undefined || !PROGRAMS.includes(name)) left.add(written);
  }
  return [...left];
}

/** What to do about it. */
export function replacingFix(written: string): string {
  return written.startsWith('${{')
    ? 'Write its value: only YAML templates know such an expression.'
    : 'Define that variable for the stage, or write its value.';
}
