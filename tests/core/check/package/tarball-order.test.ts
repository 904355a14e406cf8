// What of output.tar.gz is not unpacked.

import assert from 'node:assert/strict';

import type { InnerFact } from '../../../../tasks/core/check/evidence.js';
import { droppedEntries } from '../../../../tasks/core/check/package/tarball-order.js';

function linkOf(path: string): InnerFact {
  return { path, type: 'SymbolicLink', size: 0, mode: 0o777, linkTarget: 'lib' };
}

describe('entries of output.tar.gz that are left out', () => {
  const rows = [
    { path: 'lib64', isMissed: false },
    { path: './antenv/lib64', isMissed: false },
    { path: 'antenv/lib64/', isMissed: false },
    { path: 'antenv/mylib64', isMissed: true },
    { path: 'antenv/lib64/libx.so.1', isMissed: true },
    { path: 'antenv/lib64.so', isMissed: true },
  ];
  for (const { path, isMissed } of rows) {
    it(`${path} is ${isMissed ? '' : 'not '}missed`, () => {
      const entry = linkOf(path);
      assert.deepEqual(droppedEntries([entry]), isMissed ? [entry] : []);
    });
  }
});
