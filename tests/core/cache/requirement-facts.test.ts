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
    ['flask @ https://example.org/main.zip#sha256=aa', ['flask']],
    ['flask @ https://example.org/main.zip --hash=sha256:aa', ['flask']],
    ['flask @ https://example.org/main.zip#subdirectory=src', []],
    ['-r other.txt', []],
    ['./lib', []],
    // For one Python alone.
    ['flask==2.3; python_version < "3.10"\nflask>=3; python_version >= "3.10"', []],
    ['flask==2.3; python_version < "3.10"\nflask==3.0; python_version >= "3.10"', ['flask']],
    ['flask\nflask==3.0.0', ['flask']],
    ['flask\nflask==2.3; python_version < "3.10"', []],
  ] as const) {
    it(`of '${line}'`, () => {
      assert.deepEqual(pinnedNames(`${line}\n`), expected);
    });
  }
});
