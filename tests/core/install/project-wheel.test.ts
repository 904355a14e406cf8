// The private copy that the project is built from: what is in it, and what of the user's folder is not.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdir,
  readdir,
  readFile,
  readlink,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Installer } from '../../../tasks/core/install/installer.js';
import { buildProjectWheel } from '../../../tasks/core/install/project-wheel.js';
import { Stopped, type Failure } from '../../../tasks/core/terms/failure.js';
import { failureOf } from '../../helpers/expect-stopped.js';
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
  async function copied(work = join(folder.path, 'work')): Promise<string[]> {
    const seen: string[] = [];
    await build(lookingInstaller(seen), project(), work);
    return seen.toSorted();
  }

  async function build(
    installer: Installer,
    root: string,
    work = join(folder.path, 'work'),
  ): Promise<void> {
    await mkdir(work);
    const place = { appRoot: project(), work, glibc: '2.31' };
    const asked = { root, extras: [], dependenciesKnown: true };
    const wheel = await buildProjectWheel(fakeHost(), installer, asked, place);
    assert.equal(wheel, join(work, 'project-wheel', 'web-1.0-py3-none-any.whl'));
  }

  /** An installer that does something in the copy, and makes an empty wheel of it. */
  function workingInstaller(work: (source: string) => unknown): Installer {
    return {
      ...lookingInstaller([]),
      buildWheel: async (source, into) => {
        await work(source);
        await writeFile(join(into, 'web-1.0-py3-none-any.whl'), '');
      },
    };
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

  for (const own of [['antenv-x'], ['tmp', 'antenv-x'], ['var', 'tmp', 'antenv-x']]) {
    it(`has nothing of the run's own folder, where that is ${own.join('/')} in the project`, async () => {
      await writeFiles(project(), {
        'setup.py': '',
        'tmp/notes.txt': '',
        'tmp/__pycache__/x.pyc': '',
        'var/tmp/notes.txt': '',
      });
      assert.deepEqual(await copied(project(...own)), [
        'setup.py',
        'tmp/notes.txt',
        'var/tmp/notes.txt',
      ]);
    });
  }

  it('has the times of the files, by which a build knows what it has to do anew', async () => {
    await writeFiles(project(), { 'setup.py': '' });
    await utimes(project('setup.py'), 1_700_000_000, 1_700_000_000);
    let time: number | undefined;
    await build(
      workingInstaller(async (source) => {
        time = (await stat(join(source, 'setup.py'))).mtimeMs / 1000;
      }),
      project(),
    );
    assert.equal(time, 1_700_000_000);
  });

  const git = (cwd: string, ...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {
      cwd,
      encoding: 'utf8',
    }).trim();

  for (const [where, below] of [
    ['at the top of a repository', []],
    ['in a folder of a repository', ['services', 'web']],
  ] as const) {
    it(`is a clean working tree with the tags: ${where}`, async () => {
      const root = project(...below);
      await writeFiles(project(), { 'README.md': '', 'other/x.py': '' });
      await writeFiles(root, { 'setup.py': '', '.gitignore': '*.tmp\n' });
      git(project(), 'init', '--quiet');
      git(project(), 'add', '.');
      git(project(), 'commit', '--quiet', '--message=one');
      git(project(), 'tag', 'v1.2.3');
      const before = await readFile(project('.git', 'index'));
      const said: string[] = [];
      await build(
        workingInstaller(async (source) => {
          said.push(git(source, 'describe', '--tags', '--dirty'));
          said.push(git(source, 'status', '--porcelain'));
          await writeFile(join(source, 'setup.py'), 'changed\n');
          said.push(git(source, 'describe', '--tags', '--dirty'));
          git(source, 'add', '.');
        }),
        root,
      );
      assert.deepEqual(said, ['v1.2.3', '', 'v1.2.3-dirty']);
      assert.deepEqual(await readFile(project('.git', 'index')), before);
      assert.equal(git(project(), 'status', '--porcelain'), '');
    });
  }

  // Who may give files away.
  (process.getuid?.() === 0 ? it : it.skip)(
    'has the tags, too, where the sources belong to another user, as in a container job',
    async () => {
      await writeFiles(project(), { 'setup.py': '' });
      git(project(), 'init', '--quiet');
      git(project(), 'add', '.');
      git(project(), 'commit', '--quiet', '--message=one');
      git(project(), 'tag', 'v1.2.3');
      execFileSync('chown', ['-R', '1234', project()]);
      let said = '';
      await build(
        workingInstaller((source) => {
          said = git(source, 'describe', '--tags', '--dirty');
        }),
        project(),
      );
      assert.equal(said, 'v1.2.3');
    },
  );

  for (const [reason, isOfProject] of [
    ['build-failed', true],
    // An index that refuses us is no fault of the project.
    ['index-refused', false],
  ] as const) {
    it(`is not named where its build fails: ${reason}`, async () => {
      await writeFiles(project(), { 'pyproject.toml': '' });
      const failure: Failure = {
        code: 'pip-failed',
        reason,
        subject: 'project',
        lastLines: ['ERROR: metadata-generation-failed'],
        python: '3.12',
        glibc: '2.31',
      };
      const installer = workingInstaller(() => Promise.reject(new Stopped(failure)));
      const named = { project: { root: project(), dependenciesKnown: true } };
      assert.deepEqual(await failureOf(build(installer, project())), {
        ...failure,
        ...(isOfProject ? named : {}),
      });
    });
  }

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
