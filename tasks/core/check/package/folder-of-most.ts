// Where most files of a package lie.

import { missingFolders } from '../../terms/archive-entry.js';

/** A folder, and how many of the files lie below it. */
export interface FolderOfMost {
  readonly folder: string;
  readonly files: number;
}

/** The deepest folder with more than half of all files; none where they lie all over. */
export function folderOfMost(paths: readonly string[]): FolderOfMost | undefined {
  const files = new Map<string, number>();
  for (const path of paths) {
    for (const folder of missingFolders(path, NONE))
      files.set(folder, (files.get(folder) ?? 0) + 1);
  }
  // Two that have more than half each lie in one another, and the outer one was met first.
  const most = [...files].findLast(([, found]) => found * 2 > paths.length);
  return most && { folder: most[0], files: most[1] };
}

/** Each file's folders are counted anew. */
const NONE: ReadonlySet<string> = new Set();
