// What the reader of output.tar.gz cannot unpack: it makes no folder that has no entry (contract A10).

import { withoutTrailingSlashes } from '../../terms/trailing-slashes.js';
import type { InnerFact } from '../evidence.js';
import { withoutDot } from '../../terms/package-shape.js';

const FILES = ['File', 'OldFile', 'ContiguousFile'];

/** Files whose folder has no entry before them. */
export function filesBeforeFolder(entries: readonly InnerFact[]): string[] {
  const made = new Set(['', '.']);
  const found: string[] = [];
  for (const { path, type } of entries) {
    const name = withoutTrailingSlashes(withoutDot(path));
    if (type === 'Directory') addWithParents(made, name);
    else if (FILES.includes(type) && !made.has(parentOf(name))) found.push(name);
  }
  return found;
}

/** Links and devices, which are left out without a word. `lib64` of a venv is missed by nobody. */
export function droppedEntries(entries: readonly InnerFact[]): InnerFact[] {
  return entries.filter(
    ({ path, type }) =>
      type !== 'Directory' && !FILES.includes(type) && !/(?:^|\/)lib64\/?$/.test(path),
  );
}

function parentOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

function addWithParents(made: Set<string>, path: string): void {
  for (let at = path; at !== '' && !made.has(at); at = parentOf(at)) made.add(at);
}
