// What builds leave in the user's folders is taken away, and nothing else is.

import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { leavingNothing } from '../../../tasks/core/install/build-leftovers.js';
import { folderPerTest, writeFiles } from '../../helpers/temp-folder.js';

describe('leavingNothing', () => {
  const folder = folderPerTest();

  const FILES = { 'setup.py': '', 'src/web/__init__.py': '' };
  const LEFT = {
    'build/lib/web.py': '',
    'build/bdist.linux-x86_64/x': '',
    'web.egg-info/PKG-INFO': '',
    'src/web.egg-info/PKG-INFO': '',
  };
  const rows: { name: string; before: Record<string, string>; after: readonly string[] }[] = [
    { name: 'takes away all that a build made', before: {}, after: [] },
    {
      name: 'keeps what was there',
      before: { 'build/lib/old.py': '', 'src/web.egg-info/top_level.txt': '' },
      after: [
        'build/lib/old.py',
        'build/lib/web.py',
        'src/web.egg-info/PKG-INFO',
        'src/web.egg-info/top_level.txt',
      ],
    },
    {
      name: 'keeps a folder called build that is of the sources',
      before: { 'build/hook.py': '' },
      after: ['build/hook.py'],
    },
  ];
  for (const { name, before, after } of rows) {
    it(name, async () => {
      await writeFiles(folder.path, { ...FILES, ...before });
      await leavingNothing([folder.path], () => writeFiles(folder.path, LEFT));
      assert.deepEqual(await files(), [...after, ...Object.keys(FILES)].toSorted());
    });
  }

  it('takes it away after a failure, too', async () => {
    await writeFiles(folder.path, FILES);
    const work = async (): Promise<void> => {
      await writeFiles(folder.path, LEFT);
      throw new Error('no luck');
    };
    await assert.rejects(leavingNothing([folder.path], work), /^Error: no luck$/);
    assert.deepEqual(await files(), Object.keys(FILES).toSorted());
  });

  it('looks at what is no folder in vain', async () => {
    await writeFiles(folder.path, { 'web.whl': '' });
    await leavingNothing([join(folder.path, 'web.whl'), join(folder.path, 'none')], () =>
      writeFiles(folder.path, LEFT),
    );
    assert.deepEqual(await files(), [...Object.keys(LEFT), 'web.whl'].toSorted());
  });

  async function files(): Promise<string[]> {
    const all = await readdir(folder.path, { recursive: true, withFileTypes: true });
    return all
      .filter((one) => one.isFile())
      .map((one) => join(one.parentPath, one.name).slice(folder.path.length + 1))
      .toSorted();
  }
});
