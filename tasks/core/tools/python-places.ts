// Where Pythons are: the folders of PATH, and the tool cache as UsePythonVersion@0 fills it.

import { access, constants, readdir, stat } from 'node:fs/promises';
import { delimiter, dirname, isAbsolute, join, resolve, sep } from 'node:path';
import type { Host } from '../host.js';

const ON_WINDOWS = process.platform === 'win32';

/**
 * The programs that a plain `python` may mean, the first choice first. On Windows `python3.exe` is often no
 * more than a link to the Microsoft Store, and the tool cache has `python.exe` alone.
 */
export const PYTHON_NAMES: readonly string[] = ON_WINDOWS
  ? ['python', 'python3']
  : ['python3', 'python'];

/** Whether what the user gave is a place, not a name to be looked for on PATH. */
export function isPlace(asked: string): boolean {
  return isAbsolute(asked) || asked.includes('/') || asked.includes(sep);
}

/** The first program of a name on PATH, or at a path that is taken from where the user stands. */
export async function findProgram(host: Host, name: string): Promise<string | undefined> {
  for await (const program of programsCalled(host, name)) return program;
  return undefined;
}

async function* programsCalled(host: Host, name: string): AsyncGenerator<string> {
  const folders = isAbsolute(name) ? [''] : (host.env['PATH'] ?? '').split(delimiter);
  for (const folder of folders) {
    for (const ending of ON_WINDOWS ? ['', '.exe'] : ['']) {
      const program = resolve(folder, name + ending);
      if (await isProgram(program)) yield program;
    }
  }
}

/** Whether a file is there that we may run. */
export async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/**
 * Programs that may be a Python of a minor such as `3.11`: those of PATH, the tool cache's, newest first, and
 * those beside a Python that is there, where version managers keep the others.
 * @param known base prefix of that Python, if there is one; asked for when the others have been looked at
 */
export async function* pythonsOfMinor(
  host: Host,
  minor: string,
  known: () => Promise<string | undefined>,
): AsyncGenerator<string> {
  yield* programsCalled(host, `python${minor}`);
  yield* programsIn(await cachedHomes(host, minor), minor);
  const home = await known();
  if (home !== undefined) yield* programsIn(await neighbours(home), minor);
}

async function* programsIn(homes: readonly string[], minor: string): AsyncGenerator<string> {
  for (const home of homes) {
    const program = ON_WINDOWS ? join(home, 'python.exe') : join(home, 'bin', `python${minor}`);
    if (await isProgram(program)) yield program;
  }
}

async function neighbours(home: string): Promise<string[]> {
  const folder = dirname(home);
  if (dirname(folder) === folder) return [];
  return (await foldersIn(folder)).toSorted(newestFirst).map((name) => join(folder, name));
}

/** The agent's tool cache: `Python/3.11.9/x64`, beside others such as `arm64`. */
async function cachedHomes({ env }: Host, minor: string): Promise<string[]> {
  const cache = env['AGENT_TOOLSDIRECTORY'] ?? env['RUNNER_TOOL_CACHE'];
  if (cache === undefined) return [];
  const versions = await foldersIn(join(cache, 'Python'));
  const found = versions.filter((name) => name.startsWith(`${minor}.`)).toSorted(newestFirst);
  const homes = await Promise.all(
    found.map(async (version) => {
      const below = join(cache, 'Python', version);
      return (await foldersIn(below)).map((architecture) => join(below, architecture));
    }),
  );
  return homes.flat();
}

async function foldersIn(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
}

/** `3.11.10` before `3.11.9`. */
function newestFirst(a: string, b: string): number {
  return b.localeCompare(a, 'en', { numeric: true });
}
