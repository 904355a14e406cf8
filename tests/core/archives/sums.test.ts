import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { joinSums, NO_SUMS, summed, sumsOf, type Sums } from '../../../tasks/core/archives/sums.js';
import { noise, prose } from '../../helpers/entries.js';

const EMPTY = Buffer.alloc(0);

describe('sums of bytes', () => {
  const runs = [
    { name: 'nothing and nothing', one: EMPTY, other: EMPTY },
    { name: 'nothing and something', one: EMPTY, other: noise(1000) },
    { name: 'something and nothing', one: noise(1000), other: EMPTY },
    { name: 'two runs', one: noise(100_001), other: prose(70_000) },
  ];
  for (const { name, one, other } of runs) {
    it(`are the same by way of its parts: ${name}`, () => {
      const both = Buffer.concat([one, other]);
      const expected = { crc: crc32(both), size: both.length };
      assert.deepEqual(sumsOf(both), expected);
      assert.deepEqual(sumsOf(other, sumsOf(one)), expected);
      assert.deepEqual(joinSums(sumsOf(one), sumsOf(other)), expected);
      assert.deepEqual(joinSums(joinSums(NO_SUMS, sumsOf(one)), sumsOf(other)), expected);
    });
  }

  it('come behind the bytes that they are of', async () => {
    const pieces = [prose(10), EMPTY, prose(2000)];
    const found: Buffer[] = [];
    const stream = summed(Readable.from(pieces));
    let end: Sums | undefined;
    for (let next = await stream.next(); ; next = await stream.next()) {
      if (next.done === true) {
        end = next.value;
        break;
      }
      found.push(next.value);
    }
    assert.deepEqual(found, pieces);
    assert.deepEqual(end, sumsOf(Buffer.concat(pieces)));
  });
});
