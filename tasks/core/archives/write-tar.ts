// Entries to the bytes of a tar archive: folders before what is in them, owner root, no clock but ours.

import { Header } from 'tar/header';
import { Pax } from 'tar/pax';
import { entrySize, missingFolders, type TimedEntry } from '../terms/archive-entry.js';
import { BlockPool } from './block-pool.js';
import { openContent, PIECE, UNHEARD, type ContentReader, type OnRead } from './read-content.js';

const BLOCK = 512;

export interface TarOptions {
  /** Where blocks come from; whoever is done with one may give it back. */
  readonly pool?: BlockPool;
  /** Is told of each piece of a file, and each file. */
  readonly read?: OnRead;
  /** Whether a file must still have its digest when it is read. */
  readonly isChecked?: boolean;
}

/**
 * The bytes of a tar archive, in blocks of `PIECE` bytes and a last one, whatever the sizes of the entries.
 * Every folder comes before its content, since one reader of the platform makes none itself (contract A10).
 * Reading is synchronous (see `openContent`), a block at a time: whoever compresses the block before waits
 * for another thread, and the next is read meanwhile.
 * @param entries sorted by path
 * @throws Stopped `file-changed`
 */
export async function* tarBytes(
  entries: readonly TimedEntry[],
  signal: AbortSignal,
  options: TarOptions = {},
): AsyncGenerator<Buffer> {
  yield* tarBlocks(withFolders(entries), signal, { ...options, end: TAR_END });
}

/** An archive ends with two empty records. */
export const TAR_END = Buffer.alloc(2 * BLOCK);

/**
 * The bytes of consecutive entries in a tar archive, as `tarBytes` has them, from the first block on.
 * @param entries folders among them
 * @param options.end follows the last entry
 */
export function* tarBlocks(
  entries: Iterable<TimedEntry>,
  signal: AbortSignal,
  {
    pool = new BlockPool(),
    read = UNHEARD,
    isChecked = false,
    end,
  }: TarOptions & { readonly end: Buffer },
): Generator<Buffer> {
  const blocks = new Blocks(pool);
  const headers = new Headers();
  for (const entry of entries) {
    signal.throwIfAborted();
    yield* blocks.add(headers.of(entry));
    if (entry.kind !== 'file') continue;
    const digest = isChecked ? entry.digest : undefined;
    yield* blocks.addContent(openContent(entry.content, digest), entrySize(entry), read);
    read(0, 1);
    yield* blocks.add(TAR_END.subarray(0, (BLOCK - (entrySize(entry) % BLOCK)) % BLOCK));
  }
  yield* blocks.add(end);
  yield blocks.rest();
}

/** Fills one block after another: content is read to where it is compressed from. */
class Blocks {
  private readonly pool: BlockPool;
  private block: Buffer;
  private used = 0;

  constructor(pool: BlockPool) {
    this.pool = pool;
    this.block = pool.take();
  }

  *add(bytes: Buffer): Generator<Buffer> {
    yield* this.addContent(openContent({ kind: 'bytes', bytes }), bytes.length);
  }

  /** Closes the reader. */
  *addContent(reader: ContentReader, size: number, read = UNHEARD): Generator<Buffer> {
    try {
      for (let left = size; left > 0;) {
        const start = this.used;
        this.used = Math.min(PIECE, start + left);
        reader.fill(this.block, start, this.used);
        left -= this.used - start;
        read(this.used - start, 0);
        if (this.used === PIECE) yield this.next();
      }
    } finally {
      reader.close();
    }
  }

  rest(): Buffer {
    return this.block.subarray(0, this.used);
  }

  private next(): Buffer {
    const full = this.block;
    this.block = this.pool.take();
    this.used = 0;
    return full;
  }
}

/** Adds every folder that an entry lies in, once, before its first entry; with the time of that entry. */
export function* withFolders(entries: readonly TimedEntry[]): Generator<TimedEntry> {
  const made = new Set<string>();
  for (const entry of entries) {
    for (const path of missingFolders(entry.path, made)) {
      made.add(path);
      yield { kind: 'folder', path, mtime: entry.mtime };
    }
    if (entry.kind === 'folder') made.add(entry.path);
    yield entry;
  }
}

const TYPES = { file: 'File', link: 'SymbolicLink', folder: 'Directory' } as const;

/** Makes one header after another, of the same parts: 20,000 of each would wait for the garbage collector. */
class Headers {
  private readonly record = Buffer.alloc(BLOCK);
  private readonly header = new Header({ uid: 0, gid: 0, uname: '', gname: '' });

  /** The records before an entry's content; the next ones take their place. */
  of(entry: TimedEntry): Buffer {
    const { record, header } = this;
    const path = entry.kind === 'folder' ? `${entry.path}/` : entry.path;
    const linkpath = entry.kind === 'link' ? entry.target : '';
    const size = entrySize(entry);
    header.path = path;
    header.mode = modeOf(entry);
    header.size = size;
    header.mtime = new Date(entry.mtime * 1000);
    header.type = TYPES[entry.kind];
    header.linkpath = linkpath;
    if (!header.encode(record.fill(0))) return record;
    const extended = linkpath === '' ? { path, size } : { path, size, linkpath };
    return Buffer.concat([new Pax(extended).encode(), record]);
  }
}

/** Modes are normalised: what may be run by its owner may be run by all. */
function modeOf(entry: TimedEntry): number {
  if (entry.kind === 'link') return 0o777;
  if (entry.kind === 'folder') return 0o755;
  return entry.executable ? 0o755 : 0o644;
}
