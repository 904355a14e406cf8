// Folders as every stage makes and removes them.

import { chmodSync, lstatSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { systemErrorCode } from '../terms/failure.js';

/**
 * Makes a folder and those above it. Node's own `recursive` never returns below `/proc`, where ENOENT is a refusal.
 * @param mode of each that is made, but for what the system's mask takes away
 * @throws the system's error; `EEXIST` where a file has the name
 */
export async function makeFolders(path: string, mode = 0o777): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return;
  if (!found && dirname(path) !== path) await makeFolders(dirname(path), mode);
  await makeFolder(path, mode);
}

/** The same of one folder: another run may have been first. */
export async function makeFolder(path: string, mode = 0o777): Promise<void> {
  try {
    await mkdir(path, { mode });
  } catch (error) {
    const isThere = (await stat(path).catch(() => undefined))?.isDirectory() === true;
    if (systemErrorCode(error) !== 'EEXIST' || !isThere) throw error;
  }
}

/**
 * Removes a folder with all that is in it, or nothing. Synchronous: waiting for each of the thousands of files that a venv
 * has takes twice as long.
 * @throws the system's error
 */
export function removeTree(path: string): void {
  try {
    rmSync(path, REMOVED);
  } catch {
    flatten(path);
    rmSync(path, REMOVED);
  }
}

const REMOVED = { recursive: true, force: true, maxRetries: 3 } as const;

/**
 * Empties a folder while other work goes on, which waits for something else. What stays, since an app made it hard to
 * remove, is for `removeTree`.
 */
export async function emptyMeanwhile(path: string): Promise<void> {
  const names = await readdir(path).catch(() => []);
  await Promise.allSettled(names.map((name) => rm(join(path, name), REMOVED)));
}

/**
 * Brings every folder below one right below it, with all permissions: an app may take them away from folders that it
 * makes, and nest these more deeply than calls can be, or than a path can be long.
 */
function flatten(path: string): void {
  chmodSync(path, 0o700);
  const top = mkdtempSync(join(path, 'flat-'));
  const waiting = [path];
  for (const folder of waiting) {
    for (const name of readdirSync(folder)) {
      const found = join(folder, name);
      if (found === top || !lstatSync(found).isDirectory()) continue;
      chmodSync(found, 0o700);
      const moved = join(top, String(waiting.length));
      renameSync(found, moved);
      waiting.push(moved);
    }
  }
}
