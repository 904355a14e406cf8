// Blocks of memory that are used again: thousands of fresh ones wait long for the garbage collector.

import { PIECE } from './read-content.js';

/** Hands out blocks of `PIECE` bytes, those that were given back first. */
export class BlockPool {
  private readonly free: Buffer[] = [];

  /** A block with anything in it. */
  take(): Buffer {
    return this.free.pop() ?? Buffer.allocUnsafeSlow(PIECE);
  }

  /** Takes a block back that nobody reads any more; a part of one is left to the garbage collector. */
  give(block: Buffer): void {
    if (block.length === PIECE) this.free.push(block);
  }
}
