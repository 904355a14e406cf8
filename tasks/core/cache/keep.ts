// Keeping a venv: moved beside its place, described, and given its name at last.

import { randomBytes } from 'node:crypto';
import { cp, lstat, mkdir, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../archives/digest.js';
import type { Host } from '../host.js';
import type { BuiltAt } from '../terms/built-at.js';
import { systemErrorCode } from '../terms/failure.js';
import { ENTRY_FILES, entryPath, venvIn } from './entry.js';
import type { Fact } from './facts.js';
import type { CacheFolder } from './folder.js';
import { takeLease } from './leases.js';
import { loadListing } from './listing.js';
import { writeComplete, writeMade } from './made.js';
import { loadOrigins, type Origins } from './origins.js';
import { versionsLeftOpen } from './venv-facts.js';

/** A finished venv and where it was built; nothing in it is changed. */
export interface VenvToKeep {
  readonly path: string;
  /** The run's private folder. */
  readonly work: string;
  readonly appRoot: string;
  readonly distributions: readonly { readonly name: string }[];
}

interface MadeOf {
  readonly key: string;
  readonly facts: readonly Fact[];
  readonly pinned: 'all' | readonly string[];
  readonly sources: readonly string[];
  readonly now: Date;
}

export type Kept =
  | { readonly builtAt: BuiltAt; readonly bytes: number }
  /** Why not; then the venv is where it was. */
  | { readonly notKept: string };

const SAME_IS_THERE = 'the same one is there already, of another job';

/** Keeps a venv. Throws the error of the file system; then, too, the venv is where it was. */
export async function keepVenv(
  host: Host,
  folder: CacheFolder,
  venv: VenvToKeep,
  madeOf: MadeOf,
): Promise<Kept> {
  const { tree } = await loadListing(venv.path, host.signal);
  const origins = await loadOrigins(venv.path, tree, host.secrets);
  if (origins.withCredential !== undefined) {
    return { notKept: `a credential is in its file '${origins.withCredential}'` };
  }
  const unseen = await outside([...madeOf.sources, venv.work], origins.paths);
  if (unseen !== undefined) {
    return { notKept: `${unseen.name} is made of '${unseen.path}', which no requirement names` };
  }
  const target = entryPath(folder, madeOf.key);
  if (await isThere(target)) return { notKept: SAME_IS_THERE };
  const made = {
    facts: madeOf.facts,
    madeAt: madeOf.now.toISOString(),
    builtAt: await spelledOut(venv),
    leftOpen: versionsLeftOpen(madeOf.pinned, venv.distributions, origins.fixed),
  };
  return putInPlace(folder, target, venv.path, async (partial) => {
    // As it lies there: what was copied to another disk is looked at as well.
    const listing = await loadListing(venvIn(partial), host.signal);
    const text = writeMade(made);
    await writeFile(join(partial, ENTRY_FILES.made), text);
    const complete = writeComplete({ ...listing, made: sha256(text) });
    await writeFile(join(partial, ENTRY_FILES.complete), complete);
    return { builtAt: made.builtAt, bytes: listing.bytes };
  });
}

/**
 * The first distribution that was made of something which is not among the sources: a folder that a requirement names
 * may require another one, and what changes there would not be seen.
 */
async function outside(
  sources: readonly string[],
  origins: Origins['paths'],
): Promise<{ readonly name: string; readonly path: string } | undefined> {
  const known = await Promise.all(sources.map(realPath));
  for (const { name, path } of origins) {
    const real = await realPath(path);
    if (!known.some((source) => `${real}/`.startsWith(`${source}/`))) return { name, path };
  }
  return undefined;
}

/** The path itself where nothing is there any more. */
async function realPath(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}

async function putInPlace(
  folder: CacheFolder,
  target: string,
  venv: string,
  describe: (partial: string) => Promise<Kept>,
): Promise<Kept> {
  const name = `.partial-${randomBytes(4).toString('hex')}`;
  const partial = join(folder.venvs, name);
  const release = await takeLease(folder.leases, name);
  let moved: Moved | undefined;
  try {
    await mkdir(partial, { mode: 0o755 });
    moved = await moveFolder(venv, venvIn(partial));
    const kept = await describe(partial);
    await rename(partial, target);
    return kept;
  } catch (error) {
    if (moved === 'renamed') await rename(venvIn(partial), venv);
    // A folder that has something in it is never replaced.
    if (await isThere(target)) return { notKept: SAME_IS_THERE };
    throw error;
  } finally {
    await rm(partial, { recursive: true, force: true, maxRetries: 3 });
    await release?.();
  }
}

type Moved = 'renamed' | 'copied';

async function moveFolder(from: string, to: string): Promise<Moved> {
  try {
    await rename(from, to);
    return 'renamed';
  } catch (error) {
    if (systemErrorCode(error) !== 'EXDEV') throw error;
    await cp(from, to, { recursive: true, verbatimSymlinks: true });
    return 'copied';
  }
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

/** The folders of a build as they were given and as they really are: both may be in files of the venv. */
export async function spelledOut(
  venv: Pick<VenvToKeep, 'path' | 'work' | 'appRoot'>,
): Promise<BuiltAt> {
  return {
    venv: await spellings(venv.path),
    work: await spellings(venv.work),
    appRoot: await spellings(venv.appRoot),
  };
}

async function spellings(path: string): Promise<string[]> {
  return [...new Set([path, await realpath(path)])];
}
