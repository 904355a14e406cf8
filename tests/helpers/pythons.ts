// Pythons of this machine: finds a CPython of a wanted minor for tests that need one.

import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

const QUESTION =
  'import platform, sys; print(platform.python_implementation(), "%d.%d" % sys.version_info[:2], sys.base_prefix)';

/**
 * Finds a CPython of a minor such as `3.12`: the `python3.12` of PATH, else one installed beside
 * the current `python3`, as version managers do. Returns its base prefix.
 */
export function findPython(minor: string): string | undefined {
  for (const program of candidates(minor)) {
    const answer = ask(program);
    if (answer?.minor === minor) return answer.basePrefix;
  }
  return undefined;
}

function* candidates(minor: string): Generator<string> {
  yield `python${minor}`;
  const current = ask('python3');
  if (current === undefined) return;
  const folder = dirname(current.basePrefix);
  for (const name of readdirSync(folder).toSorted()) {
    yield join(folder, name, 'bin', `python${minor}`);
  }
}

/** Asks the interpreter itself: a name on PATH may be a version manager's stand-in that refuses. */
function ask(program: string): { minor: string; basePrefix: string } | undefined {
  const { status, stdout } = spawnSync(program, ['-I', '-c', QUESTION], { encoding: 'utf8' });
  if (status !== 0) return undefined;
  const found = /^CPython (\S+) (.+)$/m.exec(stdout);
  if (found?.[1] === undefined || found[2] === undefined) return undefined;
  return { minor: found[1], basePrefix: found[2] };
}
