// deflate (RFC 1951) in Node's zlib pool: blocks that follow each other, and whole files.

import { promisify } from 'node:util';
import { constants, deflateRaw, deflateRawSync, type ZlibOptions } from 'node:zlib';
import { PIECE } from './read-content.js';
import { NO_SUMS, sumsOf, type Sums } from './sums.js';

const deflate = promisify(deflateRaw);

/**
 * Level 9 costs three times the time and never pays; level 4 is 4 % larger. Level 5 takes a quarter less time than 6:
 * of shared objects and the like it makes 0.6 % more bytes, of text 1.4 %.
 */
const LEVEL = { ofText: 6, ofBinary: 5 };

/** How much memory, as zlib counts it: 8 makes 0.4 % more bytes of a venv in the same time. */
const MEMORY = 6;

/** deflate looks back this far; the end of the block before serves as its dictionary. */
const WINDOW = 32 * 1024;

/** An empty last block: every block before ends on a byte and is not the last. */
export const LAST_BLOCK = Buffer.from([0x03, 0x00]);

/** All that decides what bytes come out. */
export const DEFLATE = `zlib ${process.versions.zlib} levels ${LEVEL.ofText} ${LEVEL.ofBinary} memory ${MEMORY} blocks ${PIECE}`;

/** One block as raw deflate that ends on a byte and lets another follow. */
export async function deflateBlock(block: Buffer, dictionary?: Buffer): Promise<Buffer> {
  const options = { ...optionsFor(block), finishFlush: constants.Z_SYNC_FLUSH };
  return deflate(block, dictionary?.length ? { ...options, dictionary } : options);
}

/** What one block became, or the end of them all, without bytes. */
export interface Deflated {
  readonly bytes: Buffer;
  /** The block that nobody reads any more. */
  readonly served: Buffer | undefined;
  /** Of all blocks, at their end. */
  readonly sums?: Sums;
}

/** Deflates blocks that follow each other: each is a piece of work of its own, and so is their end. */
export function* deflateBlocks(blocks: Iterable<Buffer>): Generator<() => Promise<Deflated>> {
  let sums = NO_SUMS;
  let before: Buffer | undefined;
  for (const block of blocks) {
    sums = sumsOf(block, sums);
    const served = before;
    before = block;
    const dictionary = served?.subarray(-WINDOW);
    yield async () => ({ bytes: await deflateBlock(block, dictionary), served });
  }
  const end = { bytes: NOTHING, served: before, sums };
  yield () => Promise.resolve(end);
}

const NOTHING = Buffer.alloc(0);

/** Smaller files, in bytes, are deflated at once: to hand them to another thread takes longer. */
const AT_ONCE = 16 * 1024;

/** A whole small file as raw deflate. */
export async function deflateWhole(bytes: Buffer): Promise<Buffer> {
  const options = optionsFor(bytes);
  return bytes.length <= AT_ONCE ? deflateRawSync(bytes, options) : deflate(bytes, options);
}

/** Room for the result at once, in bytes: with Node's 16 KiB a block goes from thread to thread ten times. */
const ROOM = { least: 1024, most: 256 * 1024 };

function optionsFor(bytes: Buffer): ZlibOptions {
  const { length } = bytes;
  const chunkSize = Math.min(Math.max(length, ROOM.least), ROOM.most);
  const level = isBinary(bytes) ? LEVEL.ofBinary : LEVEL.ofText;
  return { level, memLevel: MEMORY, windowBits: windowBitsFor(length), chunkSize };
}

/** One byte in so many is looked at. */
const SAMPLE = 256;

/** Whether more than a quarter of the bytes are none that a text in English has. */
function isBinary(bytes: Buffer): boolean {
  let foreign = 0;
  for (let at = 0; at < bytes.length; at += SAMPLE) {
    const byte = bytes[at] ?? 0;
    if (byte === 0 || byte > 127) foreign += 1;
  }
  return foreign * SAMPLE * 4 > bytes.length;
}

/**
 * A small file needs no window beyond itself: 20,000 of them are made and cleared. A compressor is never used
 * again: after a reset, Node's zlib gives other bytes for the same input.
 */
function windowBitsFor(length: number): number {
  return Math.min(15, Math.max(10, Math.ceil(Math.log2(length + 1))));
}
