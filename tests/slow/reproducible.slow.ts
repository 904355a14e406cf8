// The same app packed twice, from different folders with different temporary folders: equal bytes.

import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withZip } from '../../tasks/core/archives/read-zip.js';
import { LAYOUTS, type Compression, type Layout } from '../../tasks/core/terms/layout.js';
import type { PackageReport } from '../../tasks/core/report/report.js';
import { antenvPackage } from '../helpers/command-line.js';
import { findPython } from '../helpers/pythons.js';
import { zipTimes } from '../helpers/zip-times.js';

const MINOR = '3.11';
const EPOCH = 1_763_000_000;

describe('an app packed twice', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'antenv-twice-'));
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  async function packed(
    place: string,
    layout: Layout,
    compression: Compression,
    edit: (appRoot: string) => void = () => undefined,
  ): Promise<PackageReport> {
    const base = join(folder, place, `${layout}-${compression}`);
    const appRoot = join(base, 'app');
    const temp = join(base, 'temp');
    mkdirSync(temp, { recursive: true });
    cpSync('tests/apps/flask', appRoot, { recursive: true });
    edit(appRoot);
    const python = findPython(MINOR);
    assert.ok(python, `These tests need a CPython ${MINOR}.`);
    const flags = ['--layout', layout, '--compression', compression];
    return antenvPackage(
      [
        appRoot,
        '--python',
        join(python, 'bin', 'python3'),
        ...flags,
        '--out',
        join(base, 'app.zip'),
      ],
      { TMPDIR: temp, SOURCE_DATE_EPOCH: String(EPOCH) },
    );
  }

  for (const layout of LAYOUTS) {
    it(`has equal bytes as ${layout}`, async () => {
      const one = await packed('one', layout, 'gzip');
      const two = await packed('two, elsewhere', layout, 'gzip');
      assert.ok(readFileSync(one.package.path).equals(readFileSync(two.package.path)));
    });
  }

  for (const layout of ['venvTarball', 'appTarball'] as const) {
    it(`has equal bytes as ${layout} with zstd`, async () => {
      const one = await packed('one', layout, 'zstd');
      const two = await packed('two, elsewhere', layout, 'zstd');
      assert.ok(readFileSync(one.package.path).equals(readFileSync(two.package.path)));
    });
  }

  it('gives a changed file of equal size another time, and no file a time in the future', async () => {
    const change = (appRoot: string): void => {
      const path = join(appRoot, 'app.py');
      writeFileSync(path, readFileSync(path, 'utf8').replace('flask one', 'flask two'));
    };
    const before = await zipTimes((await packed('unchanged', 'flat', 'gzip')).package.path);
    const after = await zipTimes((await packed('changed', 'flat', 'gzip', change)).package.path);
    const changed = [...after]
      .filter(([path, time]) => before.get(path) !== time)
      .map(([path]) => path);
    assert.deepEqual(changed.toSorted(), [
      '__pycache__/app.cpython-311.pyc',
      'app.py',
      'oryx-manifest.toml',
    ]);
    assert.deepEqual(
      [...after].filter(([, time]) => time > EPOCH),
      [],
    );
    assert.deepEqual(
      [...after].filter(([, time]) => time < EPOCH - 35 * 60),
      [],
    );
  });

  it('is read by the same names by our own reader', async () => {
    const { package: made } = await packed('read', 'flat', 'gzip');
    const names = await withZip(made.path, async (entries) =>
      Promise.resolve(entries.map(({ path }) => path)),
    );
    assert.deepEqual(names, [...(await zipTimes(made.path)).keys()]);
  });
});
