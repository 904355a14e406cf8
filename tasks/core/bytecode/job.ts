// One source to be compiled, and the entry that its bytecode becomes.

import { posix } from 'node:path';
import type { Content, FileEntry } from '../terms/archive-entry.js';

/** A source, and how its bytecode is to be. */
export interface Job {
  /** Which tree it is of. */
  readonly tree: number;
  readonly entry: FileEntry;
  /** Its path on App Service. */
  readonly runtimePath: string;
  readonly checked: boolean;
}

/** The bytecode of a source where Python looks for it (PEP 3147). */
export function bytecodeEntry(
  source: FileEntry,
  cacheTag: string,
  content: Content,
  digest: string,
): FileEntry {
  const { dir, name } = posix.parse(source.path);
  const path = posix.join(dir, '__pycache__', `${name}.${cacheTag}.pyc`);
  return { kind: 'file', path, executable: false, content, digest };
}
