// The cache folder: laid out below a number of its own, and used only when nobody else can write in it.

import { access, constants, lstat, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isFullDisk, Stopped, systemErrorCode } from '../terms/failure.js';
import { separatorIn } from '../terms/python-environment.js';
import { makeFolder, makeFolders } from '../tools/folders.js';

/** Changes with what is in the folder and where; folders of other numbers are left alone. */
const LAYOUT = 'v1';

/** Of every folder that is made. */
const MODE = 0o755;

/** Where things are in a cache folder; all absolute. */
export interface CacheFolder {
  /** As the user gave it. */
  readonly root: string;
  readonly venvs: string;
  readonly leases: string;
  /** Parts of packages, compressed or compiled. */
  readonly parts: string;
  /** Users whose files are used: this one, and the one who owns the app's sources. */
  readonly trusted: ReadonlySet<number>;
}

/**
 * Makes the folder, and what is in it.
 * @param appRoot whose owner is trusted: who writes the sources decides what is packaged in any case
 * @throws Stopped `cache-folder-unusable`, `disk-full`
 */
export async function prepareFolder(root: string, appRoot: string): Promise<CacheFolder> {
  const separator = separatorIn(root);
  if (separator !== undefined) throw unusable(root, `its name has a '${separator}'`);
  const layout = join(root, LAYOUT);
  const folder = {
    root,
    venvs: join(layout, 'venvs'),
    leases: join(layout, 'leases'),
    parts: join(layout, 'parts'),
  };
  const trusted = await trustedUsers(appRoot);
  try {
    await makeFolders(root, MODE);
    await makeOwnFolder(layout, root, trusted);
    for (const path of [folder.venvs, folder.leases, folder.parts]) {
      await makeOwnFolder(path, root, trusted);
    }
  } catch (error) {
    throw cacheError(root, error);
  }
  return { ...folder, trusted };
}

/** A folder that cannot be used, or a disk that is full, in our terms; anything else as it is. */
export function cacheError(root: string, error: unknown): unknown {
  const code = systemErrorCode(error);
  if (code === undefined) return error;
  if (isFullDisk(error)) return new Stopped({ code: 'disk-full', path: root }, { cause: error });
  return unusable(root, error instanceof Error ? error.message : code, error);
}

function unusable(path: string, reason: string, cause?: unknown): Stopped {
  return new Stopped({ code: 'cache-folder-unusable', path, reason }, { cause });
}

async function trustedUsers(appRoot: string): Promise<ReadonlySet<number>> {
  const own = process.getuid?.();
  const { uid } = await stat(appRoot);
  return new Set(own === undefined ? [] : [own, uid]);
}

/** Whether a file's owner may have made what we use; where a system has no such numbers, everybody may. */
export function isTrusted(trusted: ReadonlySet<number>, uid: number): boolean {
  return trusted.size === 0 || trusted.has(uid);
}

async function makeOwnFolder(
  path: string,
  root: string,
  trusted: ReadonlySet<number>,
): Promise<void> {
  await makeFolder(path, MODE);
  const { uid, mode } = await lstat(path);
  if (!isTrusted(trusted, uid)) {
    throw unusable(root, `'${path}' belongs to another user (number ${uid})`);
  }
  // Windows has no such modes.
  if (trusted.size > 0 && (mode & 0o022) !== 0) {
    throw unusable(root, `others may write to '${path}'`);
  }
  await access(path, constants.W_OK | constants.X_OK);
}
