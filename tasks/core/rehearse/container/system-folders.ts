// What the container sees of the machine's own system: programs, libraries and settings, read-only.

import { lstatSync, readdirSync } from 'node:fs';
import { lstat, mkdir, readFile, readlink, realpath, symlink } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Mount } from './mounts.js';

const SYSTEM_FOLDERS = ['usr', 'etc', 'bin', 'sbin', 'lib', 'lib32', 'lib64', 'libx32'];

/** What was put beside the distribution: the agent's tools. */
const LOCAL = '/usr/local';

/** Where the machine's secrets are, such as its passwords and keys. */
const SETTINGS = '/etc';

/**
 * Lays out the system's folders below `root`; where the machine has links (`/bin` to `/usr/bin`), links.
 * @param empty an empty folder of the machine, shown in the place of what stays hidden
 */
export async function layOutSystem(root: string, empty: string): Promise<Mount[]> {
  const mountPoints = await readMountPoints();
  const mounts: Mount[] = [];
  for (const name of SYSTEM_FOLDERS) {
    const mount = await layOut(root, `/${name}`, mountPoints);
    if (mount) mounts.push(mount);
  }
  for (const { path, isFolder } of findSecrets(SETTINGS)) {
    mounts.push({ from: isFolder ? empty : '/dev/null', to: path, access: 'read-only' });
  }
  const hasLocal = (await find(LOCAL))?.isDirectory() === true;
  return hasLocal ? [...mounts, { from: empty, to: LOCAL, access: 'read-only' }] : mounts;
}

async function layOut(
  root: string,
  path: string,
  mountPoints: readonly string[],
): Promise<Mount | undefined> {
  const found = await find(path);
  if (!found) return undefined;
  if (found.isSymbolicLink()) {
    await symlink(await readlink(path), join(root, path));
    return undefined;
  }
  await mkdir(join(root, path));
  const shown = mountPoints.filter((point) => !point.startsWith(`${LOCAL}/`));
  const inner = pointsBelow(path, shown);
  return { from: path, to: path, access: 'read-only', inner };
}

function pointsBelow(path: string, mountPoints: readonly string[]): string[] {
  return mountPoints
    .filter((point) => point.startsWith(`${path}/`))
    .map((point) => relative(path, point));
}

/** Where something is mounted inside of a folder of this machine, as paths from there. */
export async function findMountsIn(folder: string): Promise<string[]> {
  const real = await realpath(folder).catch(() => folder);
  return pointsBelow(real, await readMountPoints());
}

/**
 * What not everybody may read: root of a container could, where it is root of the machine. Synchronous: thousands of
 * files are looked at.
 */
function* findSecrets(folder: string): Generator<{ path: string; isFolder: boolean }> {
  for (const name of namesIn(folder)) {
    const path = join(folder, name);
    const found = lstatSync(path, { throwIfNoEntry: false });
    const isFolder = found?.isDirectory() === true;
    if (!found || (!isFolder && !found.isFile())) continue;
    const wanted = isFolder ? 0o005 : 0o004;
    if ((found.mode & wanted) !== wanted) yield { path, isFolder };
    else if (isFolder) yield* findSecrets(path);
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

async function find(path: string): Promise<Awaited<ReturnType<typeof lstat>> | undefined> {
  return lstat(path).catch(() => undefined);
}

/** Every place of this machine where something is mounted. */
async function readMountPoints(): Promise<string[]> {
  const text = await readFile('/proc/self/mountinfo', 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => {
    const point = line.split(' ')[4];
    // Spaces and the like are written as octal numbers.
    const decode = (_: string, code: string): string => String.fromCharCode(parseInt(code, 8));
    return point === undefined ? [] : [point.replaceAll(/\\([0-7]{3})/g, decode)];
  });
}
