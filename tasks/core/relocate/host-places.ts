// Where things of a venv belong on App Service that was made by another Python: another minor, or Windows.

import { open } from 'node:fs/promises';
import { posix } from 'node:path';
import { sha256 } from '../archives/digest.js';
import { readRecord, writeRecord } from '../terms/record.js';
import { readShebang, withInterpreter } from '../terms/shebang.js';
import { activateScript } from './activate.js';
import { isRecord, type VenvFile } from './venv-file.js';

/** What tells where the venv's things are on this machine, and where they belong. */
export interface VenvPlaces {
  /** Whether the venv was made on Windows, with `Lib`, `Scripts` and `Include`. */
  readonly onWindows: boolean;
  /** Minor of the Python that made it, such as `3.12`. */
  readonly hostMinor: string;
  /** Minor of the Python on App Service. */
  readonly targetMinor: string;
}

/** Scripts that are Windows' own: the programs of a venv there, and launchers, which are written anew as scripts. */
const OF_WINDOWS =
  /^(?:pythonw?|[^/]*\.exe|[^/]*\.bat|[^/]*\.ps1|[^/]*\.nu|activate(?:_this\.py|\.\w+)?)$/i;

/**
 * The place of a file on App Service.
 * @param path in the venv on this machine, with forward slashes
 * @returns the path in the venv there; `undefined` for what is not packed
 */
export function placeAtTarget(path: string, places: VenvPlaces): string | undefined {
  return places.onWindows ? fromWindows(path, places) : fromPosix(path, places);
}

/** `lib/python3.12` is `lib/python3.11` there; headers have the minor in their path, too. */
function fromPosix(path: string, { hostMinor, targetMinor }: VenvPlaces): string {
  for (const folder of ['lib/python', 'lib64/python', 'include/site/python']) {
    const inside = `${folder}${hostMinor}/`;
    if (path.startsWith(inside)) return `${folder}${targetMinor}/${path.slice(inside.length)}`;
  }
  return path;
}

/** Windows takes any case in names of folders; Python writes these. */
function fromWindows(path: string, places: VenvPlaces): string | undefined {
  const [first = '', second = '', ...rest] = path.split('/');
  const folder = first.toLowerCase();
  if (folder === 'lib' && second.toLowerCase() === 'site-packages') {
    return posix.join('lib', `python${places.targetMinor}`, 'site-packages', ...rest);
  }
  if (folder === 'scripts') {
    return OF_WINDOWS.test(second) ? undefined : posix.join('bin', second, ...rest);
  }
  const below = posix.join(second, ...rest);
  if (folder === 'include') return fromPosix(`include/${below}`, places);
  return folder === 'lib' ? `lib/${below}` : path;
}

/**
 * The text of a RECORD whose paths lead to the same files at their places on App Service; rows of files that
 * are not packed are left out.
 * @param path of that RECORD in the venv on this machine
 */
export function recordAtTarget(text: string, path: string, places: VenvPlaces): string {
  const here = posix.dirname(posix.dirname(path));
  const there = posix.dirname(posix.dirname(placeAtTarget(path, places) ?? path));
  const rows = readRecord(text).flatMap((row) => {
    if (isAbsolute(row.path)) return [row];
    const inVenv = posix.normalize(posix.join(here, row.path.replaceAll('\\', '/')));
    const place = placeAtTarget(inVenv, places);
    return place === undefined ? [] : [{ ...row, path: posix.relative(there, place) }];
  });
  return writeRecord(rows);
}

function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^[A-Za-z]:/.test(path);
}

/**
 * The files of a venv at their places on App Service, with what that changes in them: the paths in a RECORD;
 * and for a venv of Windows the right to be run, the shebangs of scripts, and a `bin/activate`.
 * @param venv its folder on this machine
 */
export async function filesAtTarget(
  files: readonly VenvFile[],
  venv: string,
  places: VenvPlaces,
): Promise<VenvFile[]> {
  const placed = files.flatMap((file) => {
    const path = placeAtTarget(file.path, places);
    return path === undefined ? [] : [{ ...file, path, bytes: bytesAtTarget(file, venv, places) }];
  });
  if (!places.onWindows) return placed;
  const runnable: VenvFile[] = [];
  for (const file of placed) runnable.push({ ...file, executable: await isToBeRun(file) });
  return [...runnable, activate(venv)];
}

function bytesAtTarget(file: VenvFile, venv: string, places: VenvPlaces): Buffer | undefined {
  const { path, bytes } = file;
  if (!bytes) return undefined;
  if (isRecord(path)) return Buffer.from(recordAtTarget(bytes.toString('utf8'), path, places));
  return places.onWindows ? withPosixShebang(bytes, venv) : bytes;
}

/** `C:\\work\\antenv\\Scripts\\python.exe` in the form that relocation knows. */
function withPosixShebang(bytes: Buffer, venv: string): Buffer {
  const shebang = readShebang(bytes);
  const inside = shebang?.interpreter.replaceAll('\\', '/').toLowerCase();
  const scripts = `${venv.replaceAll('\\', '/')}/Scripts/`.toLowerCase();
  if (!shebang || inside?.startsWith(scripts) !== true) return bytes;
  return withInterpreter(bytes, shebang, `${venv}/bin/python`);
}

const ELF = Buffer.from('\x7fELF', 'latin1');

/** Windows keeps no right to run a file, so it is told by how the file begins: as a program or a script. */
async function isToBeRun({ absolute }: VenvFile): Promise<boolean> {
  const file = await open(absolute, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(ELF.length), 0, ELF.length, 0);
    const start = buffer.subarray(0, bytesRead);
    return start.equals(ELF) || start.subarray(0, 2).toString('latin1') === '#!';
  } finally {
    await file.close();
  }
}

function activate(venv: string): VenvFile {
  const bytes = Buffer.from(activateScript(venv));
  const path = 'bin/activate';
  const told = { path, absolute: `${venv}/${path}`, executable: false, keepsBuildPath: false };
  return { ...told, size: bytes.length, digest: sha256(bytes), bytes };
}
