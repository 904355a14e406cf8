// What the platform drops or changes on the way from a package to a running app (contract A2, A4, A10).

import type { TarEntry } from '../archives/read-tar.js';
import type { ZipEntry } from '../archives/read-zip.js';

export interface Dropped {
  readonly path: string;
  readonly why: string;
}

const LINK = 0o120000;
const TYPE = 0o170000;

/** Kudu leaves these out at any depth, in any case. */
const NEVER_COPIED = ['.git', '.hg', '.deployment', 'deploy.sh'];

/** What Kudu does to the entries of a zip. */
export function droppedFromZip(entries: readonly ZipEntry[]): Dropped[] {
  const found: Dropped[] = [];
  const seen = new Set<string>();
  for (const { path, mode } of entries) {
    if ((mode & TYPE) === LINK) found.push({ path, why: 'the link becomes a text file' });
    if (path.includes('\\')) found.push({ path, why: 'the backslash stays in the name' });
    if (seen.has(path)) found.push({ path, why: 'a later entry of that name overwrites it' });
    if (path.startsWith('/') || path.split('/').includes('..')) {
      found.push({ path, why: 'the name leads out of the site' });
    }
    if (path.split('/').some((name) => NEVER_COPIED.includes(name.toLowerCase()))) {
      found.push({ path, why: 'Kudu never copies a file of that name' });
    }
    seen.add(path);
  }
  return found;
}

/** What the reader of `output.tar.gz` leaves out: anything but files and folders. */
export function droppedFromTarball(entries: readonly TarEntry[]): Dropped[] {
  return entries
    .filter(({ type }) => !['File', 'OldFile', 'ContiguousFile', 'Directory'].includes(type))
    .map(({ path, type }) => ({ path, why: `a ${type} in output.tar.gz is not unpacked` }));
}
