// Entries to the bytes of a zip archive: small files deflated whole and side by side, large ones in blocks.

import { availableParallelism } from 'node:os';
import { crc32 } from 'node:zlib';
import { entrySize, type FileEntry, type TimedEntry } from '../terms/archive-entry.js';
import { deflateBlock, deflateWhole } from './gzip.js';
import { inOrder } from './in-order.js';
import { readContent, readWhole } from './read-content.js';
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

/**
 * The bytes of a zip archive.
 * @param stored paths of entries that are compressed already and are stored as they are
 */
export async function* zipBytes(
  entries: readonly TimedEntry[],
  stored: ReadonlySet<string>,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  const writer = new ZipWriter();
  const small = inOrder(smallEntries(entries, stored, signal), availableParallelism() * 8);
  try {
    for (const entry of entries) {
      signal.throwIfAborted();
      if (isSmall(entry, stored)) {
        const next = await small.next();
        if (next.done !== true) yield* writer.add(entry, next.value.packed, [next.value.bytes]);
      } else if (stored.has(entry.path)) {
        yield* writer.addStored(entry);
      } else {
        yield* writer.addStreamed(entry);
      }
    }
    yield writer.end();
  } finally {
    await small.return(undefined);
  }
}

function isSmall(entry: TimedEntry, stored: ReadonlySet<string>): boolean {
  return entrySize(entry) <= SMALL && !stored.has(entry.path);
}

interface Small {
  readonly packed: Packed;
  readonly bytes: Buffer;
}

async function* smallEntries(
  entries: readonly TimedEntry[],
  stored: ReadonlySet<string>,
  signal: AbortSignal,
): AsyncGenerator<() => Promise<Small>> {
  for (const entry of entries) {
    signal.throwIfAborted();
    if (isSmall(entry, stored)) yield () => packSmall(entry);
  }
}

async function packSmall(entry: TimedEntry): Promise<Small> {
  const raw = await wholeContent(entry);
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

async function wholeContent(entry: TimedEntry): Promise<Buffer> {
  if (entry.kind === 'file') return readWhole(entry);
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

  /** Two readings: one for the CRC, which stands before the data, and one for the data. */
  async *addStored(entry: TimedEntry): AsyncGenerator<Buffer> {
    if (entry.kind !== 'file') return;
    let crc = 0;
    for await (const piece of readContent(entry)) crc = crc32(piece, crc);
    const size = entrySize(entry);
    const packed = { method: 'stored', crc, compressedSize: size, size, streamed: false } as const;
    yield* this.add(entry, packed, []);
    for await (const piece of readContent(entry)) yield* this.count([piece]);
  }

  async *addStreamed(entry: TimedEntry): AsyncGenerator<Buffer> {
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
    for await (const piece of inOrder(deflatedPieces(entry, sums), availableParallelism() * 2)) {
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
): AsyncGenerator<() => Promise<Buffer>> {
  let dictionary: Buffer = Buffer.alloc(0);
  for await (const piece of readContent(entry)) {
    sums.crc = crc32(piece, sums.crc);
    const before = dictionary;
    dictionary = piece.subarray(-WINDOW);
    yield () => deflateBlock(piece, before);
  }
  yield async () => Buffer.from([0x03, 0x00]);
}
