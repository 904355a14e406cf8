// The one package that a path or a pattern names.

import assert from 'node:assert/strict';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { findPackage } from '../../../../tasks/core/check/package/find-package.js';
import { explain } from '../../../../tasks/core/report/explain.js';
import { failureOf } from '../../../helpers/expect-stopped.js';
import { folderPerTest, writeFiles } from '../../../helpers/temp-folder.js';

const FILES = ['_shop/drop/web.zip', '_shop/drop/notes.txt', '_other/a+b/[x].zip', 'top.zip'];

/** What is asked for, and what it finds of FILES. */
const ONE: Readonly<Record<string, string>> = {
  'top.zip': 'top.zip',
  '*.zip': 'top.zip',
  '_shop/drop/*.zip': '_shop/drop/web.zip',
  '_shop/**/*.zip': '_shop/drop/web.zip',
  '**/web.zip': '_shop/drop/web.zip',
  '**/top.zip': 'top.zip',
  '**/**/web.zip': '_shop/drop/web.zip',
  '_*/drop/w*b.zip': '_shop/drop/web.zip',
  '_other/a+b/[x].zip': '_other/a+b/[x].zip',
  '_other/a+b/[*].zip': '_other/a+b/[x].zip',
};

const OTHERS: Readonly<Record<string, readonly string[]>> = {
  '**/*.zip': ['_other/a+b/[x].zip', '_shop/drop/web.zip', 'top.zip'],
  '*/*/*.zip': ['_other/a+b/[x].zip', '_shop/drop/web.zip'],
  '_shop/*.zip': [],
  'none/**/*.zip': [],
  'top.zip/**/*.zip': [],
  'none.zip': [],
};

describe('the package that is named', () => {
  const folder = folderPerTest();
  beforeEach(() => writeFiles(folder.path, Object.fromEntries(FILES.map((name) => [name, '']))));

  for (const [pattern, expected] of Object.entries(ONE)) {
    it(`is ${expected} by ${pattern}`, async () => {
      assert.equal(await findPackage(join(folder.path, pattern)), join(folder.path, expected));
    });
  }

  for (const [pattern, found] of Object.entries(OTHERS)) {
    it(`is none by ${pattern}, which fits ${found.length}`, async () => {
      const asked = join(folder.path, pattern);
      const failure = await failureOf(findPackage(asked));
      assert.deepEqual(failure, { code: 'package-not-found', pattern: asked, found });
    });
  }

  it('is none by a folder that holds packages at any depth and no code', async () => {
    const failure = await failureOf(findPackage(folder.path));
    const found = ['_other/a+b/[x].zip', '_shop/drop/web.zip', 'top.zip'];
    assert.deepEqual(failure, { code: 'package-in-folder', folder: folder.path, found });
  });

  it('is none by a folder that is empty', async () => {
    const drop = join(folder.path, 'drop');
    await mkdir(drop);
    const failure = await failureOf(findPackage(drop));
    assert.deepEqual(failure, { code: 'package-folder-empty', folder: drop });
  });

  it('is the folder of an app whose links lead in circles', async () => {
    await writeFiles(folder.path, { 'web/app.py': '' });
    for (const name of ['one', 'two']) await symlink('../web', join(folder.path, 'web', name));
    assert.equal(await findPackage(folder.path), folder.path);
  });

  it('is the folder of an app, whatever zips lie in it', async () => {
    await writeFiles(folder.path, { 'src/web/app.py': '' });
    assert.equal(await findPackage(folder.path), folder.path);
  });

  it('names ten of the packages that fit, and how many more there are', async () => {
    const names = Array.from({ length: 12 }, (_, number) => `many/${String(number + 10)}.zip`);
    await writeFiles(folder.path, Object.fromEntries(names.map((name) => [name, ''])));
    const failure = await failureOf(findPackage(join(folder.path, 'many/*.zip')));
    const { found } = explain(failure);
    const told = names.slice(0, 10).map((name) => `found '${name.slice('many/'.length)}'`);
    assert.deepEqual(found.slice(1), [...told, 'and 2 more']);
  });
});
