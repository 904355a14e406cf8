// Leases: who uses what in a cache folder right now, so that nobody takes it away meanwhile.

import { randomBytes } from 'node:crypto';
import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunning, LONGEST_JOB_MS, readHolder, thisHolder } from '../tools/holder.js';

/**
 * Notes that `name` is used by this process, until the returned function is called.
 * @returns nothing when somebody is taking it away right now
 */
export async function takeLease(
  folder: string,
  name: string,
): Promise<(() => Promise<void>) | undefined> {
  const release = await note(folder, name);
  if (!(await isNoted(folder, removalOf(name)))) return release;
  await release();
  return undefined;
}

/**
 * Lets `remove` take `name` away, unless somebody uses it. Who uses and who removes each say so first and look for
 * the other then: so one of them sees the other in any case, and gives way.
 * @returns whether it was left to `remove`
 */
export async function whileUnused(
  folder: string,
  name: string,
  remove: () => Promise<void>,
): Promise<boolean> {
  const release = await note(folder, removalOf(name));
  try {
    if (await isNoted(folder, name)) return false;
    await remove();
    return true;
  } finally {
    await release();
  }
}

function removalOf(name: string): string {
  return `removal-of-${name}`;
}

async function note(folder: string, name: string): Promise<() => Promise<void>> {
  const path = join(folder, `${name}.${process.pid}.${randomBytes(4).toString('hex')}`);
  const release = async (): Promise<void> => rm(path, { force: true });
  try {
    await writeFile(path, JSON.stringify(await thisHolder()), { flag: 'wx' });
  } catch (error) {
    // A full disk takes the name and no content, which would count as that of another machine.
    await release();
    throw error;
  }
  return release;
}

/** Notes of processes that ended without taking theirs back are cleared away. */
async function isNoted(folder: string, name: string): Promise<boolean> {
  const all = await readdir(folder).catch(() => []);
  for (const lease of all.filter((one) => one.startsWith(`${name}.`))) {
    if (await isHeld(join(folder, lease))) return true;
    await rm(join(folder, lease), { force: true });
  }
  return false;
}

async function isHeld(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return false;
  const holder = await readHolder(path);
  // One that is being written has no content yet.
  const runs = holder && (await isRunning(holder));
  return runs ?? Date.now() - found.mtimeMs < LONGEST_JOB_MS;
}
