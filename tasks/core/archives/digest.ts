// Digests: sha256 in hex, of bytes and of files that may be too large for memory.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { FileEntry } from '../terms/archive-entry.js';

/** Of bytes in memory; of a text, those of its UTF-8. */
export function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Characters that are digested at once. */
const BATCH = 64 * 1024;

/** The same of many texts, one behind the other: not all of them are in memory. */
export function sha256OfTexts(texts: Iterable<string>): string {
  const hash = createHash('sha256');
  let batch = '';
  for (const text of texts) {
    batch += text;
    if (batch.length < BATCH) continue;
    hash.update(batch);
    batch = '';
  }
  return hash.update(batch).digest('hex');
}

/** The entry of a file that is made here. */
export function entryOfBytes(path: string, bytes: Buffer, executable = false): FileEntry {
  const content = { kind: 'bytes', bytes } as const;
  return { kind: 'file', path, executable, content, digest: sha256(bytes) };
}

/** How far a searched text may reach over the border of two pieces. */
const OVERLAP = 4096;

/**
 * Digests a file piece by piece, and searches it on the way.
 * @param search called with overlapping pieces until it is true once
 */
export async function digestFile(
  path: string,
  search: (piece: Buffer) => boolean = () => false,
): Promise<{ digest: string; found: boolean }> {
  const hash = createHash('sha256');
  let found = false;
  let tail: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) {
    const piece = chunk as Buffer;
    hash.update(piece);
    if (found) continue;
    const searched = Buffer.concat([tail, piece]);
    found = search(searched);
    tail = searched.subarray(-OVERLAP);
  }
  return { digest: hash.digest('hex'), found };
}
