// Reads zip archives; the one file that knows yauzl.

import { PassThrough, type Readable } from 'node:stream';
import { fromBuffer, open, type Entry as YauzlEntry, type Options, type ZipFile } from 'yauzl';
import { Stopped } from '../terms/failure.js';

/** An entry of a zip as its central directory describes it. */
export interface ZipEntry {
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
  /** Opens the entry's bytes. Both the opening and the stream fail with Stopped `package-unreadable`. */
  stream(): Promise<NodeJS.ReadableStream>;
}

/** Entries are counted up to here; the platform could not unpack more in its time (contract A2). */
const MOST_ENTRIES = 120_000;

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
    return await use(await readEntries(zip, name));
  } finally {
    zip.close();
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

function readEntries(zip: ZipFile, name: string): Promise<ZipEntry[]> {
  return new Promise((resolve, reject) => {
    const found: ZipEntry[] = [];
    zip.on('entry', (entry: YauzlEntry) => {
      found.push(toEntry(zip, entry, name));
      if (found.length > MOST_ENTRIES) reject(unreadable(name, new Error('too many entries')));
      else zip.readEntry();
    });
    zip.on('end', () => resolve(found));
    zip.on('error', (error: Error) => reject(unreadable(name, error)));
    zip.readEntry();
  });
}

function toEntry(zip: ZipFile, entry: YauzlEntry, name: string): ZipEntry {
  return {
    path: entry.fileNameRaw.toString('utf8'),
    size: entry.uncompressedSize,
    compressedSize: entry.compressedSize,
    mode: entry.versionMadeBy >> 8 === 3 ? entry.externalFileAttributes >>> 16 : 0,
    mtime: dosTime(entry.lastModFileDate, entry.lastModFileTime),
    encrypted: entry.isEncrypted(),
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
