// Reads what an entry holds, and notices when a file is no longer what it was when it was looked at.

import { open } from 'node:fs/promises';
import type { FileEntry } from '../terms/archive-entry.js';
import { Stopped } from '../terms/failure.js';

/** Pieces in which large files are read, in bytes. */
export const PIECE = 512 * 1024;

/**
 * The bytes of an entry, in pieces of at most `PIECE`.
 * @throws Stopped `file-changed` when a file is shorter or longer than when it was measured
 */
export async function* readContent(entry: FileEntry): AsyncGenerator<Buffer> {
  const { content } = entry;
  if (content.kind === 'bytes') {
    yield content.bytes;
    return;
  }
  const file = await open(content.path);
  try {
    let done = 0;
    while (done < content.size) {
      const piece = Buffer.allocUnsafe(Math.min(PIECE, content.size - done));
      const { bytesRead } = await file.read(piece, 0, piece.length, content.offset + done);
      if (bytesRead === 0) throw new Stopped({ code: 'file-changed', path: content.path });
      yield piece.subarray(0, bytesRead);
      done += bytesRead;
    }
  } finally {
    await file.close();
  }
}

/** All bytes of an entry at once; for entries known to be small. */
export async function readWhole(entry: FileEntry): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of readContent(entry)) pieces.push(piece);
  return pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces);
}
