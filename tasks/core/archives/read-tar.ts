// Reads tar archives; with write-tar.ts one of the two files that know node-tar.

import { Parser } from 'tar/parse';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Transform, Writable } from 'node:stream';
import { Decompress } from 'fzstd';
import { messageOf, Stopped } from '../terms/failure.js';
import { ZstdFrames } from './zstd-frames.js';

/** An entry of a tar archive. */
export interface TarEntry {
  readonly path: string;
  /** As the header's type flag says: `File`, `Directory`, `SymbolicLink`, `Link`, … */
  readonly type: string;
  readonly size: number;
  readonly mode: number;
  readonly linkTarget: string;
  /** The content of a file that `wanted` chose. */
  readonly bytes: Buffer | undefined;
}

/** What else a reader may want of a tar. */
export interface TarReading {
  /** Takes the pieces of a file as they come, at once; `undefined` when nobody wants them. */
  readonly receive?: (entry: TarEntry) => ((piece: Buffer) => void) | undefined;
  /** The same for every entry of whatever type, as it comes; what it throws ends the reading. */
  readonly enter?: (entry: TarEntry) => ((piece: Buffer) => void) | undefined;
  /** Whether an archive of nothing is one. */
  readonly mayBeEmpty?: boolean;
  /** Entries beyond this number end the reading. */
  readonly mostEntries?: number;
  /** Unpacked bytes beyond this number end the reading. */
  readonly mostBytes?: number;
  readonly signal?: AbortSignal;
}

/** Entries of an archive are counted up to here; more is no package. */
const MOST_ENTRIES = 1_000_000;

/** Content is kept up to here, in bytes of all wanted files together: they are manifests and the like. */
const MOST_KEPT = 16 * 1024 * 1024;

/** How gzip begins: node-tar would unpack such a tar once more, which the system's tar does not. */
const GZIP = Buffer.from([0x1f, 0x8b]);

/** What node-tar says of other bytes. */
const NO_TAR = 'TAR_BAD_ARCHIVE: Unrecognized archive format';

/**
 * Lists a `.tar.gz` or `.tar.zst`.
 * @param wanted chooses the files whose content is kept in memory
 * @throws Stopped `package-unreadable`, and the signal's reason
 */
export async function listTar(
  compressed: NodeJS.ReadableStream,
  name: string,
  wanted: (path: string) => boolean = () => false,
  reading: TarReading = {},
): Promise<TarEntry[]> {
  const found: TarEntry[] = [];
  const problems: Error[] = [];
  const parser = entryParser(found, problems, wanted, reading);
  const into = parserInput(parser, problems, reading);
  const { signal } = reading;
  try {
    await pipeline(compressed, decompressor(name), into, signal ? { signal } : {});
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof Stopped) throw error;
    const reason = messageOf(error);
    throw new Stopped({ code: 'package-unreadable', path: name, reason }, { cause: error });
  }
  return found;
}

/** Puts entries into `found` when they end. What is wrong goes to `problems`: node-tar would go on behind it. */
function entryParser(
  found: TarEntry[],
  problems: Error[],
  wanted: (path: string) => boolean,
  { receive, enter, mostEntries = MOST_ENTRIES }: TarReading,
): Parser {
  let kept = 0;
  const parser = new Parser({
    strict: true,
    zstd: false,
    onReadEntry: (entry) => {
      const pieces: Buffer[] = [];
      const keep = wanted(entry.path) && entry.type === 'File';
      if (keep) kept += entry.size;
      if (found.length >= mostEntries) problems.push(new Error('too many entries'));
      if (kept > MOST_KEPT) problems.push(new Error('a file in it is too large to be read'));
      const entered = enter && attempt(() => enter(describe(entry, undefined)), problems);
      const received =
        receive && entry.type === 'File'
          ? attempt(() => receive(describe(entry, undefined)), problems)
          : undefined;
      const takers = [entered, received].filter((take) => take !== undefined);
      if (keep) entry.on('data', (piece: Buffer) => pieces.push(piece));
      for (const take of takers) {
        entry.on('data', (piece: Buffer) => attempt(() => take(piece), problems));
      }
      entry.on('end', () => found.push(describe(entry, keep ? pieces : undefined)));
      if (!keep && takers.length === 0) entry.resume();
    },
  });
  parser.on('error', (error: Error) => problems.push(error));
  return parser;
}

/** Where the unpacked bytes go: to the parser, unless they are too many or none of a tar. The first problem ends it. */
function parserInput(
  parser: Parser,
  problems: Error[],
  { mostBytes = Infinity, mayBeEmpty = false }: TarReading,
): Writable {
  let unpacked = 0;
  let isBlank = true;
  let start = Buffer.alloc(0);
  return new Writable({
    write(piece: Buffer, _encoding, done) {
      unpacked += piece.length;
      isBlank &&= piece.every((byte) => byte === 0);
      if (start.length < 2) start = Buffer.concat([start, piece]).subarray(0, 2);
      if (start.equals(GZIP)) problems.push(new Error(NO_TAR));
      else if (unpacked > mostBytes)
        problems.push(new Error(`it unpacks to more than ${mostBytes} bytes`));
      else parser.write(piece);
      done(problems[0] ?? null);
    },
    final(done) {
      parser.end();
      // Nothing but the marks of its end: an archive of nothing, which the parser takes for none.
      if (mayBeEmpty && isBlank && unpacked > 0) problems.length = 0;
      done(problems[0] ?? null);
    },
  });
}

/** An error of whoever takes the pieces ends the reading as one of the archive would. */
function attempt<Result>(work: () => Result, problems: Error[]): Result | undefined {
  // Nothing more is done behind a problem, in what is left of a piece.
  if (problems.length > 0) return undefined;
  try {
    return work();
  } catch (error) {
    problems.push(error instanceof Error ? error : new Error(String(error)));
    return undefined;
  }
}

function describe(
  entry: {
    path: string;
    type: string;
    size: number;
    mode?: number | undefined;
    linkpath?: string | undefined;
  },
  pieces: Buffer[] | undefined,
): TarEntry {
  return {
    path: entry.path,
    type: entry.type,
    size: entry.size,
    mode: entry.mode ?? 0,
    linkTarget: entry.linkpath ?? '',
    bytes: pieces && Buffer.concat(pieces),
  };
}

function decompressor(name: string): Transform {
  return name.endsWith('.zst') ? zstdDecompressor() : createGunzip({ chunkSize: UNPACKED });
}

/** Bytes that are unpacked at once: each time goes through the thread pool, which Node's own 16 KB double the time with. */
const UNPACKED = 256 * 1024;

/** Node 20 has no zstd of its own. */
function zstdDecompressor(): Transform {
  const transform: Transform = new Transform({
    transform(piece: Buffer, _encoding, done) {
      try {
        frames.check(piece);
        decoder.push(piece);
        done();
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
      }
    },
    flush(done) {
      decoder.push(new Uint8Array(0), true);
      done();
    },
  });
  const frames = new ZstdFrames();
  const decoder = new Decompress((piece) => {
    transform.push(Buffer.from(piece));
  });
  return transform;
}
