// Programs and builtins that only start another program: `exec`, `nohup`, `env`, `sudo` and their kind.

/** A command without what stood before it. */
export interface Unwrapped {
  readonly words: readonly string[];
  readonly wrappers: readonly string[];
  /** `NAME=value` between the wrapper and the program. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Options of a wrapper that take the next word. */
const WRAPPERS: Readonly<Record<string, { readonly values: string; readonly operands?: number }>> =
  {
    exec: { values: '-a' },
    nohup: { values: '' },
    command: { values: '' },
    builtin: { values: '' },
    env: { values: '-u --unset -C --chdir' },
    sudo: { values: '-u --user -g --group -h --host -p --prompt' },
    time: { values: '-o -f' },
    nice: { values: '-n --adjustment' },
    ionice: { values: '-c -n -p --class --classdata' },
    timeout: { values: '-k -s --kill-after --signal', operands: 1 },
    setsid: { values: '' },
    stdbuf: { values: '-i -o -e' },
    unbuffer: { values: '' },
    tini: { values: '-e -p' },
    'dumb-init': { values: '-r --rewrite' },
    gosu: { values: '', operands: 1 },
    'xvfb-run': { values: '-s --server-args -n --server-num -e --error-file -w --wait' },
  };

/** Takes every wrapper off the front. `command -v` and the like look for a program and start none. */
export function unwrap(words: readonly string[]): Unwrapped {
  const wrappers: string[] = [];
  const environment: Record<string, string> = {};
  let rest = words;
  for (;;) {
    const name = programName(rest[0] ?? '');
    const wrapper = Object.hasOwn(WRAPPERS, name) ? WRAPPERS[name] : undefined;
    if (wrapper === undefined || (name === 'command' && /^-[vV]/.test(rest[1] ?? ''))) break;
    const next = afterOptions(rest, wrapper, environment);
    if (next.length === 0) break;
    wrappers.push(name);
    rest = next;
  }
  return { words: rest, wrappers, environment };
}

function afterOptions(
  words: readonly string[],
  wrapper: { readonly values: string; readonly operands?: number },
  environment: Record<string, string>,
): readonly string[] {
  const values = wrapper.values.split(' ');
  let operands = wrapper.operands ?? 0;
  let at = 1;
  for (; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const assignment = /^([A-Za-z_]\w*)=(.*)$/s.exec(word);
    if (word === '--') continue;
    if (word.startsWith('-')) at += values.includes(word) ? 1 : 0;
    else if (assignment) environment[assignment[1] ?? ''] = assignment[2] ?? '';
    else if (operands > 0) operands -= 1;
    else break;
  }
  return words.slice(at);
}

/** The program's name without its folder: `gunicorn` of `/antenv/bin/gunicorn`. */
export function programName(word: string): string {
  return word.slice(word.lastIndexOf('/') + 1);
}

/** Python under each of its names: `python`, `python3`, `python3.12`. */
export function isPython(word: string): boolean {
  return /^python(?:\d+(?:\.\d+)*)?$/.test(programName(word));
}

/** Whether the program is one of the shells whose scripts we read. */
export function isShell(word: string): boolean {
  return ['sh', 'bash', 'dash', 'ash'].includes(programName(word));
}
