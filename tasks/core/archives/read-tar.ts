// Reads tar archives; with write-tar.ts one of the two files that know node-tar.

import { Parser } from 'tar/parse';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Transform, Writable } from 'node:stream';
import { Decompress } from 'fzstd';
import { Stopped } from '../terms/failure.js';

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

/** Entries of an archive are counted up to here; more is no package. */
const MOST_ENTRIES = 1_000_000;

/** Content is kept up to here, in bytes of all wanted files together: they are manifests and the like. */
const MOST_KEPT = 16 * 1024 * 1024;

/**
 * Lists a `.tar.gz` or `.tar.zst`.
 * @param wanted chooses the files whose content is kept in memory
 * @throws Stopped `package-unreadable`
 */
export async function listTar(
  compressed: NodeJS.ReadableStream,
  name: string,
  wanted: (path: string) => boolean = () => false,
): Promise<TarEntry[]> {
  const found: TarEntry[] = [];
  const problems: Error[] = [];
  let kept = 0;
  const parser = new Parser({
    strict: true,
    onReadEntry: (entry) => {
      const pieces: Buffer[] = [];
      const keep = wanted(entry.path) && entry.type === 'File';
      if (keep) kept += entry.size;
      if (found.length >= MOST_ENTRIES) problems.push(new Error('too many entries'));
      if (kept > MOST_KEPT) problems.push(new Error('a file in it is too large to be read'));
      if (keep) entry.on('data', (piece: Buffer) => pieces.push(piece));
      entry.on('end', () => found.push(describe(entry, keep ? pieces : undefined)));
      if (!keep) entry.resume();
    },
  });
  const into = new Writable({
    write(piece: Buffer, _encoding, done) {
      parser.write(piece);
      done(problems[0] ?? null);
    },
    final(done) {
      parser.end();
      done(problems[0] ?? null);
    },
  });
  parser.on('error', (error: Error) => problems.push(error));
  try {
    await pipeline(compressed, decompressor(name), into);
  } catch (error) {
    if (error instanceof Stopped) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new Stopped({ code: 'package-unreadable', path: name, reason }, { cause: error });
  }
  return found;
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
  return name.endsWith('.zst') ? zstdDecompressor() : createGunzip();
}

/** Node 20 has no zstd of its own. */
function zstdDecompressor(): Transform {
  const transform: Transform = new Transform({
    transform(piece: Buffer, _encoding, done) {
      try {
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
  const decoder = new Decompress((piece) => {
    transform.push(Buffer.from(piece));
  });
  return transform;
}
