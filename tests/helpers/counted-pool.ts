// A pool that knows how many blocks it has handed out.

import { BlockPool } from '../../tasks/core/archives/block-pool.js';

export class CountedPool extends BlockPool {
  readonly seen = new Set<ArrayBufferLike>();

  override take(size?: number): Buffer {
    const block = super.take(size);
    this.seen.add(block.buffer);
    return block;
  }
}
