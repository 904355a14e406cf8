// The frames of a zstd stream: where each ends, and how much memory it asks for.

import assert from 'node:assert/strict';
import { ZstdFrames } from '../../../tasks/core/archives/zstd-frames.js';

/** Bytes written as hex, with blanks between the fields. */
const bytesOf = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex');

const MAGIC = '28b52ffd';
/** The beginning of a frame with a window of 2 GiB. */
const HOSTILE = `${MAGIC} 00 a8`;

function check(hex: string, size: number): void {
  const frames = new ZstdFrames();
  const bytes = bytesOf(hex);
  for (let at = 0; at < bytes.length; at += size) frames.check(bytes.subarray(at, at + size));
}

describe('the frames of a zstd stream', () => {
  const harmless = [
    { name: 'the largest window and an empty block', hex: `${MAGIC} 00 88 010000` },
    { name: 'plain bytes', hex: `${MAGIC} 00 88 190000 aabbcc` },
    { name: 'a byte that repeats', hex: `${MAGIC} 00 88 1b0000 aa` },
    { name: 'compressed bytes', hex: `${MAGIC} 00 88 1d0000 aabbcc` },
    { name: 'two blocks', hex: `${MAGIC} 00 88 180000 aabbcc 110000 aabb` },
    { name: 'a block of more than 8 KB', hex: `${MAGIC} 00 88 010001 ${'aa'.repeat(8192)}` },
    { name: 'a checksum', hex: `${MAGIC} 04 88 180000 aabbcc 090000 aa 11223344` },
    { name: 'a dictionary of one byte', hex: `${MAGIC} 01 88 07 010000` },
    { name: 'a dictionary of two bytes', hex: `${MAGIC} 02 88 0708 010000` },
    { name: 'a dictionary of four bytes', hex: `${MAGIC} 03 88 0708090a 010000` },
    { name: 'a size of one byte', hex: `${MAGIC} 20 ff 010000` },
    { name: 'a size of two bytes', hex: `${MAGIC} 60 ffff 010000` },
    { name: 'a size of two bytes behind a window', hex: `${MAGIC} 40 88 ffff 010000` },
    { name: 'a size of four bytes behind a window', hex: `${MAGIC} 80 88 ffffffff 010000` },
    { name: 'the largest size of four bytes', hex: `${MAGIC} a0 00000008 010000` },
    { name: 'a size of eight bytes', hex: `${MAGIC} e0 0000000800000000 010000` },
    { name: 'a frame to be skipped', hex: '502a4d18 03000000 aabbcc' },
    { name: 'the last of those', hex: '5f2a4d18 00000000' },
  ];
  for (const { name, hex } of harmless) {
    for (const size of [1, 100_000]) {
      it(`are told apart behind one with ${name}, in pieces of ${size} bytes`, () => {
        check(hex, size);
        check(hex + hex, size);
        assert.throws(() => check(`${hex} ${HOSTILE}`, size), {
          message: 'it wants a window of 2147483648 bytes',
        });
      });
    }
  }

  const large = [
    { name: 'an eighth more than may be', hex: `${MAGIC} 00 89`, window: 150_994_944 },
    { name: 'a byte more by its size', hex: `${MAGIC} a0 01000008`, window: 134_217_729 },
    { name: 'a size of eight bytes', hex: `${MAGIC} e0 0000000001000000`, window: 2 ** 32 },
  ];
  for (const { name, hex, window } of large) {
    it(`end the reading with ${name}`, () => {
      assert.throws(() => check(hex, 1), { message: `it wants a window of ${window} bytes` });
    });
  }

  it('are none in and behind what is no frame', () => {
    check(`0011223344 ${HOSTILE}`, 1);
    check('11223344 00 a8', 1);
  });
});
