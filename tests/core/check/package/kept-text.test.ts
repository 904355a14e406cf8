// Which files' text rules may look at.

import assert from 'node:assert/strict';
import { keptBytes } from '../../../../tasks/core/check/package/kept-text.js';

const ROWS: readonly (readonly [path: string, size: number, kept: number | undefined])[] = [
  ['.env', 2000, 2000],
  ['mysite/.env.production', 2000, 2000],
  ['.envs/.production/.django', 2000, 2000],
  ['.env', 2 ** 20, undefined],
  ['.env/bin/activate', 2000, undefined],
  ['data/notes.csv', 2000, undefined],
];

describe('the text of a file of the app', () => {
  for (const [path, size, kept] of ROWS) {
    it(`is ${kept === undefined ? 'not ' : ''}kept: ${path} of ${size} bytes`, () => {
      assert.equal(keptBytes('app', path, size), kept);
    });
  }
});
