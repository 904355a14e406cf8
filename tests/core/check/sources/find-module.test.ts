// Modules are found as Python's import finds them.

import assert from 'node:assert/strict';
import {
  findImported,
  findModule,
  moduleFiles,
  type FoundModule,
} from '../../../../tasks/core/check/sources/find-module.js';

const FILES = moduleFiles([
  'app.py',
  'pkg/__init__.py',
  'pkg/web.py',
  'pkg/fast.cpython-312-x86_64-linux-gnu.so',
  'plain/inner/deep.py',
  'src/app.py',
  'src/pkg.py',
  'data/readme.md',
]);

const ROWS: readonly {
  readonly name: string;
  readonly roots?: readonly string[];
  readonly expect: FoundModule;
}[] = [
  { name: 'app', expect: { kind: 'source', path: 'app.py' } },
  { name: 'App', expect: { kind: 'missing', part: 'App', near: undefined } },
  { name: 'pkg', expect: { kind: 'source', path: 'pkg/__init__.py' } },
  { name: 'pkg.web', expect: { kind: 'source', path: 'pkg/web.py' } },
  { name: 'pkg.fast', expect: { kind: 'opaque' } },
  { name: 'pkg.fast.more', expect: { kind: 'opaque' } },
  { name: 'pkg.no', expect: { kind: 'missing', part: 'pkg.no', near: 'pkg/__init__.py' } },
  { name: 'app.no', expect: { kind: 'missing', part: 'app.no', near: 'app.py' } },
  { name: 'plain.inner.deep', expect: { kind: 'source', path: 'plain/inner/deep.py' } },
  { name: 'plain.inner', expect: { kind: 'opaque' } },
  { name: 'plain.no.deep', expect: { kind: 'missing', part: 'plain.no', near: undefined } },
  { name: 'app', roots: ['src', ''], expect: { kind: 'source', path: 'src/app.py' } },
  // A module of a later folder comes before a folder without __init__.py.
  { name: 'src', roots: ['', 'src'], expect: { kind: 'opaque' } },
  {
    name: 'pkg.web',
    roots: ['src', ''],
    expect: { kind: 'missing', part: 'pkg.web', near: 'src/pkg.py' },
  },
];

describe('findModule', () => {
  for (const { name, roots = [''], expect } of ROWS) {
    it(`${name} from ${roots.map((root) => `'${root}'`).join(', ')}`, () => {
      assert.deepEqual(findModule(name, roots, FILES), expect);
    });
  }

  it('finds what a module imports from the app root, else from beside it', () => {
    assert.equal(findImported('pkg.web', 'src/app.py', FILES), 'pkg/web.py');
    assert.equal(findImported('inner.deep', 'plain/x.py', FILES), 'plain/inner/deep.py');
    assert.equal(findImported('os', 'app.py', FILES), undefined);
  });
});
