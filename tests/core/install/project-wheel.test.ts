// The private copy that the project is built from: what is in it, and what of the user's folder is not.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readlink, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Installer } from '../../../tasks/core/install/installer.js';
import { buildProjectWheel } from '../../../tasks/core/install/project-wheel.js';
import { fakeHost } from '../../helpers/fake-host.js';
import { folderPerTest, writeFiles } from '../../helpers/temp-folder.js';

describe('the copy that the project is built from', () => {
  const folder = folderPerTest();
  const project = (...names: readonly string[]): string => join(folder.path, 'project', ...names);

  beforeEach(async () => {
    await mkdir(project(), { recursive: true });
  });

  /** An installer that notes what it is to build, and makes an empty wheel of it. */
  function lookingInstaller(seen: string[]): Installer {
    return {
      name: 'pip',
      version: '24.0',
      env: {},
      install: () => Promise.reject(new Error('nothing is installed')),
      buildWheel: async (source, into) => {
        for (const entry of await readdir(source, { recursive: true, withFileTypes: true })) {
          const path = join(entry.parentPath, entry.name);
          const name = path.slice(source.length + 1);
          if (entry.isSymbolicLink()) seen.push(`${name} -> ${await readlink(path)}`);
          else if (!entry.isDirectory()) seen.push(name);
        }
        await writeFile(join(into, 'web-1.0-py3-none-any.whl'), '');
      },
    };
  }

  /** The names in the copy, links with what they lead to. */
  async function copied(): Promise<string[]> {
    const seen: string[] = [];
    const work = join(folder.path, 'work');
    await mkdir(work);
    const place = { appRoot: project(), work, glibc: '2.31' };
    const root = { root: project(), extras: [], dependenciesKnown: true };
    const wheel = await buildProjectWheel(fakeHost(), lookingInstaller(seen), root, place);
    assert.equal(wheel, join(work, 'project-wheel', 'web-1.0-py3-none-any.whl'));
    return seen.toSorted();
  }

  it('has no virtual environment, and nothing that builds and tools leave behind', async () => {
    await writeFiles(project(), {
      'setup.py': '',
      'web/__init__.py': '',
      'web/build/lib/kept.py': '',
      'web/__pycache__/x.pyc': '',
      'web.egg-info/PKG-INFO': '',
      'build/lib/web.py': '',
      'build/bdist.linux-x86_64/x': '',
      'build/hook.py': '',
      '.mypy_cache/x': '',
      '.nox/x': '',
      '.git/config': '',
      // Unlike git's, it is not given a stand-in.
      '.hg/dirstate': '',
      '.venv/pyvenv.cfg': '',
      '.venv/lib/x.py': '',
    });
    await symlink('.venv', project('env'));
    assert.deepEqual(await copied(), [
      '.hg/dirstate',
      'build/hook.py',
      'setup.py',
      'web/__init__.py',
      'web/build/lib/kept.py',
    ]);
  });

  it('has links that lead nowhere, and links as what they led to', async () => {
    await writeFiles(project(), { 'web/__init__.py': '' });
    await symlink('me@here.1234:5678', project('.#setup.py'));
    await symlink('itself', project('web', 'itself'));
    await symlink('web', project('linked'));
    await symlink('/dev/null', project('nothing'));
    assert.deepEqual(await copied(), [
      `.#setup.py -> ${project('me@here.1234:5678')}`,
      `linked -> ${project('web')}`,
      'nothing -> /dev/null',
      'web/__init__.py',
      `web/itself -> ${project('web', 'itself')}`,
    ]);
  });

  it('has no sockets and pipes, which no build reads', async () => {
    await writeFiles(project(), { 'setup.py': '', 'run/keep.txt': '' });
    execFileSync('mkfifo', [project('run', 'pipe')]);
    const server = createServer().listen(project('run', 'web.sock'));
    await once(server, 'listening');
    try {
      assert.deepEqual(await copied(), ['run/keep.txt', 'setup.py']);
    } finally {
      server.close();
    }
  });
});
