// Writes a stream of bytes to a new file, counting and digesting it on the way.

import { createHash, type Hash } from 'node:crypto';
import { open, rm, type FileHandle } from 'node:fs/promises';

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

/** A part of a file, in the order of writing. Its bytes may be others as soon as the next part is asked for. */
export type Piece = Buffer | Gap | Filling;

/** Small pieces are written together, in bytes. */
const TOGETHER = 512 * 1024;

/**
 * Writes a new file, whole or not at all; an existing one is an error (`EEXIST`). What follows a gap is digested when all is
 * written, since the gap's bytes come before it: that reads from the system's cache.
 * @throws the signal's reason between two pieces, also where whoever makes them does not look at it
 */
export async function writeFileFrom(
  pieces: AsyncIterable<Piece>,
  path: string,
  signal: AbortSignal,
): Promise<Written> {
  const file = await open(path, 'wx+', 0o644);
  try {
    return await writePieces(pieces, file, signal);
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

async function writePieces(
  pieces: AsyncIterable<Piece>,
  file: FileHandle,
  signal: AbortSignal,
): Promise<Written> {
  const growing = new GrowingFile(file);
  try {
    for await (const piece of pieces) {
      signal.throwIfAborted();
      await growing.take(piece);
    }
    return await growing.end();
  } finally {
    await growing.settled();
    await file.close();
  }
}

/** Writes one stretch while the next is made: one at a time, each in a thread of the system's pool. */
class GrowingFile {
  private readonly file: FileHandle;
  private readonly hash: Hash = createHash('sha256');
  /** What waits to be written, at its beginning; put together anew each time, it would wait for the garbage collector. */
  private waiting = Buffer.allocUnsafeSlow(TOGETHER);
  private waitingSize = 0;
  /** What may be on its way to the file, and is the next to be filled. */
  private other = Buffer.allocUnsafeSlow(TOGETHER);
  private onItsWay: Promise<void> = Promise.resolve();
  private written = 0;
  /** Where the last gap begins, and up to where the file is digested: the first gap. */
  private gap: number | undefined;
  private digested: number | undefined;

  constructor(file: FileHandle) {
    this.file = file;
  }

  async take(piece: Piece): Promise<void> {
    if (Buffer.isBuffer(piece)) await this.append(piece);
    else if (piece.kind === 'gap') await this.leaveGap(piece.bytes);
    else await this.fill(piece.bytes);
  }

  async end(): Promise<Written> {
    await this.flush();
    await this.onItsWay;
    if (this.digested !== undefined) {
      await digestRange(this.hash, this.file, this.digested, this.written);
    }
    return { size: this.written, sha256: this.hash.digest('hex') };
  }

  /** Nothing is on its way any more, however it ended. */
  async settled(): Promise<void> {
    await this.onItsWay.catch(() => undefined);
  }

  /** Copies a piece: whoever made it may fill it anew. */
  private async append(piece: Buffer): Promise<void> {
    for (let done = 0; done < piece.length;) {
      const copied = piece.copy(this.waiting, this.waitingSize, done);
      this.waitingSize += copied;
      done += copied;
      if (this.waitingSize === TOGETHER) await this.flush();
    }
  }

  private async leaveGap(bytes: Buffer): Promise<void> {
    await this.flush();
    this.gap = this.written;
    this.digested ??= this.written;
    await this.append(bytes);
    await this.flush();
  }

  /** Not before what stands in the gap meanwhile is written. */
  private async fill(bytes: Buffer): Promise<void> {
    await this.onItsWay;
    await writeFully(this.file, bytes, this.gap ?? 0);
  }

  private async flush(): Promise<void> {
    const { waiting, other, waitingSize } = this;
    if (waitingSize === 0) return;
    await this.write(waiting.subarray(0, waitingSize));
    this.waiting = other;
    this.other = waiting;
    this.waitingSize = 0;
  }

  /** Begins to write, when what was before is written. */
  private async write(bytes: Buffer): Promise<void> {
    await this.onItsWay;
    this.onItsWay = writeFully(this.file, bytes, this.written);
    // It may fail before anybody asks.
    this.onItsWay.catch(() => undefined);
    if (this.digested === undefined) this.hash.update(bytes);
    this.written += bytes.length;
  }
}

/** Writes all of it: a file system may take less at once. */
async function writeFully(file: FileHandle, bytes: Buffer, at: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, at + done);
    done += bytesWritten;
  }
}

/** Digests one stretch while the next is read. */
async function digestRange(hash: Hash, file: FileHandle, from: number, to: number): Promise<void> {
  if (from === to) return;
  let [block, other] = [Buffer.allocUnsafeSlow(TOGETHER), Buffer.allocUnsafeSlow(TOGETHER)];
  let next = readSome(file, block, from, to);
  for (let at = from; at < to;) {
    const piece = await next;
    at += piece.length;
    [block, other] = [other, block];
    if (at < to) next = readSome(file, block, at, to);
    hash.update(piece);
  }
}

/** Some bytes of a range, at the beginning of a piece. */
async function readSome(file: FileHandle, piece: Buffer, at: number, to: number): Promise<Buffer> {
  const { bytesRead } = await file.read(piece, 0, Math.min(piece.length, to - at), at);
  if (bytesRead === 0) throw new Error('The file was cut while it was written.');
  return piece.subarray(0, bytesRead);
}
