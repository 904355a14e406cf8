import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Bundle } from '../../tasks/stage/bundle.js';
import { bundledPackages, writeNotices } from '../../tasks/stage/notices.js';

describe('third-party notices', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'antenv-notices-'));
    write('package.json', '{"name":"antenv"}');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }

  function writePackage(folder: string, manifest: object): void {
    write(`${folder}/package.json`, JSON.stringify(manifest));
  }

  it('hold the licence and notice files of every package whose code is in the bundle', () => {
    writePackage('node_modules/b', { name: 'b', version: '2.0.0', license: 'ISC' });
    write('node_modules/b/license.md', 'b may be used.\r\nBy all.\r\n');
    writePackage('node_modules/@s/a', { name: '@s/a', version: '1.0.0', license: 'Apache-2.0' });
    write('node_modules/@s/a/NOTICE', 'a has authors.\n');
    write('node_modules/@s/a/LICENSE', '\na may be used.\n');
    const bundle = bundleOf(
      'tasks/T/index.ts',
      'node_modules/b/x.js',
      'node_modules/b/y.js',
      'node_modules/@s/a/z.js',
    );

    const packages = bundledPackages(root, bundle);

    assert.deepEqual(packages, [
      {
        name: '@s/a',
        version: '1.0.0',
        license: 'Apache-2.0',
        texts: ['a may be used.', 'a has authors.'],
      },
      { name: 'b', version: '2.0.0', license: 'ISC', texts: ['b may be used.\nBy all.'] },
    ]);
    assert.equal(
      writeNotices('T', packages),
      `T contains code of the packages below, each under its own licence.

-----------------------
@s/a 1.0.0 (Apache-2.0)
-----------------------

a may be used.

a has authors.

-------------
b 2.0.0 (ISC)
-------------

b may be used.
By all.
`,
    );
  });

  it('tell two versions of one package apart', () => {
    for (const [folder, version] of [
      ['node_modules/a', '1.0.0'],
      ['node_modules/b/node_modules/a', '2.0.0'],
    ] as const) {
      writePackage(folder, { name: 'a', version, license: 'MIT' });
      write(`${folder}/LICENSE`, `a ${version}`);
    }
    const bundle = bundleOf('node_modules/b/node_modules/a/i.js', 'node_modules/a/i.js');
    const versions = bundledPackages(root, bundle).map(({ version }) => version);
    assert.deepEqual(versions, ['1.0.0', '2.0.0']);
  });

  it('climb past a package.json without a name', () => {
    writePackage('node_modules/a', { name: 'a', version: '1.0.0', license: 'MIT' });
    write('node_modules/a/COPYING', 'text');
    write('node_modules/a/dist/package.json', '{"type":"commonjs"}');
    const [found] = bundledPackages(root, bundleOf('node_modules/a/dist/i.js'));
    assert.equal(found?.name, 'a');
  });

  const refused = [
    {
      name: 'a package without a licence file',
      manifest: { name: 'a', version: '1.0.0', license: 'MIT' },
      input: 'node_modules/a/i.js',
      message: 'a 1.0.0 has no licence file to ship.',
    },
    {
      name: 'a package without a licence field',
      manifest: { name: 'a', version: '1.0.0' },
      input: 'node_modules/a/i.js',
      message: 'The package.json of a names no version or no licence.',
    },
    {
      name: 'a bundle in the bundle',
      manifest: { name: 'a', version: '1.0.0', license: 'MIT' },
      input: 'node_modules/a/i.min.js',
      message:
        'node_modules/a/i.min.js is a bundle itself and hides its packages. Import its parts instead.',
    },
  ];
  for (const { name, manifest, input, message } of refused) {
    it(`refuse ${name}`, () => {
      writePackage('node_modules/a', manifest);
      assert.throws(() => bundledPackages(root, bundleOf(input)), { message });
    });
  }
});

function bundleOf(...inputs: string[]): Bundle {
  const entries = inputs.map((input) => [input, { bytesInOutput: 1 }]);
  const output = { bytes: 1, imports: [], exports: [], inputs: Object.fromEntries(entries) };
  return { inputs: {}, outputs: { 'out.js': output } };
}
