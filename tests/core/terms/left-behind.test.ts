// What builds and tools leave in a project's folder, and what only looks like it.

import assert from 'node:assert/strict';
import { isLeftBehind } from '../../../tasks/core/terms/left-behind.js';

describe('isLeftBehind', () => {
  for (const [path, expected] of [
    ['__pycache__', true],
    ['src/web/__pycache__', true],
    ['.mypy_cache', true],
    ['src/.ruff_cache', true],
    ['.tox', true],
    ['src/web.egg-info', true],
    ['build/lib', true],
    ['build/lib.linux-x86_64-cpython-311', true],
    ['build/bdist.linux-x86_64', true],
    ['build', false],
    ['build/library', false],
    ['src/build/lib', false],
    ['web.egg-info.txt', false],
    ['my__pycache__', false],
    ['.git', false],
    ['.hg', false],
  ] as const) {
    it(`of '${path}'`, () => {
      assert.equal(isLeftBehind(path), expected);
    });
  }
});
