// Reads zip archives; the one file that knows yauzl.

import { open as openFile, type FileHandle } from 'node:fs/promises';
import { PassThrough, type Readable } from 'node:stream';
import {
  fromBuffer,
  fromRandomAccessReader,
  open,
  RandomAccessReader,
  type Entry as YauzlEntry,
  type Options,
  type ZipFile,
} from 'yauzl';
import { Stopped } from '../terms/failure.js';

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
  const name = typeof source === 'string' ? source : 'the inner zip';
  const zip = await openZip(source, name);
  try {
    return await use(await readEntries(zip, name, (entry) => toEntry(zip, entry, name)));
  } finally {
    zip.close();
  }
}

/**
 * Lists the entries of a zip that nobody else writes to. Only its end is read, in large pieces: 20,000 entries
 * take a tenth of a second.
 * @throws Stopped `package-unreadable`
 */
export async function listZip(path: string): Promise<readonly ListedEntry[]> {
  const file = await openFile(path);
  try {
    const { size } = await file.stat();
    const zip = await new Promise<ZipFile>((resolve, reject) => {
      fromRandomAccessReader(new DirectoryReader(file, size), size, OPTIONS, (error, opened) => {
        if (error) reject(unreadable(path, error));
        else resolve(opened);
      });
    });
    return await readEntries(zip, path, listed);
  } finally {
    await file.close();
  }
}

/** Bytes read at once. yauzl asks twice an entry, for some dozens each time. */
const AHEAD = 1024 * 1024;

/** Reads ahead, from the end of a file to what comes behind. */
class DirectoryReader extends RandomAccessReader {
  private ahead: Buffer = Buffer.alloc(0);
  private from = 0;
  private readonly file: FileHandle;
  private readonly size: number;

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
    const copy = (): void => {
      const at = position - this.from;
      this.ahead.copy(buffer, offset, at, at + length);
      callback(null);
    };
    // Not at once: yauzl would go ever deeper, entry by entry.
    if (this.holds(position, length)) setImmediate(copy);
    else this.fill(position, length).then(copy, callback);
  }

  private holds(position: number, length: number): boolean {
    return position >= this.from && position + length <= this.from + this.ahead.length;
  }

  private async fill(position: number, length: number): Promise<void> {
    const wanted = Math.max(length, Math.min(AHEAD, this.size - position));
    const ahead = Buffer.alloc(wanted);
    const { bytesRead } = await this.file.read(ahead, 0, wanted, position);
    if (bytesRead < wanted) throw new Error('unexpected EOF');
    this.ahead = ahead;
    this.from = position;
  }
}

function openZip(source: string | Buffer, name: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, zip?: ZipFile): void => {
      if (zip) resolve(zip);
      else reject(unreadable(name, error));
    };
    if (typeof source === 'string') open(source, OPTIONS, done);
    else fromBuffer(source, OPTIONS, done);
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
    mtime: dosTime(entry.lastModFileDate, entry.lastModFileTime),
    encrypted: entry.isEncrypted(),
    start,
    end: start + LOCAL_HEADER + entry.fileNameRaw.length + entry.compressedSize,
  };
}

function toEntry(zip: ZipFile, entry: YauzlEntry, name: string): ZipEntry {
  return {
    ...listed(entry),
    stream: () =>
      new Promise((resolve, reject) => {
        zip.openReadStream(entry, (error, stream) => {
          if (error) reject(unreadable(name, error));
          else resolve(withOurErrors(stream, name));
        });
      }),
  };
}

/** A DOS date and time (APPNOTE 4.4.6), in steps of two seconds. */
function dosTime(date: number, time: number): number {
  const month = Math.max(1, (date >> 5) & 15);
  const day = Date.UTC(1980 + (date >> 9), month - 1, Math.max(1, date & 31));
  return day / 1000 + (time >> 11) * 3600 + ((time >> 5) & 63) * 60 + (time & 31) * 2;
}

/** The same bytes; wrong sizes and unreadable data end in an error of ours. */
function withOurErrors(stream: Readable, name: string): Readable {
  const ours = new PassThrough();
  stream.on('error', (error) => ours.destroy(unreadable(name, error)));
  ours.on('close', () => stream.destroy());
  return stream.pipe(ours);
}

function unreadable(path: string, cause: Error | null): Stopped {
  const reason = cause?.message ?? 'unknown';
  return new Stopped({ code: 'package-unreadable', path, reason }, { cause });
}
