// Gathers the shared objects among files: each opened, its headers read, and closed.

import type { RangedFile } from '../../archives/read-content.js';
import { readElf, type ElfFacts } from './elf.js';
import { isSharedObjectName } from './shared-object-name.js';
import type { SharedObject } from './shared-objects.js';

/** A file that may be a shared object. */
export interface ReadableFile {
  /** In the package. */
  readonly path: string;
  open(): Promise<RangedFile>;
}

/** Of the names of needed libraries in all files together, which stay in memory: thirty times what large packages have. */
const MOST_LETTERS = 8 * 1024 ** 2;
const TOO_MANY = 'It and the shared objects before it name too many libraries.';

/**
 * Reads the headers of the shared objects among the files, one after the other: one file at a time is open,
 * and of each only what its headers lead to is in memory.
 * @param owner the distribution that brought a path, normalised; `undefined` when unknown
 * @throws the signal's reason, and whatever opening and reading a file throws
 */
export async function gatherSharedObjects(
  files: Iterable<ReadableFile>,
  owner: (path: string) => string | undefined,
  signal: AbortSignal,
): Promise<SharedObject[]> {
  const found: SharedObject[] = [];
  let letters = 0;
  for (const file of files) {
    if (!isSharedObjectName(file.path)) continue;
    signal.throwIfAborted();
    const facts = await loadFacts(file);
    letters += facts.needed.reduce((sum, name) => sum + name.length, 0);
    const kept = letters > MOST_LETTERS ? { ...facts, needed: [], problem: TOO_MANY } : facts;
    found.push({ path: file.path, ...kept, distribution: owner(file.path) });
  }
  return found;
}

async function loadFacts(file: ReadableFile): Promise<ElfFacts> {
  const content = await file.open();
  try {
    return readElf(content);
  } finally {
    await content.close();
  }
}
