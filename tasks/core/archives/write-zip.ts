// Entries to the bytes of a zip archive: small files deflated whole and side by side, large ones in blocks.

import { availableParallelism } from 'node:os';
import { entrySize, type FileEntry, type TimedEntry } from '../terms/archive-entry.js';
import { BlockPool } from './block-pool.js';
import { crcOf } from './crc.js';
import { DEFLATE, deflateBlocks, deflateWhole, LAST_BLOCK } from './deflate.js';
import { inOrder } from './in-order.js';
import { NO_PARTS, openPart, type KeptPart, type NewPart, type PartStore } from './part-store.js';
import { contentPieces, piecesOf, readAtOnce, UNHEARD, type OnRead } from './read-content.js';
import { SpentMemory } from './spent-memory.js';
import { cutStretches, nameStretch, type Stretch } from './stretches.js';
import type { Piece } from './write-file.js';
import { ZipWriter, type ArchiveInside, type PackedData } from './zip-writer.js';

/** Files up to this size are held in memory, so that their local header has its sizes. */
const SMALL = 1024 * 1024;

export interface ZipOptions {
  /** Where the compressed data of entries is kept; the bytes are the same with and without it. */
  readonly store?: PartStore;
  /** Where the blocks of large files come from, and go back to. */
  readonly pool?: BlockPool;
  /** Is told of each piece of a large file, and each file; of an archive inside not. */
  readonly read?: OnRead;
}

/** The bytes of a zip archive: one after another, so that it may be written anywhere. */
export async function* zipBytes(
  entries: readonly TimedEntry[],
  signal: AbortSignal,
  options: ZipOptions = {},
): AsyncGenerator<Buffer> {
  for await (const piece of zipPieces(entries, signal, options)) {
    // Only an archive inside leaves a gap.
    if (Buffer.isBuffer(piece)) yield piece;
  }
}

/**
 * A zip archive as pieces of a file. The local header of an archive inside is filled in when its size is known:
 * nobody reads a stored entry whose size stands behind it.
 * @param entries sorted by path
 * @throws Stopped `file-changed`; DamagedPart when one that was kept is not what it was
 */
export async function* zipPieces(
  entries: readonly (TimedEntry | ArchiveInside)[],
  signal: AbortSignal,
  { store = NO_PARTS, pool = new BlockPool(), read = UNHEARD }: ZipOptions = {},
): AsyncGenerator<Piece> {
  const writer = new ZipWriter();
  const runs = planRuns(entries, store);
  // What is kept is found by its digest.
  const isChecked = store !== NO_PARTS;
  const small = inOrder(smallEntries(runs, signal, isChecked), availableParallelism() * 8);
  const packing = { small, store, signal, read, pool, spent: new SpentMemory() };
  try {
    for (const run of runs) {
      signal.throwIfAborted();
      if (run.kind === 'archive') yield* writer.addArchive(run);
      else if (run.kept) yield* addKept(writer, run.entries, run.kept, read);
      else yield* addNew(writer, run, packing);
    }
    yield writer.end();
  } finally {
    await small.return(undefined);
  }
}

/** Entries that are packed together, or taken from where they were kept. */
interface Run extends Stretch {
  readonly kind: 'run';
  /** What their data is kept by. */
  readonly name: string | undefined;
  readonly kept: KeptPart | undefined;
}

/** All that decides how a file becomes the data of an entry. */
const FORMAT = `zip 1 ${DEFLATE} whole up to ${SMALL}`;

function planRuns(
  entries: readonly (TimedEntry | ArchiveInside)[],
  store: PartStore,
): (Run | ArchiveInside)[] {
  const plan = (stretch: Stretch): Run => {
    // Times stand in the headers, which are written anew.
    const isNamed = stretch.isInstalled && store !== NO_PARTS;
    const name = isNamed ? nameStretch(FORMAT, stretch, false) : undefined;
    const kept = name === undefined ? undefined : store.find(name, stretch.size);
    return { kind: 'run', ...stretch, name, kept };
  };
  const runs: (Run | ArchiveInside)[] = [];
  let between: TimedEntry[] = [];
  const cut = (): void => {
    runs.push(...cutStretches(between).map(plan));
    between = [];
  };
  for (const entry of entries) {
    if (entry.kind === 'archive') {
      cut();
      runs.push(entry);
    } else {
      between.push(entry);
    }
  }
  cut();
  return runs;
}

function isSmall(entry: TimedEntry): boolean {
  return entrySize(entry) <= SMALL;
}

interface Small {
  readonly data: PackedData;
  readonly bytes: Buffer;
}

function* smallEntries(
  runs: readonly (Run | ArchiveInside)[],
  signal: AbortSignal,
  isChecked: boolean,
): Generator<() => Promise<Small>> {
  for (const run of runs) {
    if (run.kind === 'archive' || run.kept) continue;
    for (const entry of run.entries) {
      signal.throwIfAborted();
      if (isSmall(entry)) yield () => packSmall(entry, isChecked);
    }
  }
}

async function packSmall(entry: TimedEntry, isChecked: boolean): Promise<Small> {
  const raw = wholeContent(entry, isChecked);
  const deflated = raw.length > 0 ? await deflateWhole(raw) : raw;
  const pays = deflated.length < raw.length;
  const bytes = pays ? deflated : raw;
  const data: PackedData = {
    method: pays ? 'deflated' : 'stored',
    crc: crcOf(raw),
    compressedSize: bytes.length,
    size: raw.length,
    streamed: false,
  };
  return { data, bytes };
}

function wholeContent(entry: TimedEntry, isChecked: boolean): Buffer {
  if (entry.kind === 'file') {
    return readAtOnce(entry.content, isChecked ? entry.digest : undefined);
  }
  return entry.kind === 'link' ? Buffer.from(entry.target) : Buffer.alloc(0);
}

interface Packing {
  readonly small: AsyncGenerator<Small>;
  readonly store: PartStore;
  readonly signal: AbortSignal;
  readonly read: OnRead;
  /** Of the blocks of large files. */
  readonly pool: BlockPool;
  /** By small files. */
  readonly spent: SpentMemory;
}

async function* addNew(
  writer: ZipWriter,
  { entries, name }: Run,
  { small, store, signal, read, pool, spent }: Packing,
): AsyncGenerator<Buffer> {
  const keeping = name === undefined ? undefined : store.begin(name);
  const packed: PackedData[] = [];
  for (const entry of entries) {
    signal.throwIfAborted();
    if (isSmall(entry)) {
      const next = await small.next();
      if (next.done === true) throw new Error('A small entry was not packed.');
      const { data, bytes } = next.value;
      keeping?.add(bytes);
      packed.push(data);
      yield* writer.add(entry, data, [bytes]);
      // Its content, and the room for what it became.
      spent.add(2 * data.size);
      if (entry.kind === 'file') read(data.size, 1);
    } else if (entry.kind === 'file') {
      packed.push(yield* addLarge(writer, entry, { keeping, read, pool }));
      read(0, 1);
    }
  }
  keeping?.end(packed);
}

/** Data that was kept, behind headers of today. */
function* addKept(
  writer: ZipWriter,
  entries: readonly TimedEntry[],
  part: KeptPart,
  read: OnRead,
): Generator<Buffer> {
  const packed = part.note as readonly PackedData[];
  const reader = openPart(part);
  try {
    for (const [index, entry] of entries.entries()) {
      const data = packed[index];
      if (!data) throw new Error(`Nothing was kept of ${entry.path}.`);
      yield* writer.add(entry, data, piecesOf(reader, data.compressedSize));
      if (entry.kind === 'file') read(data.size, 1);
    }
  } finally {
    reader.close();
  }
}

/** A file whose sizes stand behind its data, since its data goes out while it is made. */
async function* addLarge(
  writer: ZipWriter,
  entry: FileEntry & TimedEntry,
  {
    keeping,
    read,
    pool,
  }: { readonly keeping: NewPart | undefined } & Pick<Packing, 'read' | 'pool'>,
): AsyncGenerator<Buffer, PackedData> {
  const size = entrySize(entry);
  const unknown = { crc: 0, compressedSize: 0, size, method: 'deflated', streamed: true } as const;
  const begun = writer.begin(entry, unknown);
  yield begun.header;
  const blocks = deflateBlocks(
    largeContent(entry, { isChecked: keeping !== undefined, read, pool }),
  );
  let crc = 0;
  let compressedSize = 0;
  for await (const { bytes, served, sums } of inOrder(blocks, availableParallelism() * 2)) {
    const made = sums ? LAST_BLOCK : bytes;
    keeping?.add(made);
    yield made;
    compressedSize += made.length;
    crc = sums?.crc ?? crc;
    if (served) pool.give(served);
  }
  yield begun.end({ crc, compressedSize });
  return { ...unknown, crc, compressedSize };
}

function* largeContent(
  { content, digest }: FileEntry,
  { isChecked, read, pool }: Pick<Packing, 'read' | 'pool'> & { readonly isChecked: boolean },
): Generator<Buffer> {
  const room = (size: number): Buffer => pool.take(size);
  for (const block of contentPieces(content, isChecked ? digest : undefined, room)) {
    read(block.length, 0);
    yield block;
  }
}
