// The central directory of a zip, kept while its entries go by.

import type { TimedEntry } from '../terms/archive-entry.js';
import type { Sums } from './sums.js';
import type { Piece } from './write-file.js';
import {
  centralHeader,
  dataDescriptor,
  endOfArchive,
  localHeader,
  type ZipRecord,
} from './zip-records.js';

const TYPE = { file: 0o100000, link: 0o120000, folder: 0o040000 } as const;

/** An archive to lie in the zip as it is; it is made while it is written. */
export interface ArchiveInside {
  readonly kind: 'archive';
  readonly path: string;
  readonly mtime: number;
  /** Bytes that it has at most: whether it needs zip64 is decided before it is made. */
  readonly largestSize: number;
  readonly bytes: AsyncGenerator<Buffer, Sums>;
}

/** What is known of an entry's data; the rest of its record follows from the entry. */
export type PackedData = Pick<ZipRecord, 'method' | 'crc' | 'compressedSize' | 'size' | 'streamed'>;

/** An entry whose data is not known yet. */
export interface Begun {
  readonly header: Buffer;
  /** What follows its data. */
  end(data: Pick<PackedData, 'crc' | 'compressedSize'>): Buffer;
}

/** Headers that are put together: a small buffer takes more memory than what is in it. */
const TOGETHER = 256;

/** Makes the records of a zip; whoever calls it writes what it hands out, in that order. */
export class ZipWriter {
  /** Of the central directory; the last headers are still alone. */
  private readonly parts: Buffer[] = [];
  private last: Buffer[] = [];
  private entries = 0;
  private offset = 0;

  /** An entry whose data is known. */
  *add(entry: TimedEntry, data: PackedData, pieces: Iterable<Buffer>): Generator<Buffer> {
    const record = recordOf(entry, data, this.offset);
    const header = localHeader(record);
    yield header;
    yield* pieces;
    const behind = data.streamed ? dataDescriptor(record) : NOTHING;
    yield behind;
    this.count(record, header.length + behind.length);
  }

  /** An entry whose sizes are known when its data is written. */
  begin(entry: TimedEntry, unknown: PackedData): Begun {
    const start = recordOf(entry, unknown, this.offset);
    const header = localHeader(start);
    return {
      header,
      end: (data) => {
        const record = { ...start, ...data };
        const descriptor = dataDescriptor(record);
        this.count(record, header.length + descriptor.length);
        return descriptor;
      },
    };
  }

  /** An archive as it is; its header is filled in when its size is known. */
  async *addArchive({ path, mtime, largestSize, bytes }: ArchiveInside): AsyncGenerator<Piece> {
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
    yield { kind: 'gap', bytes: header };
    const sums = yield* bytes;
    const record = { ...start, ...sums, compressedSize: sums.size };
    yield { kind: 'filling', bytes: localHeader(record) };
    this.count(record, header.length);
  }

  /** The central directory. */
  end(): Buffer {
    const directory = Buffer.concat([...this.parts, ...this.last]);
    return Buffer.concat([directory, endOfArchive(this.entries, this.offset, directory.length)]);
  }

  /** Counts an entry: its data, and the bytes around it. */
  private count(record: ZipRecord, around: number): void {
    this.offset += around + record.compressedSize;
    this.entries += 1;
    this.last.push(centralHeader(record));
    if (this.last.length < TOGETHER) return;
    this.parts.push(Buffer.concat(this.last));
    this.last = [];
  }
}

const NOTHING = Buffer.alloc(0);

/** Field by field: of a copy by `...` V8 makes a shape of its own, 1.6 KB for each of 20,000 entries. */
function recordOf(entry: TimedEntry, data: PackedData, offset: number): ZipRecord {
  const { mtime } = entry;
  const path = entry.kind === 'folder' ? `${entry.path}/` : entry.path;
  const { method, crc, compressedSize, size, streamed } = data;
  return { path, mode: modeOf(entry), mtime, method, crc, compressedSize, size, offset, streamed };
}

function modeOf(entry: TimedEntry): number {
  const executable = entry.kind !== 'file' || entry.executable;
  const permissions = entry.kind === 'link' ? 0o777 : executable ? 0o755 : 0o644;
  return TYPE[entry.kind] | permissions;
}
