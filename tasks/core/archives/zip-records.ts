// The records of a zip archive (PKWARE APPNOTE 6.3), as bytes; zip64 where a number needs it.

/** One entry of a zip, once its numbers are known. */
export interface ZipRecord {
  readonly path: string;
  /** Unix mode with the file's type, as `S_IFREG | 0644`. */
  readonly mode: number;
  /** Whole seconds since 1970, UTC. */
  readonly mtime: number;
  readonly method: 'stored' | 'deflated';
  readonly crc: number;
  readonly compressedSize: number;
  readonly size: number;
  /** Where its local header begins. */
  readonly offset: number;
  /** Sizes and CRC follow the data instead of standing in the local header. */
  readonly streamed: boolean;
  /** What `size` may become at most, when its place is kept before it is known. */
  readonly largestSize?: number;
}

const MAX_16 = 0xffff;
const MAX_32 = 0xffffffff;
const METHODS = { stored: 0, deflated: 8 } as const;

/** Version 4.5 of the format, made on Unix: so that modes and links are read as such. */
const MADE_BY = (3 << 8) | 45;

/** Whether a number must go into a zip64 field. */
function isLarge(value: number): boolean {
  return value >= MAX_32;
}

/** deflate makes what it cannot compress larger, by less than this share of it. */
const MOST_GROWTH = 1 / 256;

/** Whether an entry's sizes need zip64; known from its size alone, before it is compressed. */
function isLargeEntry({ size, largestSize = size }: ZipRecord): boolean {
  return isLarge(largestSize * (1 + MOST_GROWTH));
}

function versionNeeded(zip64: boolean): number {
  return zip64 ? 45 : 20;
}

/** Bit 3: a data descriptor follows; bit 11: the name is UTF-8. */
function flags({ streamed, path }: ZipRecord): number {
  const ascii = Buffer.byteLength(path) === path.length;
  return (streamed ? 1 << 3 : 0) | (ascii ? 0 : 1 << 11);
}

/** A time as DOS has it: local without a zone (we write UTC), in steps of two seconds, from 1980 on. */
export function dosTime(seconds: number): { time: number; date: number } {
  const at = new Date(Math.max(seconds, Date.UTC(1980, 0, 1) / 1000) * 1000);
  const time =
    (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | Math.floor(at.getUTCSeconds() / 2);
  const date =
    ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  return { time, date };
}

/** Extended timestamp (0x5455): the same time with its zone, for readers that would take DOS time as local. */
function writeTime(extra: Buffer, mtime: number): void {
  extra.writeUInt16LE(0x5455, 0);
  extra.writeUInt16LE(5, 2);
  extra.writeUInt8(1, 4);
  extra.writeInt32LE(mtime, 5);
}

const TIME = 9;

function writeZip64(extra: Buffer, values: readonly number[]): void {
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(8 * values.length, 2);
  for (const [index, value] of values.entries()) {
    extra.writeBigUInt64LE(BigInt(value), 4 + 8 * index);
  }
}

interface Header {
  readonly bytes: Buffer;
  readonly nameLength: number;
  readonly extraLength: number;
}

/**
 * A header whose first bytes are zero, with its name and its extra fields behind them. In one piece, of Node's pool:
 * put together from buffers of their own, 20,000 entries would have 200,000.
 * @param fixed how many bytes are before the name
 * @param large numbers that zip64 has to hold
 */
function newHeader(fixed: number, { path, mtime }: ZipRecord, large: readonly number[]): Header {
  const nameLength = Buffer.byteLength(path);
  const extraLength = TIME + (large.length === 0 ? 0 : 4 + 8 * large.length);
  const bytes = Buffer.allocUnsafe(fixed + nameLength + extraLength).fill(0, 0, fixed);
  bytes.write(path, fixed);
  const extra = bytes.subarray(fixed + nameLength);
  writeTime(extra, mtime);
  if (large.length > 0) writeZip64(extra.subarray(TIME), large);
  return { bytes, nameLength, extraLength };
}

/** The local header; the sizes of a streamed entry are zero there. */
export function localHeader(record: ZipRecord): Buffer {
  const zip64 = isLargeEntry(record);
  const sizes = record.streamed ? [0, 0] : [record.size, record.compressedSize];
  const { bytes: header, nameLength, extraLength } = newHeader(30, record, zip64 ? sizes : []);
  const { time, date } = dosTime(record.mtime);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(versionNeeded(zip64), 4);
  header.writeUInt16LE(flags(record), 6);
  header.writeUInt16LE(METHODS[record.method], 8);
  header.writeUInt16LE(time, 10);
  header.writeUInt16LE(date, 12);
  header.writeUInt32LE(record.streamed ? 0 : record.crc, 14);
  header.writeUInt32LE(zip64 ? MAX_32 : (sizes[1] ?? 0), 18);
  header.writeUInt32LE(zip64 ? MAX_32 : (sizes[0] ?? 0), 22);
  header.writeUInt16LE(nameLength, 26);
  header.writeUInt16LE(extraLength, 28);
  return header;
}

/** What follows the data of a streamed entry. */
export function dataDescriptor(record: ZipRecord): Buffer {
  const { crc, compressedSize, size } = record;
  const zip64 = isLargeEntry(record);
  const descriptor = Buffer.alloc(zip64 ? 24 : 16);
  descriptor.writeUInt32LE(0x08074b50, 0);
  descriptor.writeUInt32LE(crc, 4);
  if (zip64) {
    descriptor.writeBigUInt64LE(BigInt(compressedSize), 8);
    descriptor.writeBigUInt64LE(BigInt(size), 16);
  } else {
    descriptor.writeUInt32LE(compressedSize, 8);
    descriptor.writeUInt32LE(size, 12);
  }
  return descriptor;
}

/** The entry's line in the central directory. */
export function centralHeader(record: ZipRecord): Buffer {
  const large = isLargeEntry(record);
  const far = isLarge(record.offset);
  const values = [
    ...(large ? [record.size, record.compressedSize] : []),
    ...(far ? [record.offset] : []),
  ];
  const { bytes: header, nameLength, extraLength } = newHeader(46, record, values);
  const { time, date } = dosTime(record.mtime);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(MADE_BY, 4);
  header.writeUInt16LE(versionNeeded(large || far), 6);
  header.writeUInt16LE(flags(record), 8);
  header.writeUInt16LE(METHODS[record.method], 10);
  header.writeUInt16LE(time, 12);
  header.writeUInt16LE(date, 14);
  header.writeUInt32LE(record.crc, 16);
  header.writeUInt32LE(large ? MAX_32 : record.compressedSize, 20);
  header.writeUInt32LE(large ? MAX_32 : record.size, 24);
  header.writeUInt16LE(nameLength, 28);
  header.writeUInt16LE(extraLength, 30);
  header.writeUInt32LE((record.mode << 16) >>> 0, 38);
  header.writeUInt32LE(far ? MAX_32 : record.offset, 42);
  return header;
}

/** The end of the archive: where the central directory is, how long, and how many entries it has. */
export function endOfArchive(entries: number, offset: number, size: number): Buffer {
  const zip64 = entries >= MAX_16 || isLarge(offset) || isLarge(size);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(zip64 ? MAX_16 : entries, 8);
  end.writeUInt16LE(zip64 ? MAX_16 : entries, 10);
  end.writeUInt32LE(zip64 ? MAX_32 : size, 12);
  end.writeUInt32LE(zip64 ? MAX_32 : offset, 16);
  return zip64 ? Buffer.concat([zip64End(entries, offset, size), end]) : end;
}

function zip64End(entries: number, offset: number, size: number): Buffer {
  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeUInt16LE(MADE_BY, 12);
  record.writeUInt16LE(45, 14);
  record.writeBigUInt64LE(BigInt(entries), 24);
  record.writeBigUInt64LE(BigInt(entries), 32);
  record.writeBigUInt64LE(BigInt(size), 40);
  record.writeBigUInt64LE(BigInt(offset), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(offset + size), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([record, locator]);
}
