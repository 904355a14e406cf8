// Times of entries: even, never after the base, told apart by content.

import assert from 'node:assert/strict';
import { sha256 } from '../../../tasks/core/archives/digest.js';
import { entryTime } from '../../../tasks/core/pack/times.js';

const BASE = 1_700_000_001;
const digests = Array.from({ length: 500 }, (_, number) => sha256(`file ${number}`));

describe('entryTime', () => {
  it('is even, not after the base and not much before it', () => {
    for (const digest of digests) {
      const time = entryTime(digest, BASE);
      assert.ok(time % 2 === 0 && time <= BASE && time > BASE - 2050, String(time));
    }
  });

  const rows = [
    { begins: '000000000000', base: BASE, expect: BASE - 1 },
    { begins: '000000000001', base: BASE, expect: BASE - 3 },
    { begins: '0000000003ff', base: BASE, expect: BASE - 2047 },
    { begins: '000000000400', base: BASE, expect: BASE - 1 },
    { begins: '0000000003ff', base: 0, expect: Date.UTC(1980, 0, 1) / 1000 + 2 },
    { begins: '000000000000', base: undefined, expect: Date.UTC(2020, 0, 1) / 1000 },
    { begins: '000003ffffff', base: undefined, expect: Date.UTC(2024, 3, 2, 10, 42, 6) / 1000 },
    { begins: '000004000000', base: undefined, expect: Date.UTC(2020, 0, 1) / 1000 },
  ];
  for (const { begins, base, expect } of rows) {
    it(`is the same in every version: ${begins} from ${base ?? 'no base'}`, () => {
      assert.equal(entryTime(begins.padEnd(64, 'f'), base), expect);
    });
  }

  it('is the same for the same content, and moves with the base', () => {
    const [digest = ''] = digests;
    assert.equal(entryTime(digest, BASE), entryTime(digest, BASE));
    assert.equal(entryTime(digest, BASE + 100) - entryTime(digest, BASE), 100);
  });

  it('differs for most contents', () => {
    const times = new Set(digests.map((digest) => entryTime(digest, BASE)));
    assert.ok(times.size > 350, String(times.size));
  });

  for (const base of [0, Date.UTC(1980, 0, 1) / 1000]) {
    it(`is told apart by content also from the base ${base}, which DOS cannot write`, () => {
      const times = digests.map((digest) => entryTime(digest, base));
      assert.ok(times.every((time) => time > Date.UTC(1980, 0, 1) / 1000));
      assert.ok(new Set(times).size > 350);
    });
  }

  it('lies between 2020 and 2025 when only the content is known, and hardly ever twice', () => {
    const times = digests.map((digest) => entryTime(digest, undefined));
    assert.ok(times.every((time) => time >= 1_577_836_800 && time < 1_715_000_000));
    assert.equal(new Set(times).size, digests.length);
  });
});
