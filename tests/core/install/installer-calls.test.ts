// How pip and uv are called, with programs that only note what they are asked: options, environment, what stops them.

import assert from 'node:assert/strict';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  Installation,
  Installer,
  InstallerName,
} from '../../../tasks/core/install/installer.js';
import { chooseInstaller } from '../../../tasks/core/install/installers.js';
import type { FailureOf } from '../../../tasks/core/terms/failure.js';
import { failureOf } from '../../helpers/expect-stopped.js';
import { fakeHost, type FakeHost } from '../../helpers/fake-host.js';
import { writeScript } from '../../helpers/fake-python.js';
import { folderPerTest, writeFiles } from '../../helpers/temp-folder.js';

describe('the call of an installer', () => {
  const folder = folderPerTest();
  const at = (...names: readonly string[]): string => join(folder.path, ...names);
  let host: FakeHost;
  let warnings: string[];

  beforeEach(async () => {
    warnings = [];
    for (const name of ['app', 'work', 'bin']) await mkdir(at(name));
    await programs();
    host = hostWith({});
  });

  /** A Python whose pip, and a uv, that note how they are called, and do the same then. */
  async function programs(...lines: readonly string[]): Promise<void> {
    const noting = [
      `printf '%s\\n' "$@" > '${at('asked')}'`,
      `env | sort > '${at('env')}'`,
      ...lines,
    ];
    await writeScript(at('bin', 'python3'), [
      `case "$2" in *'"config", "list"'*) echo "{}"; exit ;; esac`,
      // The program of Python that runs pip is no concern of these tests.
      'shift 2',
      ...noting,
    ]);
    await writeScript(at('bin', 'uv'), [
      'if [ "$1" = --version ]; then echo "uv 0.13.9"; exit; fi',
      ...noting,
    ]);
  }

  const hostWith = (env: Readonly<Record<string, string>>, secrets: string[] = []): FakeHost =>
    fakeHost({
      tempFolder: at('work'),
      workingFolder: at('app'),
      secrets,
      env: { PATH: `${at('bin')}:/usr/bin:/bin`, PIP_CONFIG_FILE: '/dev/null', ...env },
    });

  const place = (): Installation['place'] => ({
    appRoot: at('app'),
    work: at('work'),
    glibc: '2.31',
  });

  const installer = (name: InstallerName, pip = '24.0'): Promise<Installer> => {
    const tell = { warn: (text: string) => void warnings.push(text), note: () => undefined };
    const program = at('bin', 'python3');
    const python = { program, version: '3.12.4', minor: '3.12', pip };
    return chooseInstaller(host, tell, name, { format: 'requirements.txt', python });
  };

  async function install(
    name: InstallerName,
    asked: Partial<Installation> = {},
    pip?: string,
  ): Promise<void> {
    const what = ['--requirement', 'requirements.txt'];
    const facts = { venv: at('antenv'), what, alone: false, hashed: false, indexes: [] };
    await (await installer(name, pip)).install({ ...facts, place: place(), ...asked });
  }

  const asked = async (): Promise<string> =>
    (await readFile(at('asked'), 'utf8')).trim().replaceAll('\n', ' ').replaceAll(folder.path, '');

  const environment = async (variable: string): Promise<string | undefined> =>
    new RegExp(`^${variable}=(.*)$`, 'm')
      .exec(await readFile(at('env'), 'utf8'))?.[1]
      ?.replaceAll(folder.path, '');

  const QUIET = '--no-input --progress-bar off --no-color --disable-pip-version-check';
  const PIP =
    '/antenv/bin/python install --requirement requirements.txt --prefer-binary --no-compile';
  const UV =
    'pip install --python /antenv/bin/python --python-platform x86_64-manylinux_2_31 --python-version 3.12.4 --requirement requirements.txt --no-compile-bytecode';

  const rows: readonly {
    readonly name: string;
    readonly asked: Partial<Installation>;
    readonly options: string;
  }[] = [
    { name: 'with all that is needed besides', asked: {}, options: '' },
    { name: 'with nothing besides', asked: { alone: true }, options: ' --no-deps' },
    { name: 'by hashes alone', asked: { hashed: true }, options: ' --require-hashes' },
    {
      name: 'with nothing besides, by hashes alone',
      asked: { alone: true, hashed: true },
      options: ' --no-deps --require-hashes',
    },
  ];
  for (const { name, asked: how, options } of rows) {
    it(`asks pip for the requirements ${name}`, async () => {
      await install('pip', how);
      assert.equal(
        await asked(),
        `${PIP}${options} --no-warn-conflicts ${QUIET} --log /work/pip.log`,
      );
    });

    it(`asks uv for the requirements ${name}`, async () => {
      await install('uv', how);
      assert.equal(await asked(), `${UV}${options} --color never`);
    });
  }

  const reports: readonly (readonly [
    name: string,
    env: Record<string, string>,
    pip: string,
    option: string,
  ])[] = [
    ['a report', {}, '24.0', ' --report /work/pip-report.json'],
    ['no report of an old pip', {}, '22.3.1', ''],
    ['no report where the job has its own', { PIP_REPORT: 'mine.json' }, '24.0', ''],
  ];
  for (const [name, env, pip, option] of reports) {
    it(`asks for ${name}, where somebody wants to know the wheels`, async () => {
      host = hostWith(env);
      await install('pip', { tellsWheels: true }, pip);
      assert.equal(
        await asked(),
        `${PIP} --no-warn-conflicts${option} ${QUIET} --log /work/pip.log`,
      );
      assert.equal(await environment('PIP_REPORT'), env['PIP_REPORT']);
    });
  }

  const REQUIREMENTS = ['--requirement', 'requirements.txt'];

  /** What uv is handed: the file's path, and the content of each file below it, by its path in the run's folder. */
  async function handedToUv(files: Readonly<Record<string, string>>): Promise<object> {
    await writeFiles(at('app'), files);
    host = hostWith({ LISTS: 'lists' });
    await install('uv', { what: REQUIREMENTS });
    const handed = /--requirement (\S+)/.exec(await asked())?.[1] ?? '';
    const entries = await readdir(at('work'), { recursive: true, withFileTypes: true });
    const texts: Record<string, string> = {};
    for (const { name, parentPath } of entries.filter((entry) => entry.name.endsWith('.txt'))) {
      const path = join(parentPath, name);
      const text = await readFile(path, 'utf8');
      texts[path.replace(folder.path, '')] = text.replaceAll(folder.path, '');
    }
    return { path: handed, texts };
  }

  const COPY = '/work/uv-requirements/1';

  const asTheyAre: readonly { readonly name: string; readonly files: Record<string, string> }[] = [
    {
      name: 'options with a space or an equals sign',
      files: {
        'requirements.txt': '-r other.txt\n-r=other.txt\n-c other.txt\n-f w\n-i https://h/s\n',
        'other.txt': 'tiny\n',
      },
    },
    {
      name: 'hashes on lines of their own',
      files: {
        'requirements.txt': 'tiny==1 \\\r\n  --hash=sha256:1 \\\r\n\\\r\n  --hash=sha256:2\r\n',
      },
    },
    {
      name: 'a comment that ends in a backslash',
      files: { 'requirements.txt': '# see C:\\\r\ntiny\r\n' },
    },
    {
      name: 'an included file that is not there, which uv tells itself',
      files: { 'requirements.txt': '-r nowhere.txt\n' },
    },
  ];
  for (const { name, files } of asTheyAre) {
    it(`hands uv the user's own file with ${name}`, async () => {
      assert.deepEqual(await handedToUv(files), { path: 'requirements.txt', texts: {} });
    });
  }

  const copied: readonly {
    readonly name: string;
    readonly files: Readonly<Record<string, string>>;
    readonly texts: Readonly<Record<string, string>>;
  }[] = [
    {
      name: 'options without a space',
      files: {
        'requirements.txt':
          '-c../limits.txt\n# more\n-r"${LISTS}/a b.txt"\n-ihttps://${TOKEN}@h/s\n-rhttps://h/r.txt\ntiny # why\n',
        'lists/a b.txt': 'more\n',
        '../limits.txt': 'tiny<2\n',
      },
      texts: {
        '0/requirements.txt': `-c ${COPY}/1/limits.txt\n\n-r ${COPY}/2/a b.txt\n-i https://\${TOKEN}@h/s\n-r https://h/r.txt\ntiny\n`,
        '1/limits.txt': 'tiny<2\n',
        '2/a b.txt': 'more\n',
      },
    },
    {
      name: 'such an option in a file that is included, and in one that includes its includer',
      files: {
        'requirements.txt': '\ufeff-r lists/a.txt\n--constraint=lists/a.txt\n',
        'lists/a.txt': '-r../requirements.txt\ntiny\n',
      },
      texts: {
        '0/requirements.txt': `-r ${COPY}/1/a.txt\n-c ${COPY}/1/a.txt\n`,
        '1/a.txt': `-r ${COPY}/0/requirements.txt\ntiny\n`,
      },
    },
    {
      name: 'several files in a line, of which pip reads one',
      files: {
        'requirements.txt': '-c limits.txt -r more.txt\n-r https://h/r.txt -c limits.txt\n',
        'more.txt': 'tiny\n',
        'limits.txt': 'tiny<2\n',
      },
      texts: {
        '0/requirements.txt': `-r ${COPY}/1/more.txt\n-r https://h/r.txt\n`,
        '1/more.txt': 'tiny\n',
      },
    },
    {
      name: 'a requirement over several lines',
      files: { 'requirements.txt': 'tiny \\\r\n  >=1, \\\r\n  <2\r\nmore\r\n' },
      texts: { '0/requirements.txt': 'tiny   >=1,   <2\n\n\nmore\n' },
    },
    {
      name: 'folders of wheels, beside the file or in the app root',
      files: {
        'requirements.txt': '-rlists/a.txt\n',
        'lists/a.txt': '-fwheels\n--find-links=more\n-f https://h/w\n--find-links ${W}/x\n./lib\n',
        'lists/wheels/x': '',
      },
      texts: {
        '0/requirements.txt': `-r ${COPY}/1/a.txt\n`,
        '1/a.txt':
          '--find-links /app/lists/wheels\n--find-links /app/more\n-f https://h/w\n--find-links ${W}/x\n./lib\n',
      },
    },
  ];
  for (const { name, files, texts } of copied) {
    it(`hands uv copies that it reads, line by line, of files with ${name}`, async () => {
      assert.deepEqual(await handedToUv(files), {
        path: `${COPY}/0/requirements.txt`,
        texts: Object.fromEntries(
          Object.entries(texts).map(([path, text]) => [`${COPY}/${path}`, text]),
        ),
      });
      assert.equal(
        await readFile(at('app', 'requirements.txt'), 'utf8'),
        files['requirements.txt'],
      );
    });
  }

  it("shows pip no wheel that is too new, and keeps its temporary files in the run's folder", async () => {
    await install('pip');
    assert.equal(await environment('PYTHONPATH'), '/work/glibc-limit');
    assert.equal(await environment('TMPDIR'), '/work/tmp');
    assert.equal(
      await readFile(at('work', 'glibc-limit', '_manylinux.py'), 'utf8'),
      'def manylinux_compatible(major, minor, arch):\n    return (major, minor) <= (2, 31)\n',
    );
  });

  it("asks uv's first index that has a name, and with hashes every one", async () => {
    await install('uv');
    assert.equal(await environment('UV_INDEX_STRATEGY'), undefined);
    assert.equal(await environment('TMPDIR'), '/work/tmp');
    await install('uv', { hashed: true });
    assert.equal(await environment('UV_INDEX_STRATEGY'), 'unsafe-best-match');
  });

  it('looks for no conflicts that a resolver has ruled out, unless it is the one of old', async () => {
    host = hostWith({ PIP_USE_DEPRECATED: 'legacy-resolver' });
    await install('pip');
    assert.equal(await asked(), `${PIP} ${QUIET} --log /work/pip.log`);
  });

  it('does not let a configuration lead uv away from the venv', async () => {
    await writeFiles(at('app'), { 'uv.toml': '[pip]\ntarget = "elsewhere"\n' });
    assert.deepEqual(await failureOf(install('uv')), {
      code: 'uv-moved',
      path: at('app', 'uv.toml'),
      setting: 'target',
    });
    await assert.rejects(asked(), { code: 'ENOENT' });
  });

  it('has either build a project without what it requires', async () => {
    await (await installer('pip')).buildWheel(at('copy'), at('wheels'), place());
    assert.equal(
      await asked(),
      `wheel --no-deps --wheel-dir /wheels /copy ${QUIET} --log /work/pip.log`,
    );
    await (await installer('uv')).buildWheel(at('copy'), at('wheels'), place());
    assert.equal(
      await asked(),
      'build --wheel --python /bin/python3 --out-dir /wheels /copy --color never',
    );
  });

  it('finds that the disk is full before all that pip could not log for it', async () => {
    await programs(
      'echo "OSError: [Errno 28] No space left on device"',
      'i=0; while [ $i -lt 200 ]; do echo "--- Logging error ---"; i=$((i+1)); done',
      'exit 2',
    );
    const failure = (await failureOf(install('pip'))) as FailureOf<'pip-failed'>;
    assert.deepEqual(
      [failure.reason, failure.lastLines],
      ['disk-full', ['OSError: [Errno 28] No space left on device']],
    );
  });

  const LOG = '2026-03-04T05:06:07,089 ';
  const skipping = (page: string, why: string): string =>
    `${LOG}Could not fetch URL ${page}: ${why} - skipping`;
  const unread = (page: string, status: string): string =>
    skipping(page, `${status} for url: ${page}`);
  const went = (index: string, fix: string): string =>
    `pip could not read the index ${index} and went on without it: what is installed comes from the others, where another package may have the same name. ${fix}, or take that index out of pip's settings.`;
  const passedOver: readonly {
    readonly name: string;
    readonly log: readonly string[];
    readonly asked?: Partial<Installation>;
    readonly told: readonly string[];
  }[] = [
    {
      name: 'an index without its scheme, once, and no folder of --find-links',
      log: ['feed.invalid/simple/one/', 'feed.invalid/simple/two/', '../a.b/wheels/'].map(
        (location) =>
          `${LOG}WARNING: Location '${location}' is ignored: it is either a non-existing path or lacks a specific scheme.`,
      ),
      told: [went("'feed.invalid/simple' (its address has no scheme)", 'Write https:// before it')],
    },
    {
      name: 'an index that refuses each page, once and without its credentials',
      log: ['flask', 'ours'].map((name) =>
        unread(`https://me:****@h.invalid/simple/${name}/`, '401 Client Error: Unauthorized'),
      ),
      told: [
        went(
          "'https://h.invalid/simple/' (401 Client Error: Unauthorized)",
          'Run PipAuthenticate@1 before this task',
        ),
      ],
    },
    {
      name: 'an index that cannot be reached',
      log: [
        skipping(
          'http://h.invalid:1/simple/ours/',
          "connection error: HTTPConnectionPool(host='h.invalid', port=1): Max retries exceeded",
        ),
      ],
      told: [went("'http://h.invalid:1/simple/' (no connection)", 'Run it again')],
    },
    {
      name: 'no index that has not got the name',
      log: [unread('https://h.invalid/simple/flask/', '404 Client Error: Not Found')],
      told: [],
    },
    {
      name: 'no index where all have hashes',
      log: [unread('https://h.invalid/simple/flask/', '403 Client Error: Forbidden')],
      asked: { hashed: true },
      told: [],
    },
  ];
  for (const { name, log, asked: how, told } of passedOver) {
    it(`warns of ${name}, which pip went on without`, async () => {
      await writeFiles(folder.path, { log: `${log.join('\n')}\n` });
      await writeFiles(at('work'), {
        'pip.log': `${unread('http://earlier/simple/x/', '403 A: B')}\n`,
      });
      await programs(`cat '${at('log')}' >> '${at('work', 'pip.log')}'`);
      const pip = await installer('pip');
      const what = ['--requirement', 'requirements.txt'];
      const facts = { venv: at('antenv'), what, alone: false, hashed: false, indexes: [] };
      await pip.install({ ...facts, place: place(), ...how });
      await pip.install({ ...facts, place: place(), ...how });
      assert.deepEqual(warnings, told);
    });
  }

  it("masks the job's secrets in what a build left in pip's log file alone", async () => {
    const log = [
      'Running command python setup.py',
      'cannot reach https://me:pa55-w0rd@host/x with pa55-w0rd',
      'ERROR: python setup.py exited with 1',
    ];
    await programs(
      ...log.map((line) => `echo '${line}' >> '${at('work', 'pip.log')}'`),
      'echo "error: subprocess-exited-with-error"',
      'echo "See above for output."',
      'exit 1',
    );
    host = hostWith({}, ['pa55-w0rd']);
    const failure = (await failureOf(install('pip'))) as FailureOf<'pip-failed'>;
    assert.deepEqual(failure.lastLines, [
      'error: subprocess-exited-with-error',
      'it printed last:',
      '    cannot reach https://***@host/x with ***',
    ]);
    assert.deepEqual(
      host.lines.filter((line) => line.includes('cannot reach')),
      ['child: cannot reach https://***@host/x with ***'],
    );
  });
});
