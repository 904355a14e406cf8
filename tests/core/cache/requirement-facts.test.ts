// What requirement lines pin.

import assert from 'node:assert/strict';
import { pinnedNames } from '../../../tasks/core/cache/requirement-facts.js';

describe('pinnedNames', () => {
  for (const [line, expected] of [
    ['Flask==3.0.0', ['flask']],
    ['my.Lib_x [a,b] == 1.0 ; python_version < "3.13"', ['my-lib-x']],
    ['flask===3.0.0 --hash=sha256:aa --hash=sha256:bb', ['flask']],
    ['flask==3.*', []],
    ['flask>=3,==3.0.0', []],
    ['flask>=3', []],
    ['flask', []],
    ['flask @ https://example.org/flask.whl', []],
    ['-r other.txt', []],
    ['./lib', []],
  ] as const) {
    it(`of '${line}'`, () => {
      assert.deepEqual(pinnedNames(`${line}\n`), expected);
    });
  }
});
