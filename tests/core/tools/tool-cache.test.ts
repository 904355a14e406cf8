import assert from 'node:assert/strict';
import { chmod, mkdir, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { keptFolder, toolCacheFolder } from '../../../tasks/core/tools/tool-cache.js';
import { failureOf } from '../../helpers/expect-stopped.js';
import { fakeHost } from '../../helpers/fake-host.js';
import { folderPerTest, writeFiles } from '../../helpers/temp-folder.js';

describe('toolCacheFolder', () => {
  const folder = folderPerTest();
  const at = (name: string): string => join(folder.path, name);
  const found = async (): Promise<string> =>
    toolCacheFolder(
      fakeHost({
        tempFolder: at('temp'),
        env: { AGENT_TOOLSDIRECTORY: at('tools'), XDG_CACHE_HOME: at('user') },
      }),
    );

  const cases = [
    { name: "is the agent's", folders: ['tools', 'user'], expect: 'tools/antenv' },
    { name: 'is there already', folders: ['tools/antenv', 'user'], expect: 'tools/antenv' },
    { name: "is the user's without an agent", folders: ['user'], expect: 'user/antenv' },
    { name: 'is temporary without either', folders: [], expect: 'temp/antenv-cache' },
    {
      name: "is the user's where the agent's cannot be used",
      folders: ['tools', 'user'],
      files: { 'tools/antenv': '' },
      expect: 'user/antenv',
    },
    {
      name: 'is temporary where none can be used',
      folders: ['tools', 'user'],
      files: { 'tools/antenv': '', 'user/antenv': '' },
      expect: 'temp/antenv-cache',
    },
  ];
  for (const { name, folders, files, expect } of cases) {
    it(name, async () => {
      for (const one of folders) await mkdir(at(one), { recursive: true });
      await writeFiles(folder.path, files ?? {});
      assert.equal(await found(), at(expect));
    });
  }

  it("is the user's where others may write in the agent's", async () => {
    for (const name of ['tools/antenv', 'user']) await mkdir(at(name), { recursive: true });
    await chmod(at('tools/antenv'), 0o777);
    assert.equal(await found(), at('user/antenv'));
  });

  it("is the user's where a link stands for the agent's", async () => {
    for (const name of ['tools', 'other', 'user']) await mkdir(at(name), { recursive: true });
    await symlink(at('other'), at('tools/antenv'));
    assert.equal(await found(), at('user/antenv'));
  });

  it('is none where somebody else has taken the name of the temporary one', async () => {
    await mkdir(at('temp/antenv-cache'), { recursive: true });
    await chmod(at('temp/antenv-cache'), 0o777);
    assert.deepEqual(await failureOf(found()), {
      code: 'temp-folder-unusable',
      path: at('temp/antenv-cache'),
      reason: 'it is not a folder of this user in which nobody else can write',
    });
  });

  it('is made so that nobody else can write in it, whatever the mask', async () => {
    const mask = process.umask(0o002);
    try {
      await keptFolder(at('tools/antenv/one'), () => Promise.resolve(undefined));
    } finally {
      process.umask(mask);
    }
    assert.equal((await stat(at('tools/antenv'))).mode & 0o777, 0o755);
    assert.equal(await found(), at('tools/antenv'));
  });
});
