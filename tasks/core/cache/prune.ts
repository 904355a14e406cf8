// Pruning: what was not used for the longest time goes first, and never what somebody uses.

import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { bytesOf, lastUse, listKeys, removeUnused } from './entry.js';
import type { CacheFolder } from './folder.js';

/** What was taken away. */
export interface Pruned {
  readonly venvs: number;
  /** Of packages, compressed or compiled. */
  readonly parts: number;
  readonly bytes: number;
}

/** Something that may be taken away. */
interface Candidate {
  readonly kind: 'venvs' | 'parts';
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly used: number;
  /** Tells whether it is gone. */
  readonly remove: () => Promise<boolean>;
}

/** A part has no lease: a run that found one needs it until its package is written. */
const PART_IN_USE_MS = 60 * 60 * 1000;

/**
 * Takes away until at most `limit` bytes are left; what ended runs left half done goes in any case.
 * @param now milliseconds since 1970
 */
export async function prune(folder: CacheFolder, limit: number, now: number): Promise<Pruned> {
  await removeLeftovers(folder, now);
  const candidates = [...(await venvs(folder)), ...(await parts(folder, now))];
  let total = candidates.reduce((sum, { bytes }) => sum + bytes, 0);
  const pruned = { venvs: 0, parts: 0, bytes: 0 };
  for (const { kind, bytes, remove } of candidates.toSorted((a, b) => a.used - b.used)) {
    if (total <= limit) break;
    if (!(await remove())) continue;
    total -= bytes;
    pruned[kind] += 1;
    pruned.bytes += bytes;
  }
  return pruned;
}

async function venvs(folder: CacheFolder): Promise<Candidate[]> {
  const keys = await listKeys(folder);
  return Promise.all(
    keys.map(async (key) => ({
      kind: 'venvs' as const,
      bytes: await bytesOf(folder, key),
      used: await lastUse(folder, key),
      remove: () => removeUnused(folder, key),
    })),
  );
}

/** None where somebody took the whole folder away. */
async function partNames(folder: CacheFolder): Promise<string[]> {
  return readdir(folder.parts).catch(() => []);
}

async function parts(folder: CacheFolder, now: number): Promise<Candidate[]> {
  const names = await partNames(folder);
  const found = names.map(async (name): Promise<Candidate[]> => {
    const path = join(folder.parts, name);
    const { size, mtimeMs } = await sizeAndTime(path);
    const remove = (): Promise<boolean> => removePart(path, now);
    return /^[0-9a-f]{64}$/.test(name)
      ? [{ kind: 'parts', bytes: size, used: mtimeMs, remove }]
      : [];
  });
  return (await Promise.all(found)).flat();
}

/** Looks once more: another job may have found it meanwhile. A part that stays is no harm. */
async function removePart(path: string, now: number): Promise<boolean> {
  if (now - (await sizeAndTime(path)).mtimeMs < PART_IN_USE_MS) return false;
  return rm(path, { force: true }).then(
    () => true,
    () => false,
  );
}

/** Nothing of a file that another job took away just now. */
async function sizeAndTime(path: string): Promise<{ size: number; mtimeMs: number }> {
  return stat(path).catch(() => ({ size: 0, mtimeMs: 0 }));
}

/** Partial entries and those put aside; a lease says that somebody is still at it, or that it is written right now. */
async function removeLeftovers(folder: CacheFolder, now: number): Promise<void> {
  const names = await readdir(folder.venvs);
  for (const name of names.filter((one) => /^\.(?:partial|gone)-/.test(one))) {
    await removeUnused(folder, name);
  }
  const partial = (await partNames(folder)).filter((one) => one.startsWith('.partial-'));
  for (const name of partial) await removePart(join(folder.parts, name), now);
}
