// Entries to the bytes of a tar archive: folders before what is in them, owner root, no clock but ours.

import { Header } from 'tar/header';
import { Pax } from 'tar/pax';
import { entrySize, parentFolders, type TimedEntry } from '../terms/archive-entry.js';
import { PIECE, readContent } from './read-content.js';

const BLOCK = 512;

/**
 * The bytes of a tar archive, in pieces of about `PIECE`, whatever the sizes of the entries.
 * Every folder comes before its content, since one reader of the platform makes none itself (contract A10).
 * @param entries sorted by path
 */
export async function* tarBytes(
  entries: readonly TimedEntry[],
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  const collector = new Collector();
  for (const entry of withFolders(entries)) {
    signal.throwIfAborted();
    collector.add(headerOf(entry));
    if (entry.kind !== 'file') continue;
    for await (const piece of readContent(entry)) {
      collector.add(piece);
      if (collector.size >= PIECE) yield collector.take();
    }
    collector.add(Buffer.alloc((BLOCK - (entrySize(entry) % BLOCK)) % BLOCK));
    if (collector.size >= PIECE) yield collector.take();
  }
  collector.add(Buffer.alloc(2 * BLOCK));
  yield collector.take();
}

/** Gathers small pieces, so that the next stage has few large ones. */
class Collector {
  private pieces: Buffer[] = [];
  size = 0;

  add(piece: Buffer): void {
    this.pieces.push(piece);
    this.size += piece.length;
  }

  take(): Buffer {
    const all = Buffer.concat(this.pieces);
    this.pieces = [];
    this.size = 0;
    return all;
  }
}

/** Adds every folder that an entry lies in, once, before its first entry; with the time of that entry. */
export function* withFolders(entries: readonly TimedEntry[]): Generator<TimedEntry> {
  const made = new Set<string>();
  for (const entry of entries) {
    for (const path of parentFolders(entry.path)) {
      if (made.has(path)) continue;
      made.add(path);
      yield { kind: 'folder', path, mtime: entry.mtime };
    }
    if (entry.kind === 'folder') made.add(entry.path);
    yield entry;
  }
}

const TYPES = { file: 'File', link: 'SymbolicLink', folder: 'Directory' } as const;

function headerOf(entry: TimedEntry): Buffer {
  const data = {
    path: entry.kind === 'folder' ? `${entry.path}/` : entry.path,
    mode: modeOf(entry),
    uid: 0,
    gid: 0,
    uname: '',
    gname: '',
    size: entrySize(entry),
    mtime: new Date(entry.mtime * 1000),
    type: TYPES[entry.kind],
    linkpath: entry.kind === 'link' ? entry.target : '',
  };
  const header = new Header(data);
  const needsPax = header.encode();
  const block = header.block ?? Buffer.alloc(BLOCK);
  if (!needsPax) return block;
  const { path, size, linkpath } = data;
  const extended = linkpath === '' ? { path, size } : { path, size, linkpath };
  return Buffer.concat([new Pax(extended).encode(), block]);
}

/** Modes are normalised: what may be run by its owner may be run by all. */
function modeOf(entry: TimedEntry): number {
  if (entry.kind === 'link') return 0o777;
  if (entry.kind === 'folder') return 0o755;
  return entry.executable ? 0o755 : 0o644;
}
