// Installing for another machine with a uv that answers as it is told: what it is asked, and what is made of it.

import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crossInstaller, type CrossRequest } from '../../../tasks/core/install/cross-installer.js';
import { crossOptions } from '../../../tasks/core/install/cross-target.js';
import { uvPlatform } from '../../../tasks/core/install/uv-platform.js';
import { findImage, KNOWN_MINORS } from '../../../tasks/core/runtime/images.js';
import type { Failure } from '../../../tasks/core/terms/failure.js';
import { failureOf } from '../../helpers/expect-stopped.js';
import { fakeHost } from '../../helpers/fake-host.js';
import { answeringPython, writeScript } from '../../helpers/fake-python.js';
import { folderPerTest, writeFiles } from '../../helpers/temp-folder.js';
import { wheelFiles, type WheelFacts } from '../../helpers/wheels.js';

const TARGET = { version: '3.11.15', minor: '3.11', glibc: '2.31' };

describe('the target in words of uv', () => {
  it('has the glibc of every image', () => {
    const platforms = KNOWN_MINORS.map((minor) => uvPlatform(findImage(minor)?.glibc ?? ''));
    const of = (glibc: string): string => `x86_64-manylinux_${glibc}`;
    assert.deepEqual(platforms, [...Array<string>(4).fill(of('2_31')), of('2_36'), of('2_39')]);
  });

  for (const [glibc, expect] of [
    ['2.30', '2_28'],
    ['2.43', '2_40'],
    ['2.5', '2_17'],
  ] as const) {
    it(`has the nearest older one that uv knows for ${glibc}`, () => {
      assert.equal(uvPlatform(glibc), `x86_64-manylinux_${expect}`);
    });
  }

  it('names all three numbers, and the exceptions from wheels', () => {
    const args = crossOptions(TARGET, ['a', 'b']).join(' ');
    assert.equal(
      args,
      '--python-platform x86_64-manylinux_2_31 --python-version 3.11.15 --only-binary :all: --no-binary a --no-binary b',
    );
  });
});

describe('the installer of a cross build', () => {
  const folder = folderPerTest();
  const at = (...names: readonly string[]): string => join(folder.path, ...names);
  const site = (): string => at('antenv', 'lib', 'python3.12', 'site-packages');

  beforeEach(async () => {
    for (const name of ['app', 'work', 'bin', 'answers']) await mkdir(at(name));
    await mkdir(site(), { recursive: true });
    await answeringPython(at('bin', 'python3'), {});
    await writeFiles(at('app'), { 'requirements.txt': 'tiny\n' });
  });

  /** A uv whose shell code ends with what each call does; the arguments of each are kept. */
  async function uv(...lines: readonly string[]): Promise<void> {
    await writeScript(at('bin', 'uv'), [
      'if [ "$1" = --version ]; then echo "uv 0.13.9"; exit; fi',
      `echo "$@" >> '${at('asked')}'`,
      ...lines,
    ]);
  }

  const asked = async (): Promise<string[]> =>
    (await readFile(at('asked'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => line.replaceAll(folder.path, ''));

  interface Ended {
    readonly notes: readonly string[];
    readonly failure?: Failure;
  }

  async function install(
    request: Partial<CrossRequest> = {},
    env: Readonly<Record<string, string>> = {},
  ): Promise<Ended> {
    const notes: string[] = [];
    const tell = { warn: () => undefined, note: (text: string) => void notes.push(text) };
    const host = fakeHost({
      tempFolder: at('work'),
      workingFolder: at('app'),
      env: { PATH: `${at('bin')}:/usr/bin:/bin`, PIP_CONFIG_FILE: '/dev/null', ...env },
    });
    const python = {
      program: at('bin', 'python3'),
      version: '3.12.4',
      minor: '3.12',
      pip: '24.0',
      platform: 'macOS on arm64',
      samePlatform: false,
    };
    const all: CrossRequest = {
      python,
      target: TARGET,
      installer: 'auto',
      allowSdist: [],
      ...request,
    };
    const work = (async () => {
      const installer = await crossInstaller(host, tell, all);
      assert.equal(`${installer.name} ${installer.version}`, 'uv 0.13.9');
      await installer.install({
        venv: at('antenv'),
        what: ['--requirement', at('app', 'requirements.txt')],
        alone: true,
        hashed: true,
        indexes: ['--index-url https://h/simple', '--find-links=wheels', '--no-index'],
        place: { appRoot: at('app'), work: at('work'), glibc: TARGET.glibc },
      });
    })();
    const failure = await work.then(
      () => undefined,
      async () => failureOf(work),
    );
    return { notes, ...(failure && { failure }) };
  }

  const put = async (facts: WheelFacts): Promise<void> => writeFiles(site(), wheelFiles(facts));

  it('asks for wheels of the target, whatever the job says about wheels and sources', async () => {
    await uv('env | grep "^UV_" | sort >> "$(dirname "$0")/../env"');
    await put({ name: 'tiny', version: '1.0', tag: 'cp311-cp311-manylinux_2_17_x86_64' });
    const { failure } = await install(
      {},
      {
        UV_NO_BUILD: '1',
        UV_NO_BINARY: 'x',
        UV_ONLY_BINARY: 'x',
        PIP_NO_BINARY: ':all:',
        PIP_ONLY_BINARY: 'tiny',
      },
    );
    assert.equal(failure, undefined);
    const [first, ...more] = await asked();
    assert.deepEqual(more, []);
    assert.equal(
      first,
      'pip install --requirement /app/requirements.txt --no-deps --require-hashes --python-platform x86_64-manylinux_2_31 --python-version 3.11.15 --only-binary :all: --no-compile-bytecode --python /antenv/bin/python --color never',
    );
    const env = await readFile(at('env'), 'utf8');
    assert.doesNotMatch(env, /BINARY|NO_BUILD/);
    assert.match(env, /^UV_INDEX_STRATEGY=unsafe-best-match$/m);
  });

  it('asks for requirements that only pip reads in copies', async () => {
    await uv();
    await put({ name: 'tiny', version: '1.0', tag: 'cp311-cp311-manylinux_2_17_x86_64' });
    await writeFiles(at('app'), { 'requirements.txt': '-rother.txt\n', 'other.txt': 'tiny\n' });
    assert.deepEqual(await install(), { notes: [] });
    const [first = ''] = await asked();
    assert.match(
      first,
      /^pip install --requirement \/work\/uv-requirements\/1\/0\/requirements\.txt /,
    );
  });

  it('is not led away from the venv by a configuration of uv', async () => {
    await uv('exit 0');
    await writeFiles(at('app'), { 'uv.toml': '[pip]\ntarget = "elsewhere"\n' });
    const { failure } = await install();
    assert.deepEqual(failure, {
      code: 'uv-moved',
      path: at('app', 'uv.toml'),
      setting: 'target',
    });
  });

  it('cannot be pip', async () => {
    const { failure } = await install({ installer: 'pip' });
    assert.deepEqual(failure, {
      code: 'cross-needs-uv',
      program: at('bin', 'python3'),
      found: '3.12.4',
      platform: 'macOS on arm64',
      samePlatform: false,
      stack: 'PYTHON|3.11',
      minor: '3.11',
      because: 'installer is pip',
      lastLines: [],
    });
  });

  it('tells that there is no uv, with what pip said of it', async () => {
    await writeScript(at('bin', 'python3'), ['echo "no uv today" >&2; exit 1']);
    const { failure } = await install({}, { AGENT_TOOLSDIRECTORY: at('work') });
    assert.ok(failure?.code === 'cross-needs-uv');
    assert.equal(failure.because, 'not to be had');
    assert.deepEqual(failure.lastLines, ['no uv today']);
  });

  /** Answers of uv to its questions: a list, or a failure, by the kind of question. */
  const QUESTIONS = [
    'for one; do last=$one; done',
    `case "$*" in`,
    '*"pip install"*"--no-binary docopt"*) exit 0 ;;',
    '*"pip install"*) echo "no wheels" >&2; exit 1 ;;',
    '*--universal*) cat "$(dirname "$0")/../answers/all"; exit ;;',
    // The two questions whether each of them is really missing.
    '*requirements.txt*) cat "$(dirname "$0")/../answers/older"; exit ;;',
    '*"--resolution lowest"*) cat "$(dirname "$0")/../answers/above"; exit ;;',
    '*) cat "$(dirname "$0")/../answers/below"; exit ;;',
    'esac',
  ];

  const listed = (name: string, version: string, ...wheels: readonly string[]): string =>
    `[[packages]]\nname = "${name}"\nversion = "${version}"\nwheels = [${wheels.map((file) => `{ url = "https://h/${file}" }`).join(', ')}]\n`;

  const MISSING = {
    all: [
      listed('docopt', '0.6.2'),
      listed('flask', '3.0', 'flask-3.0-py3-none-any.whl'),
      listed('h5py', '2.10.0', 'h5py-2.10.0-cp38-cp38-win_amd64.whl'),
      listed('older', '9.0', 'older-9.0-cp311-cp311-linux_x86_64.whl'),
    ].join('\n'),
    above: listed('h5py', '3.1.0', 'h5py-3.1.0-cp311-cp311-manylinux1_x86_64.whl'),
  };

  it('names all distributions without a wheel at once, and no others', async () => {
    await uv(...QUESTIONS);
    // An older version of `older` has a wheel.
    await writeFiles(at('answers'), {
      ...MISSING,
      older: [
        listed('docopt', '0.6.2'),
        listed('h5py', '2.10.0', 'h5py-2.10.0-cp311-cp311-linux_x86_64.whl'),
        listed('older', '8.0', 'older-8.0-py3-none-any.whl'),
      ].join('\n'),
    });
    const { failure } = await install({ allowSdist: ['Docopt'] });
    assert.deepEqual(failure, {
      code: 'wheels-missing',
      stack: 'PYTHON|3.11',
      minor: '3.11',
      glibc: '2.31',
      gaps: [
        { name: 'h5py', version: '2.10.0', offered: ['cp38-cp38-win_amd64'], nearest: '3.1.0' },
      ],
    });
  });

  // pydantic-core 2.20.1 has no wheel for Python 3.14, and its 0.0.1 is a name that was kept free.
  const near = [
    { name: 'below', below: '2.19.0', above: '2.41.0', nearest: '2.19.0' },
    { name: 'above where only that is of the same major', below: '0.0.1', above: '2.41.0' },
    {
      name: 'below where neither is of the same major',
      below: '1.9',
      above: '3.0',
      nearest: '1.9',
    },
    { name: 'above where there is none below', below: undefined, above: '3.0' },
  ];
  for (const { name, below, above, nearest = above } of near) {
    it(`names the nearest version with a wheel: ${name}`, async () => {
      await uv(...QUESTIONS);
      const all = listed('core', '2.20.1', 'core-2.20.1-cp38-cp38-win_amd64.whl');
      const fitting = (version: string): string =>
        listed('core', version, `core-${version}-py3-none-any.whl`);
      await writeFiles(at('answers'), {
        all,
        older: all,
        above: fitting(above),
        ...(below && { below: fitting(below) }),
      });
      const { failure } = await install();
      assert.ok(failure?.code === 'wheels-missing');
      assert.deepEqual(failure.gaps, [
        { name: 'core', version: '2.20.1', offered: ['cp38-cp38-win_amd64'], nearest },
      ]);
    });
  }

  it('says of a file that a requirement names by its address that it is one', async () => {
    await uv(...QUESTIONS);
    const file =
      '[[packages]]\nname = "tiny"\nversion = "1.0"\narchive = { path = "wheels/tiny-1.0-cp311-cp311-win_amd64.whl" }\n';
    // One of an index with a wheel that fits is no version of that file.
    const above = listed('tiny', '2.0', 'tiny-2.0-py3-none-any.whl');
    await writeFiles(at('answers'), { all: file, older: file, above });
    const { failure } = await install();
    assert.ok(failure?.code === 'wheels-missing');
    assert.deepEqual(failure.gaps, [
      {
        name: 'tiny',
        version: '1.0',
        offered: ['cp311-cp311-win_amd64'],
        nearest: undefined,
        isDirect: true,
      },
    ]);
  });

  it('asks for the nearest version where the requirements look', async () => {
    await uv(
      'case "$*" in *question.txt*) cat "$3" > "$(dirname "$0")/../question"; esac',
      ...QUESTIONS,
    );
    await writeFiles(at('answers'), { ...MISSING, older: MISSING.all });
    await install({ allowSdist: ['docopt', 'older'] });
    assert.equal(
      await readFile(at('question'), 'utf8'),
      `--index-url https://h/simple\n--find-links ${at('app', 'wheels')}\n--no-index\nolder>9.0\n`,
    );
  });

  const DOCOPT = {
    all: listed('docopt', '0.6.2'),
    older: listed('docopt', '0.6.2'),
    above: '',
  };

  it('builds here what allowSdist names, and takes it when it is for any platform', async () => {
    await uv(...QUESTIONS);
    await writeFiles(at('answers'), DOCOPT);
    await put({ name: 'docopt', version: '0.6.2' });
    const { notes, failure } = await install({ allowSdist: ['Docopt'] });
    assert.equal(failure, undefined);
    assert.deepEqual(notes, ['Built here from sources, as allowSdist says: docopt 0.6.2.']);
  });

  it('refuses what was built here for this machine alone', async () => {
    await uv(...QUESTIONS);
    await writeFiles(at('answers'), DOCOPT);
    await put({ name: 'docopt', version: '0.6.2', tag: 'cp311-cp311-linux_x86_64' });
    const { failure } = await install({ allowSdist: ['docopt'] });
    assert.deepEqual(failure, {
      code: 'sdist-not-pure',
      name: 'docopt',
      version: '0.6.2',
      tags: ['cp311-cp311-linux_x86_64'],
    });
  });

  it('tells of a wheel that uv itself refused', async () => {
    await uv(
      'case "$*" in *"--no-binary docopt"*) echo "  cause: The built wheel \\`docopt-0.6.2-cp312-cp312-linux_x86_64.whl\\` is not compatible with the target Python" >&2; exit 1 ;; esac',
      ...QUESTIONS,
    );
    await writeFiles(at('answers'), DOCOPT);
    const { failure } = await install({ allowSdist: ['docopt'] });
    assert.deepEqual(failure, {
      code: 'sdist-not-pure',
      name: 'docopt',
      version: '0.6.2',
      tags: ['cp312-cp312-linux_x86_64'],
    });
  });

  it('refuses a wheel for bare linux, which uv takes', async () => {
    await uv('case "$*" in *"pip install"*) exit 0 ;; esac; exit 1');
    await put({ name: 'tiny', version: '1.0', tag: 'cp311-cp311-linux_x86_64' });
    const { failure } = await install();
    assert.ok(failure?.code === 'wheels-missing');
    assert.deepEqual(failure.gaps, [
      { name: 'tiny', version: '1.0', offered: ['cp311-cp311-linux_x86_64'], nearest: undefined },
    ]);
  });

  it('takes a wheel whose file is rightly named, though the tags in it are not', async () => {
    const file = 'tiny-1.0-cp311-cp311-manylinux_2_17_x86_64.whl';
    await uv(
      'case "$*" in *"pip install"*) exit 0 ;; esac',
      `echo '${listed('tiny', '1.0', file)}'`,
    );
    await put({ name: 'tiny', version: '1.0', tag: 'cp311-cp311-linux_x86_64' });
    assert.equal((await install()).failure, undefined);
  });

  it('leaves out, one after another, sources that cannot even tell their metadata', async () => {
    await uv(
      'case "$*" in *"pip install"*) exit 1 ;; esac',
      'left=$(cat "$(dirname "$0")/../work/left-out.txt" 2> /dev/null)',
      'case "$* $left" in',
      '*question.txt*) exit 1 ;;',
      `*--universal*"two; "*) echo '${listed('fine', '1.0', 'fine-1.0-py3-none-any.whl')}' ;;`,
      '*--universal*"one; "*) echo "error: Failed to build \\`Two @ file:///x\\`" >&2; exit 1 ;;',
      '*--universal*question.txt*) exit 1 ;;',
      '*--universal*) echo "error: Failed to build \\`one==1.0\\`" >&2; exit 1 ;;',
      '*) exit 1 ;;',
      'esac',
    );
    const { failure } = await install();
    assert.ok(failure?.code === 'wheels-missing');
    assert.deepEqual(failure.gaps, [
      { name: 'one', version: '1.0', offered: [], nearest: undefined },
      { name: 'two', version: '', offered: [], nearest: undefined, isDirect: true },
    ]);
  });

  it('leaves out a source once, also where uv names it again', async () => {
    await uv(
      'case "$*" in',
      '*"pip install"*|*question.txt*) exit 1 ;;',
      '*--universal*) echo "error: Failed to build \\`one==1.0\\`" >&2; exit 1 ;;',
      '*) exit 1 ;;',
      'esac',
    );
    const { failure } = await install();
    assert.ok(failure?.code === 'wheels-missing');
    assert.deepEqual(failure.gaps, [
      { name: 'one', version: '1.0', offered: [], nearest: undefined },
    ]);
    const lists = (await asked()).filter((line) =>
      line.startsWith('pip compile /app/requirements'),
    );
    // What is installed is complete, and so is what is asked about.
    assert.ok(lists.every((line) => line.includes(' --no-deps ')));
    assert.equal(lists.filter((line) => line.includes('--universal')).length, 2);
  });

  it('hands on what uv says when it is not for want of wheels', async () => {
    await uv('echo "error: flask==99 is nowhere" >&2; exit 1');
    const { failure } = await install();
    assert.ok(failure?.code === 'uv-failed');
    assert.deepEqual([failure.python, failure.glibc], ['3.11', '2.31']);
    assert.deepEqual(failure.lastLines, ['error: flask==99 is nowhere']);
  });

  for (const [file, pure] of [
    ['app-1.0-py3-none-any.whl', true],
    ['app-1.0-py2.py3-none-any.whl', true],
    ['app-1.0-cp312-cp312-linux_x86_64.whl', false],
    ['app-1.0-cp312-cp312-macosx_14_0_arm64.whl', false],
  ] as const) {
    it(`${pure ? 'takes' : 'refuses'} the project as ${file}`, async () => {
      await uv(`touch '${at('work', file)}'`);
      const host = fakeHost({
        tempFolder: at('work'),
        env: { PATH: `${at('bin')}:/usr/bin:/bin`, PIP_CONFIG_FILE: '/dev/null' },
      });
      const tell = { warn: () => undefined, note: () => undefined };
      const python = {
        program: at('bin', 'python3'),
        version: '3.12.4',
        minor: '3.12',
        pip: '24.0',
      };
      const where = { platform: 'macOS on arm64', samePlatform: false };
      const installer = await crossInstaller(host, tell, {
        python: { ...python, ...where },
        target: TARGET,
        installer: 'uv',
        allowSdist: [],
      });
      const place = { appRoot: at('app'), work: at('work'), glibc: '2.31' };
      const build = installer.buildWheel(at('app'), at('work'), place);
      if (pure) await build;
      else assert.equal((await failureOf(build)).code, 'sdist-not-pure');
      assert.deepEqual(await asked(), [
        'build --wheel --python /bin/python3 --out-dir /work /app --color never',
      ]);
    });
  }
});
