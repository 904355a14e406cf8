// Writes a stream of bytes to a new file, counting and digesting it on the way.

import { createHash, type Hash } from 'node:crypto';
import { readSync, writeSync } from 'node:fs';
import { open } from 'node:fs/promises';

export interface Written {
  readonly size: number;
  /** Hex sha256. */
  readonly sha256: string;
}

/** Bytes that are not known yet when it is their turn; they keep their place. */
export interface Gap {
  readonly kind: 'gap';
  /** Stand there meanwhile; as many as the true ones. */
  readonly bytes: Buffer;
}

/** What belongs into the gap that was left last. */
export interface Filling {
  readonly kind: 'filling';
  readonly bytes: Buffer;
}

/** A part of a file, in the order of writing. */
export type Piece = Buffer | Gap | Filling;

/** Small pieces are written together, in bytes. */
const TOGETHER = 512 * 1024;

/**
 * Writes a new file; an existing one is an error (`EEXIST`). What follows a gap is digested when all is
 * written, since the gap's bytes come before it: that reads from the system's cache.
 */
export async function writeFileFrom(pieces: AsyncIterable<Piece>, path: string): Promise<Written> {
  const file = await open(path, 'wx+', 0o644);
  try {
    const growing = new GrowingFile(file.fd);
    for await (const piece of pieces) growing.take(piece);
    return growing.end();
  } finally {
    await file.close();
  }
}

/**
 * Writes are synchronous: they go to the system's cache, and would wait there behind blocks that are being
 * compressed, since those have the same threads.
 */
class GrowingFile {
  private readonly file: number;
  private readonly hash: Hash = createHash('sha256');
  /** What waits to be written, at its beginning; put together anew each time, it would wait for the garbage collector. */
  private readonly waiting = Buffer.allocUnsafeSlow(TOGETHER);
  private waitingSize = 0;
  private written = 0;
  /** Where the last gap begins, and up to where the file is digested: the first gap. */
  private gap: number | undefined;
  private digested: number | undefined;

  constructor(file: number) {
    this.file = file;
  }

  take(piece: Piece): void {
    if (Buffer.isBuffer(piece)) this.append(piece);
    else if (piece.kind === 'gap') this.leaveGap(piece.bytes);
    else writeFully(this.file, piece.bytes, this.gap ?? 0);
  }

  end(): Written {
    this.flush();
    if (this.digested !== undefined) digestRange(this.hash, this.file, this.digested, this.written);
    return { size: this.written, sha256: this.hash.digest('hex') };
  }

  private append(piece: Buffer): void {
    if (this.waitingSize + piece.length > TOGETHER) this.flush();
    if (piece.length > TOGETHER) this.write(piece);
    else this.waitingSize += piece.copy(this.waiting, this.waitingSize);
  }

  private leaveGap(bytes: Buffer): void {
    this.flush();
    this.gap = this.written;
    this.digested ??= this.written;
    this.append(bytes);
    this.flush();
  }

  private flush(): void {
    this.write(this.waiting.subarray(0, this.waitingSize));
    this.waitingSize = 0;
  }

  private write(bytes: Buffer): void {
    writeFully(this.file, bytes, this.written);
    if (this.digested === undefined) this.hash.update(bytes);
    this.written += bytes.length;
  }
}

/** Writes all of it: a file system may take less at once. */
function writeFully(file: number, bytes: Buffer, at: number): void {
  for (let done = 0; done < bytes.length;) {
    done += writeSync(file, bytes, done, bytes.length - done, at + done);
  }
}

function digestRange(hash: Hash, file: number, from: number, to: number): void {
  const piece = Buffer.allocUnsafe(TOGETHER);
  for (let at = from; at < to;) {
    const read = readSync(file, piece, 0, Math.min(piece.length, to - at), at);
    if (read === 0) throw new Error('The file was cut while it was written.');
    hash.update(piece.subarray(0, read));
    at += read;
  }
}
