// Writes a stream of bytes to a new file, counting and digesting it on the way.

import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

export interface Written {
  readonly size: number;
  /** Hex sha256. */
  readonly sha256: string;
}

/** Writes a new file; an existing one is an error (`EEXIST`). */
export async function writeFileFrom(pieces: AsyncIterable<Buffer>, path: string): Promise<Written> {
  const file = await open(path, 'wx', 0o644);
  const hash = createHash('sha256');
  let size = 0;
  try {
    for await (const piece of pieces) {
      await file.writeFile(piece);
      hash.update(piece);
      size += piece.length;
    }
  } finally {
    await file.close();
  }
  return { size, sha256: hash.digest('hex') };
}
