// What is under a path in a tree of files, which has no folders of its own.

import type { Tree } from './evidence.js';

/** Whether a tree has files below a path. */
export function hasFolder(tree: Tree | undefined, path: string): boolean {
  for (const file of tree?.files.keys() ?? []) if (file.startsWith(`${path}/`)) return true;
  return false;
}

/** Whether a tree has a file or a folder at a path. */
export function hasPath(tree: Tree | undefined, path: string): boolean {
  return tree?.files.has(path) === true || hasFolder(tree, path);
}
