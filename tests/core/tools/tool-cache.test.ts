import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { toolCacheFolder } from '../../../tasks/core/tools/tool-cache.js';
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
});
