// Pruning in a real flow: what is packed, what is told, and that the kept venv is whole.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { PackageReport } from '../../../tasks/core/report/report.js';
import { LAYOUTS } from '../../../tasks/core/terms/layout.js';
import { fakeHost } from '../../helpers/fake-host.js';
import { quickPython } from '../../helpers/fake-python.js';
import { takeApart } from '../../helpers/package-tree.js';
import { packaged, tempApp } from '../../helpers/temp-app.js';
import { folderPerTest } from '../../helpers/temp-folder.js';

const TINY = {
  name: 'tiny',
  version: '1.0',
  files: {
    'tiny/__init__.py': 'X = 1\n',
    'tiny/tests/__init__.py': '',
    'tiny/tests/test_x.py': 'from tiny import X\n',
  },
};

const LEFT_OUT = { reason: 'test directory', files: 2, bytes: 19 } as const;

describe('packaging with prune', () => {
  const folder = folderPerTest();
  let python: string;

  beforeEach(async () => {
    const installer = { name: 'pip', version: '1.0', files: { 'pip/__init__.py': 'x = 1\n' } };
    python = await quickPython(join(folder.path, 'quick'), [TINY, installer]);
  });

  async function made(
    asked: Parameters<typeof packaged>[2],
    files: Readonly<Record<string, string>> = {},
  ): Promise<PackageReport> {
    const app = await tempApp(join(folder.path, 'app'), files);
    const env = { PATH: '/usr/bin:/bin', SOURCE_DATE_EPOCH: '1700000000' };
    const host = fakeHost({ tempFolder: folder.path, env });
    return packaged(host, app, { pythonPath: python, ...asked });
  }

  /** Paths below site-packages that have to do with what may stay behind, without bytecode's own folder and suffix. */
  function packedOf(report: PackageReport, name = 'apart'): string[] {
    return takeApart(report, join(folder.path, name))
      .map(({ address }) => address.replace(/^.*\/site-packages\//, ''))
      .filter((path) => /tests|pip/.test(path))
      .map((path) => path.replace(/__pycache__\/(.*)\.cpython-\d+\.pyc$/, '$1.pyc'))
      .toSorted();
  }

  const INFO = [
    'pip-1.0.dist-info/METADATA',
    'pip-1.0.dist-info/RECORD',
    'pip-1.0.dist-info/WHEEL',
  ];

  const ALL = [
    ...INFO,
    'pip/__init__.py',
    'pip/__init__.pyc',
    'tiny/tests/__init__.py',
    'tiny/tests/__init__.pyc',
    'tiny/tests/test_x.py',
    'tiny/tests/test_x.pyc',
  ];

  for (const layout of LAYOUTS) {
    it(`${layout}: leaves out by itself what nothing needs, and says so`, async () => {
      const report = await made({ layout });
      assert.deepEqual(packedOf(report), INFO);
      const { leftOut, ...sum } = report.pruned;
      assert.deepEqual(sum, { prune: 'safe', files: 3, bytes: 25 });
      assert.deepEqual(
        leftOut.map(({ reason, files, bytes, what }) => ({
          reason,
          files,
          bytes,
          what: what.replace(/^lib\/python[\d.]+\/site-packages\//, ''),
        })),
        [
          { ...LEFT_OUT, what: 'tiny/tests' },
          { reason: 'installer', what: 'pip', files: 1, bytes: 6 },
        ],
      );
      assert.deepEqual(
        report.installed.distributions.map(({ name }) => name),
        ['pip', 'tiny'],
      );
    });
  }

  it('packs everything when asked to', async () => {
    const report = await made({ prune: 'none' });
    assert.deepEqual(packedOf(report), ALL);
    assert.deepEqual(report.pruned, { prune: 'none', files: 0, bytes: 0, leftOut: [] });
  });

  const needs = [
    { by: 'the app', files: { 'app.py': 'from tiny.tests import test_x\nimport pip\n' } },
    { by: 'the startup command', startupCommand: 'pip list && python -m tiny.tests.test_x' },
    { by: 'an app setting', appSettings: '-A tiny.tests.test_x -B pip' },
    {
      by: 'the startup file',
      startupCommand: 'startup.sh',
      files: { 'startup.sh': '#!/bin/sh\npip list\npython -m tiny.tests.test_x\n' },
    },
  ];
  for (const { by, files = {}, ...asked } of needs) {
    it(`packs what ${by} names`, async () => {
      assert.deepEqual(packedOf(await made({ failOn: 'never', ...asked }, files)), ALL);
    });
  }

  it('takes a kept venv whole, whatever was asked for when it was made', async () => {
    const cacheFolder = join(folder.path, 'cache');
    const first = await made({ cacheFolder, prune: 'safe' });
    assert.deepEqual(packedOf(first, 'first'), INFO);
    const second = await made({ cacheFolder, prune: 'none' });
    assert.deepEqual(packedOf(second, 'second'), ALL);
    const third = await made({ cacheFolder, prune: 'safe' });
    assert.deepEqual(packedOf(third, 'third'), INFO);
    assert.deepEqual(
      [first, second, third].map(({ installed }) => installed.reused),
      [false, true, true],
    );
    assert.equal(third.package.sha256, first.package.sha256);
  });
});
