// The tool cache: folders that are made once on a machine and used by every run after.

import type { Stats } from 'node:fs';
import {
  access,
  constants,
  lstat,
  mkdir,
  mkdtemp,
  rename,
  rm,
  rmdir,
  stat,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Host } from '../host.js';
import { Stopped, systemErrorCode } from '../terms/failure.js';

/**
 * Our folder in the agent's tool cache; on a laptop in the user's own cache. It need not be there yet. Programs are run
 * from it, so one in which somebody else can write is never taken.
 * @throws Stopped `temp-folder-unusable` where there is no other one either
 */
export async function toolCacheFolder({ env, tempFolder }: Host): Promise<string> {
  const { AGENT_TOOLSDIRECTORY, RUNNER_TOOL_CACHE, XDG_CACHE_HOME, HOME, LOCALAPPDATA } = env;
  const ofUser = XDG_CACHE_HOME ?? (HOME === undefined ? LOCALAPPDATA : join(HOME, '.cache'));
  for (const folder of [AGENT_TOOLSDIRECTORY, RUNNER_TOOL_CACHE, ofUser]) {
    if (folder === undefined) continue;
    const own = join(folder, 'antenv');
    if (await isUsable(own, folder)) return own;
  }
  const last = join(tempFolder, 'antenv-cache');
  const found = await lstat(last).catch(() => undefined);
  if (!found || isOurs(found)) return last;
  const reason = 'it is not a folder of this user in which nobody else can write';
  throw new Stopped({ code: 'temp-folder-unusable', path: last, reason });
}

async function isUsable(own: string, above: string): Promise<boolean> {
  const found = await lstat(own).catch(() => undefined);
  if (!found) return isWritableFolder(above);
  return isOurs(found) && (await isWritableFolder(own));
}

/** Another user of this machine may have made it, or a link to what is theirs. Windows has no such modes. */
function isOurs(found: Stats): boolean {
  const user = process.getuid?.();
  if (user === undefined) return found.isDirectory();
  return found.isDirectory() && found.uid === user && (found.mode & 0o022) === 0;
}

async function isWritableFolder(path: string): Promise<boolean> {
  try {
    await access(path, constants.W_OK | constants.X_OK);
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

/**
 * The folder, made when it is not there yet. It is made beside its name and renamed, so that no half of it is
 * ever used and several may make it at once; the first has made it.
 * @param make fills an empty folder; what it gives is a reason why there will be none
 * @returns the reason, or `undefined` when the folder is there
 * @throws the error of the file system where the cache cannot be written, and whatever `make` throws
 */
export async function keptFolder<Reason>(
  folder: string,
  make: (beside: string) => Promise<Reason | undefined>,
): Promise<Reason | undefined> {
  if (await isFolder(folder)) return undefined;
  await mkdir(dirname(folder), { recursive: true, mode: 0o755 });
  const beside = await mkdtemp(`${folder}-`);
  try {
    const reason = await make(beside);
    if (reason === undefined) await take(beside, folder);
    return reason;
  } finally {
    await rm(beside, { recursive: true, force: true });
    await removeWhenEmpty(dirname(folder));
  }
}

/** What is kept besides, and what another run is making there, stays. */
async function removeWhenEmpty(folder: string): Promise<void> {
  await rmdir(folder).catch((error: unknown) => {
    const kept = ['ENOTEMPTY', 'EEXIST', 'ENOENT'];
    if (!kept.includes(systemErrorCode(error) ?? '')) throw error;
  });
}

async function take(made: string, folder: string): Promise<void> {
  try {
    await rename(made, folder);
  } catch (error) {
    if (!(await isFolder(folder))) throw error;
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
