// Folders as every stage makes and removes them.

import { rmSync } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
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
  rmSync(path, { recursive: true, force: true, maxRetries: 3 });
}
