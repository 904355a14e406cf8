// uv's configuration files: all that uv reads are read, and none may move the packages.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { checkUvConfig } from '../../../tasks/core/tools/uv-config.js';
import { failureOf } from '../../helpers/expect-stopped.js';
import { fakeHost, type FakeHost } from '../../helpers/fake-host.js';
import { folderPerTest, writeFiles } from '../../helpers/temp-folder.js';

describe('checkUvConfig', () => {
  const folder = folderPerTest();
  const below = (...names: readonly string[]): string => join(folder.path, ...names);

  const host = (env: Readonly<Record<string, string>> = {}): FakeHost =>
    fakeHost({
      workingFolder: folder.path,
      env: { XDG_CONFIG_HOME: below('user'), XDG_CONFIG_DIRS: below('system'), ...env },
    });

  const refused = [
    { name: 'uv.toml of the app root', path: 'repo/app/uv.toml', text: '[pip]\ntarget = "x"\n' },
    {
      name: 'pyproject.toml above it',
      path: 'repo/pyproject.toml',
      text: '[tool.uv.pip]\ntarget = "x"\n',
    },
    { name: 'the user', path: 'user/uv/uv.toml', text: '[pip]\ntarget = "x"\n' },
    { name: 'the system', path: 'system/uv/uv.toml', text: 'pip = { target = "x" }\n' },
  ];
  for (const { name, path, text } of refused) {
    it(`refuses a target of ${name}`, async () => {
      await writeFiles(folder.path, { 'repo/app/app.py': '', [path]: text });
      assert.deepEqual(await failureOf(checkUvConfig(host(), below('repo/app'))), {
        code: 'uv-moved',
        path: below(path),
        setting: 'target',
      });
    });
  }

  it('takes the nearest alone, which may say nothing of it', async () => {
    await writeFiles(folder.path, {
      'repo/uv.toml': '[pip]\nprefix = "x"\n',
      'repo/app/pyproject.toml': '[tool.uv]\nindex-url = "https://feed.example/simple/"\n',
    });
    await checkUvConfig(host(), below('repo/app'));
  });

  it('goes on where a project says nothing of uv, or cannot be read', async () => {
    await writeFiles(folder.path, {
      'repo/uv.toml': '[pip]\nprefix = "x"\n',
      'repo/app/pyproject.toml': '[project]\nname = "x"\n',
      'repo/app/uv.toml': 'no TOML',
    });
    const failure = await failureOf(checkUvConfig(host(), below('repo/app')));
    assert.deepEqual(failure, { code: 'uv-moved', path: below('repo/uv.toml'), setting: 'prefix' });
  });

  it('reads the file that the job names alone, or none', async () => {
    await writeFiles(folder.path, {
      'app/uv.toml': '[pip]\nprefix = "x"\n',
      'mine.toml': '[pip]\nstrict = true\n',
    });
    await checkUvConfig(host({ UV_CONFIG_FILE: 'mine.toml' }), below('app'));
    await checkUvConfig(host({ UV_NO_CONFIG: '1' }), below('app'));
  });
});
