// Blocks of memory that are used again: thousands of fresh ones wait long for the garbage collector.

import { PIECE } from './read-content.js';

/** Hands out blocks of `PIECE` bytes, those that were given back first. */
export class BlockPool {
  private readonly free: Buffer[] = [];

  /** A block with anything in it. */
  take(): Buffer {
    return this.free.pop() ?? Buffer.allocUnsafeSlow(PIECE);
  }

  /** Takes a block back, or what was used of one, that nobody reads any more. */
  give(block: Buffer): void {
    if (block.buffer.byteLength === PIECE) this.free.push(Buffer.from(block.buffer));
  }
}
