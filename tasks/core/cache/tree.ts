// A tree of files as it lies on the disk: every name with its kind and size, no content read.

import type { Stats } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/** Anything but a folder. `path` is relative to the tree, with forward slashes. */
export interface TreeFile {
  readonly path: string;
  readonly stats: Stats;
  /** Where a link leads, as it is written in it. */
  readonly target: string | undefined;
}

/**
 * Lists the files of a tree in the order of their names; links are not followed.
 * @param isLeftOut is asked for every name, by its path
 * @param signal stops the listing between two folders
 * @throws the error of the file system, also when something vanishes meanwhile
 */
export async function listTree(
  root: string,
  signal: AbortSignal,
  isLeftOut: (path: string) => boolean = () => false,
): Promise<TreeFile[]> {
  const found: TreeFile[] = [];
  await listFolder(root, '', { signal, isLeftOut, found });
  return found;
}

interface Walk {
  readonly signal: AbortSignal;
  readonly isLeftOut: (path: string) => boolean;
  readonly found: TreeFile[];
}

async function listFolder(root: string, folder: string, walk: Walk): Promise<void> {
  walk.signal.throwIfAborted();
  const names = (await readdir(join(root, folder))).toSorted();
  const paths = names
    .map((name) => (folder === '' ? name : `${folder}/${name}`))
    .filter((path) => !walk.isLeftOut(path));
  const all = await Promise.all(paths.map(async (path) => look(root, path)));
  for (const file of all) {
    if (file.stats.isDirectory()) await listFolder(root, file.path, walk);
    else walk.found.push(file);
  }
}

async function look(root: string, path: string): Promise<TreeFile> {
  const stats = await lstat(join(root, path));
  const target = stats.isSymbolicLink() ? await readlink(join(root, path)) : undefined;
  return { path, stats, target };
}
