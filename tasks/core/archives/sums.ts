// Sums: what an archive tells of bytes behind them, their CRC-32 and their number.

import { combineCrc, crcOf } from './crc.js';

export interface Sums {
  /** CRC-32. */
  readonly crc: number;
  /** How many bytes they are. */
  readonly size: number;
}

export const NO_SUMS: Sums = { crc: 0, size: 0 };

/** The sums of bytes that follow others. */
export function sumsOf(bytes: Buffer, before = NO_SUMS): Sums {
  return { crc: crcOf(bytes, before.crc), size: before.size + bytes.length };
}

/** The sums of two runs of bytes, one behind the other. */
export function joinSums(first: Sums, second: Sums): Sums {
  return {
    crc: combineCrc(first.crc, second.crc, second.size),
    size: first.size + second.size,
  };
}

/** The same bytes, and their sums at the end. */
export async function* summed(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer, Sums> {
  let sums = NO_SUMS;
  for await (const piece of bytes) {
    sums = sumsOf(piece, sums);
    yield piece;
  }
  return sums;
}
