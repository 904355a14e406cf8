// The listing of a venv: how many files, how many bytes, and one digest over names, sizes and modes.

import { sha256OfTexts } from '../archives/digest.js';
import { listTree, type TreeFile } from './tree.js';
import { counted } from '../terms/counted.js';

/** What tells a venv that is whole from one of which something is missing; no content is read for it. */
export interface Listing {
  readonly files: number;
  /** Sizes of the regular files together. */
  readonly bytes: number;
  /** Hex sha256 over each path, kind, size, executability and link target. */
  readonly digest: string;
}

/** A listing, and the files it is of. */
export interface Listed extends Listing {
  readonly tree: readonly TreeFile[];
}

/** Lists a venv. Throws the error of the file system. */
export async function loadListing(venv: string, signal: AbortSignal): Promise<Listed> {
  const tree = await listTree(venv, signal);
  const bytes = tree.reduce((sum, { stats }) => sum + (stats.isFile() ? stats.size : 0), 0);
  return { files: tree.length, bytes, digest: sha256OfTexts(tree.map(line)), tree };
}

/** Of the mode only whether it may be run: what restores a cache has a umask of its own. */
function line({ path, stats, target }: TreeFile): string {
  if (target !== undefined) return `${path}\0link\0${target}\n`;
  const kind = stats.isFile() ? 'file' : 'other';
  return `${path}\0${kind}\0${(stats.mode & 0o111) === 0 ? '-' : 'x'}\0${stats.size}\n`;
}

/** In words what is wrong with a listing, or `undefined` when it is the one that was expected. */
export function listingProblem(expected: Listing, found: Listing): string | undefined {
  if (found.files !== expected.files) {
    return `it has ${counted(found.files, 'file')} instead of ${expected.files.toLocaleString('en-US')}`;
  }
  if (found.bytes !== expected.bytes) {
    return `its files have ${counted(found.bytes, 'byte')} instead of ${expected.bytes.toLocaleString('en-US')}`;
  }
  return found.digest === expected.digest
    ? undefined
    : 'names, sizes or modes of its files changed';
}
