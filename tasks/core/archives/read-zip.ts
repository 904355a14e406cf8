// Reads zip archives; the one file that knows yauzl.

import { open as openFile, type FileHandle } from 'node:fs/promises';
import { Readable, Transform } from 'node:stream';
import {
  fromBuffer,
  fromRandomAccessReader,
  RandomAccessReader,
  type Entry as YauzlEntry,
  type Options,
  type ZipFile,
} from 'yauzl';
import { messageOf, Stopped } from '../terms/failure.js';
import { crcOf } from './crc.js';

/** An entry of a zip as its central directory describes it. */
export interface ListedEntry {
  /** The name as written: not yet known to be harmless. */
  readonly path: string;
  readonly size: number;
  readonly compressedSize: number;
  /** Unix mode with the file's type; 0 where the archive was not made on Unix. */
  readonly mode: number;
  /** Its DOS time as seconds since 1970, taken as UTC; dates that are none give the nearest. */
  readonly mtime: number;
  /** Whether a password is needed to read it. */
  readonly encrypted: boolean;
  /** How it is compressed (APPNOTE 4.4.5): 0 not at all, 8 deflate, 9 deflate64, … */
  readonly method: number;
  /** Where its local header begins. */
  readonly start: number;
  /** Where its bytes end at the earliest: what the local header has besides the name is not known. */
  readonly end: number;
}

/** The same with its content. */
export interface ZipEntry extends ListedEntry {
  /** Opens the entry's bytes. Both the opening and the stream fail with Stopped `package-unreadable`. */
  stream(): Promise<NodeJS.ReadableStream>;
}

/** More entries are not read; the platform could not unpack them in its time (contract A2). */
const MOST_ENTRIES = 120_000;

/** A zip that is not broken but has more entries than are read. */
export class TooManyEntries extends Stopped {
  readonly entries: number;

  constructor(path: string, entries: number) {
    const most = MOST_ENTRIES.toLocaleString('en-US');
    const reason = `it has more entries than are read here (${most})`;
    super({ code: 'package-unreadable', path, reason });
    this.entries = entries;
  }
}

/** Bytes of a local header before the name (APPNOTE 4.3.7). */
const LOCAL_HEADER = 30;

/** Names undecoded: yauzl would turn backslashes into slashes, which is ours to judge. */
const OPTIONS: Options = {
  lazyEntries: true,
  autoClose: false,
  decodeStrings: false,
  validateEntrySizes: true,
};

/**
 * Opens a zip, hands its entries to `use`, and closes it.
 * @throws Stopped `package-unreadable`
 */
export async function withZip<Result>(
  source: string | Buffer,
  use: (entries: readonly ZipEntry[]) => Promise<Result>,
): Promise<Result> {
  if (typeof source !== 'string') {
    const name = 'the inner zip';
    const zip = await opened(name, (done) => fromBuffer(source, OPTIONS, done));
    return use(await readEntries(zip, name, (entry) => toEntry(zip, entry, name)));
  }
  const file = await openFile(source).catch((error: unknown) => {
    throw unreadable(source, error);
  });
  return withFile(file, source, async (zip, reader) => {
    const entries = await readEntries(zip, source, (entry) => toEntry(zip, entry, source));
    reader.isListing = false;
    return use(entries);
  });
}

/**
 * Lists the entries of a zip that nobody else writes to. Only its end is read, in large pieces: 20,000 entries
 * take a tenth of a second.
 * @throws Stopped `package-unreadable`
 */
export async function listZip(path: string): Promise<readonly ListedEntry[]> {
  const file = await openFile(path);
  return withFile(file, path, (zip) => readEntries(zip, path, listed));
}

/** Closes the file in the end. */
async function withFile<Result>(
  file: FileHandle,
  name: string,
  use: (zip: ZipFile, reader: FileReader) => Promise<Result>,
): Promise<Result> {
  try {
    const reader = new FileReader(file, (await file.stat()).size);
    const zip = await opened(name, (done) => {
      fromRandomAccessReader(reader, reader.size, OPTIONS, done);
    });
    return await use(zip, reader);
  } finally {
    await file.close();
  }
}

/** Bytes read at once. yauzl asks twice an entry, for some dozens each time, and would stream 16 KiB a piece. */
const AHEAD = 1024 * 1024;

/** Reads ahead, from the end of a file to what comes behind, until the entries are listed. */
class FileReader extends RandomAccessReader {
  /** Whether what is read next lies behind what was read last. */
  isListing = true;
  readonly size: number;
  private window: Window = { bytes: Buffer.alloc(0), start: 0 };
  private readonly file: FileHandle;

  constructor(file: FileHandle, size: number) {
    super();
    this.file = file;
    this.size = size;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    const copyFrom = ({ bytes, start }: Window): void => {
      bytes.copy(buffer, offset, position - start, position - start + length);
      callback(null);
    };
    const { window } = this;
    // A zip may name any place as that of its directory.
    if (position + length > this.size) callback(new Error('unexpected EOF'));
    // Not at once: yauzl would go ever deeper, entry by entry.
    else if (holds(window, position, length)) setImmediate(copyFrom, window);
    else this.fill(position, length).then(copyFrom, callback);
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.pieces(start, end), { objectMode: false, highWaterMark: AHEAD });
  }

  /** yauzl says so where the file ends before. */
  private async *pieces(start: number, end: number): AsyncGenerator<Buffer> {
    for (let at = start; at < end;) {
      const piece = Buffer.allocUnsafe(Math.min(AHEAD, end - at));
      const { bytesRead } = await this.file.read(piece, 0, piece.length, at);
      if (bytesRead === 0) return;
      yield piece.subarray(0, bytesRead);
      at += bytesRead;
    }
  }

  private async fill(start: number, length: number): Promise<Window> {
    const most = this.isListing ? AHEAD : length;
    const bytes = Buffer.alloc(Math.max(length, Math.min(most, this.size - start)));
    const { bytesRead } = await this.file.read(bytes, 0, bytes.length, start);
    if (bytesRead < bytes.length) throw new Error('unexpected EOF');
    this.window = { bytes, start };
    return this.window;
  }
}

/** Bytes of a file, and where in it they begin. */
interface Window {
  readonly bytes: Buffer;
  readonly start: number;
}

function holds({ bytes, start }: Window, position: number, length: number): boolean {
  return position >= start && position + length <= start + bytes.length;
}

function opened(
  name: string,
  open: (done: (error: Error | null, zip?: ZipFile) => void) => void,
): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    open((error, zip) => {
      if (zip) resolve(zip);
      else reject(unreadable(name, error));
    });
  });
}

function readEntries<Read>(
  zip: ZipFile,
  name: string,
  read: (entry: YauzlEntry) => Read,
): Promise<Read[]> {
  return new Promise((resolve, reject) => {
    if (zip.entryCount > MOST_ENTRIES) throw new TooManyEntries(name, zip.entryCount);
    const found: Read[] = [];
    zip.on('entry', (entry: YauzlEntry) => {
      found.push(read(entry));
      zip.readEntry();
    });
    zip.on('end', () => resolve(found));
    zip.on('error', (error: Error) => reject(unreadable(name, error)));
    zip.readEntry();
  });
}

function listed(entry: YauzlEntry): ListedEntry {
  const start = entry.relativeOffsetOfLocalHeader;
  return {
    path: entry.fileNameRaw.toString('utf8'),
    size: entry.uncompressedSize,
    compressedSize: entry.compressedSize,
    mode: entry.versionMadeBy >> 8 === 3 ? entry.externalFileAttributes >>> 16 : 0,
    mtime: secondsOf(entry.lastModFileDate, entry.lastModFileTime),
    encrypted: entry.isEncrypted(),
    method: entry.compressionMethod,
    start,
    end: start + LOCAL_HEADER + entry.fileNameRaw.length + entry.compressedSize,
  };
}

function toEntry(zip: ZipFile, entry: YauzlEntry, name: string): ZipEntry {
  const facts = listed(entry);
  return {
    ...facts,
    stream: () =>
      new Promise((resolve, reject) => {
        // yauzl says so in words of its options.
        if (facts.encrypted) {
          reject(unreadable(name, new Error(`'${facts.path}' is encrypted`)));
          return;
        }
        zip.openReadStream(entry, (error, stream) => {
          if (error) reject(unreadable(name, error));
          else resolve(checked(stream, name, { path: facts.path, crc: entry.crc32 }));
        });
      }),
  };
}

/** A DOS date and time (APPNOTE 4.4.6), in steps of two seconds. */
function secondsOf(date: number, time: number): number {
  const month = Math.max(1, (date >> 5) & 15);
  const day = Date.UTC(1980 + (date >> 9), month - 1, Math.max(1, date & 31));
  return day / 1000 + (time >> 11) * 3600 + ((time >> 5) & 63) * 60 + (time & 31) * 2;
}

/** The same bytes; wrong sizes, unreadable data and a wrong checksum, which yauzl does not look at, end in an error of ours. */
function checked(
  stream: Readable,
  name: string,
  { path, crc }: { readonly path: string; readonly crc: number },
): Readable {
  let sum = 0;
  const ours = new Transform({
    transform(piece: Buffer, _encoding, done) {
      sum = crcOf(piece, sum);
      done(null, piece);
    },
    flush(done) {
      done(sum === crc ? null : unreadable(name, new Error(`'${path}' does not fit its checksum`)));
    },
  });
  stream.on('error', (error) => ours.destroy(unreadable(name, error)));
  ours.on('close', () => stream.destroy());
  return stream.pipe(ours);
}

/** What yauzl says in words of the format, and what that comes to. */
const PLAINLY: readonly (readonly [said: RegExp, words: string])[] = [
  [
    /^End of central directory record signature not found/,
    'it has no end of a zip: it is none, or was cut off',
  ],
  [/^Invalid comment length/, 'there are other bytes behind its end'],
  [
    /^multi-disk zip files/,
    'it is one part of a zip that was split, where one whole file is needed',
  ],
];

function unreadable(path: string, cause: unknown): Stopped {
  const said = cause === null ? 'unknown' : messageOf(cause);
  const reason = PLAINLY.find(([pattern]) => pattern.test(said))?.[1] ?? said;
  return new Stopped({ code: 'package-unreadable', path, reason }, { cause });
}
