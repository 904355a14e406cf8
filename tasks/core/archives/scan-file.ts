// Reads files through once: what is in them and what is said about them comes of the same bytes.

import { createHash, hash } from 'node:crypto';
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
   * @param plain digest of a content in which nothing is found: a file that has it is not searched
   * @throws Stopped `file-changed` when it is shorter by now
   */
  scan(file: number, path: string, size: number, plain?: string): Scanned {
    if (size <= PIECE) return this.scanAtOnce(file, path, size, plain);
    if (plain === undefined) return this.scanPieces(file, path, size, this.search);
    const unsearched = this.scanPieces(file, path, size, () => false);
    if (unsearched.digest === plain) return unsearched;
    return this.scanPieces(file, path, size, this.search);
  }

  /** Of one piece the digest is known before it is searched, and made without an object for several. */
  private scanAtOnce(file: number, path: string, size: number, plain?: string): Scanned {
    const piece = this.buffer.subarray(OVERLAP, OVERLAP + size);
    readFully(file, path, piece, 0);
    const digest = hash('sha256', piece);
    return { digest, found: digest !== plain && this.search(piece) };
  }

  private scanPieces(
    file: number,
    path: string,
    size: number,
    search: (piece: Buffer) => boolean,
  ): Scanned {
    const digest = createHash('sha256');
    let found = false;
    for (let done = 0; done < size; done += PIECE) {
      const end = OVERLAP + Math.min(PIECE, size - done);
      const piece = this.buffer.subarray(OVERLAP, end);
      readFully(file, path, piece, done);
      digest.update(piece);
      found ||= search(this.buffer.subarray(done === 0 ? OVERLAP : 0, end));
      this.buffer.copy(this.buffer, 0, end - OVERLAP, end);
    }
    return { digest: digest.digest('hex'), found };
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
