// The real pip, made to fail in every way that needs no network: the reason and the lines that we quote.

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { installRequirements } from '../../tasks/core/install/antenv.js';
import type { FailureOf, PipReason } from '../../tasks/core/terms/failure.js';
import { failureOf } from '../helpers/expect-stopped.js';
import { fakeHost, type FakeHost } from '../helpers/fake-host.js';
import { localIndex, projectPage, type Answer } from '../helpers/local-index.js';
import { findPython } from '../helpers/pythons.js';
import { folderPerTest, writeFiles } from '../helpers/temp-folder.js';
import { writeSdist, writeWheel } from '../helpers/wheels.js';

interface PipCase {
  readonly name: string;
  readonly requirements: string;
  readonly env?: (folder: string) => Readonly<Record<string, string>>;
  readonly index?: (path: string) => Answer;
  readonly reason: PipReason;
  /** `INDEX` stands for the local index. */
  readonly subject: string;
  /** A line among those that the message quotes. */
  readonly quotes: RegExp;
}

const HASH = `sha256:${'0'.repeat(64)}`;
const refusing = (status: number) => (): Answer => ({ status });

const pipCases: readonly PipCase[] = [
  {
    name: 'a name that nobody has',
    requirements: 'no-such-name',
    reason: 'not-found',
    subject: 'no-such-name',
    quotes: /from versions: none/,
  },
  {
    name: 'a version that nobody has',
    requirements: 'tiny==9',
    reason: 'no-fitting-version',
    subject: 'tiny==9',
    quotes: /from versions: 1\.0, 2\.0/,
  },
  {
    name: 'a wheel for other Pythons',
    requirements: 'old-python',
    reason: 'no-version-for-python',
    subject: 'old-python',
    quotes: /not in '<3\.5'/,
  },
  {
    name: 'a wheel for a newer glibc',
    requirements: 'too-new',
    reason: 'not-found',
    subject: 'too-new',
    quotes: /from versions: none/,
  },
  {
    name: 'two requirements that exclude each other',
    requirements: 'needs-one\nneeds-two',
    reason: 'conflict',
    subject: 'needs-one 1.0 depends on tiny==1.0; needs-two 1.0 depends on tiny==2.0',
    quotes: /ResolutionImpossible/,
  },
  {
    name: 'another hash',
    requirements: `tiny==1.0 --hash=${HASH}`,
    reason: 'hash-mismatch',
    subject: 'tiny==1.0',
    quotes: /Expected sha256 0+/,
  },
  {
    name: 'a line that is no requirement',
    requirements: 'tiny=1',
    reason: 'invalid-requirement',
    subject: 'tiny=1',
    quotes: /Invalid requirement/,
  },
  {
    name: 'a folder that does not exist',
    requirements: './lib/nowhere',
    reason: 'invalid-requirement',
    subject: './lib/nowhere',
    quotes: /does not exist/,
  },
  {
    name: 'no compiler',
    requirements: 'no-compiler',
    reason: 'compiler-missing',
    subject: 'gcc-that-is-not-there-cc',
    quotes: /^\s+error: command 'gcc-that-is-not-there-cc' failed: No such file or directory$/,
  },
  {
    name: 'no header',
    requirements: 'no-header',
    reason: 'header-missing',
    subject: 'no-such-library/header.h',
    quotes: /fatal error: no-such-library\/header\.h/,
  },
  {
    name: 'a build that fails for its own reasons',
    requirements: 'broken-build',
    reason: 'build-failed',
    subject: 'broken-build-1.0.tar.gz',
    quotes: /^\s+RuntimeError: no way$/,
  },
  {
    name: 'a repository without git',
    requirements: 'git+https://127.0.0.1:1/x.git',
    env: (folder) => ({ PATH: join(folder, 'no-programs') }),
    reason: 'git-missing',
    subject: 'git',
    quotes: /Cannot find command 'git'/,
  },
  {
    name: 'a repository that cannot be reached',
    requirements: 'git+http://127.0.0.1:1/x.git',
    reason: 'clone-failed',
    subject: 'http://127.0.0.1:1/x.git',
    quotes: /did not run successfully/,
  },
  {
    name: 'an index that wants a password',
    requirements: 'tiny',
    index: refusing(401),
    reason: 'index-refused',
    subject: 'INDEX/simple/tiny/',
    quotes: /No matching distribution/,
  },
  {
    name: 'an index that refuses',
    requirements: 'tiny',
    index: refusing(403),
    reason: 'index-refused',
    subject: 'INDEX/simple/tiny/',
    quotes: /No matching distribution/,
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
  },
  {
    name: 'an index without the project',
    requirements: 'tiny',
    index: refusing(404),
    reason: 'not-found',
    subject: 'tiny',
    quotes: /No matching distribution/,
  },
  {
    name: 'an index that is down',
    requirements: 'tiny',
    index: refusing(503),
    reason: 'network',
    subject: '',
    quotes: /No matching distribution/,
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
    quotes: /Connection broken|IncompleteRead|is invalid/,
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
  },
];

for (const minor of ['3.9', '3.11', '3.13']) {
  const prefix = findPython(minor);

  (prefix === undefined ? describe.skip : describe)(`the pip of Python ${minor}, failing`, () => {
    const folder = folderPerTest();

    // One run of pip costs a second, so the cases run side by side.
    it('tells why in each case', async () => {
      const wheels = join(folder.path, 'wheels');
      await makeWheels(wheels, minor);
      const waiting = [...pipCases];
      const workers = [1, 2, 3].map(async () => {
        for (let next = waiting.shift(); next; next = waiting.shift()) await judge(next, wheels);
      });
      await Promise.all(workers);
    });

    async function judge(given: PipCase, wheels: string): Promise<void> {
      const own = join(folder.path, given.name);
      const work = join(own, 'work');
      await writeFiles(own, {
        'app/requirements.txt': `${given.requirements}\n`,
        'work/.keep': '',
      });
      const index = await localIndex(given.index ?? refusing(404));
      const host = fakeHost({
        tempFolder: own,
        env: {
          PATH: '/usr/bin:/bin',
          PIP_CONFIG_FILE: '/dev/null',
          PIP_RETRIES: '0',
          PIP_NO_CACHE_DIR: '1',
          ...(given.index
            ? { PIP_INDEX_URL: index.url.replace('//', '//user:s3cret@') + '/simple/' }
            : { PIP_NO_INDEX: '1', PIP_FIND_LINKS: wheels }),
          ...given.env?.(own),
        },
      });
      try {
        const failure = (await failureOf(
          install(host, { minor, program: join(prefix ?? '', 'bin', 'python3') }, own, work),
        )) as FailureOf<'pip-failed'>;
        const { code, reason, subject, lastLines } = failure;
        assert.deepEqual(
          { name: given.name, code, reason, subject },
          {
            name: given.name,
            code: 'pip-failed',
            reason: given.reason,
            subject: given.subject.replace('INDEX', index.url),
          },
          lastLines.join('\n'),
        );
        const quoted = lastLines.some((line) => given.quotes.test(line));
        assert.ok(quoted, `${given.name}:\n${lastLines.join('\n')}`);
        const shown = [...host.lines, ...lastLines].join('\n');
        assert.ok(!shown.includes('s3cret'), shown);
      } finally {
        await index.close();
      }
    }
  });
}

function install(
  host: FakeHost,
  { minor, program }: { minor: string; program: string },
  own: string,
  work: string,
): Promise<unknown> {
  const tell = { warn: () => undefined, note: () => undefined };
  return installRequirements(host, tell, {
    program,
    python: minor,
    glibc: '2.31',
    requirements: join(own, 'app', 'requirements.txt'),
    appRoot: join(own, 'app'),
    work,
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
    writeWheel(folder, { name: 'old-python', version: '1.0', requiresPython: '<3.5' }),
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
  ]);
}
