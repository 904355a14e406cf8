// pip's log file: what it tells there and nowhere else, once pip has failed.
//
// pip writes the output of a build to its log file instead of printing it when it has one, and of an index
// that refuses it speaks nowhere else.

export interface PipLog {
  /** From pip's first error to its traceback. */
  readonly errors: string;
  /** What the program printed on whose failure pip gave up; empty when it was pip itself. */
  readonly childOutput: readonly string[];
  /** One line for each address that gave nothing. */
  readonly notFetched: readonly string[];
  /** The address of the page on which the search for the last project ended, where it is HTML and names no file at all. */
  readonly emptyPage: string | undefined;
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d,\d{3} ?/;

/** Reads pip's log file (pip 22.3 to 26.3). */
export function readPipLog(text: string): PipLog {
  const all = text.split(/\r?\n/).map((line) => line.replace(TIME, ''));
  // The traceback behind it names every kind of error that pip's own source has.
  const traceback = all.findLastIndex((line) => line.startsWith(TRACEBACK));
  const lines = traceback === -1 ? all : all.slice(0, traceback);
  const firstError = lines.findIndex((line) => /^\s*ERROR: /.test(line));
  return {
    errors: firstError === -1 ? '' : lines.slice(firstError).join('\n'),
    childOutput: childOutput(lines),
    notFetched: lines.filter((line) => line.includes('Could not fetch URL ')),
    emptyPage: emptyPage(lines),
  };
}

/** An index that has a project names files, be it of other Pythons; pip tells each one that it skips, and why. */
function emptyPage(lines: readonly string[]): string | undefined {
  const end = lines.findLastIndex((line) => /^\s*Given no hashes to check 0 links /.test(line));
  const begin = lines.slice(0, end + 1).findLastIndex((line) => FETCHED.test(line));
  const isFile = (line: string): boolean =>
    /^\s*(?:Found|Skipping) link(?!: not a file)/.test(line);
  if (begin === -1 || lines.slice(begin, end).some(isFile)) return undefined;
  return FETCHED.exec(lines[begin] ?? '')?.[1];
}

const FETCHED = /^\s*Fetched page (\S+) as text\/html/;

function childOutput(lines: readonly string[]): string[] {
  const failed = lines.findIndex((line) => FAILED.test(line));
  if (failed === -1) return [];
  const started = lines.slice(0, failed).findLastIndex((line) => STARTED.test(line));
  if (started === -1) return [];
  const printed = lines.slice(started + 1, failed);
  // The program may be another pip: one that fetches what a build needs.
  const traceback = printed.findIndex((line) => line.trimStart().startsWith(TRACEBACK));
  return (traceback === -1 ? printed : printed.slice(0, traceback)).map((line) =>
    line.replace(/^ {2}/, ''),
  );
}

const STARTED = /^\s*Running command /;
const FAILED = /^\s*ERROR: .* exited with -?\d+$/;

/** pip writes this line before the traceback of an error that it has told in words. */
const TRACEBACK = 'Exception information:';

/** How many lines of a child an error message quotes. */
const MOST_CHILD_LINES = 15;

/** What pip says in the place of what it wrote into its log file; the latter since 25.3. */
const UNSHOWN = /See above for output\.|No available output\./;

/** What pip printed, with the child's last lines where pip says that they are above, or that there are none. */
export function withChildOutput(printed: readonly string[], log: PipLog): string[] {
  const at = printed.findIndex((line) => UNSHOWN.test(line));
  if (at === -1 || log.childOutput.length === 0) return [...printed];
  const last = log.childOutput.slice(-MOST_CHILD_LINES).map((line) => `    ${line}`);
  const above = printed[at]?.replace(UNSHOWN, 'it printed last:') ?? '';
  return [...printed.slice(0, at), above, ...last, ...printed.slice(at + 1)];
}
