// Other people's programs: what they say about bytes that we wrote.

import { spawnSync } from 'node:child_process';

/** What a program wrote to standard output; an error with all that it said when it failed. */
export function output(program: string, args: readonly string[], input?: Buffer | string): string {
  const ended = spawnSync(program, args, { encoding: 'utf8', input, maxBuffer: 2 ** 28 });
  if (ended.status === 0) return ended.stdout;
  const said = ended.error?.message ?? `${ended.stdout}${ended.stderr}`;
  throw new Error(`${program} ${args.join(' ')} ended with ${ended.status}:\n${said}`);
}

let python: string | undefined;

/** The `python3` of PATH itself; a version manager's stand-in costs a tenth of a second a call. */
export function pythonProgram(): string {
  python ??= output('python3', ['-c', 'import sys; print(sys.executable, end="")']);
  return python;
}

/** Runs Python code, and reads the JSON that it prints. */
export function askPython(code: string, ...args: readonly string[]): unknown {
  return JSON.parse(output(pythonProgram(), ['-I', '-c', code, ...args])) as unknown;
}
