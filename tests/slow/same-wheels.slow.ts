// One requirement changed, with a cache folder and the real pip: what was installed from the same wheel is not read.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackageReport } from '../../tasks/core/report/report.js';
import { fakeHost } from '../helpers/fake-host.js';
import { pythonProgram } from '../helpers/programs.js';
import { packaged, tempApp } from '../helpers/temp-app.js';
import { folderPerTest } from '../helpers/temp-folder.js';
import { writeWheel } from '../helpers/wheels.js';

describe('packaging with another version of one requirement', () => {
  const folder = folderPerTest();
  const wheels = (): string => join(folder.path, 'wheels');

  beforeEach(async () => {
    await mkdir(wheels());
    await writeWheel(wheels(), {
      name: 'stays',
      version: '1.0',
      // So much that it is a part of its own.
      files: { 'stays/__init__.py': 'def main(): 1\n', 'stays/data.txt': 'data\n'.repeat(300_000) },
      scripts: ['stays'],
    });
    await writeWheel(wheels(), { name: 'django', version: '1.0' });
    for (const version of ['1.0', '2.0']) await writeWheel(wheels(), { name: 'moves', version });
  });

  async function packagedWith(
    moves: string,
    cacheFolder?: string,
    others: Readonly<Record<string, string>> = {},
  ): Promise<PackageReport> {
    const files = { 'requirements.txt': `stays==1.0\nmoves==${moves}\ndjango\n`, ...others };
    const app = await tempApp(join(folder.path, 'app'), files);
    const env = {
      PATH: '/usr/bin:/bin',
      SOURCE_DATE_EPOCH: '1700000000',
      PIP_NO_INDEX: '1',
      PIP_FIND_LINKS: wheels(),
    };
    const host = fakeHost({ tempFolder: folder.path, env });
    return packaged(host, app, {
      pythonPath: pythonProgram(),
      ...(cacheFolder && { cacheFolder }),
    });
  }

  /** Names of the files of distributions that are opened meanwhile, below site-packages. */
  async function openedBy(work: () => Promise<unknown>): Promise<string[]> {
    const opened = new Set<string>();
    const { openSync } = fs;
    fs.openSync = (path, ...rest) => {
      const [, name] = /\/site-packages\/((?:stays|moves).*)$/.exec(String(path)) ?? [];
      if (name !== undefined) opened.add(name);
      return openSync(path, ...rest);
    };
    try {
      await work();
    } finally {
      fs.openSync = openSync;
    }
    return [...opened].toSorted();
  }

  it('reads what changed, and packs the same as without a cache', async () => {
    const cache = join(folder.path, 'cache');
    const first = await openedBy(() => packagedWith('1.0', cache));
    const STAYS = ['stays/__init__.py', 'stays/data.txt'];
    assert.deepEqual(
      first.filter((name) => !name.includes('.dist-info/')),
      ['moves.py', ...STAYS],
    );
    let cached: PackageReport | undefined;
    const second = await openedBy(async () => {
      cached = await packagedWith('2.0', cache);
    });
    assert.deepEqual(
      second.filter((name) => !name.includes('.dist-info/')),
      ['moves.py'],
    );
    const anew = await packagedWith('2.0');
    assert.equal(cached?.package.sha256, anew.package.sha256);
  });

  it('packs what the app itself has written in the venv while its static files were collected', async () => {
    const cache = join(folder.path, 'cache');
    await packagedWith('1.0', cache);
    // As long as what it takes the place of.
    const patch = 'import stays\nopen(stays.__file__, "w").write("def main(): 2\\n")\n';
    const cached = await packagedWith('2.0', cache, { 'manage.py': patch });
    const anew = await packagedWith('2.0');
    assert.equal(cached.package.sha256, anew.package.sha256);
  });
});
