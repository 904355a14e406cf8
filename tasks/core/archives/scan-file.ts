// Reads files through once: what is in them and what is said about them comes of the same bytes.

import { createHash } from 'node:crypto';
import { readFully } from './read-content.js';

/** Pieces in which a file is read, in bytes; most files are one. */
const PIECE = 1024 * 1024;

/** How far a searched text may reach over the border of two pieces. */
const OVERLAP = 4096;

export interface Scanned {
  /** Hex sha256. */
  readonly digest: string;
  /** Whether what was searched for is in it. */
  readonly found: boolean;
}

/** Scans one file after another, with one buffer for all. */
export class FileScanner {
  private readonly buffer = Buffer.allocUnsafeSlow(OVERLAP + PIECE);
  private readonly search: (piece: Buffer) => boolean;

  /** @param search is asked of overlapping pieces until it is true once */
  constructor(search: (piece: Buffer) => boolean) {
    this.search = search;
  }

  /**
   * Reads an open file through.
   * @param size of the file, in bytes
   * @throws Stopped `file-changed` when it is shorter by now
   */
  scan(file: number, path: string, size: number): Scanned {
    const hash = createHash('sha256');
    let found = false;
    for (let done = 0; done < size; done += PIECE) {
      const end = OVERLAP + Math.min(PIECE, size - done);
      const piece = this.buffer.subarray(OVERLAP, end);
      readFully(file, path, piece, done);
      hash.update(piece);
      found ||= this.search(this.buffer.subarray(done === 0 ? OVERLAP : 0, end));
      this.buffer.copy(this.buffer, 0, end - OVERLAP, end);
    }
    return { digest: hash.digest('hex'), found };
  }

  /** The same as `whole`, to be looked at before the next file is scanned: not copied unless it was more than one piece. */
  glance(file: number, path: string, size: number): Buffer {
    if (size > PIECE) return this.whole(file, path, size);
    return this.buffer.subarray(OVERLAP, OVERLAP + size);
  }

  /** The bytes of the file that was scanned last; read again only where they were more than one piece. */
  whole(file: number, path: string, size: number): Buffer {
    const bytes = Buffer.allocUnsafe(size);
    if (size <= PIECE) this.buffer.copy(bytes, 0, OVERLAP, OVERLAP + size);
    else readFully(file, path, bytes, 0);
    return bytes;
  }
}
