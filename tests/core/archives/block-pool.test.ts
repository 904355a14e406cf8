import assert from 'node:assert/strict';
import { availableParallelism } from 'node:os';
import { BlockPool } from '../../../tasks/core/archives/block-pool.js';
import { gzip } from '../../../tasks/core/archives/gzip.js';
import { PIECE } from '../../../tasks/core/archives/read-content.js';
import { tarParts } from '../../../tasks/core/archives/tar-parts.js';
import { zipBytes } from '../../../tasks/core/archives/write-zip.js';
import { CountedPool } from '../../helpers/counted-pool.js';
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

  describe('of what is compressed', () => {
    const texts = Array.from({ length: 30 }, (_, index) =>
      bytesEntry(`f${index}`, Buffer.concat([noise(300_000 + index), prose(400_000)])),
    );
    const large = [bytesEntry('large', Buffer.concat([noise(10 * PIECE), prose(10 * PIECE)]))];

    for (const [what, bytesOf] of [
      [
        'a tarball',
        (pool: BlockPool) => allBytes(gzip(tarParts(timed(texts), signal, { pool }), { pool })),
      ],
      ['a zip', (pool: BlockPool) => allBytes(zipBytes(timed(large), signal, { pool }))],
    ] as const) {
      it(`changes nothing about ${what}, and has few blocks for many`, async () => {
        const pool = new CountedPool();
        const pooled = await bytesOf(pool);
        class Fresh extends BlockPool {
          override give(): void {}
        }
        assert.ok(pooled.equals(await bytesOf(new Fresh())));
        const made = pool.seen.size;
        assert.ok(made >= 2 && made <= availableParallelism() * 2 + 3, `${made} blocks`);
      });
    }
  });
});
