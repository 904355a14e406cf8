import assert from 'node:assert/strict';
import { availableParallelism } from 'node:os';
import { BlockPool } from '../../../tasks/core/archives/block-pool.js';
import { gzip } from '../../../tasks/core/archives/gzip.js';
import { PIECE } from '../../../tasks/core/archives/read-content.js';
import { tarParts } from '../../../tasks/core/archives/tar-parts.js';
import { allBytes, bytesEntry, noise, prose, timed } from '../../helpers/entries.js';

const { signal } = new AbortController();

describe('a pool of blocks', () => {
  it('hands out what was given back, and never a block twice at once', () => {
    const pool = new BlockPool();
    const [first, second] = [pool.take(), pool.take()];
    assert.equal(first.length, PIECE);
    assert.notEqual(first.buffer, second.buffer);
    pool.give(first);
    assert.equal(pool.take().buffer, first.buffer);
    assert.notEqual(pool.take().buffer, first.buffer);
  });

  it('takes a block back of which only a part was used, and nothing else', () => {
    const pool = new BlockPool();
    const part = pool.take().subarray(0, 10);
    pool.give(part);
    const again = pool.take();
    assert.equal(again.buffer, part.buffer);
    assert.equal(again.length, PIECE);
    for (const foreign of [Buffer.alloc(10), Buffer.allocUnsafeSlow(PIECE)]) {
      pool.give(foreign);
      assert.notEqual(pool.take().buffer, foreign.buffer);
    }
  });

  it('hands out the beginning of a block, which is whole when it comes back', () => {
    const pool = new BlockPool();
    const part = pool.take(10);
    assert.equal(part.length, 10);
    pool.give(part);
    assert.equal(pool.take().buffer, part.buffer);
  });

  it('changes nothing about what is compressed, and needs few blocks for many', async () => {
    const texts = Array.from({ length: 30 }, (_, index) =>
      bytesEntry(`f${index}`, Buffer.concat([noise(300_000 + index), prose(400_000)])),
    );
    let made = 0;
    class Counted extends BlockPool {
      readonly seen = new Set<ArrayBufferLike>();
      override take(): Buffer {
        const block = super.take();
        if (!this.seen.has(block.buffer)) made += 1;
        this.seen.add(block.buffer);
        return block;
      }
    }
    const pool = new Counted();
    const pooled = await allBytes(gzip(tarParts(timed(texts), signal, { pool }), { pool }));
    const plain = await allBytes(gzip(tarParts(timed(texts), signal)));
    assert.ok(pooled.equals(plain));
    assert.ok(made <= availableParallelism() * 2 + 3, `${made} blocks`);
  });
});
