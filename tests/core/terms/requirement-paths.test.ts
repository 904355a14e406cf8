// The paths that requirement lines name.

import assert from 'node:assert/strict';
import { namedPaths } from '../../../tasks/core/terms/requirement-paths.js';

describe('namedPaths', () => {
  const source = (name: string, path: string): unknown => ({ name, path, use: 'source' });
  const wheels = (name: string, path: string): unknown => ({ name, path, use: 'wheels' });
  const ENV = { LIB: 'of/job', ROOT: '/w', URL: 'https://example.org/lib.whl' };
  // What stands behind a path, as pip 23.2 and 26.3 read it.
  for (const [line, expected] of [
    ['./libs/common', [source('./libs/common', '/app/libs/common')]],
    ['./my lib', [source('./my lib', '/app/my lib')]],
    ['../shared[extra] ', [source('../shared', '/shared')]],
    ['../shared [extra]', [source('../shared', '/shared')]],
    ['./lib ; python_version < "3.13"', [source('./lib', '/app/lib')]],
    ['./lib;python_version < "3.13"', [source('./lib', '/app/lib')]],
    ['./lib[extra] ; python_version < "3.13"', [source('./lib', '/app/lib')]],
    ['./lib[a,b];python_version < "3.13"', [source('./lib', '/app/lib')]],
    ['./lib --config-settings=a=b', [source('./lib', '/app/lib')]],
    ['./lib -C a=b', [source('./lib', '/app/lib')]],
    ['./100%/a#b', [source('./100%/a#b', '/app/100%/a#b')]],
    ['./${LIB}/a', [source('./${LIB}/a', '/app/of/job/a')]],
    ['./${NONE}/a', [source('./${NONE}/a', '/app/${NONE}/a')]],
    [
      'wheels/x-1.0-py3-none-any.whl',
      [source('wheels/x-1.0-py3-none-any.whl', '/app/wheels/x-1.0-py3-none-any.whl')],
    ],
    [
      'x-1.0-py3-none-any.whl[a]',
      [source('x-1.0-py3-none-any.whl', '/app/x-1.0-py3-none-any.whl')],
    ],
    ['x-1.0.tar.gz ; os_name == "posix"', [source('x-1.0.tar.gz', '/app/x-1.0.tar.gz')]],
    ['lib @ file:///opt/my%20lib#egg=lib', [source('file:///opt/my%20lib#egg=lib', '/opt/my lib')]],
    ['lib @ file:///w/lib; os_name == "posix"', [source('file:///w/lib', '/w/lib')]],
    ['lib @ file:///w/lib;os_name=="posix"', [source('file:///w/lib', '/w/lib')]],
    ['lib @ file:///w/100%/lib', [source('file:///w/100%/lib', '/w/100%/lib')]],
    ['lib @ file:///w/100%25/%C3%A9', [source('file:///w/100%25/%C3%A9', '/w/100%/é')]],
    ['lib @ file://localhost/w/lib', [source('file://localhost/w/lib', '/w/lib')]],
    ['lib @ file://${ROOT}/lib', [source('file://${ROOT}/lib', '/w/lib')]],
    ['lib @ ${URL}', []],
    ['file:libs/common', [source('file:libs/common', '/app/libs/common')]],
    ['file:./my%20lib#egg=lib', [source('file:./my%20lib#egg=lib', '/app/my lib')]],
    ['file:./lib#egg=lib; os_name == "posix"', [source('file:./lib#egg=lib', '/app/lib')]],
    ['file:lib?x=1', [source('file:lib?x=1', '/app/lib')]],
    // uv alone takes these.
    ['file:./lib ;os_name == "posix"', [source('file:./lib', '/app/lib')]],
    ['file:./lib[extra]', [source('file:./lib', '/app/lib')]],
    ['file://./lib', [source('file://./lib', '/app/lib')]],
    ['lib @ ./lib', [source('./lib', '/app/lib')]],
    ['pytz>=2004d', []],
    ['lib @ https://example.org/lib.whl', []],
    ['git+https://example.org/lib.git@main', []],
    ['flask>=3', []],
    ['flask==3.0 --hash=sha256:aa', []],
    ['--find-links=wheels', [wheels('wheels', '/app/wheels')]],
    ['-f "/opt/more wheels"', [wheels('/opt/more wheels', '/opt/more wheels')]],
    ['-f ${ROOT}/wheels', [wheels('${ROOT}/wheels', '/w/wheels')]],
    ['--find-links https://example.org/wheels', []],
    ['-fwheels', [wheels('wheels', '/app/wheels')]],
    ['--no-index --find-links wheels', [wheels('wheels', '/app/wheels')]],
    ['-f wheels --no-index', [wheels('wheels', '/app/wheels')]],
    [
      "--find-links=one -f 'the other'",
      [wheels('one', '/app/one'), wheels('the other', '/app/the other')],
    ],
    ['-r other.txt', []],
  ] as const) {
    it(`of '${line}'`, () => {
      assert.deepEqual(namedPaths(`${line}\n`, '/app', ENV), expected);
    });
  }

  it('of lines with more blanks than anybody writes', () => {
    const blanks = ' '.repeat(300_000);
    assert.deepEqual(namedPaths(`./lib${blanks}x\n`, '/app', ENV), [
      source(`./lib${blanks}x`, `/app/lib${blanks}x`),
    ]);
    assert.deepEqual(namedPaths(`-f${blanks}x\n`, '/app', ENV), [wheels('x', '/app/x')]);
    assert.deepEqual(namedPaths(`-r x${blanks}-\n`, '/app', ENV), []);
  });
});
