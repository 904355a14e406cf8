import assert from 'node:assert/strict';
import { crc32 } from 'node:zlib';
import { combineCrc, crcOf } from '../../../tasks/core/archives/crc.js';
import { noise } from '../../helpers/entries.js';

describe('the CRC of bytes', () => {
  const materialised = Buffer.alloc(0);
  // From now on it has an ArrayBuffer, at no address.
  assert.equal(materialised.buffer.byteLength, 0);

  it('is that of all so far', () => {
    assert.equal(crcOf(Buffer.from('world'), crcOf(Buffer.from('hello '))), 0x0d4a1185);
  });

  for (const [name, empty] of Object.entries({ materialised, plain: Buffer.alloc(0) })) {
    it(`is not changed by an empty buffer (${name})`, () => assert.equal(crcOf(empty, 123), 123));
  }
});

describe('the CRC of two runs of bytes', () => {
  const bytes = noise(100_000);
  const whole = crc32(bytes);
  for (const at of [0, 1, 2, 255, 256, 65_535, 65_536, 99_999, 100_000]) {
    it(`is that of all ${bytes.length} when they meet at ${at}`, () => {
      const [first, second] = [bytes.subarray(0, at), bytes.subarray(at)];
      assert.equal(combineCrc(crc32(first), crc32(second), second.length), whole);
    });
  }

  it('is right where the second is larger than four GiB', () => {
    // As many zeros in pieces as at once: 2^32 + 2^20 of them.
    const piece = Buffer.alloc(1 << 20);
    let stepwise = crc32(bytes);
    let zeros = crc32(piece);
    let size = piece.length;
    for (let doubled = 0; doubled < 12; doubled += 1) {
      zeros = combineCrc(zeros, zeros, size);
      size *= 2;
    }
    stepwise = combineCrc(combineCrc(stepwise, zeros, size), crc32(piece), piece.length);
    const all = combineCrc(zeros, crc32(piece), piece.length);
    assert.equal(combineCrc(crc32(bytes), all, size + piece.length), stepwise);
    assert.equal(size, 2 ** 32);
  });
});
