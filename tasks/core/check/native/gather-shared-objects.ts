// Gathers the shared objects among files: each read, its headers taken, its bytes let go.

import { readElf } from './elf.js';
import type { SharedObject } from './shared-objects.js';

/** A file that may be a shared object; `read` gives all of its bytes. */
export interface ReadableFile {
  /** In the package. */
  readonly path: string;
  read(): Promise<Buffer>;
}

/** Libraries and extension modules of Linux, macOS and Windows, also with a version behind: `libssl.so.1.1.1k`. */
const SHARED_OBJECT = /\.(?:so(?:\.\d\w*)*|dylib|pyd|dll)$/;

/** Whether a path is one of a shared object, by its name. */
export function isSharedObjectName(path: string): boolean {
  return SHARED_OBJECT.test(path);
}

/**
 * Reads the headers of the shared objects among the files, one after the other, so that one file at a
 * time is in memory.
 * @param owner the distribution that brought a path, normalised; `undefined` when unknown
 * @throws the signal's reason, and whatever `read` throws
 */
export async function gatherSharedObjects(
  files: Iterable<ReadableFile>,
  owner: (path: string) => string | undefined,
  signal: AbortSignal,
): Promise<SharedObject[]> {
  const found: SharedObject[] = [];
  for (const file of files) {
    if (!isSharedObjectName(file.path)) continue;
    signal.throwIfAborted();
    const facts = readElf(await file.read());
    found.push({ path: file.path, ...facts, distribution: owner(file.path) });
  }
  return found;
}
