// The words of every failure, as the user sees them: compared with tests/golden/words.md, which is read as prose.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { asFlag } from '../../../tasks/cli/flags.js';
import { explain, explainAsText, explainError } from '../../../tasks/core/report/explain.js';
import { INSTALL_WORDS } from '../../../tasks/core/report/words/install-reasons.js';
import { KNOWN_MINORS } from '../../../tasks/core/runtime/images.js';
import {
  Stopped,
  type Failure,
  type FailureOf,
  type InstallReason,
} from '../../../tasks/core/terms/failure.js';
import { asInput, type InputWords } from '../../../tasks/core/terms/input-name.js';
import { COMPRESSIONS } from '../../../tasks/core/terms/layout.js';

const ROOT = '/agent/_work/1/s';
const PYTHON = '/opt/hostedtoolcache/Python/3.12.4/x64/bin/python3';

type InstallFailure = FailureOf<'pip-failed' | 'uv-failed'>;

/** One sample of every code; the compiler names a code that is missing. */
const SAMPLES: {
  [Code in Exclude<Failure['code'], InstallFailure['code']>]: Omit<
    Extract<Failure, { code: Code }>,
    'code'
  >;
} = {
  'app-root-missing': { path: `${ROOT}/src/web` },
  'app-root-not-a-folder': { path: `${ROOT}/src/web/app.py` },
  'app-root-empty': { path: `${ROOT}/src/web` },
  'unresolved-variable': {
    input: 'packagePath',
    value: '$(Build.ArtifactStagingDirectory)/web.zip',
  },
  'unknown-choice': { input: 'compression', value: 'xz', allowed: COMPRESSIONS },
  'no-such-number': { input: 'rehearseTimeout', value: '5m', least: 1, most: 1800 },
  'no-site-path': { input: 'healthCheckPath', value: 'https://shop.azurewebsites.net/hälth' },
  'unknown-runtime-stack': { value: '3.1', known: KNOWN_MINORS },
  'requirements-missing': { appRoot: ROOT, seen: ['pyproject.toml', 'uv.lock'] },
  'requirements-not-found': {
    path: `${ROOT}/requirements/base.txt`,
    askedBy: `${ROOT}/requirements.txt:1`,
  },
  'requirements-unreadable': {
    path: `${ROOT}/requirements.txt`,
    reason: "EACCES: permission denied, open '/agent/_work/1/s/requirements.txt'",
  },
  'requirements-not-utf8': {
    path: `${ROOT}/requirements.txt`,
    looksLike: "UTF-16, as Windows PowerShell's `>` writes it",
  },
  'requirements-editable': {
    where: `${ROOT}/requirements.txt:7`,
    line: '-e ./libs/common',
    target: './libs/common',
  },
  'dependencies-unreadable': {
    path: `${ROOT}/pyproject.toml`,
    reason: "the group 'web' includes itself",
  },
  'lock-version-unknown': { path: `${ROOT}/pylock.toml`, found: '2.0', known: '1.0' },
  'lock-outdated': {
    path: `${ROOT}/poetry.lock`,
    project: `${ROOT}/pyproject.toml`,
    command: 'poetry lock',
  },
  'lock-missing': {
    path: `${ROOT}/pyproject.toml`,
    reason: 'Poetry alone reads what [tool.poetry] declares',
    command: 'poetry lock',
  },
  'lock-without-project': { path: `${ROOT}/uv.lock`, project: `${ROOT}/pyproject.toml` },
  'locked-unusable': {
    path: `${ROOT}/Pipfile.lock`,
    name: 'common',
    reason: "it is 'editable', a link into this machine",
  },
  'uv-export-failed': {
    path: `${ROOT}/uv.lock`,
    lastLines: ['error: Failed to parse lock file at: `uv.lock`'],
  },
  'unknown-group': {
    path: `${ROOT}/pyproject.toml`,
    name: 'workr',
    known: ['dev', 'docs', 'worker'],
  },
  'unknown-extra': { path: `${ROOT}/requirements.txt`, name: 'postgres', known: [] },
  'python-excluded': { path: `${ROOT}/uv.lock`, requires: '>=3.12', python: '3.11.9' },
  'environment-excluded': {
    path: `${ROOT}/pylock.toml`,
    environments: ["sys_platform == 'win32'"],
    python: '3.12.4',
  },
  'editable-installed': { distribution: 'common' },
  'python-missing': { asked: '', tried: ['python3', 'python'] },
  'python-unusable': { program: '/usr/bin/python3', lastLines: ['Segmentation fault'] },
  'python-not-cpython': { program: '/usr/bin/pypy3', implementation: 'PyPy' },
  'python-too-old': { program: '/usr/bin/python3', found: '3.8.10', needed: '3.9', minor: '3.12' },
  'cross-needs-uv': {
    program: '/usr/local/bin/python3',
    found: '3.13.1',
    platform: 'macOS on arm64',
    samePlatform: false,
    stack: 'PYTHON|3.12',
    minor: '3.12',
    because: 'not to be had',
    lastLines: ['ERROR: No matching distribution found for uv==0.13.9'],
  },
  'wheels-missing': {
    stack: 'PYTHON|3.11',
    minor: '3.11',
    glibc: '2.31',
    gaps: [
      { name: 'docopt', version: '0.6.2', offered: [], nearest: undefined },
      {
        name: 'h5py',
        version: '2.10.0',
        offered: [
          'cp37-cp37m-macosx_10_6_intel',
          'cp37-cp37m-manylinux1_x86_64',
          'cp38-cp38-macosx_10_9_x86_64',
          'cp38-cp38-manylinux1_x86_64',
          'cp38-cp38-win_amd64',
        ],
        nearest: '3.1.0',
      },
    ],
  },
  'sdist-not-pure': { name: 'uwsgi', version: '2.0.25', tags: ['cp311-cp311-linux_x86_64'] },
  'python-minor-unknown': { program: '/usr/bin/python3', found: '3.8.10', known: KNOWN_MINORS },
  'venv-module-missing': { program: '/usr/bin/python3', minor: '3.12' },
  'pip-missing': { program: '/usr/bin/python3', minor: '3.12' },
  'uv-missing': {
    program: PYTHON,
    fetched: '0.13.9',
    oldest: '0.8.0',
    lastLines: ['ERROR: No matching distribution found for uv==0.13.9'],
  },
  'uv-moved': { path: `${ROOT}/uv.toml`, setting: 'target' },
  'pip-too-old': { program: PYTHON, found: '22.0.4', needed: '22.3' },
  'venv-failed': { program: PYTHON, lastLines: ["Error: [Errno 13] Permission denied: '/x'"] },
  'django-missing': { found: 'the app root has no manage.py' },
  'static-files-cross': {},
  'names-clash': { first: 'static/Logo.png', second: 'static/logo.png' },
  'name-with-backslash': { name: 'static\\logo.png' },
  'name-not-utf8': { name: 'static/caf\ufffd.png' },
  'link-leaves-app-root': { link: 'data', target: '/mnt/data' },
  'link-dangling': { link: 'current', target: 'releases/7' },
  'link-to-itself': { link: 'src/self', target: `${ROOT}/src` },
  'app-has-antenv': { path: 'antenv/models.py' },
  'nothing-to-pack': { appRoot: ROOT },
  'file-changed': { path: `${ROOT}/app.log` },
  'file-unreadable': { path: `${ROOT}/key.pem`, reason: 'EACCES: permission denied' },
  'settings-unreadable': {
    path: 'settings/production.json',
    reason: "it is not UTF-8: it is UTF-16, as Windows PowerShell's `>` writes it",
  },
  'zstd-missing': {},
  'zstd-failed': { lastLines: ['zstd: error 70 : Write error'] },
  'zstd-never-read': { stack: 'PYTHON|3.9' },
  'bytecode-failed': { lastLines: ['MemoryError'] },
  'output-is-folder': { path: '/agent/_work/1/a' },
  'output-not-zip': { path: '/agent/_work/1/a/web.tar.gz' },
  'report-not-writable': {
    path: '/agent/_work/1/a/antenv-report.json',
    reason: 'a folder is there',
    taken: true,
  },
  'output-not-writable': {
    path: '/readonly/web.zip',
    reason: "EROFS: read-only file system, mkdir '/readonly'",
  },
  'output-busy': {
    path: '/agent/_work/1/a/web.zip',
    lock: '/agent/_work/1/a/.web.zip.antenv-lock',
    pid: 4711,
  },
  'disk-full': { path: '/agent/_work/1/a/web.zip' },
  'file-too-large': { path: '/agent/_work/1/a/web.zip' },
  'too-few-open-files': { reason: 'spawn /usr/bin/python3 EMFILE' },
  'working-folder-gone': { reason: 'ENOENT: no such file or directory, uv_cwd' },
  'agent-full': { lastLines: ['spawn /usr/bin/python3 EAGAIN'] },
  'temp-folder-unusable': { path: '/scratch/gone', reason: 'ENOENT: no such file or directory' },
  'cache-folder-unusable': {
    path: '/agent/_work/1/antenv-cache',
    reason: "EACCES: permission denied, mkdir '/agent/_work/1/antenv-cache/v1'",
  },
  'package-not-found': { pattern: 'drop/*.zip', found: ['api.zip', 'web.zip'] },
  'package-folder-empty': { folder: '/agent/_work/1/drop' },
  'package-in-folder': { folder: '/agent/_work/1/drop', found: ['web.zip'] },
  'nothing-to-judge': {},
  'warnings-fail': { warnings: 2 },
  'site-app-missing': {
    given: [
      ['resourceGroupName', 'shop'],
      ['slotName', 'staging'],
    ],
  },
  'site-connection-missing': {},
  'rehearsal-impossible': {
    reason:
      'No way was found to keep the app apart from this machine. Tried: namespaces (only Linux has them).',
    alone: false,
  },
  'judged-bad': {
    failOn: 'error',
    errors: 1,
    warnings: 0,
    report: '/agent/_work/1/a/antenv-report.json',
  },
  'package-unreadable': {
    path: 'web.zip',
    reason: 'it has no end of a zip: it is none, or was cut off',
  },
  usage: { message: 'APP_ROOT is missing: the folder that holds the app.' },
  cancelled: {},
};

const SUBJECTS: Readonly<Record<InstallReason, string>> = {
  'not-found': 'flsk',
  'no-version-for-python': 'numpy==2.3.0',
  'no-fitting-version': 'flask==99',
  'no-wheel': 'numpy==2.3.0',
  'invalid-metadata': 'celery',
  'hash-mismatch': 'six==1.16.0',
  'hash-missing': 'six==1.16.0',
  'index-refused': 'https://pkgs.dev.azure.com/org/_packaging/feed/pypi/simple/ours/',
  'index-busy': 'https://pkgs.dev.azure.com/org/_packaging/feed/pypi/simple/ours/',
  'index-without-scheme': 'pkgs.example.org/simple',
  'index-page': 'https://pypi.example.org/simple/flask/',
  'compiler-missing': 'gcc',
  'header-missing': 'Python.h',
  'build-failed': 'uwsgi',
  conflict: 'needs-one 1.0 depends on tiny==1.0; needs-two 1.0 depends on tiny==2.0',
  network: '',
  slow: '',
  certificate: '',
  'certificate-file': '/etc/ssl/proxy.pem',
  'constraint-file': '/agent/_work/1/s/limits.txt',
  'invalid-requirement': 'flask=3',
  'git-missing': 'git',
  'clone-failed': 'https://dev.azure.com/org/project/_git/lib',
  'disk-full': '',
  unknown: '',
};

const failures: readonly Failure[] = [
  ...Object.entries(SAMPLES).map(([code, facts]) => Object.assign({ code }, facts) as Failure),
  ...Object.keys(INSTALL_WORDS).map((reason) => pipFailure(reason as InstallReason)),
  ...Object.keys(INSTALL_WORDS).map((reason) => uvFailure(reason as InstallReason)),
  pipFailure('index-refused', 'https://feed.example/simple/ours/'),
  pipFailure(
    'index-refused',
    'https://contoso.pkgs.visualstudio.com/Web%20shop/_packaging/feed/pypi/simple/',
  ),
  pipFailure('network', 'github.com'),
  { ...pipFailure('build-failed', 'project'), project: { root: ROOT, dependenciesKnown: true } },
  { ...uvFailure('build-failed', 'project'), project: { root: ROOT, dependenciesKnown: false } },
  { code: 'app-root-not-a-folder', path: `${ROOT}/_shop/drop/web.zip` },
  { code: 'requirements-missing', appRoot: ROOT, seen: ['web.zip'] },
  { code: 'unknown-group', path: `${ROOT}/pyproject.toml`, name: 'worker', known: [] },
  { code: 'unknown-group', path: `${ROOT}/requirements.txt`, name: 'worker', known: [] },
  { code: 'unknown-extra', path: `${ROOT}/pyproject.toml`, name: 'postgres', known: [] },
  {
    code: 'report-not-writable',
    path: '/agent/_work/1/a/antenv.sarif',
    reason: "EACCES: permission denied, open '/agent/_work/1/a/.antenv.sarif'",
  },
  {
    code: 'output-not-writable',
    path: `${ROOT}/notes.zip`,
    reason: 'a file is there that is no zip',
    taken: true,
  },
  {
    code: 'requirements-not-found',
    path: `${ROOT}/prod.txt`,
    askedBy: undefined,
    beside: `${ROOT}/web/prod.txt`,
  },
  {
    code: 'python-missing',
    asked: '/opt/py/3.12',
    tried: ['/opt/py/3.12'],
    within: '/opt/py/3.12/bin/python3',
  },
];

function pipFailure(reason: InstallReason, subject = SUBJECTS[reason]): InstallFailure {
  const lastLines = ['ERROR: what pip said last'];
  return { code: 'pip-failed', reason, subject, lastLines, python: '3.12', glibc: '2.31' };
}

function uvFailure(reason: InstallReason, subject = SUBJECTS[reason]): InstallFailure {
  const lastLines = ['error: what uv said last'];
  return { code: 'uv-failed', reason, subject, lastLines, python: '3.12', glibc: '2.31' };
}

function titleOf(failure: Failure): string {
  const isInstall = failure.code === 'pip-failed' || failure.code === 'uv-failed';
  return isInstall ? `${failure.code}, ${failure.reason}` : failure.code;
}

function page(title: string, shown: readonly Failure[], input: InputWords): string {
  const sections = shown.map(
    (failure) => `## ${titleOf(failure)}\n\n\`\`\`text\n${explainAsText(failure, input)}\n\`\`\`\n`,
  );
  return `# ${title}\n\nMade by \`tests/core/report/explain.test.ts\`; \`UPDATE_GOLDEN=1 npm test\` writes it anew.\n\n${sections.join('\n')}`;
}

/** What is told otherwise on the command line. */
const withFlags = failures.filter(
  (failure) => explainAsText(failure, asFlag) !== explainAsText(failure, asInput),
);

const GOLDEN = {
  'tests/golden/words.md': page('Every failure, as the user sees it', failures, asInput),
  'tests/golden/words-with-flags.md': page(
    'Every failure that names an input, as the user of the command line sees it',
    withFlags,
    asFlag,
  ),
};

describe('explain', () => {
  for (const [golden, text] of Object.entries(GOLDEN)) {
    it(`has the words of ${golden}`, () => {
      if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(golden, text);
      assert.equal(text, readFileSync(golden, 'utf8'));
    });
  }

  for (const failure of failures) {
    it(`${titleOf(failure)}: whole sentences, no holes`, () => {
      const { title, found, fix } = explain(failure);
      const text = [title, ...found, fix].join('\n');
      assert.doesNotMatch(text, /undefined|\[object|NaN|null|''|\S {2,}\S| $|\.\./m);
      assert.match(title, /^\S.*[.:]$/);
      assert.doesNotMatch(title, /\n/);
      assert.ok(fix.length > 0);
    });
  }

  it('keeps a name in its line', () => {
    assert.equal(
      explainAsText({ code: 'link-dangling', link: 'a\nDone.', target: 'b\r\nc' }),
      String.raw`A link leads nowhere; the deployment would stop at it.
  'a\nDone.' -> 'b\r\nc'
Remove it, or leave it out by excludes.`,
    );
  });

  it('says what an installer could not name', () => {
    for (const reason of Object.keys(INSTALL_WORDS) as InstallReason[]) {
      for (const failure of [pipFailure(reason, ''), uvFailure(reason, '')]) {
        const text = explainAsText(failure);
        assert.doesNotMatch(text, /''|undefined| {3,}|\s\.$/m, text);
      }
    }
  });
});

describe('the words for a distribution that is not found', () => {
  for (const failure of [pipFailure('not-found'), uvFailure('not-found')]) {
    it(`name the setting that keeps ${failure.code === 'pip-failed' ? 'pip' : 'uv'} from asking an index`, () => {
      assert.equal(
        explain({ ...failure, noIndex: 'requirements' }).fix,
        'The requirements say --no-index, so no package index was asked: put a wheel of it where their --find-links leads, or take --no-index out.',
      );
      assert.equal(
        explain({ ...failure, noIndex: 'setting' }).fix,
        "pip's setting no-index is on, so no package index was asked: unset PIP_NO_INDEX (or no-index in pip.conf), or put a wheel of it where PIP_FIND_LINKS leads.",
      );
    });
  }
});

describe('the words for what a list made elsewhere holds', () => {
  const FREEZE =
    "That path is of the machine where 'pip freeze' wrote the list. Write it there again, with versions in the place of paths: pip list --format=freeze > requirements.txt";
  for (const [reason, subject, fix] of [
    [
      'not-found',
      'pywin32==306',
      'It exists for Windows alone. Put a marker behind it, or behind what requires it: pywin32==306; sys_platform == "win32"',
    ],
    [
      'no-wheel',
      'pywin32',
      'It exists for Windows alone. Put a marker behind it, or behind what requires it: pywin32; sys_platform == "win32"',
    ],
    [
      'not-found',
      'pkg_resources==0.0.0',
      "It is no distribution: 'pip freeze' of Debian and Ubuntu adds that line by mistake. Take it out.",
    ],
    ['not-found', 'sqlite3', 'It is a part of Python itself. Take it out.'],
    ['not-found', 'asyncio==3.4.3', 'It is a part of Python itself. Take it out.'],
    ['invalid-requirement', '/croot/six_1644875935023/work', FREEZE],
    ['invalid-requirement', 'file:///croot/six_1644875935023/work', FREEZE],
    ['invalid-requirement', '/tmp/build/80754af9/six_1644875935023/work', FREEZE],
    ['invalid-requirement', '/C:/ci/six-1.16.0-py2.py3-none-any.whl', FREEZE],
    ['invalid-requirement', String.raw`C:\\wheels\\six==1.16.0`, FREEZE],
    [
      'invalid-requirement',
      './lib',
      'Correct that line. Relative paths are taken from the app root.',
    ],
    [
      'git-missing',
      'svn',
      'Install it in a step before this task: sudo apt-get install subversion',
    ],
    ['git-missing', 'hg', 'Install it in a step before this task: sudo apt-get install mercurial'],
  ] as const) {
    it(`say what to do about '${subject}'`, () => {
      assert.equal(explain(pipFailure(reason, subject)).fix, fix);
    });
  }
});

describe('explainError', () => {
  const HINT = 'Run again.';

  it('tells a failure of ours by its words', () => {
    assert.equal(
      explainError(new Stopped({ code: 'cancelled' }), HINT),
      'Cancelled.\nNothing was left behind; run it again when you like.',
    );
  });

  it('tells a full disk, wherever it was met', () => {
    const error = Object.assign(new Error('ENOSPC: no space left on device, write'), {
      code: 'ENOSPC',
    });
    assert.equal(
      explainError(error, HINT),
      'The disk is full.\nFree space in a step before this task, or use an agent with a larger disk. packagePath and cacheFolder may lie on one, too.',
    );
  });

  for (const { name, facts, expect } of [
    {
      name: 'a file that is too large for a limit or a disk',
      facts: { message: 'EFBIG: file too large, write', code: 'EFBIG' },
      expect:
        'A file became larger than this user or this disk allows.\nRaise the limit: ulimit -f unlimited. Without one, write to a disk whose file system takes larger files.',
    },
    {
      name: 'too many open files',
      facts: { message: "EMFILE: too many open files, open '/a'", code: 'EMFILE', path: '/a' },
      expect:
        "This agent allows too few open files.\n  EMFILE: too many open files, open '/a'\nRaise its limit: ulimit -n 1024, or --ulimit nofile=1024 of a container.",
    },
    {
      name: 'a working folder that was removed',
      facts: {
        message: 'ENOENT: no such file or directory, uv_cwd',
        code: 'ENOENT',
        syscall: 'uv_cwd',
      },
      expect:
        'The folder in which this was started is no longer there.\n  ENOENT: no such file or directory, uv_cwd\nStart it again in a folder that is there.',
    },
    {
      name: 'anything else that was removed',
      facts: { message: "ENOENT: no such file, open '/a'", code: 'ENOENT', syscall: 'open' },
      expect: "Something that we did not expect: ENOENT: no such file, open '/a'\nRun again.",
    },
  ]) {
    it(`tells ${name}, wherever it was met`, () => {
      assert.equal(explainError(Object.assign(new Error(), facts), HINT), expect);
    });
  }

  it('tells anything else by its message, with the hint and without a stack', () => {
    assert.equal(
      explainError(new TypeError('x is not a function'), HINT),
      'Something that we did not expect: x is not a function\nRun again.',
    );
    assert.equal(explainError('odd', HINT), 'Something that we did not expect: odd\nRun again.');
  });

  it('keeps a message in its line, whatever name is in it', () => {
    assert.equal(
      explainError(new Error("EISDIR: illegal operation on a directory, read 'a\nb\r'"), HINT),
      "Something that we did not expect: EISDIR: illegal operation on a directory, read 'a\\nb\\r'\nRun again.",
    );
  });
});
