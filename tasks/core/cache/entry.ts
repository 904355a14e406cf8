// One kept venv: looked at before it is used, and taken away when it is not what was kept.

import { randomBytes } from 'node:crypto';
import { lstat, readFile, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../archives/digest.js';
import { systemErrorCode } from '../terms/failure.js';
import { VENV_NAME } from '../terms/layout.js';
import { isTrusted, type CacheFolder } from './folder.js';
import { keyOf } from './facts.js';
import { whileUnused } from './leases.js';
import { listingProblem, loadListing, type Listed } from './listing.js';
import { readComplete, readMade, type Complete, type Made } from './made.js';
import { counted } from '../terms/counted.js';

/** What an entry has in it, besides the venv. */
export const ENTRY_FILES = { made: 'made.json', complete: 'complete.json', content: 'content' };

/** The folder of an entry; its name is the key. */
export function entryPath(folder: CacheFolder, key: string): string {
  return join(folder.venvs, key);
}

/** The venv in an entry's folder. */
export function venvIn(entry: string): string {
  return join(entry, VENV_NAME);
}

/** The keys of all that is kept. */
export async function listKeys(folder: CacheFolder): Promise<string[]> {
  const names = await readdir(folder.venvs);
  return names.filter((name) => /^[0-9a-f]{32}$/.test(name)).toSorted();
}

/** Whole, or in words what is wrong with it. */
export type Inspected =
  { readonly made: Made; readonly listing: Listed } | { readonly problem: string };

/** Looks at every name of an entry; `undefined` when there is none. */
export async function inspectEntry(
  folder: CacheFolder,
  key: string,
  signal: AbortSignal,
): Promise<Inspected | undefined> {
  const path = entryPath(folder, key);
  if (!(await lstat(path).catch(() => undefined))) return undefined;
  try {
    return await inspectFiles(folder, key, signal);
  } catch (error) {
    if (systemErrorCode(error) === undefined || !(error instanceof Error)) throw error;
    return { problem: `it cannot be read (${error.message})` };
  }
}

async function inspectFiles(
  folder: CacheFolder,
  key: string,
  signal: AbortSignal,
): Promise<Inspected> {
  const path = entryPath(folder, key);
  const completeText = await loadOptional(join(path, ENTRY_FILES.complete));
  if (completeText === undefined) {
    return { problem: `it was not written to its end (no ${ENTRY_FILES.complete})` };
  }
  const complete = readComplete(completeText);
  if (!complete) return { problem: `${ENTRY_FILES.complete} cannot be understood` };
  const made = await loadMade(path, complete);
  if (!made || keyOf(made.facts) !== key) {
    return { problem: `${ENTRY_FILES.made} is not the one that was written` };
  }
  const listing = await loadListing(venvIn(path), signal);
  const problem =
    listingProblem(complete, listing) ??
    (await ownershipProblem(folder, path, listing)) ??
    (await pythonProblem(path));
  return problem === undefined ? { made, listing } : { problem };
}

async function loadMade(path: string, complete: Complete): Promise<Made | undefined> {
  const text = await loadOptional(join(path, ENTRY_FILES.made));
  return text !== undefined && sha256(text) === complete.made ? readMade(text) : undefined;
}

async function ownershipProblem(
  { trusted }: CacheFolder,
  path: string,
  { tree }: Listed,
): Promise<string | undefined> {
  const owners = [(await lstat(path)).uid, ...tree.map(({ stats }) => stats.uid)];
  const foreign = owners.filter((uid) => !isTrusted(trusted, uid)).length;
  return foreign === 0 ? undefined : `another user owns ${counted(foreign, 'file')} of it`;
}

/** Its Python is a link to one outside of it. */
async function pythonProblem(path: string): Promise<string | undefined> {
  const python = join(venvIn(path), 'bin', 'python');
  const isLink = (await lstat(python).catch(() => undefined))?.isSymbolicLink() === true;
  if (!isLink || (await stat(python).catch(() => undefined))) return undefined;
  return 'the Python that it leads to is not there';
}

/** What made an entry, for comparing: nothing but `made.json` is looked at. */
export async function loadMadeOf(folder: CacheFolder, key: string): Promise<Made | undefined> {
  const text = await loadOptional(join(entryPath(folder, key), ENTRY_FILES.made)).catch(
    () => undefined,
  );
  return text === undefined ? undefined : readMade(text);
}

/** When an entry was used last, in milliseconds since 1970; its mark of completeness is touched with each use. */
export async function lastUse(folder: CacheFolder, key: string): Promise<number> {
  const found = await stat(join(entryPath(folder, key), ENTRY_FILES.complete)).catch(
    () => undefined,
  );
  return found?.mtimeMs ?? 0;
}

/** Notes that an entry is used now. */
export async function touch(folder: CacheFolder, key: string, now: Date): Promise<void> {
  await utimes(join(entryPath(folder, key), ENTRY_FILES.complete), now, now);
}

/** The bytes that an entry says it has; 0 when it says nothing. */
export async function bytesOf(folder: CacheFolder, key: string): Promise<number> {
  const text = await loadOptional(join(entryPath(folder, key), ENTRY_FILES.complete)).catch(
    () => undefined,
  );
  return readComplete(text ?? '')?.bytes ?? 0;
}

/**
 * Takes something below `venvs` away, unless somebody uses it. It is put aside first, so that nobody ever finds
 * a half of it under its name.
 * @returns whether it is gone
 */
export async function removeUnused(folder: CacheFolder, name: string): Promise<boolean> {
  const aside = join(folder.venvs, `.gone-${randomBytes(4).toString('hex')}`);
  const isMine = await whileUnused(folder.leases, name, async () => {
    await rename(join(folder.venvs, name), aside).catch((error: unknown) => {
      // Somebody was first.
      if (systemErrorCode(error) !== 'ENOENT') throw error;
    });
  });
  if (isMine) await rm(aside, { recursive: true, force: true, maxRetries: 3 });
  return isMine;
}

async function loadOptional(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
}
