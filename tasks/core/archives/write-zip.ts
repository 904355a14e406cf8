// Entries to the bytes of a zip archive: small files deflated whole and side by side, large ones in blocks.

import { availableParallelism } from 'node:os';
import { crc32 } from 'node:zlib';
import { entrySize, type FileEntry, type TimedEntry } from '../terms/archive-entry.js';
import { deflateBlock, deflateWhole } from './gzip.js';
import { inOrder } from './in-order.js';
import { openContent, PIECE, readAtOnce, UNHEARD, type OnRead } from './read-content.js';
import type { Piece } from './write-file.js';
import {
  centralHeader,
  dataDescriptor,
  endOfArchive,
  localHeader,
  type ZipRecord,
} from './zip-records.js';

/** Files up to this size are held in memory, so that their local header has its sizes. */
const SMALL = 1024 * 1024;

const WINDOW = 32 * 1024;
const TYPE = { file: 0o100000, link: 0o120000, folder: 0o040000 } as const;

/** What is known of an entry before its bytes are; the rest of its record follows from them. */
type Plan = Pick<ZipRecord, 'path' | 'mode' | 'mtime'>;
type Packed = Pick<ZipRecord, 'method' | 'crc' | 'compressedSize' | 'size' | 'streamed'>;

/** An archive to lie in the zip as it is; it is made while it is written. */
export interface ArchiveInside {
  readonly kind: 'archive';
  readonly path: string;
  readonly mtime: number;
  /** Bytes that it has at most: whether it needs zip64 is decided before it is made. */
  readonly largestSize: number;
  readonly bytes: AsyncIterable<Buffer>;
}

/** The bytes of a zip archive: one after another, so that it may be written anywhere. */
export async function* zipBytes(
  entries: readonly TimedEntry[],
  signal: AbortSignal,
  read: OnRead = UNHEARD,
): AsyncGenerator<Buffer> {
  for await (const piece of zipPieces(entries, signal, read)) {
    // Only an archive inside leaves a gap.
    if (Buffer.isBuffer(piece)) yield piece;
  }
}

/**
 * A zip archive as pieces of a file. The local header of an archive inside is filled in when its size is known:
 * nobody reads a stored entry whose size stands behind it.
 * @param entries sorted by path
 * @param read is told of each piece of a large file, and each file; of an archive inside not
 * @throws Stopped `file-changed`
 */
export async function* zipPieces(
  entries: readonly (TimedEntry | ArchiveInside)[],
  signal: AbortSignal,
  read: OnRead = UNHEARD,
): AsyncGenerator<Piece> {
  const writer = new ZipWriter();
  const small = inOrder(smallEntries(entries, signal), availableParallelism() * 8);
  try {
    for (const entry of entries) {
      signal.throwIfAborted();
      if (entry.kind === 'archive') {
        yield* writer.addArchive(entry);
      } else if (isSmall(entry)) {
        const next = await small.next();
        if (next.done !== true) yield* writer.add(entry, next.value.packed, [next.value.bytes]);
        if (entry.kind === 'file') read(entrySize(entry), 1);
      } else {
        yield* writer.addStreamed(entry, read);
        read(0, 1);
      }
    }
    yield writer.end();
  } finally {
    await small.return(undefined);
  }
}

function isSmall(entry: TimedEntry): boolean {
  return entrySize(entry) <= SMALL;
}

interface Small {
  readonly packed: Packed;
  readonly bytes: Buffer;
}

async function* smallEntries(
  entries: readonly (TimedEntry | ArchiveInside)[],
  signal: AbortSignal,
): AsyncGenerator<() => Promise<Small>> {
  for (const entry of entries) {
    signal.throwIfAborted();
    if (entry.kind !== 'archive' && isSmall(entry)) yield () => packSmall(entry);
  }
}

async function packSmall(entry: TimedEntry): Promise<Small> {
  const raw = wholeContent(entry);
  const deflated = raw.length > 0 ? await deflateWhole(raw) : raw;
  const pays = deflated.length < raw.length;
  const bytes = pays ? deflated : raw;
  const packed: Packed = {
    method: pays ? 'deflated' : 'stored',
    crc: crc32(raw),
    compressedSize: bytes.length,
    size: raw.length,
    streamed: false,
  };
  return { packed, bytes };
}

function wholeContent(entry: TimedEntry): Buffer {
  if (entry.kind === 'file') return readAtOnce(entry.content);
  return entry.kind === 'link' ? Buffer.from(entry.target) : Buffer.alloc(0);
}

function planOf(entry: TimedEntry): Plan {
  const path = entry.kind === 'folder' ? `${entry.path}/` : entry.path;
  const executable = entry.kind !== 'file' || entry.executable;
  const permissions = entry.kind === 'link' ? 0o777 : executable ? 0o755 : 0o644;
  return { path, mode: TYPE[entry.kind] | permissions, mtime: entry.mtime };
}

/** Keeps the central directory while the entries go by. */
class ZipWriter {
  private readonly central: Buffer[] = [];
  private offset = 0;

  *add(entry: TimedEntry, packed: Packed, bytes: readonly Buffer[]): Generator<Buffer> {
    const record: ZipRecord = { ...planOf(entry), ...packed, offset: this.offset };
    yield* this.count([localHeader(record), ...bytes]);
    this.central.push(centralHeader(record));
  }

  async *addArchive(archive: ArchiveInside): AsyncGenerator<Piece> {
    const { path, mtime, largestSize, bytes } = archive;
    const start: ZipRecord = {
      path,
      mode: TYPE.file | 0o644,
      mtime,
      method: 'stored',
      crc: 0,
      compressedSize: 0,
      size: 0,
      largestSize,
      offset: this.offset,
      streamed: false,
    };
    const header = localHeader(start);
    this.offset += header.length;
    yield { kind: 'gap', bytes: header };
    const sums = { crc: 0, size: 0 };
    for await (const piece of bytes) {
      // Of no bytes that have no memory, as those of an empty file, Node's crc32 makes 0, whatever came before.
      if (piece.length === 0) continue;
      sums.crc = crc32(piece, sums.crc);
      sums.size += piece.length;
      yield* this.count([piece]);
    }
    const record = { ...start, ...sums, compressedSize: sums.size };
    yield { kind: 'filling', bytes: localHeader(record) };
    this.central.push(centralHeader(record));
  }

  async *addStreamed(entry: TimedEntry, read: OnRead): AsyncGenerator<Buffer> {
    if (entry.kind !== 'file') return;
    const size = entrySize(entry);
    const unknown = {
      method: 'deflated',
      crc: 0,
      compressedSize: 0,
      size,
      streamed: true,
    } as const;
    const start: ZipRecord = { ...planOf(entry), ...unknown, offset: this.offset };
    yield* this.count([localHeader(start)]);
    const sums = { crc: 0, compressedSize: 0 };
    for await (const piece of inOrder(
      deflatedPieces(entry, sums, read),
      availableParallelism() * 2,
    )) {
      sums.compressedSize += piece.length;
      yield* this.count([piece]);
    }
    const record = { ...start, ...sums };
    yield* this.count([dataDescriptor(record)]);
    this.central.push(centralHeader(record));
  }

  end(): Buffer {
    const directory = Buffer.concat(this.central);
    return Buffer.concat([
      directory,
      endOfArchive(this.central.length, this.offset, directory.length),
    ]);
  }

  private *count(pieces: readonly Buffer[]): Generator<Buffer> {
    for (const piece of pieces) {
      this.offset += piece.length;
      yield piece;
    }
  }
}

async function* deflatedPieces(
  entry: FileEntry,
  sums: { crc: number },
  read: OnRead,
): AsyncGenerator<() => Promise<Buffer>> {
  let dictionary: Buffer = Buffer.alloc(0);
  for (const piece of piecesOf(entry)) {
    sums.crc = crc32(piece, sums.crc);
    read(piece.length, 0);
    const before = dictionary;
    dictionary = piece.subarray(-WINDOW);
    yield () => deflateBlock(piece, before);
  }
  yield async () => Buffer.from([0x03, 0x00]);
}

/** A large file in pieces, the same wherever its content lies. */
function* piecesOf(entry: FileEntry): Generator<Buffer> {
  const size = entrySize(entry);
  const reader = openContent(entry.content);
  try {
    for (let done = 0; done < size; done += PIECE) {
      const piece = Buffer.allocUnsafeSlow(Math.min(PIECE, size - done));
      reader.fill(piece, 0, piece.length);
      yield piece;
    }
  } finally {
    reader.close();
  }
}
