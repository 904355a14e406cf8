// gzip with the machine's cores: blocks deflated side by side, written in order as one member (RFC 1952).

import { availableParallelism } from 'node:os';
import type { BlockPool } from './block-pool.js';
import { combineCrc, crcOf } from './crc.js';
import { deflateBlock, DEFLATE, LAST_BLOCK, WINDOW } from './deflate.js';
import { inOrder } from './in-order.js';
import { NO_PARTS, type KeptPart, type NewPart, type PartStore } from './part-store.js';
import { contentPieces } from './read-content.js';

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
  /** Gets back each block that is compressed, and was the dictionary of the next. */
  readonly pool?: BlockPool;
  /** Where compressed parts are kept. */
  readonly store?: PartStore;
}

/** The sums that gzip has at its end, of a part or of all of them. */
interface Sums {
  crc: number;
  size: number;
}

/** Some compressed bytes, and whom they concern. */
interface Made {
  readonly bytes: Buffer;
  readonly keeping: NewPart | undefined;
  /** The block that nobody reads any more. */
  readonly served: Buffer | undefined;
}

/** All of a part is made. */
interface PartEnd {
  readonly sums: Sums;
  readonly keeping: NewPart | undefined;
  readonly served: Buffer | undefined;
}

/**
 * Compresses parts to one gzip member; those that were kept are taken as they are, and the bytes are the same
 * whether they were or not.
 */
export async function* gzip(
  parts: Iterable<GzipPart>,
  { pool, store = NO_PARTS }: GzipOptions = {},
): AsyncGenerator<Buffer> {
  const whole: Sums = { crc: 0, size: 0 };
  yield HEADER;
  for await (const step of inOrder(steps(parts, store), availableParallelism() * 2)) {
    if ('bytes' in step) {
      step.keeping?.add(step.bytes);
      yield step.bytes;
    } else {
      whole.crc = combineCrc(whole.crc, step.sums.crc, step.sums.size);
      whole.size += step.sums.size;
      step.keeping?.end(step.sums);
    }
    if (step.served) pool?.give(step.served);
  }
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(whole.crc, 0);
  trailer.writeUInt32LE(whole.size % 2 ** 32, 4);
  yield Buffer.concat([LAST_BLOCK, trailer]);
}

type Step = () => Promise<Made | PartEnd>;

function* steps(parts: Iterable<GzipPart>, store: PartStore): Generator<Step> {
  for (const part of parts) {
    const name = store === NO_PARTS || !part.name ? undefined : `${FORMAT}\n${part.name()}`;
    const kept = name === undefined ? undefined : store.find(name, part.size);
    if (kept) {
      part.onKept?.();
      yield* keptSteps(kept);
    } else yield* newSteps(part, name === undefined ? undefined : store.begin(name));
  }
}

/** All that decides how blocks become bytes. */
const FORMAT = `gzip ${DEFLATE}`;

function* keptSteps({ content, note }: KeptPart): Generator<Step> {
  const nobody = { keeping: undefined, served: undefined };
  for (const bytes of contentPieces(content)) yield () => Promise.resolve({ bytes, ...nobody });
  yield () => Promise.resolve({ sums: note as Sums, ...nobody });
}

function* newSteps({ blocks }: GzipPart, keeping: NewPart | undefined): Generator<Step> {
  const sums: Sums = { crc: 0, size: 0 };
  let before: Buffer | undefined;
  for (const block of blocks(keeping !== undefined)) {
    sums.crc = crcOf(block, sums.crc);
    sums.size += block.length;
    const served = before;
    const dictionary = served?.subarray(-WINDOW);
    before = block;
    yield async () => ({ bytes: await deflateBlock(block, dictionary), keeping, served });
  }
  const served = before;
  yield () => Promise.resolve({ sums, keeping, served });
}
