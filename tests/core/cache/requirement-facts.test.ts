// What requirement lines pin, and which paths they name.

import assert from 'node:assert/strict';
import { namedPaths, pinnedNames } from '../../../tasks/core/cache/requirement-facts.js';

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

describe('namedPaths', () => {
  const source = (name: string, path: string): unknown => ({ name, path, use: 'source' });
  const wheels = (name: string, path: string): unknown => ({ name, path, use: 'wheels' });
  for (const [line, expected] of [
    ['./libs/common', [source('./libs/common', '/app/libs/common')]],
    ['../shared[extra] ', [source('../shared', '/shared')]],
    ['./lib ; python_version < "3.13"', [source('./lib', '/app/lib')]],
    [
      'wheels/x-1.0-py3-none-any.whl',
      [source('wheels/x-1.0-py3-none-any.whl', '/app/wheels/x-1.0-py3-none-any.whl')],
    ],
    ['lib @ file:///opt/my%20lib#egg=lib', [source('file:///opt/my%20lib#egg=lib', '/opt/my lib')]],
    ['file:libs/common', [source('file:libs/common', '/app/libs/common')]],
    ['lib @ https://example.org/lib.whl', []],
    ['git+https://example.org/lib.git@main', []],
    ['flask>=3', []],
    ['flask==3.0 --hash=sha256:aa', []],
    ['--find-links=wheels', [wheels('wheels', '/app/wheels')]],
    ['-f "/opt/more wheels"', [wheels('/opt/more wheels', '/opt/more wheels')]],
    ['--find-links https://example.org/wheels', []],
    ['-r other.txt', []],
  ] as const) {
    it(`of '${line}'`, () => {
      assert.deepEqual(namedPaths(`${line}\n`, '/app'), expected);
    });
  }

  it('of lines with more blanks than anybody writes', () => {
    const blanks = ' '.repeat(300_000);
    assert.deepEqual(namedPaths(`./lib${blanks}x\n`, '/app'), [
      source(`./lib${blanks}x`, `/app/lib${blanks}x`),
    ]);
    assert.deepEqual(namedPaths(`-f${blanks}x\u2028y\n`, '/app'), []);
  });
});
