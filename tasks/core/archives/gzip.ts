// gzip with the machine's cores: blocks deflated side by side, written in order as one member (RFC 1952).

import { availableParallelism } from 'node:os';
import type { BlockPool } from './block-pool.js';
import { DEFLATE, deflateBlocks, LAST_BLOCK, type Deflated } from './deflate.js';
import { inOrder } from './in-order.js';
import { NO_PARTS, partPieces, type KeptPart, type NewPart, type PartStore } from './part-store.js';
import { joinSums, NO_SUMS, sumsOf, type Sums } from './sums.js';

/** No name, no time; "unknown" as operating system: the same bytes everywhere. */
const HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);

/** Bytes that are compressed apart from all others. */
export interface GzipPart {
  /** Names it where parts are kept: equal names, equal bytes. A part without one is not. */
  readonly name?: () => string;
  /** Bytes before compression. */
  readonly size: number;
  /**
   * Each block is a unit of parallel work.
   * @param isKept whether they are to be kept by the name: then they must be what was named
   */
  readonly blocks: (isKept: boolean) => Iterable<Buffer>;
  /** Called instead of `blocks` when the part was kept. */
  readonly onKept?: () => void;
}

export interface GzipOptions {
  /**
   * Gets back each block that is compressed, and was the dictionary of the next. What was kept is read into its blocks,
   * too: then the bytes that come out are those of others as soon as the next are asked for.
   */
  readonly pool?: BlockPool;
  /** Where compressed parts are kept. */
  readonly store?: PartStore;
}

/** Some compressed bytes or the end of a part, and where they are kept. */
interface Made extends Deflated {
  readonly keeping: NewPart | undefined;
  /** Sums of the compressed bytes: of these, or of a whole part at its end. */
  readonly packed: Sums;
}

/**
 * Compresses parts to one gzip member; those that were kept are taken as they are, and the bytes are the same
 * whether they were or not.
 * @returns sums of the compressed bytes
 * @throws DamagedPart when one that was kept is not what it was
 */
export async function* gzip(
  parts: Iterable<GzipPart>,
  { pool, store = NO_PARTS }: GzipOptions = {},
): AsyncGenerator<Buffer, Sums> {
  let whole = NO_SUMS;
  let packed = sumsOf(HEADER);
  yield HEADER;
  for await (const made of inOrder(steps(parts, store, pool), availableParallelism() * 2)) {
    const { bytes, served, sums, keeping } = made;
    keeping?.add(bytes);
    yield bytes;
    packed = joinSums(packed, made.packed);
    if (served) pool?.give(served);
    if (!sums) continue;
    keeping?.end(sums);
    whole = joinSums(whole, sums);
  }
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(whole.crc, 0);
  trailer.writeUInt32LE(whole.size % 2 ** 32, 4);
  const end = Buffer.concat([LAST_BLOCK, trailer]);
  yield end;
  return sumsOf(end, packed);
}

type Step = () => Promise<Made>;

function* steps(parts: Iterable<GzipPart>, store: PartStore, pool?: BlockPool): Generator<Step> {
  for (const part of parts) {
    const name = store === NO_PARTS || !part.name ? undefined : `${FORMAT}\n${part.name()}`;
    const kept = name === undefined ? undefined : store.find(name, part.size);
    if (kept) {
      part.onKept?.();
      yield* keptSteps(kept, pool);
    } else yield* newSteps(part, name === undefined ? undefined : store.begin(name));
  }
}

/** All that decides how blocks become bytes. */
const FORMAT = `gzip ${DEFLATE}`;

function* keptSteps(part: KeptPart, pool?: BlockPool): Generator<Step> {
  const keeping = undefined;
  for (const bytes of partPieces(part, pool && ((size) => pool.take(size)))) {
    yield () => Promise.resolve({ bytes, packed: NO_SUMS, keeping, served: bytes });
  }
  const packed = { crc: part.crc, size: part.content.size };
  const sums = part.note as Sums;
  const end = { bytes: NOTHING, sums, packed, keeping, served: undefined };
  yield () => Promise.resolve(end);
}

const NOTHING = Buffer.alloc(0);

function* newSteps({ blocks }: GzipPart, keeping: NewPart | undefined): Generator<Step> {
  for (const deflate of deflateBlocks(blocks(keeping !== undefined))) {
    yield async () => {
      const deflated = await deflate();
      return { ...deflated, packed: sumsOf(deflated.bytes), keeping };
    };
  }
}
