// Reads what an entry holds, and notices when a file is no longer what it was when it was looked at.

import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import type { Content, FileEntry } from '../terms/archive-entry.js';
import { readFailure, Stopped } from '../terms/failure.js';

/** Pieces in which archives are read and compressed, in bytes: half of it takes 6 % more time, and less memory by 3 MB. */
export const PIECE = 1024 * 1024;

/**
 * The bytes of an entry, in pieces of `PIECE` bytes and a last one: what is compressed piece by piece is
 * the same bytes wherever the content lies.
 * @throws Stopped `file-changed` when a file is gone, or shorter than when it was measured; `file-unreadable`
 */
export async function* readContent(entry: FileEntry): AsyncGenerator<Buffer> {
  const { content } = entry;
  if (content.kind === 'bytes') {
    for (let done = 0; done < content.bytes.length; done += PIECE) {
      yield content.bytes.subarray(done, done + PIECE);
    }
    return;
  }
  const file = await openFile(content.path);
  try {
    for (let done = 0; done < content.size; done += PIECE) {
      const piece = Buffer.allocUnsafe(Math.min(PIECE, content.size - done));
      await fill(piece, file, content.path, content.offset + done);
      yield piece;
    }
  } finally {
    await file.close();
  }
}

/** Reads until the piece is full: a file system may hand out less at once. */
async function fill(piece: Buffer, file: FileHandle, path: string, start: number): Promise<void> {
  let done = 0;
  while (done < piece.length) {
    const { bytesRead } = await file
      .read(piece, done, piece.length - done, start + done)
      .catch((error: unknown) => {
        throw readFailure(path, error);
      });
    if (bytesRead === 0) throw new Stopped({ code: 'file-changed', path });
    done += bytesRead;
  }
}

async function openFile(path: string): Promise<FileHandle> {
  return open(path).catch((error: unknown) => {
    throw readFailure(path, error);
  });
}

/** Said here, with its path: whoever writes at the same time would take it for a failure of writing. */
function orReadFailure<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw readFailure(path, error);
  }
}

/** Is told of content that was read to be packed: bytes, and files of which these were the last. */
export type OnRead = (bytes: number, files: number) => void;

/** For whoever need not know. */
export const UNHEARD: OnRead = () => undefined;

/** Content that is read from its beginning on, into buffers of the reader. */
export interface ContentReader {
  /**
   * Fills a range of a buffer with the bytes that come next.
   * @throws Stopped `file-changed` when a file is shorter than when it was measured, `file-unreadable`
   */
  fill(target: Buffer, start: number, end: number): void;
  close(): void;
}

/**
 * Opens content to read it through once. Synchronous: a small file is sooner read from the system's cache
 * than a thread is found that does it, and 20,000 of them are.
 * @param digest hex sha256 that a file must still have when all of it is read; not looked at when it is not given
 * @throws Stopped `file-changed` when a file is gone, `file-unreadable`
 */
export function openContent(content: Content, digest?: string): ContentReader {
  if (content.kind === 'bytes') return readerOfBytes(content.bytes);
  const reader = readerOfFile(content);
  return digest === undefined ? reader : checkedReader(reader, content, digest);
}

/** What is kept between runs by a digest must be what had it. */
function checkedReader(
  reader: ContentReader,
  { path, size }: Extract<Content, { kind: 'file' }>,
  digest: string,
): ContentReader {
  const hash = createHash('sha256');
  let left = size;
  return {
    fill: (target, start, end) => {
      reader.fill(target, start, end);
      hash.update(target.subarray(start, end));
      left -= end - start;
      if (left === 0 && hash.digest('hex') !== digest) {
        throw new Stopped({ code: 'file-changed', path });
      }
    },
    close: () => reader.close(),
  };
}

function readerOfBytes(bytes: Buffer): ContentReader {
  let done = 0;
  return {
    fill: (target, start, end) => {
      done += bytes.copy(target, start, done, done + end - start);
    },
    close: () => undefined,
  };
}

function readerOfFile({ path, offset }: Extract<Content, { kind: 'file' }>): ContentReader {
  const file = orReadFailure(path, () => openSync(path, 'r'));
  let done = offset;
  return {
    fill: (target, start, end) => {
      readFully(file, path, target.subarray(start, end), done);
      done += end - start;
    },
    close: () => closeSync(file),
  };
}

/** Where bytes are read to: a buffer of as many, with anything in it. */
export type Room = (size: number) => Buffer;

/**
 * The bytes of content in pieces of `PIECE` bytes and a last one, the same wherever it lies.
 * @param digest as in `openContent`
 * @throws Stopped `file-changed` when a file is shorter than when it was measured
 */
export function* contentPieces(content: Content, digest?: string, room?: Room): Generator<Buffer> {
  const size = content.kind === 'bytes' ? content.bytes.length : content.size;
  const reader = openContent(content, digest);
  try {
    yield* piecesOf(reader, size, room);
  } finally {
    reader.close();
  }
}

/** The bytes that come next, in pieces of `PIECE` bytes and a last one. */
export function* piecesOf(
  reader: ContentReader,
  size: number,
  room: Room = (length) => Buffer.allocUnsafeSlow(length),
): Generator<Buffer> {
  for (let done = 0; done < size; done += PIECE) {
    const piece = room(Math.min(PIECE, size - done));
    reader.fill(piece, 0, piece.length);
    yield piece;
  }
}

/** All bytes of content that is known to be small. */
export function readAtOnce(content: Content, digest?: string): Buffer {
  if (content.kind === 'bytes') return content.bytes;
  const whole = Buffer.allocUnsafe(content.size);
  const reader = openContent(content, digest);
  try {
    reader.fill(whole, 0, whole.length);
  } finally {
    reader.close();
  }
  return whole;
}

/** Content that is open to be read here and there. */
export interface RangedFile {
  /** Bytes. */
  readonly size: number;
  /**
   * The bytes of a range that lies within the content. Synchronous: whoever reads headers goes from one
   * number to the next, and some kilobytes are sooner read than waited for.
   * @throws Stopped `file-changed` when a file is shorter than when it was measured
   */
  read(offset: number, length: number): Buffer;
  close(): Promise<void>;
}

/** Opens content to read ranges of it; a file on disk is never in memory as a whole. */
export async function openRanged(content: Content): Promise<RangedFile> {
  if (content.kind === 'bytes') return rangesOf(content.bytes);
  const file = await openFile(content.path);
  return {
    size: content.size,
    read: (offset, length) => readRange(file, content.path, content.offset + offset, length),
    close: () => file.close(),
  };
}

/** Bytes in memory, to be read in ranges. */
export function rangesOf(bytes: Buffer): RangedFile {
  return {
    size: bytes.length,
    read: (offset, length) => bytes.subarray(offset, offset + length),
    close: () => Promise.resolve(),
  };
}

function readRange({ fd }: FileHandle, path: string, start: number, length: number): Buffer {
  const range = Buffer.allocUnsafe(length);
  readFully(fd, path, range, start);
  return range;
}

/** Reads until the range is full: a file system may hand out less at once. */
export function readFully(file: number, path: string, range: Buffer, start: number): void {
  orReadFailure(path, () => {
    for (let done = 0; done < range.length;) {
      const read = readSync(file, range, done, range.length - done, start + done);
      if (read === 0) throw new Stopped({ code: 'file-changed', path });
      done += read;
    }
  });
}
