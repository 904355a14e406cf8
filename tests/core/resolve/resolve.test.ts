// Resolving: the Python, the image and the base time, with what is told on the way.

import assert from 'node:assert/strict';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { epochNotes, findBaseTime } from '../../../tasks/core/resolve/commit-time.js';
import { findPython } from '../../../tasks/core/resolve/python.js';
import { resolveTarget, type Question } from '../../../tasks/core/resolve/resolve.js';
import { failureOf } from '../../helpers/expect-stopped.js';
import { fakeHost } from '../../helpers/fake-host.js';
import { answeringPython, USUAL_ANSWER } from '../../helpers/fake-python.js';
import { output, pythonProgram } from '../../helpers/programs.js';
import { requestFor, tempApp } from '../../helpers/temp-app.js';
import { folderPerTest } from '../../helpers/temp-folder.js';

describe('findPython', () => {
  const folder = folderPerTest();
  const at = (...names: readonly string[]): string => join(folder.path, ...names);
  const hostWith = (path: string) => fakeHost({ env: { PATH: path } });

  it('takes python3 from PATH, else python, past folders of that name', async () => {
    await answeringPython(at('second', 'python3'), { version: '3.12.9' });
    await answeringPython(at('third', 'python'), { version: '3.12.1' });
    await mkdir(at('first', 'python3'), { recursive: true });
    const both = await findPython(
      hostWith(`${at('first')}:${at('third')}:${at('second')}`),
      undefined,
      undefined,
    );
    assert.equal(both.python.program, at('second', 'python3'));
    const one = await findPython(hostWith(`${at('first')}:${at('third')}`), undefined, '3.12');
    assert.equal(one.python.program, at('third', 'python'));
    assert.equal(one.image.glibc, '2.31');
  });

  it('asks the real Python', async () => {
    await symlink(pythonProgram(), at('python3.x'));
    const { python, image } = await findPython(hostWith(folder.path), 'python3.x', undefined);
    assert.equal(image.python, python.minor);
    assert.match(python.version, /^3\.\d+\.\d+$/);
    assert.match(python.cacheTag, /^cpython-3\d+$/);
    assert.match(python.libc, /^glibc 2\.\d+$/);
    assert.match(python.pip, /^\d+\./);
  });

  it('hands on the answer', async () => {
    await answeringPython(at('python3'), {});
    const { python } = await findPython(hostWith(folder.path), at('python3'), undefined);
    const { version, minor, cacheTag, basePrefix, pip, libc } = USUAL_ANSWER;
    const program = at('python3');
    assert.deepEqual(python, { program, version, minor, cacheTag, basePrefix, pip, libc });
  });

  for (const [pip, fits] of [
    ['22.2.2', false],
    ['22.3', true],
    ['9.0.1', false],
    ['23.0', true],
    ['100.1.dev0', true],
  ] as const) {
    it(`pip ${pip} is ${fits ? 'new enough' : 'too old'}`, async () => {
      await answeringPython(at('python3'), { pip });
      const found = findPython(hostWith(folder.path), undefined, undefined);
      if (fits) assert.equal((await found).python.pip, pip);
      else assert.equal((await failureOf(found)).code, 'pip-too-old');
    });
  }
});

describe('resolveTarget', () => {
  const folder = folderPerTest();

  async function resolve(
    asked: Partial<Question>,
    answer: Parameters<typeof answeringPython>[1] = {},
    env: Readonly<Record<string, string>> = { SOURCE_DATE_EPOCH: '1' },
  ): Promise<{ readonly told: readonly string[]; readonly python: string }> {
    const appRoot = await tempApp(join(folder.path, 'app'));
    const pythonPath = await answeringPython(join(folder.path, 'python'), answer);
    const told: string[] = [];
    const tell = {
      warn: (text: string) => void told.push(`warning: ${text}`),
      note: (text: string) => void told.push(`note: ${text}`),
    };
    const host = fakeHost({ env: { PATH: '/usr/bin:/bin', ...env } });
    const question = { ...requestFor(appRoot), pythonPath, ...asked };
    const { image } = await resolveTarget(host, tell, question);
    return { told, python: image.python };
  }

  for (const runtimeStack of [
    'PYTHON|3.12',
    'python|3.12',
    'PYTHON:3.12',
    '3.12',
    ' Python | 3.12 ',
  ]) {
    it(`takes '${runtimeStack}' for the stack`, async () => {
      assert.deepEqual(await resolve({ runtimeStack }), { told: [], python: '3.12' });
    });
  }

  for (const layout of ['flat', 'venvZip'] as const) {
    it(`zstd for ${layout}: a note`, async () => {
      const { told } = await resolve({ layout, compression: 'zstd' });
      assert.deepEqual(told, [
        `note: compression 'zstd' has no effect on layout '${layout}', which holds no tarball.`,
      ]);
    });
  }

  for (const layout of ['venvTarball', 'appTarball'] as const) {
    it(`zstd for ${layout}: a rule tells of older images, later`, async () => {
      const { told } = await resolve({ layout, compression: 'zstd' });
      assert.deepEqual(told, []);
    });
  }

  it('misses a zstd before anything is installed', async function () {
    // Node 24 has its own.
    if ('createZstdCompress' in process.getBuiltinModule('node:zlib')) this.skip();
    const failure = await failureOf(resolve({ compression: 'zstd' }, {}, { PATH: folder.path }));
    assert.deepEqual(failure, { code: 'zstd-missing' });
  });

  it('notes a SOURCE_DATE_EPOCH that says no time', async () => {
    const { told } = await resolve({}, {}, { SOURCE_DATE_EPOCH: 'yesterday' });
    assert.match(told[0] ?? '', /^note: SOURCE_DATE_EPOCH is not used: it is 'yesterday', /);
  });

  for (const { name, line, secrets } of [
    {
      name: 'a password',
      line: 'a @ https://build:p4ssw0rd@example.org/a.whl',
      secrets: ['p4ssw0rd', 'YnVpbGQ6cDRzc3cwcmQ='],
    },
    {
      name: 'a signature',
      line: 'a @ https://example.org/a.whl?sv=1&sig=Zm9v%3D',
      secrets: ['Zm9v%3D', 'Zm9v='],
    },
    {
      name: 'what a variable puts there, and not its name',
      line: '--index-url https://build:${FEED}@example.org/?sig=${SAS}',
      secrets: ['of-the-feed', 'YnVpbGQ6b2YtdGhlLWZlZWQ=', 'of-the-box'],
    },
    {
      name: 'nothing of a variable that is not set',
      line: 'a @ https://example.org/a.whl?sig=${NOT_SET}',
      secrets: [],
    },
  ]) {
    it(`keeps secret in the requirements: ${name}`, async () => {
      const appRoot = await tempApp(join(folder.path, 'app'), { 'requirements.txt': `${line}\n` });
      const pythonPath = await answeringPython(join(folder.path, 'python'), {});
      const env = { PATH: '/usr/bin:/bin', FEED: 'of-the-feed', SAS: 'of-the-box' };
      const host = fakeHost({ env });
      const tell = { warn: () => undefined, note: () => undefined };
      await resolveTarget(host, tell, { ...requestFor(appRoot), pythonPath });
      assert.deepEqual(host.secrets, secrets);
    });
  }

  it('takes zstd for a whole app where a venv alone is never unpacked', async () => {
    const old = { version: '3.9.20', minor: '3.9' };
    const { told } = await resolve({ layout: 'appTarball', compression: 'zstd' }, old);
    assert.deepEqual(told, []);
  });
});

describe('findBaseTime', () => {
  const folder = folderPerTest();
  const NOW = 1_700_000_000;

  const COMMIT = '2022-05-06T07:08:09Z';
  const COMMITTED = { seconds: 1_651_820_889, source: 'the commit' };
  const cases = [
    {
      name: 'SOURCE_DATE_EPOCH, before the commit',
      env: { SOURCE_DATE_EPOCH: '1600000000' },
      committed: true,
      expect: { seconds: 1_600_000_000, source: 'SOURCE_DATE_EPOCH' },
    },
    {
      name: 'the commit, before the pipeline',
      env: { SYSTEM_PIPELINESTARTTIME: '2020-01-02 03:04:05+00:00' },
      committed: true,
      expect: COMMITTED,
    },
    {
      name: "the pipeline's start",
      env: { SYSTEM_PIPELINESTARTTIME: '2020-01-02 03:04:05+00:00' },
      committed: false,
      expect: { seconds: 1_577_934_245, source: "the pipeline's start" },
    },
    {
      name: "a release's start",
      env: { RELEASE_DEPLOYMENT_STARTTIME: '2020-01-02 03:04:05Z' },
      committed: false,
      expect: { seconds: 1_577_934_245, source: "the pipeline's start" },
    },
    {
      name: 'content alone',
      env: { SOURCE_DATE_EPOCH: 'yesterday' },
      committed: false,
      expect: { seconds: undefined, source: 'content alone' },
    },
  ];

  for (const { name, env, committed, expect } of cases) {
    it(`takes ${name}`, async () => {
      if (committed) {
        const git = ['-C', folder.path, '-c', 'user.name=t', '-c', 'user.email=t@t.invalid'];
        const commit = ['commit', '--quiet', '--allow-empty', '-m', 'x'];
        output('git', [...git, 'init', '--quiet']);
        output('env', [`GIT_COMMITTER_DATE=${COMMIT}`, 'git', ...git, ...commit]);
      }
      const host = fakeHost({ env: { PATH: '/usr/bin:/bin', ...env } });
      assert.deepEqual(await findBaseTime(host, folder.path, NOW), expect);
    });
  }

  for (const value of ['yesterday', '1700000000.5', '-1', ' 1700000000', '2023-11-14T22:13:20Z']) {
    it(`tells that SOURCE_DATE_EPOCH '${value}' is none`, () => {
      assert.deepEqual(epochNotes({ env: { SOURCE_DATE_EPOCH: value } }), [
        `SOURCE_DATE_EPOCH is not used: it is '${value}', and not a whole number of seconds since 1970. Set it so: SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)`,
      ]);
    });
  }

  it('tells nothing of a SOURCE_DATE_EPOCH that is used, or is not there', () => {
    for (const env of [{ SOURCE_DATE_EPOCH: '0' }, { SOURCE_DATE_EPOCH: '' }, {}])
      assert.deepEqual(epochNotes({ env }), []);
  });

  it('is never later than now', async () => {
    const host = fakeHost({ env: { PATH: '/usr/bin:/bin', SOURCE_DATE_EPOCH: '1800000000' } });
    assert.deepEqual(await findBaseTime(host, folder.path, NOW), {
      seconds: NOW,
      source: 'SOURCE_DATE_EPOCH',
    });
  });

  it('does without git', async () => {
    const env = { PATH: folder.path, SYSTEM_PIPELINESTARTTIME: '2020-01-01T00:00:00Z' };
    assert.deepEqual(await findBaseTime(fakeHost({ env }), folder.path, NOW), {
      seconds: 1_577_836_800,
      source: "the pipeline's start",
    });
  });
});
