// The output: a package appears whole or not at all, and only one run writes it at a time.

import { randomBytes } from 'node:crypto';
import { link, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { roomFailure, Stopped, systemErrorCode } from '../terms/failure.js';
import type { InputName } from '../terms/input-name.js';
import { makeFolders } from '../tools/folders.js';
import { isRunning, LONGEST_JOB_MS, readHolder, thisHolder, type Holder } from '../tools/holder.js';

/**
 * Makes sure that a package can be written at `path`, and by nobody else until the returned function is called.
 * Done before anything that takes minutes.
 * @param besides files of the report, which are written with it
 * @throws Stopped `output-is-folder`, `output-not-zip`, `output-not-writable`, `report-not-writable`, `output-busy`,
 *   `disk-full`, `file-too-large`
 */
export async function reserveOutput(
  path: string,
  besides: readonly string[] = [],
): Promise<() => Promise<void>> {
  await refuseName(path);
  const all = [path, ...besides];
  await prepareFolder(path);
  for (const file of besides) await prepareFolderOfReport(file);
  await refuseOther(path);
  const release = await lock(path);
  for (const file of all) await removeLeftovers(file);
  return release;
}

/**
 * Lets `write` make a file under a name beside `path`, then gives it its name. Whatever ends the run, the
 * file beside is gone and what was at `path` before is still there.
 * @param isWanted whether the file gets its name after all; if not, it is gone
 * @param failed makes the failure of a file that cannot get its name
 * @throws Stopped `output-not-writable`, `disk-full`, `file-too-large`, or what `failed` makes; and whatever `write` throws
 */
export async function writeWhole<Result>(
  path: string,
  write: (partial: string) => Promise<Result>,
  isWanted: (result: Result) => boolean = () => true,
  failed: (path: string, error: unknown) => unknown = outputError,
): Promise<Result> {
  const partial = `${partialStart(path)}${randomBytes(4).toString('hex')}${PARTIAL_END}`;
  try {
    const result = await write(partial);
    if (!isWanted(result)) return result;
    await rename(partial, path).catch((error: unknown) => {
      throw failed(path, error);
    });
    return result;
  } finally {
    await rm(partial, { force: true });
  }
}

/**
 * Writes a file of a report, whole or not at all.
 * @param atLast is done when all is written and the file is about to get its name
 * @throws Stopped `report-not-writable`, `disk-full`, `file-too-large`; and whatever `atLast` throws
 */
export async function writeText(
  path: string,
  text: string,
  atLast: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const write = async (partial: string): Promise<void> => {
    await writeFile(partial, text, { flag: 'wx' }).catch((error: unknown) => {
      throw reportError(path, error);
    });
    await atLast();
  };
  await writeWhole(path, write, () => true, reportError);
}

/**
 * Takes away what an earlier run left at `path`.
 * @throws Stopped `output-not-writable`
 */
export async function removeOutput(path: string): Promise<void> {
  await rm(path, { force: true }).catch((error: unknown) => {
    throw outputError(path, error);
  });
}

/** A file that is being written lies beside its name, between these two. */
function partialStart(path: string): string {
  return join(dirname(path), `.${basename(path)}.`);
}

const PARTIAL_END = '.antenv-partial';

/**
 * Takes away what a run wrote of a file until it was killed: it may be as large as a package, and nobody sees it. A young
 * one may be of a run on another machine, whose lock says nothing here. What cannot be removed stays.
 */
async function removeLeftovers(path: string): Promise<void> {
  const names = await readdir(dirname(path)).catch(() => []);
  const partial = names
    .map((name) => join(dirname(path), name))
    .filter((one) => one.startsWith(partialStart(path)) && one.endsWith(PARTIAL_END));
  for (const left of partial) {
    const found = await stat(left).catch(() => undefined);
    if (!found || Date.now() - found.mtimeMs < LONGEST_JOB_MS) continue;
    await rm(left, { force: true }).catch(() => undefined);
  }
}

/** The deploying tasks know a package by its name, in any case. A folder is told as one. */
async function refuseName(path: string): Promise<void> {
  if (path.endsWith('/') || path.toLowerCase().endsWith('.zip')) return;
  if ((await stat(path).catch(() => undefined))?.isDirectory() === true) return;
  throw new Stopped({ code: 'output-not-zip', path });
}

async function prepareFolder(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  // A name that ends in a slash was meant as a folder, whether there is one or not.
  if (found?.isDirectory() || path.endsWith('/')) {
    throw new Stopped({ code: 'output-is-folder', path });
  }
  if (found && !found.isFile()) {
    throw new Stopped({ code: 'output-not-writable', path, reason: NO_FILE, taken: true });
  }
  await makeFolders(dirname(path)).catch((error: unknown) => {
    throw outputError(path, error);
  });
}

/** Its user has named the package alone. */
async function prepareFolderOfReport(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found && !found.isFile()) {
    const reason = found.isDirectory() ? 'a folder is there' : NO_FILE;
    throw new Stopped({ code: 'report-not-writable', path, reason, taken: true });
  }
  await makeFolders(dirname(path)).catch((error: unknown) => {
    throw reportError(path, error);
  });
}

const NO_FILE = 'something is there that is no regular file';

/** Refuses to put a package in the place of a source file; an earlier package, and a file that was made for it, may go. */
async function refuseOther(path: string): Promise<void> {
  const start = await startOf(path);
  if (start === '' || start === 'PK') return;
  const reason = 'a file is there that is no zip';
  throw new Stopped({ code: 'output-not-writable', path, reason, taken: true });
}

/** The two letters that a zip begins with; nothing where there is no file, or none that can be read. */
async function startOf(path: string): Promise<string> {
  const file = await open(path).catch(() => undefined);
  if (!file) return '';
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Something else is in the way, such as a file among the folders above. */
const TAKEN = ['ENOTDIR', 'EEXIST', 'EISDIR', 'ENAMETOOLONG'];

const REFUSED = ['EACCES', 'ENOENT', 'EPERM', 'EROFS', 'EBUSY', ...TAKEN];

/**
 * A disk that is full or a folder that takes no file, in our terms; anything else as it is.
 * @param input what the user named the file by; the package's own when not given
 */
export function outputError(path: string, error: unknown, input?: InputName): unknown {
  const refused = refusal(error);
  if (!refused) return fullDisk(path, error);
  const facts = { ...(input === undefined ? {} : { input }), ...refused };
  return new Stopped({ code: 'output-not-writable', path, ...facts }, { cause: error });
}

/** The same for a file of a report. */
function reportError(path: string, error: unknown): unknown {
  const refused = refusal(error);
  if (!refused) return fullDisk(path, error);
  return new Stopped({ code: 'report-not-writable', path, ...refused }, { cause: error });
}

function refusal(error: unknown): { readonly reason: string; readonly taken?: true } | undefined {
  const code = systemErrorCode(error);
  if (code === undefined || !REFUSED.includes(code)) return undefined;
  const reason = error instanceof Error ? error.message : code;
  return { reason, ...(TAKEN.includes(code) ? { taken: true as const } : {}) };
}

/** A disk that takes no more, in our terms; anything else as it is. */
export function fullDisk(path: string, error: unknown): unknown {
  const failure = roomFailure(path, error);
  return failure ? new Stopped(failure, { cause: error }) : error;
}

async function lock(path: string): Promise<() => Promise<void>> {
  const lockPath = join(dirname(path), `.${basename(path)}.antenv-lock`);
  // A name that nobody can have laid a link at, and no link is followed.
  const own = `${lockPath}.${randomBytes(4).toString('hex')}`;
  try {
    const holder = JSON.stringify(await thisHolder());
    await writeFile(own, holder, { flag: 'wx', mode: 0o600 }).catch((error: unknown) => {
      throw outputError(path, error);
    });
    await claim(path, lockPath, own);
  } finally {
    // On a full disk it is there, without content; a name that is too long cannot be removed either.
    await rm(own, { force: true }).catch(() => undefined);
  }
  return async () => rm(lockPath, { force: true });
}

/** A link is made with its content, so nobody ever reads a lock that is half written. */
async function claim(path: string, lockPath: string, own: string): Promise<void> {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const taken = await link(own, lockPath).then(
      () => false,
      (error: unknown) => {
        if (systemErrorCode(error) === 'EEXIST') return true;
        throw outputError(path, error);
      },
    );
    if (!taken) return;
    const other = await readHolder(lockPath);
    if (other && (await isHeld(other))) {
      throw new Stopped({ code: 'output-busy', path, lock: lockPath, pid: other.pid });
    }
    await putAside(lockPath, `${own}.stale`);
  }
  throw new Stopped({ code: 'output-busy', path, lock: lockPath, pid: 0 });
}

/**
 * Takes away a lock that was left by a run that was killed. Another run may have done so first and hold a new
 * lock by now: what was moved is looked at again, and put back when somebody holds it.
 */
async function putAside(lockPath: string, aside: string): Promise<void> {
  const moved = await rename(lockPath, aside).then(
    () => true,
    () => false,
  );
  if (!moved) return;
  if (await isHeld(await readHolder(aside))) await link(aside, lockPath).catch(() => undefined);
  await rm(aside, { force: true });
}

async function isHeld(holder: Holder | undefined): Promise<boolean> {
  // One of another container has ended with it, or writes there by its own name.
  return holder !== undefined && (await isRunning(holder)) === true;
}
