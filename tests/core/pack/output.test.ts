// The output: whole or not at all, and one run at a time.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  outputError,
  removeOutput,
  reserveOutput,
  writeText,
  writeWhole,
} from '../../../tasks/core/pack/output.js';
import { Stopped } from '../../../tasks/core/terms/failure.js';
import { failureOf } from '../../helpers/expect-stopped.js';
import { folderPerTest } from '../../helpers/temp-folder.js';

const systemError = (code: string): Error => Object.assign(new Error(`${code}: said`), { code });

describe('reserveOutput', () => {
  const folder = folderPerTest();
  const at = (...names: readonly string[]): string => join(folder.path, ...names);

  it('makes the folders above, holds one lock, and gives it back', async () => {
    const release = await reserveOutput(at('a', 'b', 'web.zip'));
    assert.deepEqual(await readdir(at('a', 'b')), ['.web.zip.antenv-lock']);
    const { mode } = await stat(at('a', 'b', '.web.zip.antenv-lock'));
    assert.equal(mode & 0o777, 0o600);
    const second = await failureOf(reserveOutput(at('a', 'b', 'web.zip')));
    assert.deepEqual(second, {
      code: 'output-busy',
      path: at('a', 'b', 'web.zip'),
      lock: at('a', 'b', '.web.zip.antenv-lock'),
      pid: process.pid,
    });
    // Another package in the same folder is nobody's business.
    await (
      await reserveOutput(at('a', 'b', 'other.zip'))
    )();
    await release();
    assert.deepEqual(await readdir(at('a', 'b')), []);
    await (
      await reserveOutput(at('a', 'b', 'web.zip'))
    )();
  });

  it('is busy, too, where the system does not tell when a process started', async () => {
    const release = await reserveOutput(at('web.zip'));
    const lock = at('.web.zip.antenv-lock');
    const holder = JSON.parse(await readFile(lock, 'utf8')) as object;
    await release();
    await writeFile(lock, JSON.stringify({ ...holder, started: '' }));
    const failure = await failureOf(reserveOutput(at('web.zip')));
    assert.deepEqual(failure, { code: 'output-busy', path: at('web.zip'), lock, pid: process.pid });
  });

  for (const left of [
    '',
    'no JSON',
    '{"pid":1,"started":"0"}',
    '{"pid":999999999,"started":"1"}',
  ]) {
    it(`takes over a lock that holds ${left === '' ? 'nothing' : left}`, async () => {
      await writeFile(at('.web.zip.antenv-lock'), left);
      const release = await reserveOutput(at('web.zip'));
      await release();
      assert.deepEqual(await readdir(folder.path), []);
    });
  }

  it('takes away what a killed run left half written, and nothing that somebody may be writing', async () => {
    const minutesAgo = {
      '.web.zip.0123abcd.antenv-partial': 361,
      '.antenv-report.json.0123abcd.antenv-partial': 361,
      '.web.zip.4567abcd.antenv-partial': 359,
      '.other.zip.0123abcd.antenv-partial': 361,
      '.web.zip.notes': 361,
    };
    for (const [name, minutes] of Object.entries(minutesAgo)) {
      await writeFile(at(name), 'PK');
      const time = Date.now() / 1000 - minutes * 60;
      await utimes(at(name), time, time);
    }
    const release = await reserveOutput(at('web.zip'), [at('antenv-report.json')]);
    await release();
    assert.deepEqual((await readdir(folder.path)).toSorted(), [
      '.other.zip.0123abcd.antenv-partial',
      '.web.zip.4567abcd.antenv-partial',
      '.web.zip.notes',
    ]);
  });

  it('refuses a folder in place of the package', async () => {
    for (const name of ['web.zip', 'web']) {
      await mkdir(at(name));
      const failure = await failureOf(reserveOutput(at(name)));
      assert.deepEqual(failure, { code: 'output-is-folder', path: at(name) });
    }
  });

  it('refuses a folder that cannot be made, and does not look for it for ever', async () => {
    const failure = await failureOf(reserveOutput('/proc/antenv/web.zip'));
    assert.equal(failure.code, 'output-not-writable');
  });

  it('refuses a name that is too long', async () => {
    const failure = await failureOf(reserveOutput(at(`${'x'.repeat(250)}.zip`)));
    assert.equal(failure.code, 'output-not-writable');
  });
});

describe('reserveOutput, given what is no file', () => {
  const folder = folderPerTest();

  for (const name of ['web.tar.gz', 'web', 'web.zip.old']) {
    it(`refuses ${name}, which no deploying task takes, and makes nothing`, async () => {
      const path = join(folder.path, 'out', name);
      assert.deepEqual(await failureOf(reserveOutput(path)), { code: 'output-not-zip', path });
      assert.deepEqual(await readdir(folder.path), []);
    });
  }

  it('takes the end of the name in any case', async () => {
    await (
      await reserveOutput(join(folder.path, 'WEB.ZIP'))
    )();
  });

  it('refuses a pipe, which would be replaced by a zip', async () => {
    const path = join(folder.path, 'web.zip');
    execFileSync('mkfifo', [path]);
    const failure = await failureOf(reserveOutput(path));
    assert.deepEqual(failure, {
      code: 'output-not-writable',
      path,
      reason: 'something is there that is no regular file',
      taken: true,
    });
  });

  it('refuses a file that is no zip, which a slip of the pen would replace', async () => {
    const path = join(folder.path, 'notes.zip');
    await writeFile(path, 'flask\n');
    assert.deepEqual(await failureOf(reserveOutput(path)), {
      code: 'output-not-writable',
      path,
      reason: 'a file is there that is no zip',
      taken: true,
    });
    assert.deepEqual(await readdir(folder.path), ['notes.zip']);
  });

  for (const [name, content] of [
    ['an earlier package', 'PK\u0003\u0004'],
    ['an empty file, as mktemp makes one', ''],
  ] as const) {
    it(`takes the place of ${name}`, async () => {
      const path = join(folder.path, 'web.zip');
      await writeFile(path, content);
      const release = await reserveOutput(path);
      await release();
      assert.deepEqual(await readdir(folder.path), ['web.zip']);
    });
  }

  it('refuses a name that ends in a slash, also of a folder that is not there', async () => {
    const path = join(folder.path, 'dist/');
    assert.deepEqual(await failureOf(reserveOutput(path)), { code: 'output-is-folder', path });
  });

  for (const { name, put, reason } of [
    { name: 'a folder', put: mkdir, reason: 'a folder is there' },
    {
      name: 'a pipe',
      put: (path: string) => execFileSync('mkfifo', [path]),
      reason: 'something is there that is no regular file',
    },
  ]) {
    it(`refuses ${name} in the place of the report, and does not take it for the package`, async () => {
      const report = join(folder.path, 'antenv-report.json');
      await put(report);
      const failure = await failureOf(reserveOutput(join(folder.path, 'web.zip'), [report]));
      assert.deepEqual(failure, { code: 'report-not-writable', path: report, reason, taken: true });
      assert.deepEqual(await readdir(folder.path), ['antenv-report.json']);
    });
  }
});

describe('writeWhole', () => {
  const folder = folderPerTest();
  const path = (): string => join(folder.path, 'web.zip');

  it('gives the file its name when it is finished', async () => {
    await writeFile(path(), 'before');
    const result = await writeWhole(path(), async (partial) => {
      await writeFile(partial, 'after');
      assert.equal(await readFile(path(), 'utf8'), 'before');
      assert.equal((await stat(partial)).isFile(), true);
      return 7;
    });
    assert.equal(result, 7);
    assert.equal(await readFile(path(), 'utf8'), 'after');
    assert.deepEqual(await readdir(folder.path), ['web.zip']);
  });

  it('keeps what was there when the writing fails', async () => {
    await writeFile(path(), 'before');
    const error = systemError('EIO');
    const writing = writeWhole(path(), async (partial) => {
      await writeFile(partial, 'half');
      throw error;
    });
    await assert.rejects(writing, (thrown) => thrown === error);
    assert.deepEqual(await readdir(folder.path), ['web.zip']);
    assert.equal(await readFile(path(), 'utf8'), 'before');
  });

  it('keeps what was there when the file is not wanted after all', async () => {
    await writeFile(path(), 'before');
    const result = await writeWhole(
      path(),
      async (partial) => writeFile(partial, 'after').then(() => 'bad'),
      (outcome) => outcome !== 'bad',
    );
    assert.equal(result, 'bad');
    assert.deepEqual(await readdir(folder.path), ['web.zip']);
    assert.equal(await readFile(path(), 'utf8'), 'before');
  });

  it('says so when the file cannot get its name', async () => {
    await mkdir(path());
    const failure = await failureOf(writeWhole(path(), (partial) => writeFile(partial, 'whole')));
    assert.equal(failure.code, 'output-not-writable');
    assert.deepEqual(await readdir(folder.path), ['web.zip']);
  });
});

describe('writeText', () => {
  const folder = folderPerTest();
  const at = (name: string): string => join(folder.path, name);

  it('names files that belong together when both are whole, after what is to be done before', async () => {
    await writeFile(at('web.zip'), 'old');
    await writeFile(at('a.json'), 'old');
    await writeText(at('a.json'), 'a', () =>
      writeText(at('b.json'), 'b', async () => {
        assert.equal(await readFile(at('a.json'), 'utf8'), 'old');
        await removeOutput(at('web.zip'));
      }),
    );
    assert.deepEqual(await readdir(folder.path), ['a.json', 'b.json']);
    assert.equal(await readFile(at('a.json'), 'utf8'), 'a');
    assert.equal(await readFile(at('b.json'), 'utf8'), 'b');
  });

  it('leaves all as it was when the second one cannot be written', async () => {
    await writeFile(at('a.json'), 'old');
    const failure = await failureOf(
      writeText(at('a.json'), 'a', () => writeText(at('gone/b.json'), 'b')),
    );
    assert.equal(failure.code, 'report-not-writable');
    assert.deepEqual(await readdir(folder.path), ['a.json']);
    assert.equal(await readFile(at('a.json'), 'utf8'), 'old');
  });
});

describe('writeText, where its file cannot get its name', () => {
  const folder = folderPerTest();

  it('tells it as a file of the report', async () => {
    const path = join(folder.path, 'antenv-report.json');
    await mkdir(path);
    const failure = await failureOf(writeText(path, '{}'));
    assert.ok(failure.code === 'report-not-writable');
    assert.deepEqual([failure.path, failure.taken], [path, true]);
    assert.deepEqual(await readdir(folder.path), ['antenv-report.json']);
  });
});

describe('removeOutput', () => {
  const folder = folderPerTest();

  it('takes a file away, and is content when there is none', async () => {
    const path = join(folder.path, 'web.zip');
    await writeFile(path, 'old');
    await removeOutput(path);
    await removeOutput(path);
    assert.deepEqual(await readdir(folder.path), []);
  });

  it('says so when it cannot', async () => {
    const path = join(folder.path, 'web.zip');
    await mkdir(path);
    const found = await removeOutput(path).then(
      () => 'removed',
      () => 'refused',
    );
    assert.deepEqual([found, await readdir(folder.path)], ['refused', ['web.zip']]);
  });
});

describe('outputError', () => {
  for (const [code, failure] of [
    ['ENOSPC', { code: 'disk-full', path: '/x' }],
    ['EDQUOT', { code: 'disk-full', path: '/x' }],
    ['EFBIG', { code: 'file-too-large', path: '/x' }],
    ['EACCES', { code: 'output-not-writable', path: '/x', reason: 'EACCES: said' }],
    ['EROFS', { code: 'output-not-writable', path: '/x', reason: 'EROFS: said' }],
    ['EEXIST', { code: 'output-not-writable', path: '/x', reason: 'EEXIST: said', taken: true }],
    ['ENOTDIR', { code: 'output-not-writable', path: '/x', reason: 'ENOTDIR: said', taken: true }],
  ] as const) {
    it(`${code} is ${failure.code}`, () => {
      const error = outputError('/x', systemError(code));
      assert.ok(error instanceof Stopped);
      assert.deepEqual(error.failure, failure);
    });
  }

  it('names the input that the file was named by', () => {
    const error = outputError('/x', systemError('EROFS'), 'sarif');
    assert.ok(error instanceof Stopped);
    const failure = { code: 'output-not-writable', path: '/x', reason: 'EROFS: said' };
    assert.deepEqual(error.failure, { ...failure, input: 'sarif' });
  });

  it('hands on what is no error of the system, and what is none of ours', () => {
    const stopped = new Stopped({ code: 'cancelled' });
    assert.equal(outputError('/x', stopped), stopped);
    const odd = systemError('EMFILE');
    assert.equal(outputError('/x', odd), odd);
  });
});
