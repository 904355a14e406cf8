// Bad input, as a user sees it: one message, an exit code, and nothing left behind.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, rm, symlink } from 'node:fs/promises';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UV_VERSIONS } from '../../tasks/core/tools/uv.js';
import { answeringPython, writeScript } from '../helpers/fake-python.js';
import { runCli, type CliRun } from '../helpers/cli-run.js';
import { folderPerTest, writeFiles } from '../helpers/temp-folder.js';

interface Case {
  readonly name: string;
  /** Changes the usual app, which has `app.py` and an empty `requirements.txt`. */
  readonly arrange?: (folder: string) => Promise<unknown>;
  readonly args?: (folder: string) => readonly string[];
  readonly env?: (folder: string) => Readonly<Record<string, string>>;
  /** The whole message. */
  readonly says: (folder: string) => string;
  /** 1 when not given: stopped. */
  readonly code?: number;
}

const utf16 = (text: string): Buffer =>
  Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);

const requirements =
  (content: string | Buffer) =>
  async (folder: string): Promise<void> =>
    writeFiles(join(folder, 'app'), { 'requirements.txt': content });

const python =
  (differences: Parameters<typeof answeringPython>[1]) =>
  async (folder: string): Promise<unknown> =>
    answeringPython(join(folder, 'python'), differences);

const withPython = (folder: string): string[] => ['--python', join(folder, 'python')];

const NO_SUCH_STACK = `Choose one of 'PYTHON|3.9', 'PYTHON|3.10', 'PYTHON|3.11', 'PYTHON|3.12', 'PYTHON|3.13', 'PYTHON|3.14'. In YAML quote a bare version: 3.10 without quotes is 3.1.`;
const INSTALL_312 = 'install Python 3.12 and name it by --python.';
const USE_312 = `Name one that is there by --python, or ${INSTALL_312}`;
const EDITABLE = 'An editable install cannot be packaged: it points at a folder of this machine.';

const editable = (line: string, target: string): Case => ({
  name: `an editable install, ${line}`,
  arrange: requirements(`# local\n${line}\n`),
  says: (folder) => `${EDITABLE}
  ${folder}/app/requirements.txt:2: ${line}
Install it as it is: write '${target}' in place of '${line}'.`,
});

const noUv = (folder: string, stack: string, platform: string): string =>
  `This Python can build for ${stack} with uv only, and there is no uv.
  '${folder}/python' is Python 3.12.4 for ${platform}; App Service is Linux on x86_64 with glibc. pip cannot choose what another Python needs.
  What pip installed as uv ${UV_VERSIONS.fetched} does not run here.`;

const cases: readonly Case[] = [
  {
    name: 'an app root that does not exist',
    args: (folder) => [join(folder, 'nowhere')],
    says: (folder) => `The app root does not exist.
  APP_ROOT: '${folder}/nowhere'
Give the folder that holds the app, relative to the sources or absolute. In a job without checkout, download the artifact first.`,
  },
  {
    name: 'an empty app root',
    arrange: (folder) => mkdir(join(folder, 'empty')),
    args: (folder) => [join(folder, 'empty')],
    says: (folder) => `The app root is empty.
  APP_ROOT: '${folder}/empty'
Give the folder that holds the app. A deployment job checks nothing out by itself: add \`- checkout: self\`.`,
  },
  {
    name: 'an app root that is a file',
    args: (folder) => [join(folder, 'app', 'app.py')],
    says: (folder) => `The app root is not a folder.
  APP_ROOT: '${folder}/app/app.py'
Give the folder that the file is in.`,
  },
  {
    name: 'an app root that lies in a file',
    args: (folder) => [join(folder, 'app', 'app.py', 'src')],
    says: (folder) => `The app root does not exist.
  APP_ROOT: '${folder}/app/app.py/src'
Give the folder that holds the app, relative to the sources or absolute. In a job without checkout, download the artifact first.`,
  },
  {
    name: 'no requirements, with what is there instead',
    arrange: async (folder) => {
      await rm(join(folder, 'app', 'requirements.txt'));
      await writeFiles(join(folder, 'app'), {
        'pyproject.toml': '[tool.black]',
        'requirements-dev.txt': '',
      });
    },
    says: (folder) => `Nothing in the app root says what to install.
  Looked in '${folder}/app' for 'requirements.txt', 'uv.lock', 'pylock.toml', 'poetry.lock', 'Pipfile.lock', 'pyproject.toml', 'setup.py'.
  Found 'pyproject.toml', 'requirements-dev.txt'.
Set --requirements to the file that does, or APP_ROOT to the folder that holds it. An app without dependencies has an empty requirements.txt.`,
  },
  {
    name: 'a Pipfile that is not locked',
    arrange: async (folder) => {
      await rm(join(folder, 'app', 'requirements.txt'));
      await writeFiles(join(folder, 'app'), { Pipfile: '[packages]\nflask = "*"\n' });
    },
    says: (folder) => `The dependencies cannot be told without a lock.
  '${folder}/app/Pipfile': a Pipfile is read by way of its lock.
Lock them and commit the result: pipenv lock`,
  },
  {
    name: 'requirements that are not where they should be',
    args: (folder) => [join(folder, 'app'), '--requirements', 'deps.txt'],
    says: (folder) => `A requirements file does not exist.
  '${folder}/deps.txt', named by --requirements
Correct the name. Files named in a requirements file are taken relative to that file.`,
  },
  {
    name: 'a nested file that does not exist',
    arrange: requirements('-r base/common.txt\n'),
    says: (folder) => `A requirements file does not exist.
  '${folder}/app/base/common.txt', named by ${folder}/app/requirements.txt:1
Correct the name. Files named in a requirements file are taken relative to that file.`,
  },
  {
    name: 'a folder named requirements.txt',
    arrange: async (folder) => {
      await rm(join(folder, 'app', 'requirements.txt'));
      await mkdir(join(folder, 'app', 'requirements.txt'));
    },
    says: (folder) => `A requirements file cannot be read.
  '${folder}/app/requirements.txt': it is a folder
Give the path of a file that the agent may read.`,
  },
  {
    name: 'requirements.txt as a pipe that nobody writes to',
    arrange: async (folder) => {
      await rm(join(folder, 'app/requirements.txt'));
      execFileSync('mkfifo', [join(folder, 'app/requirements.txt')]);
    },
    says: (folder) => `A requirements file cannot be read.
  '${folder}/app/requirements.txt': it is a pipe
Give the path of a file that the agent may read.`,
  },
  {
    name: 'requirements.txt as a link that leads nowhere',
    arrange: async (folder) => {
      await rm(join(folder, 'app', 'requirements.txt'));
      await symlink('../gone.txt', join(folder, 'app', 'requirements.txt'));
    },
    says: (folder) => `A requirements file cannot be read.
  '${folder}/app/requirements.txt': it is a link that leads nowhere
Give the path of a file that the agent may read.`,
  },
  {
    name: 'requirements in UTF-16',
    arrange: requirements(utf16('flask\r\n')),
    says: (folder) => `A requirements file is not UTF-8.
  '${folder}/app/requirements.txt' looks like UTF-16, as Windows PowerShell's \`>\` writes it.
Save it as UTF-8. In PowerShell: (Get-Content requirements.txt) | Set-Content -Encoding utf8 requirements.txt`,
  },
  {
    name: 'requirements in UTF-16 without a byte order mark',
    arrange: requirements(Buffer.from('flask\r\n', 'utf16le')),
    says: (folder) => `A requirements file is not UTF-8.
  '${folder}/app/requirements.txt' looks like text in UTF-16.
Save it as UTF-8.`,
  },
  {
    name: 'requirements in Latin-1',
    arrange: requirements(Buffer.from('# geprüft\nflask\n', 'latin1')),
    says: (folder) => `A requirements file is not UTF-8.
  '${folder}/app/requirements.txt' looks like Latin-1 or another 8-bit encoding.
Save it as UTF-8.`,
  },
  {
    name: 'an unknown layout',
    code: 2,
    args: (folder) => [join(folder, 'app'), '--layout', 'tarball'],
    says: () => `--layout does not take this value.
  --layout='tarball'
Choose one of 'venvTarball', 'venvZip', 'appTarball', 'flat'.`,
  },
  {
    name: 'an unknown compression',
    code: 2,
    args: (folder) => [join(folder, 'app'), '--compression', 'xz'],
    says: () => `--compression does not take this value.
  --compression='xz'
Choose one of 'gzip', 'zstd'.`,
  },
  ...['0', '1801', '5m', '1.5'].map((value) => ({
    name: `a rehearsal's timeout of ${value}`,
    code: 2,
    args: (folder: string) => [join(folder, 'app'), '--rehearse-timeout', value],
    says: () => `--rehearse-timeout takes a whole number.
  --rehearse-timeout='${value}'
Give a number from 1 to 1800.`,
  })),
  {
    name: 'an unknown way to rehearse',
    code: 2,
    args: (folder) => [join(folder, 'app'), '--rehearse', 'on'],
    says: () => `--rehearse does not take this value.
  --rehearse='on'
Choose one of 'auto', 'off', 'required'.`,
  },
  {
    name: 'an unknown network to rehearse in',
    code: 2,
    args: (folder) => [join(folder, 'app'), '--rehearse-network', 'all'],
    says: () => `--rehearse-network does not take this value.
  --rehearse-network='all'
Choose one of 'none', 'host'.`,
  },
  {
    name: 'an unknown severity to fail on',
    code: 2,
    args: (folder) => [join(folder, 'app'), '--fail-on', 'note'],
    says: () => `--fail-on does not take this value.
  --fail-on='note'
Choose one of 'error', 'warning', 'never'.`,
  },
  {
    name: 'a file of app settings in UTF-16',
    arrange: (folder) => writeFiles(folder, { 'settings.json': utf16('{"A":"1"}') }),
    args: (folder) => [join(folder, 'app'), '--settings', 'settings.json'],
    says: () => `The file with the app settings cannot be read.
  'settings.json': it is not UTF-8: it is UTF-16, as Windows PowerShell's \`>\` writes it
Give the path of a UTF-8 text file of at most 8 MB that the agent may read, or the settings themselves.`,
  },
  {
    name: 'a stack that YAML has made of 3.10',
    args: (folder) => [join(folder, 'app'), '--runtime-stack', '3.1'],
    says: () => `This runtime stack is not known.
  --runtime-stack='3.1'
${NO_SUCH_STACK}`,
  },
  {
    name: 'a stack of another language',
    args: (folder) => [join(folder, 'app'), '--runtime-stack', 'NODE|20-lts'],
    says: () => `This runtime stack is not known.
  --runtime-stack='NODE|20-lts'
${NO_SUCH_STACK}`,
  },
  {
    name: 'a variable that nobody replaced',
    args: (folder) => [join(folder, 'app'), '--out', '$(Foo)/web.zip'],
    says: () => `--out still holds a variable that has no value here.
  --out='$(Foo)/web.zip'
Define the variable, or give no --out. Build.* variables do not exist in a classic release.`,
  },
  {
    name: 'an output folder that cannot be made',
    args: (folder) => [join(folder, 'app'), '--out', '/proc/antenv/web.zip'],
    says: () => `The package cannot be written.
  --out='/proc/antenv/web.zip'
  ENOENT: no such file or directory, mkdir '/proc/antenv'
Give the agent the right to write there, or choose another --out.`,
  },
  {
    name: 'an output folder that is a file',
    args: (folder) => [join(folder, 'app'), '--out', '/dev/null/web.zip'],
    says: () => `The package cannot be written.
  --out='/dev/null/web.zip'
  EEXIST: file already exists, mkdir '/dev/null'
Choose another --out.`,
  },
  {
    name: 'a file in place of the package that is none',
    arrange: (folder) => writeFiles(folder, { 'out.zip': 'notes' }),
    says: (folder) => `The package cannot be written.
  --out='${folder}/out.zip'
  a file is there that is no zip
Choose another --out.`,
  },
  {
    name: 'a folder in place of the package',
    arrange: (folder) => mkdir(join(folder, 'out.zip')),
    says: (folder) => `There is a folder where the package should be.
  --out='${folder}/out.zip'
Give the path of a file: a name that ends in .zip.`,
  },
  ...[
    ['web.tar.gz', 'web.zip'],
    ['app/app.py', 'app/app.zip'],
    ['web-1.2', 'web-1.2.zip'],
  ].map(([name = '', zip = '']): Case => ({
    name: `a package that is to be called ${name}`,
    args: (folder) => [join(folder, 'app'), '--out', join(folder, name)],
    says: (folder) => `The package's name does not end in .zip.
  --out='${folder}/${name}'
  The task that deploys it takes no other name.
Write --out='${folder}/${zip}'`,
  })),
  {
    name: 'no Python on PATH',
    args: (folder) => [join(folder, 'app')],
    env: (folder) => ({ PATH: folder }),
    says: () => `No Python is on PATH.
  Looked for 'python3', 'python'.
${USE_312}`,
  },
  {
    name: 'a Python that does not exist',
    args: (folder) => [join(folder, 'app'), '--python', 'python3.99'],
    says: () => `That Python does not exist.
  Looked for 'python3.99'.
${USE_312}`,
  },
  {
    name: 'a Python that does not run',
    arrange: (folder) =>
      writeScript(join(folder, 'python'), ['echo "pyenv: no such version" >&2', 'exit 127']),
    args: (folder) => [join(folder, 'app'), ...withPython(folder)],
    says: (folder) => `The Python that was found does not run.
  '${folder}/python'
  pyenv: no such version
Name another by --python, or ${INSTALL_312}`,
  },
  {
    name: 'a Python without venv',
    arrange: python({ venv: false }),
    args: (folder) => [join(folder, 'app'), ...withPython(folder)],
    says: (folder) => `This Python has no venv module.
  '${folder}/python'
Install it beforehand: sudo apt-get install python3.12-venv`,
  },
  {
    name: 'a Python without pip',
    arrange: python({ pip: 'none' }),
    args: (folder) => [join(folder, 'app'), ...withPython(folder)],
    says: (folder) => `This Python has no pip.
  '${folder}/python'
Install it beforehand: sudo apt-get install python3-pip, or ${folder}/python -m ensurepip --upgrade`,
  },
  {
    name: 'a pip that is too old',
    arrange: python({ pip: '22.2.2' }),
    args: (folder) => [join(folder, 'app'), ...withPython(folder)],
    says: (folder) => `pip 22.2.2 is too old to fill a venv from outside.
  '${folder}/python' has pip 22.2.2; 22.3 or later is needed.
Run beforehand: ${folder}/python -m pip install --upgrade pip`,
  },
  {
    name: 'PyPy',
    arrange: python({ implementation: 'PyPy' }),
    args: (folder) => [join(folder, 'app'), ...withPython(folder)],
    says: (folder) => `App Service runs CPython, not PyPy.
  '${folder}/python'
Name a CPython by --python, or ${INSTALL_312}`,
  },
  ...(
    [
      ['macOS on arm64', { platform: 'darwin', machine: 'arm64', libc: 'none' }],
      ['Windows on AMD64', { platform: 'win32', machine: 'AMD64', libc: 'none' }],
      ['Linux on aarch64', { machine: 'aarch64' }],
      ['Linux on x86_64 with musl', { libc: 'none' }],
    ] as const
  ).map(([what, differences]): Case => ({
    name: `a Python for ${what}`,
    arrange: python(differences),
    args: (folder) => [join(folder, 'app'), ...withPython(folder)],
    says: (folder) => `${noUv(folder, 'PYTHON|3.12', what)}
Run it on Linux with Python 3.12, such as in a container.
Or install uv beforehand: pip install uv`,
  })),
  {
    name: "a Python of another minor than the stack's",
    arrange: python({}),
    args: (folder) => [
      join(folder, 'app'),
      ...withPython(folder),
      '--runtime-stack',
      'PYTHON|3.11',
    ],
    says: (folder) => `${noUv(folder, 'PYTHON|3.11', 'Linux on x86_64')}
Install Python 3.11 and name it by --python.
Or install uv beforehand: pip install uv`,
  },
  {
    name: 'a Python that App Service never had',
    arrange: python({ version: '3.8.20', minor: '3.8' }),
    args: (folder) => [join(folder, 'app'), ...withPython(folder)],
    says: (folder) => `App Service has no image for Python 3.8.20.
  '${folder}/python' is Python 3.8.20.
Use one of 3.9, 3.10, 3.11, 3.12, 3.13, 3.14: ${INSTALL_312}`,
  },
  editable('-e .', '.'),
  editable('-e./lib', './lib'),
  editable('--editable ./lib', './lib'),
  editable(
    '--editable=git+https://host.invalid/x.git#egg=x',
    'git+https://host.invalid/x.git#egg=x',
  ),
  editable('--pre -e ./lib', './lib'),
  {
    name: 'an editable install in a nested file, with a token in its address',
    arrange: async (folder) => {
      await requirements('-r more/base.txt\n')(folder);
      await writeFiles(join(folder, 'app'), {
        'more/base.txt': '-e git+https://me:t0ken@host.invalid/x.git\n',
      });
    },
    says: (folder) => `${EDITABLE}
  ${folder}/app/more/base.txt:1: -e git+https://***@host.invalid/x.git
Install it as it is: write 'git+https://***@host.invalid/x.git' in place of '-e git+https://***@host.invalid/x.git'.`,
  },
  {
    name: 'zstd for a Python whose images never unpack it',
    arrange: python({ version: '3.9.20', minor: '3.9' }),
    args: (folder) => [join(folder, 'app'), ...withPython(folder), '--compression', 'zstd'],
    says: () => `The image of PYTHON|3.9 never unpacks a venv that is compressed with zstd.
Set --compression to 'gzip', or --layout to 'appTarball'.`,
  },
];

describe('antenv package, given bad input', () => {
  const folder = folderPerTest();

  beforeEach(() =>
    writeFiles(join(folder.path, 'app'), { 'app.py': 'x = 1\n', 'requirements.txt': '' }),
  );

  for (const { name, arrange, args, env, says, code } of cases) {
    it(`${name}: one message, nothing left`, async () => {
      await arrange?.(folder.path);
      const before = listing(folder.path);
      const given = args?.(folder.path) ?? [join(folder.path, 'app')];
      const out = given.includes('--out') ? [] : ['--out', join(folder.path, 'out.zip')];
      const run = await runCli(['package', ...given, ...out], {
        folder: folder.path,
        env: env?.(folder.path) ?? {},
      });
      assertStopped(run, says(folder.path), code);
      assert.deepEqual(listing(folder.path), before);
    });
  }
});

/** Names in the folder but those of the run itself. */
function listing(folder: string): string[] {
  return readdirSync(folder).filter((name) => !name.startsWith('temp-'));
}

/** One message as the last thing on standard error, and nothing left. */
function assertStopped(run: CliRun, message: string, code = 1): void {
  assert.equal(run.stderr, `\n${message}\n`);
  assert.equal(run.code, code);
  assert.deepEqual(run.leftTemp, []);
  assert.deepEqual(run.leftRunning, []);
}

describe('antenv package, given two runs on one output', () => {
  const folder = folderPerTest();
  const app = (): string => join(folder.path, 'app');
  const out = (): string => join(folder.path, 'out.zip');
  const lock = (): string => join(folder.path, '.out.zip.antenv-lock');

  beforeEach(() => writeFiles(app(), { 'app.py': 'x = 1\n', 'requirements.txt': '' }));

  it('tells the second one who holds the lock, and lets the first one finish', async () => {
    // The first run waits in venv until the second one has been told.
    const gate = join(folder.path, 'gate');
    const slow = await writeScript(join(folder.path, 'slow-python'), [
      `case "$*" in *venv*--without-pip*) while [ ! -e '${gate}' ]; do sleep 0.05; done ;; esac`,
      `exec python3 "$@"`,
    ]);
    const args = ['package', app(), '--out', out()];
    let second: Promise<CliRun> | undefined;
    let holder = 0;
    const first = runCli([...args, '--python', slow], {
      folder: folder.path,
      onOutput: (printed, child) => {
        if (second || !printed.includes('Install: ')) return;
        holder = child.pid ?? 0;
        second = runCli(args, { folder: folder.path });
        void second.finally(() => writeFileSync(gate, ''));
      },
    });
    const ended = await first;
    const told = await second;
    assert.ok(told);
    assertStopped(
      told,
      `Another run is writing this package.
  --out='${out()}'
  Process ${holder} holds '${lock()}'.
Wait for it, or give each run another --out.`,
    );
    assert.equal(ended.code, 0, ended.stderr);
    assert.deepEqual(
      listing(folder.path),
      [
        'antenv-report.json',
        'antenv.sarif',
        'app',
        'gate',
        'out.zip',
        'pip-cache',
        'slow-python',
      ].filter((name) => existsSync(join(folder.path, name))),
    );
    assert.ok(!existsSync(lock()));
  });
});
