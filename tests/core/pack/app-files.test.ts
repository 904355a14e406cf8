// The app's own files: what is packed, what stays behind and why, what is refused.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmdirSync } from 'node:fs';
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { zipBytes } from '../../../tasks/core/archives/write-zip.js';
import {
  loadAppFiles,
  type AppFiles,
  type AppFilesRequest,
} from '../../../tasks/core/pack/app-files.js';
import type { Failure } from '../../../tasks/core/terms/failure.js';
import { allBytes, bytesEntry, timed } from '../../helpers/entries.js';
import { failureOf } from '../../helpers/expect-stopped.js';
import { fakeHost } from '../../helpers/fake-host.js';
import { folderPerTest, writeFiles } from '../../helpers/temp-folder.js';

const zipOf = (...names: readonly string[]): Promise<Buffer> =>
  allBytes(
    zipBytes(timed(names.map((name) => bytesEntry(name, name))), new AbortController().signal),
  );

describe('loadAppFiles', () => {
  const folder = folderPerTest();
  const root = (...names: readonly string[]): string => join(folder.path, 'app', ...names);
  const warnings: string[] = [];

  beforeEach(async () => {
    warnings.length = 0;
    await writeFiles(root(), { 'app.py': 'x = 1\n' });
  });

  function load(
    asked: Partial<AppFilesRequest> = {},
    secrets: readonly string[] = [],
  ): Promise<AppFiles> {
    const tell = { warn: (text: string) => void warnings.push(text), note: () => undefined };
    const own = [join(folder.path, 'work')];
    const request = { appRoot: root(), excludes: [], own, isOnShare: true, ...asked };
    return loadAppFiles(fakeHost({ secrets }), tell, request);
  }

  const paths = ({ entries }: AppFiles): string[] => entries.map(({ path }) => path);
  const left = ({ leftOut }: AppFiles): Record<string, string> =>
    Object.fromEntries(leftOut.map(({ path, reason }) => [path, reason]));

  it('packs files sorted by bytes, with empty folders, and knows what may be run', async () => {
    await writeFiles(root(), {
      'Z.txt': '',
      'a/b.txt': '',
      'ä.txt': '',
      'run.sh': 'echo\n',
      'of-group.sh': 'echo\n',
      script: '#!/bin/sh\n',
      'settings.py': '# a comment\n',
    });
    await mkdir(root('empty', 'inner'), { recursive: true });
    await chmod(root('run.sh'), 0o755);
    await chmod(root('of-group.sh'), 0o654);
    const { entries } = await load();
    assert.deepEqual(
      entries.map((entry) => [entry.path, entry.kind, entry.kind === 'file' && entry.executable]),
      [
        ['Z.txt', 'file', false],
        ['a/b.txt', 'file', false],
        ['app.py', 'file', false],
        ['empty/inner', 'folder', false],
        ['of-group.sh', 'file', true],
        ['run.sh', 'file', true],
        ['script', 'file', true],
        ['settings.py', 'file', false],
        ['ä.txt', 'file', false],
      ],
    );
  });

  it('leaves out what does not belong into a package, wherever it is', async () => {
    await writeFiles(root(), {
      '.git/HEAD': '',
      'lib/.git': 'gitdir: ../.git/modules/lib\n',
      '.svn/x': '',
      '.hg/x': '',
      '.bzr/x': '',
      '.env': '',
      'conf/.env': '',
      'local.settings.json': '',
      'my own venv/pyvenv.cfg': '',
      'my own venv/bin/x': '',
      'pkg/__pycache__/a.pyc': '',
      '.pytest_cache/x': '',
      '.mypy_cache/x': '',
      '.tox/x': '',
      '.ruff_cache/x': '',
      '.nox/x': '',
      'notes/.ipynb_checkpoints/x': '',
      'pkg/.DS_Store': '',
      'antenv.tar.gz': '',
      'antenv.tar.zst': '',
      'antenv.zip': '',
      'output.tar.gz': '',
      'output.tar.zst': '',
      'antenv.sarif': '',
      'oryx-manifest.toml': '',
      'antenv-report.json': '',
      'old/whatever.zip': await zipOf('app.py', 'oryx-manifest.toml'),
      'data/model.zip': await zipOf('model.bin'),
      'data/no.zip': 'not a zip',
      'env/settings.py': '',
      '.env.example': '',
    });
    const found = await load();
    assert.deepEqual(left(found), {
      '.bzr/': 'version control',
      '.env': 'local secrets',
      '.git/': 'version control',
      '.hg/': 'version control',
      '.mypy_cache/': 'cache',
      '.nox/': 'cache',
      '.pytest_cache/': 'cache',
      '.ruff_cache/': 'cache',
      '.svn/': 'version control',
      '.tox/': 'cache',
      'antenv-report.json': 'earlier package',
      'antenv.sarif': 'earlier package',
      'antenv.tar.gz': 'earlier package',
      'antenv.tar.zst': 'earlier package',
      'antenv.zip': 'earlier package',
      'conf/.env': 'local secrets',
      'lib/.git': 'version control',
      'local.settings.json': 'local secrets',
      'my own venv/': 'virtual environment',
      'notes/.ipynb_checkpoints/': 'cache',
      'old/whatever.zip': 'earlier package',
      'oryx-manifest.toml': 'earlier package',
      'output.tar.gz': 'earlier package',
      'output.tar.zst': 'earlier package',
      'pkg/.DS_Store': 'cache',
      'pkg/__pycache__/': 'cache',
    });
    assert.deepEqual(paths(found), [
      '.env.example',
      'app.py',
      'data/model.zip',
      'data/no.zip',
      'env/settings.py',
    ]);
  });

  it('follows excludes and .antenvignore, the later pattern before the earlier one', async () => {
    await writeFiles(root(), {
      '.antenvignore': '# ours\n*.md\n!README.md\n!.env\ntests/\n',
      '.env': '',
      'README.md': '',
      'notes.md': '',
      'NOTES.MD': '',
      'tests/test_app.py': '',
      'docs/guide.md': '',
      'keep/notes.md': '',
    });
    const found = await load({ excludes: ['docs/', '!keep/notes.md'] });
    assert.deepEqual(paths(found), ['.env', 'NOTES.MD', 'README.md', 'app.py', 'keep/notes.md']);
    assert.deepEqual(left(found), {
      '.antenvignore': '.antenvignore',
      'docs/': 'excludes',
      'notes.md': '.antenvignore',
      'tests/': '.antenvignore',
    });
  });

  it('leaves out the package that an earlier run made there, whatever its name', async () => {
    await writeFiles(root(), { 'dist/web.pkg': 'PK' });
    const found = await load({ own: [root('dist', 'web.pkg')] });
    assert.deepEqual(paths(found), ['app.py']);
    assert.deepEqual(left(found), { 'dist/web.pkg': 'earlier package' });
  });

  it('leaves out what runs beside this one write into the app root, without a word', async () => {
    await writeFiles(root(), {
      '.web.zip.antenv-lock': '{}',
      '.web.zip.antenv-lock.0123abcd': '{}',
      '.web.zip.antenv-lock.0123abcd.stale': '{}',
      '.web.zip.0123abcd.antenv-partial': 'PK',
    });
    const found = await load();
    assert.deepEqual(paths(found), ['app.py']);
    assert.deepEqual(left(found), {});
  });

  it("leaves out the run's own folder when it lies in the app root", async () => {
    await writeFiles(root(), { 'tmp/antenv-x/antenv/bin/python': '' });
    const found = await load({ own: [root('tmp', 'antenv-x')] });
    assert.deepEqual(paths(found), ['app.py']);
    assert.deepEqual(left(found), {});
  });

  it('follows links inside the root, also of folders, and leaves out what leads to what is left out', async () => {
    await writeFiles(root(), { 'shared/logo.png': 'logo', '.env': 'KEY=1', 'venv/pyvenv.cfg': '' });
    await symlink('shared', root('static'));
    await symlink('shared/logo.png', root('logo.png'));
    await symlink('.env', root('settings'));
    await symlink('/opt/venv', root('.tox'));
    const found = await load();
    assert.deepEqual(paths(found), ['app.py', 'logo.png', 'shared/logo.png', 'static/logo.png']);
    assert.deepEqual(left(found), {
      '.env': 'local secrets',
      '.tox': 'cache',
      settings: 'local secrets',
      'venv/': 'virtual environment',
    });
  });

  it('follows a link into a folder whose name begins with two dots', async () => {
    await writeFiles(root(), { '..2026_11_22/settings.json': '{}' });
    await symlink('..2026_11_22', root('conf'));
    const found = await load();
    assert.deepEqual(paths(found), ['..2026_11_22/settings.json', 'app.py', 'conf/settings.json']);
  });

  it('leaves out what is no file', async () => {
    execFileSync('mkfifo', [root('pipe')]);
    assert.deepEqual(left(await load()), { pipe: 'no regular file' });
  });

  it('warns of a file that holds a secret, small or large', async () => {
    const secret = 'pa55-w0rd-0f-7he-job';
    const large = Buffer.alloc(33 * 1024 * 1024, '.');
    // Over the border of two pieces.
    large.write(secret, 4 * 1024 * 1024 - 5);
    await writeFiles(root(), {
      'settings.py': `KEY = '${secret}'`,
      'pin.py': "PIN = '12345678'",
      'large.bin': large,
      'notes.txt': 'seven77',
    });
    const found = await load({}, [secret, '12345678', 'seven77']);
    assert.equal(found.entries.length, 5);
    assert.deepEqual(
      warnings.map((text) => /^'([^']+)' holds the value of a secret variable/.exec(text)?.[1]),
      ['large.bin', 'pin.py', 'settings.py'],
    );
  });

  it('knows a large script for one that is to be run, and no other large file', async () => {
    const large = (start: string): Buffer => {
      const bytes = Buffer.alloc(33 * 1024 * 1024, '.');
      bytes.write(start);
      return bytes;
    };
    await writeFiles(root(), { installer: large('#!/bin/sh\n'), 'data.csv': large('# id,name\n') });
    const { entries } = await load();
    assert.deepEqual(
      entries.map((entry) => [entry.path, entry.kind === 'file' && entry.executable]),
      [
        ['app.py', false],
        ['data.csv', false],
        ['installer', true],
      ],
    );
  });

  interface Refusal {
    readonly name: string;
    readonly arrange: () => Promise<unknown>;
    readonly excludes?: readonly string[];
    readonly failure: () => Failure;
    /** The exclude that the message offers, and that helps. */
    readonly helps?: string;
  }

  it('takes names that differ in case where nothing is on a share', async () => {
    await writeFiles(root(), { 'static/Logo.png': 'one', 'static/logo.png': 'two' });
    const loaded = await load({ isOnShare: false });
    assert.deepEqual(paths(loaded), ['app.py', 'static/Logo.png', 'static/logo.png']);
  });

  const refusals: readonly Refusal[] = [
    {
      name: 'two names that differ in case',
      arrange: () => writeFiles(root(), { 'Static/a.css': '', 'static/A.css': '' }),
      failure: () => ({ code: 'names-clash', first: 'Static/a.css', second: 'static/A.css' }),
      helps: 'Static/',
    },
    {
      name: 'two names that are one in Unicode',
      arrange: () => writeFiles(root(), { 'caf\u00e9.txt': '', 'cafe\u0301.txt': '' }),
      failure: () => ({ code: 'names-clash', first: 'cafe\u0301.txt', second: 'caf\u00e9.txt' }),
    },
    {
      name: 'a name with a backslash',
      arrange: () => writeFiles(root(), { 'static\\logo.png': '' }),
      failure: () => ({ code: 'name-with-backslash', name: 'static\\logo.png' }),
      helps: 'static*logo.png',
    },
    {
      name: 'a name that is not UTF-8',
      arrange: () =>
        writeFile(Buffer.concat([Buffer.from(`${root()}/b`), Buffer.from([0xe9])]), ''),
      failure: () => ({ code: 'name-not-utf8', name: 'b\ufffd' }),
    },
    {
      name: 'a link out of the root',
      arrange: async () => {
        await writeFiles(folder.path, { 'outside.txt': '' });
        await symlink('../outside.txt', root('inside.txt'));
      },
      failure: () => ({
        code: 'link-leaves-app-root',
        link: 'inside.txt',
        target: join(folder.path, 'outside.txt'),
      }),
      helps: 'inside.txt',
    },
    {
      name: 'a link to the folder that the root is in',
      arrange: () => symlink('..', root('up')),
      failure: () => ({ code: 'link-leaves-app-root', link: 'up', target: folder.path }),
      helps: 'up',
    },
    {
      name: 'a link out of the root, by way of a folder beside it whose name begins alike',
      arrange: async () => {
        await mkdir(join(folder.path, 'app2'));
        await symlink('../app2', root('data'));
      },
      failure: () => ({
        code: 'link-leaves-app-root',
        link: 'data',
        target: join(folder.path, 'app2'),
      }),
      helps: 'data',
    },
    {
      name: 'a link that leads nowhere',
      arrange: () => symlink('releases/7', root('current')),
      failure: () => ({ code: 'link-dangling', link: 'current', target: 'releases/7' }),
      helps: 'current',
    },
    {
      name: 'a link to itself',
      arrange: () => symlink('self', root('self')),
      failure: () => ({ code: 'link-dangling', link: 'self', target: 'self' }),
      helps: 'self',
    },
    {
      name: 'a link to a folder above it',
      arrange: async () => {
        await mkdir(root('src', 'deep'), { recursive: true });
        await symlink('../..', root('src', 'deep', 'top'));
      },
      failure: () => ({ code: 'link-to-itself', link: 'src/deep/top', target: root() }),
      helps: 'top',
    },
    {
      name: 'two folders that link to each other',
      arrange: async () => {
        await mkdir(root('a'));
        await mkdir(root('b'));
        await symlink('../b', root('a', 'b'));
        await symlink('../a', root('b', 'a'));
      },
      failure: () => ({ code: 'link-to-itself', link: 'a/b/a', target: root('a') }),
      helps: '/b',
    },
    {
      name: 'an antenv of its own',
      arrange: () => writeFiles(root(), { 'antenv/models.py': '' }),
      failure: () => ({ code: 'app-has-antenv', path: 'antenv/models.py' }),
      helps: 'antenv',
    },
    {
      name: 'nothing but what stays behind',
      arrange: () => Promise.resolve(),
      excludes: ['*'],
      failure: () => ({ code: 'nothing-to-pack', appRoot: root() }),
    },
    {
      name: 'an .antenvignore that cannot be read',
      arrange: () => mkdir(root('.antenvignore')),
      failure: () => ({
        code: 'file-unreadable',
        path: root('.antenvignore'),
        reason: 'EISDIR: illegal operation on a directory, read',
      }),
    },
  ];

  for (const { name, arrange, excludes = [], failure, helps } of refusals) {
    it(`refuses ${name}${helps === undefined ? '' : ', unless it is excluded'}`, async () => {
      await arrange();
      assert.deepEqual(await failureOf(load({ excludes })), failure());
      if (helps !== undefined) await load({ excludes: [helps] });
    });
  }

  it('takes an antenv of its own that is a virtual environment for one', async () => {
    await writeFiles(root(), { 'antenv/pyvenv.cfg': '', 'antenv/bin/activate': '' });
    assert.deepEqual(left(await load()), { 'antenv/': 'virtual environment' });
  });

  it('refuses a folder that another program removes meanwhile', async () => {
    await mkdir(root('static'));
    const { signal } = new AbortController();
    // Asked before each folder is looked at.
    signal.throwIfAborted = () => {
      signal.throwIfAborted = () => rmdirSync(root('static'));
    };
    const tell = { warn: () => undefined, note: () => undefined };
    const request = { appRoot: root(), excludes: [], own: [], isOnShare: true };
    const failure = await failureOf(loadAppFiles(fakeHost({ signal }), tell, request));
    assert.deepEqual(failure, { code: 'file-changed', path: root('static') });
  });

  it('stops between two folders when it is cancelled', async () => {
    const tell = { warn: () => undefined, note: () => undefined };
    const host = fakeHost({ signal: AbortSignal.abort(new Error('enough')) });
    const request = { appRoot: root(), excludes: [], own: [], isOnShare: true };
    await assert.rejects(loadAppFiles(host, tell, request), /enough/);
  });
});
