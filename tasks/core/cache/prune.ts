// Pruning: what was not used for the longest time goes first, and never what somebody uses.

import { readdir } from 'node:fs/promises';
import { bytesOf, lastUse, listKeys, removeUnused } from './entry.js';
import type { CacheFolder } from './folder.js';

/** What was taken away. */
export interface Pruned {
  readonly venvs: number;
  readonly bytes: number;
}

/** Takes venvs away until at most `limit` bytes are left; what ended runs left half done goes in any case. */
export async function prune(folder: CacheFolder, limit: number): Promise<Pruned> {
  await removeLeftovers(folder);
  const keys = await listKeys(folder);
  const entries = await Promise.all(
    keys.map(async (key) => ({
      key,
      bytes: await bytesOf(folder, key),
      used: await lastUse(folder, key),
    })),
  );
  let total = entries.reduce((sum, { bytes }) => sum + bytes, 0);
  const pruned = { venvs: 0, bytes: 0 };
  for (const { key, bytes } of entries.toSorted((a, b) => a.used - b.used)) {
    if (total <= limit) break;
    if (!(await removeUnused(folder, key))) continue;
    total -= bytes;
    pruned.venvs += 1;
    pruned.bytes += bytes;
  }
  return pruned;
}

/** Partial entries and those put aside; a lease says that somebody is still at it. */
async function removeLeftovers(folder: CacheFolder): Promise<void> {
  const names = await readdir(folder.venvs);
  for (const name of names.filter((one) => /^\.(?:partial|gone)-/.test(one))) {
    await removeUnused(folder, name);
  }
}
