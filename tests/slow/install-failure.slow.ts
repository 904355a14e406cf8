// The real pip and the real uv, made to fail in every way on this machine alone: the reason and the lines that we quote.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { installDependencies } from '../../tasks/core/install/antenv.js';
import { chooseInstaller } from '../../tasks/core/install/installers.js';
import type { FailureOf, InstallReason } from '../../tasks/core/terms/failure.js';
import { failureOf } from '../helpers/expect-stopped.js';
import { fakeHost, type FakeHost } from '../helpers/fake-host.js';
import { localIndex, projectPage, type Answer } from '../helpers/local-index.js';
import { findPython } from '../helpers/pythons.js';
import { folderWithUv } from '../helpers/real-uv.js';
import { folderPerTest, writeFiles } from '../helpers/temp-folder.js';
import { writeSdist, writeWheel } from '../helpers/wheels.js';

interface FailingCase {
  readonly name: string;
  readonly requirements: string;
  readonly env?: (folder: string) => Readonly<Record<string, string>>;
  readonly index?: (path: string) => Answer;
  readonly reason: InstallReason;
  /** `INDEX` stands for the local index. */
  readonly subject: string;
  /** A line among those that the message quotes. */
  readonly quotes: RegExp;
  /** What is otherwise with uv. */
  readonly uv?: {
    readonly reason?: InstallReason;
    readonly subject?: string;
    readonly quotes: RegExp;
  };
}

const HASH = `sha256:${'0'.repeat(64)}`;
const refusing = (status: number) => (): Answer => ({ status });

const failingCases: readonly FailingCase[] = [
  {
    name: 'a name that nobody has',
    requirements: 'no-such-name',
    reason: 'not-found',
    subject: 'no-such-name',
    quotes: /from versions: none/,
    uv: { quotes: /no-such-name was not found in the provided package locations/ },
  },
  {
    name: 'a version that nobody has',
    requirements: 'tiny==9',
    reason: 'no-fitting-version',
    subject: 'tiny==9',
    quotes: /from versions: 1\.0, 2\.0/,
    uv: { quotes: /there is no version of tiny==9/ },
  },
  {
    name: 'a wheel for later Pythons',
    requirements: 'new-python',
    reason: 'no-version-for-python',
    subject: 'new-python',
    quotes: /not in '>=3\.99'/,
    uv: { quotes: /requires Python >=3\.99/ },
  },
  {
    name: 'one hash of two',
    requirements: `needs-one\ntiny==1.0 --hash=${HASH}`,
    reason: 'hash-missing',
    subject: '',
    quotes: /all requirements must have their versions pinned/,
    uv: { subject: 'needs-one', quotes: /all requirements must have their versions pinned/ },
  },
  {
    name: 'a wheel for a newer glibc',
    requirements: 'too-new',
    reason: 'not-found',
    subject: 'too-new',
    quotes: /from versions: none/,
    uv: { reason: 'no-wheel', quotes: /no wheels with a matching platform tag/ },
  },
  {
    name: 'two requirements that exclude each other',
    requirements: 'needs-one\nneeds-two',
    reason: 'conflict',
    subject: 'needs-one 1.0 depends on tiny==1.0; needs-two 1.0 depends on tiny==2.0',
    quotes: /ResolutionImpossible/,
    uv: {
      subject:
        'all versions of needs-two depend on tiny==2.0 and all versions of needs-one depend on tiny==1.0',
      quotes: /incompatible/,
    },
  },
  {
    name: 'another hash',
    requirements: `tiny==1.0 --hash=${HASH}`,
    reason: 'hash-mismatch',
    subject: 'tiny==1.0',
    quotes: /Expected sha256 0+/,
    uv: { quotes: /Hash mismatch for `tiny==1\.0`/ },
  },
  {
    name: 'a line that is no requirement',
    requirements: 'tiny=1',
    reason: 'invalid-requirement',
    subject: 'tiny=1',
    quotes: /Invalid requirement/,
    uv: { quotes: /Couldn't parse requirement/ },
  },
  {
    name: 'a folder that does not exist',
    requirements: './lib/nowhere',
    reason: 'invalid-requirement',
    subject: './lib/nowhere',
    quotes: /does not exist/,
    uv: { subject: 'file://FOLDER/app/lib/nowhere', quotes: /Distribution not found/ },
  },
  {
    name: 'no compiler',
    requirements: 'no-compiler',
    reason: 'compiler-missing',
    subject: 'gcc-that-is-not-there-cc',
    quotes: /^\s+error: command 'gcc-that-is-not-there-cc' failed: No such file or directory$/,
    uv: { quotes: /gcc-that-is-not-there-cc/ },
  },
  {
    name: 'no header',
    requirements: 'no-header',
    reason: 'header-missing',
    subject: 'no-such-library/header.h',
    quotes: /fatal error: no-such-library\/header\.h/,
    uv: { quotes: /fatal error: no-such-library\/header\.h/ },
  },
  {
    name: 'a build that fails for its own reasons',
    requirements: 'broken-build',
    reason: 'build-failed',
    subject: 'broken-build-1.0.tar.gz',
    quotes: /^\s+RuntimeError: no way$/,
    uv: { subject: 'broken-build==1.0', quotes: /RuntimeError: no way/ },
  },
  {
    name: 'a build that says very much before it fails',
    requirements: 'long-build',
    reason: 'build-failed',
    subject: 'long-build-1.0.tar.gz',
    quotes: /^\s+RuntimeError: no way$/,
    uv: { subject: 'long-build==1.0', quotes: /^error: Failed to build `long-build==1\.0`$/ },
  },
  {
    name: 'a repository without git',
    requirements: 'git+https://127.0.0.1:1/x.git',
    env: (folder) => ({ PATH: join(folder, 'no-programs') }),
    reason: 'git-missing',
    subject: 'git',
    quotes: /Cannot find command 'git'/,
    uv: { quotes: /Git executable not found/ },
  },
  {
    name: 'a repository that cannot be reached',
    requirements: 'git+http://127.0.0.1:1/x.git',
    reason: 'clone-failed',
    subject: 'http://127.0.0.1:1/x.git',
    quotes: /did not run successfully/,
    uv: { quotes: /Git operation failed/ },
  },
  {
    name: 'an index that wants a password',
    requirements: 'tiny',
    index: refusing(401),
    reason: 'index-refused',
    subject: 'INDEX/simple/tiny/',
    quotes: /No matching distribution/,
    uv: { subject: 'INDEX/simple/', quotes: /401 Unauthorized/ },
  },
  {
    name: 'an index that refuses',
    requirements: 'tiny',
    index: refusing(403),
    reason: 'index-refused',
    subject: 'INDEX/simple/tiny/',
    quotes: /No matching distribution/,
    uv: { subject: 'INDEX/simple/', quotes: /403 Forbidden/ },
  },
  {
    name: 'an index that shows a file and refuses it',
    requirements: 'tiny',
    index: (path) =>
      path.startsWith('/simple/')
        ? projectPage({ '/files/tiny-1.0-py3-none-any.whl': 'tiny-1.0-py3-none-any.whl' })
        : { status: 403 },
    reason: 'index-refused',
    subject: 'INDEX/files/tiny-1.0-py3-none-any.whl',
    quotes: /HTTP error 403/,
    uv: { quotes: /403 Forbidden/ },
  },
  {
    name: 'an index without the project',
    requirements: 'tiny',
    index: refusing(404),
    reason: 'not-found',
    subject: 'tiny',
    quotes: /No matching distribution/,
    uv: { quotes: /tiny was not found in the package registry/ },
  },
  {
    name: 'an index that says nothing',
    requirements: 'tiny',
    env: () => ({ PIP_TIMEOUT: '1' }),
    index: () => 'never',
    reason: 'slow',
    subject: '',
    quotes: /No matching distribution/,
    uv: { subject: 'INDEX/simple/tiny/', quotes: /operation timed out/ },
  },
  {
    name: 'an index that is down',
    requirements: 'tiny',
    index: refusing(503),
    reason: 'network',
    subject: '',
    quotes: /No matching distribution/,
    uv: { quotes: /503 Service Unavailable/ },
  },
  {
    name: 'a download that breaks off',
    requirements: 'tiny',
    index: (path) =>
      path.startsWith('/simple/')
        ? projectPage({ '/files/tiny-1.0-py3-none-any.whl': 'tiny-1.0-py3-none-any.whl' })
        : 'broken',
    reason: 'network',
    subject: '',
    quotes: /Connection broken|IncompleteRead|is invalid|incomplete-download/,
    uv: { quotes: /connection closed before message completed/ },
  },
  {
    name: 'an address where nobody listens',
    requirements: 'tiny',
    env: () => ({
      PIP_NO_INDEX: '',
      PIP_FIND_LINKS: '',
      PIP_INDEX_URL: 'http://127.0.0.1:1/simple/',
    }),
    reason: 'network',
    subject: '',
    quotes: /No matching distribution/,
    uv: { quotes: /Connection refused/ },
  },
];

/** pip as each Python brings it, and as an agent with the newest has it; uv is the same program for every Python. */
const RUNS = [
  { name: 'pip', minor: '3.9', version: undefined },
  { name: 'pip', minor: '3.11', version: undefined },
  { name: 'pip', minor: '3.13', version: '26.3' },
  { name: 'uv', minor: '3.11', version: undefined },
] as const;

for (const { name, minor, version } of RUNS) {
  const prefix = findPython(minor);
  const title = `${name} ${version ?? 'at hand'} with Python ${minor}, failing`;

  (prefix === undefined ? describe.skip : describe)(title, () => {
    const folder = folderPerTest();
    let uv: string;
    let program: string;

    // One run of pip costs a second, so the cases run side by side.
    it('tells why in each case', async () => {
      const wheels = join(folder.path, 'wheels');
      uv = await folderWithUv(join(folder.path, 'uv'));
      program = join(prefix ?? '', 'bin', 'python3');
      if (version !== undefined) program = withPip(program, version, join(folder.path, 'pip'));
      await makeWheels(wheels, minor);
      const waiting = [...failingCases];
      const workers = [1, 2, 3].map(async () => {
        for (let next = waiting.shift(); next; next = waiting.shift()) await judge(next, wheels);
      });
      await Promise.all(workers);
    });

    async function judge(given: FailingCase, wheels: string): Promise<void> {
      const own = join(folder.path, given.name);
      await writeFiles(own, {
        'app/requirements.txt': `${given.requirements}\n`,
        'work/.keep': '',
      });
      const index = await localIndex(given.index ?? refusing(404));
      const env: Readonly<Record<string, string>> = {
        PATH: '/usr/bin:/bin',
        HOME: own,
        PIP_CONFIG_FILE: '/dev/null',
        PIP_RETRIES: '0',
        PIP_NO_CACHE_DIR: '1',
        ...(given.index
          ? { PIP_INDEX_URL: index.url.replace('//', '//user:s3cret@') + '/simple/' }
          : { PIP_NO_INDEX: '1', PIP_FIND_LINKS: wheels }),
        ...given.env?.(own),
      };
      const host = fakeHost({ tempFolder: own, env: { ...env, PATH: `${uv}:${env['PATH']}` } });
      const expected = { ...given, ...(name === 'uv' ? given.uv : undefined) };
      try {
        const failure = (await failureOf(
          install(host, name, { minor, program }, own, given),
        )) as FailureOf<'pip-failed' | 'uv-failed'>;
        const { code, reason, subject, lastLines } = failure;
        assert.deepEqual(
          { name: given.name, code, reason, subject },
          {
            name: given.name,
            code: `${name}-failed`,
            reason: expected.reason,
            subject: expected.subject.replace('INDEX', index.url).replace('FOLDER', encodeURI(own)),
          },
          lastLines.join('\n'),
        );
        const quoted = lastLines.some((line) => expected.quotes.test(line));
        assert.ok(quoted, `${given.name}:\n${lastLines.join('\n')}`);
        const shown = [...host.lines, ...lastLines].join('\n');
        assert.ok(!shown.includes('s3cret'), shown);
      } finally {
        await index.close();
      }
    }
  });
}

/** Answers the program of a venv with that version of pip. */
function withPip(python: string, version: string, folder: string): string {
  const program = join(folder, 'bin', 'python');
  execFileSync(python, ['-m', 'venv', folder]);
  execFileSync(program, ['-m', 'pip', 'install', '--quiet', `pip==${version}`]);
  return program;
}

async function install(
  host: FakeHost,
  name: 'pip' | 'uv',
  { minor, program }: { readonly minor: string; readonly program: string },
  own: string,
  { requirements }: FailingCase,
): Promise<unknown> {
  const tell = { warn: () => undefined, note: () => undefined };
  const python = { program, version: `${minor}.0`, minor, pip: '' };
  const installer = await chooseInstaller(host, tell, name, { format: 'requirements.txt', python });
  return installDependencies(host, installer, {
    python,
    glibc: '2.31',
    dependencies: {
      wanted: { kind: 'file', path: join(own, 'app', 'requirements.txt') },
      project: undefined,
      text: requirements,
    },
    appRoot: join(own, 'app'),
    work: join(own, 'work'),
  });
}

async function makeWheels(folder: string, minor: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const tag = `cp${minor.replace('.', '')}`;
  await Promise.all([
    writeWheel(folder, { name: 'tiny', version: '1.0' }),
    writeWheel(folder, { name: 'tiny', version: '2.0' }),
    writeWheel(folder, { name: 'needs-one', version: '1.0', requires: ['tiny==1.0'] }),
    writeWheel(folder, { name: 'needs-two', version: '1.0', requires: ['tiny==2.0'] }),
    writeWheel(folder, { name: 'new-python', version: '1.0', requiresPython: '>=3.99' }),
    writeWheel(folder, {
      name: 'too-new',
      version: '1.0',
      tag: `${tag}-${tag}-manylinux_2_34_x86_64`,
    }),
    writeSdist(
      folder,
      'no-compiler',
      `try:
    subprocess.check_call(["gcc-that-is-not-there-cc"])
except FileNotFoundError:
    sys.exit("error: command 'gcc-that-is-not-there-cc' failed: No such file or directory")`,
    ),
    writeSdist(folder, 'no-header', 'sys.exit(subprocess.call(["gcc", "-c", "extension.c"]))'),
    writeSdist(folder, 'broken-build', 'raise RuntimeError("no way")'),
    writeSdist(
      folder,
      'long-build',
      'print("connection closed\\n" * 500); raise RuntimeError("no way")',
    ),
  ]);
}
