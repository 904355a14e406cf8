// Blocks of memory that are used again: thousands of fresh ones wait long for the garbage collector.

import { PIECE } from './read-content.js';

/** Hands out blocks of `PIECE` bytes, those that were given back first. */
export class BlockPool {
  private readonly own = new WeakSet<ArrayBufferLike>();
  private readonly free: Buffer[] = [];

  /**
   * The beginning of a block, with anything in it.
   * @param size bytes, `PIECE` at most
   */
  take(size = PIECE): Buffer {
    const block = this.free.pop() ?? this.make();
    return block.subarray(0, size);
  }

  /** Takes a block back, or what was used of one, that nobody reads any more; of others nothing. */
  give(block: Buffer): void {
    if (this.own.has(block.buffer)) this.free.push(Buffer.from(block.buffer));
  }

  private make(): Buffer {
    const block = Buffer.allocUnsafeSlow(PIECE);
    this.own.add(block.buffer);
    return block;
  }
}
