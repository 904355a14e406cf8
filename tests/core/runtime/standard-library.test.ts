import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { isStandardModule, removedFrom } from '../../../tasks/core/runtime/standard-library.js';
import { cpythons } from '../../helpers/cpythons.js';

describe('the standard library', () => {
  const rows: [module: string, minor: string | undefined, expect: boolean][] = [
    ['os', '3.9', true],
    ['os', undefined, true],
    ['__future__', '3.14', true],
    ['tomllib', '3.10', false],
    ['tomllib', '3.11', true],
    ['tomllib', undefined, true],
    ['distutils', '3.11', true],
    ['distutils', '3.12', false],
    ['telnetlib', '3.12', true],
    ['telnetlib', '3.13', false],
    ['compression', '3.13', false],
    ['compression', '3.14', true],
    ['yaml', '3.12', false],
    ['yaml', undefined, false],
    ['constructor', '3.12', false],
  ];
  for (const [module, minor, expect] of rows) {
    it(`${expect ? 'has' : 'has no'} ${module} in ${minor ?? 'some Python'}`, () => {
      assert.equal(isStandardModule(module, minor), expect);
    });
  }

  it('tells since when a module is gone', () => {
    assert.equal(removedFrom('imp'), '3.12');
    assert.equal(removedFrom('os'), undefined);
  });

  for (const { minor, program } of cpythons().filter((python) => python.minor !== '3.9')) {
    it(`is that of Python ${minor}`, () => {
      const text = execFileSync(program, ['-c', 'import sys; print(*sys.stdlib_module_names)'], {
        encoding: 'utf8',
      });
      const real = new Set(text.trim().split(' '));
      const known = [...real].filter((name) => !isStandardModule(name, minor));
      assert.deepEqual(known, []);
      for (const name of ['distutils', 'imp', 'cgi', 'tomllib', 'asyncore', 'binhex']) {
        assert.equal(isStandardModule(name, minor), real.has(name), name);
      }
    });
  }
});
