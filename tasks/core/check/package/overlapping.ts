// Entries of a zip that share bytes: what one tool unpacks, another refuses or reads as something else.

import type { ListedEntry } from '../../archives/read-zip.js';

/**
 * The names of entries that begin before the bytes of another one end, by where they begin. The directory
 * alone is looked at: it says how much an entry takes at least, so that data descriptors, extra fields and
 * whatever stands before the zip are no overlap.
 */
export function overlappingEntries(
  entries: readonly Pick<ListedEntry, 'path' | 'start' | 'end'>[],
): string[] {
  const found: string[] = [];
  let taken = 0;
  for (const { path, start, end } of entries.toSorted((one, two) => one.start - two.start)) {
    if (start < taken) found.push(path);
    taken = Math.max(taken, end);
  }
  return found;
}
