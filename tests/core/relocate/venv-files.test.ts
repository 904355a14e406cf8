import assert from 'node:assert/strict';
import { chmod, mkdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../../../tasks/core/archives/digest.js';
import { spellBuildPaths } from '../../../tasks/core/relocate/build-paths.js';
import { listVenv } from '../../../tasks/core/relocate/list-venv.js';
import { isRecord, type VenvFile } from '../../../tasks/core/relocate/venv-file.js';
import { loadVenvFiles } from '../../../tasks/core/relocate/venv-files.js';
import type { Progress } from '../../../tasks/core/terms/progress.js';
import { failureOf } from '../../helpers/expect-stopped.js';
import { folderPerTest, writeFiles } from '../../helpers/temp-folder.js';

const { signal } = new AbortController();
const FROM = '/agent/work/1/s/antenv';
const PATHS = spellBuildPaths([{ from: FROM, to: '/antenv' }]);
const SITE = 'lib/python3.12/site-packages';

describe('the files of an installed venv', () => {
  const folder = folderPerTest();

  const load = (): Promise<VenvFile[]> => loadVenvFiles(folder.path, PATHS, signal);

  it('are told apart by what relocation does with them', async () => {
    const files: Record<string, string | Buffer> = {
      'bin/data': 'no script\n',
      'bin/script': '#!/bin/sh\n',
      'bin/sub/script': '#!/bin/sh\n',
      'bin/tool': `#!${FROM}/bin/python\n`,
      [`${SITE}/a/binary.so`]: Buffer.from(`\u007fELF\0${FROM}/lib\0`),
      [`${SITE}/a/clean.so`]: Buffer.from('\u007fELF\0'),
      [`${SITE}/a/plain.py`]: 'x = 1\n',
      [`${SITE}/a-1.dist-info/RECORD`]: 'a/plain.py,,\n',
      [`${SITE}/a-1.dist-info/direct_url.json`]: '{"url": "https://example.org/a.whl"}',
      [`${SITE}/a-1.dist-info/entry_points.txt`]: '[console_scripts]\na = a:main\n',
      'share/bin/script': '#!/bin/sh\n',
    };
    await writeFiles(folder.path, files);
    await chmod(join(folder.path, 'bin/tool'), 0o700);
    const file = (path: string, changes: boolean, keepsBuildPath = false): VenvFile => {
      const bytes = Buffer.from(files[path] ?? '');
      return {
        path,
        absolute: join(folder.path, path),
        // A script of bin is run, whether its installer said so or not.
        executable: path === 'bin/script' || path === 'bin/tool',
        size: bytes.length,
        digest: sha256(bytes),
        bytes: changes ? bytes : undefined,
        keepsBuildPath,
        note: undefined,
      };
    };
    assert.deepEqual(await load(), [
      file('bin/data', false),
      file('bin/script', false),
      file('bin/sub/script', false),
      file('bin/tool', true),
      file(`${SITE}/a/binary.so`, false, true),
      file(`${SITE}/a/clean.so`, false),
      file(`${SITE}/a/plain.py`, false),
      file(`${SITE}/a-1.dist-info/RECORD`, true),
      file(`${SITE}/a-1.dist-info/direct_url.json`, true),
      file(`${SITE}/a-1.dist-info/entry_points.txt`, true),
      file('share/bin/script', false),
    ]);
  });

  it('are not those that are made anew or of no use', async () => {
    await writeFiles(folder.path, {
      'bin/Activate.ps1': '',
      'bin/activate': '',
      'bin/python-tool': '',
      'bin/python3.12': '',
      'pyvenv.cfg': '',
      [`${SITE}/__pycache__/a.cpython-312.pyc`]: '',
      [`${SITE}/a/__pycache__/b.cpython-312.pyc`]: '',
      [`${SITE}/a/pyvenv.cfg`]: '',
      [`${SITE}/a/bin/python`]: '',
    });
    await symlink('python3.12', join(folder.path, 'bin/python'));
    // A joke of Python 3.14's venv.
    await symlink('python3.12', join(folder.path, 'bin/\u{1d70b}thon'));
    await symlink('lib', join(folder.path, 'lib64'));
    await mkdir(join(folder.path, 'include'));
    assert.deepEqual(
      (await load()).map(({ path }) => path),
      ['bin/activate', 'bin/python-tool', `${SITE}/a/bin/python`, `${SITE}/a/pyvenv.cfg`],
    );
  });

  it('are searched also where they are too large for memory', async () => {
    const path = join(folder.path, 'large');
    await writeFile(path, '');
    await truncate(path, 33 * 1024 * 1024);
    const [without] = await load();
    assert.deepEqual([without?.bytes, without?.keepsBuildPath], [undefined, false]);
    await writeFile(path, `${FROM}-2/lib`, { flag: 'a' });
    const [withAnother] = await load();
    assert.deepEqual([withAnother?.bytes, withAnother?.keepsBuildPath], [undefined, false]);
    await writeFile(path, FROM, { flag: 'a' });
    const [withPath] = await load();
    assert.deepEqual([withPath?.bytes, withPath?.keepsBuildPath], [undefined, true]);
  });

  it('are those that links lead to, in the place of the links', async () => {
    await writeFiles(folder.path, { [`${SITE}/data-1.0/notes.txt`]: 'notes' });
    await symlink('data-1.0', join(folder.path, SITE, 'data'));
    await symlink('data-1.0/notes.txt', join(folder.path, SITE, 'notes.txt'));
    assert.deepEqual(
      (await load()).map(({ path, size }) => [path, size]),
      [
        [`${SITE}/data/notes.txt`, 5],
        [`${SITE}/data-1.0/notes.txt`, 5],
        [`${SITE}/notes.txt`, 5],
      ],
    );
  });

  const badLinks = [
    { name: 'leads nowhere', target: 'gone', expect: { code: 'link-dangling', target: 'gone' } },
    { name: 'leads to a folder above it', target: '..', expect: { code: 'link-to-itself' } },
  ] as const;
  for (const { name, target, expect } of badLinks) {
    it(`stop the run where a link ${name}`, async () => {
      await writeFiles(folder.path, { [`${SITE}/a.py`]: '' });
      await symlink(target, join(folder.path, SITE, 'link'));
      const failure = await failureOf(load());
      assert.deepEqual({ ...failure, ...expect }, failure);
      assert.ok('link' in failure && failure.link === `antenv/${SITE}/link`);
    });
  }

  it('are the same where there are so many that several threads look at them', async () => {
    const text = (at: number): string =>
      at % 100 === 7 ? `home = ${FROM}/${at}\n` : `x = ${at}\n`;
    const names = Array.from({ length: 1300 }, (_, at) => `${SITE}/m${1000 + at}.py`);
    await writeFiles(folder.path, Object.fromEntries(names.map((path, at) => [path, text(at)])));
    await chmod(join(folder.path, names[1] ?? ''), 0o755);
    const expected = names.map((path, at) => {
      const bytes = Buffer.from(text(at));
      return {
        path,
        absolute: join(folder.path, path),
        executable: at === 1,
        size: bytes.length,
        digest: sha256(bytes),
        bytes: at % 100 === 7 ? bytes : undefined,
        keepsBuildPath: false,
        note: undefined,
      };
    });
    assert.deepEqual(await load(), expected);
  });

  it('are counted while they are read', async () => {
    await writeFiles(folder.path, {
      'bin/tool': 'tool',
      [`${SITE}/a.py`]: 'x = 1\n',
      [`${SITE}/b.py`]: '',
      [`${SITE}/__pycache__/a.pyc`]: 'left out',
    });
    const told: Progress[] = [];
    await loadVenvFiles(folder.path, PATHS, signal, {
      advance: (progress) => told.push(progress),
    });
    assert.deepEqual(told, [
      { done: { bytes: 4, files: 1 }, of: { files: 3 } },
      { done: { bytes: 10, files: 2 }, of: { files: 3 } },
      { done: { bytes: 10, files: 3 }, of: { files: 3 } },
    ]);
  });

  it('are no longer read when cancelled', async () => {
    await writeFiles(folder.path, { a: '' });
    const work = loadVenvFiles(folder.path, PATHS, AbortSignal.abort());
    await assert.rejects(work, { name: 'AbortError' });
    await assert.rejects(listVenv(folder.path, AbortSignal.abort()), { name: 'AbortError' });
  });

  const names = [
    { given: `${SITE}/a-1.dist-info/RECORD`, expect: true },
    { given: `${SITE}/a/_vendor/b-1.dist-info/RECORD`, expect: true },
    { given: `${SITE}/a-1.dist-info/RECORD.jws`, expect: false },
    { given: `${SITE}/a/RECORD`, expect: false },
  ];
  for (const { given, expect } of names) {
    it(`${expect ? 'have' : 'do not have'} a RECORD in ${given}`, () =>
      assert.equal(isRecord(given), expect));
  }
});
