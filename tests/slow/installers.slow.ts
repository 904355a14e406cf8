// pip and uv install the same: one list with both, from the real index, and the relocated trees side by side.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installDependencies } from '../../tasks/core/install/antenv.js';
import type { InstallerName } from '../../tasks/core/install/installer.js';
import { chooseInstaller } from '../../tasks/core/install/installers.js';
import { venvAtAddress } from '../../tasks/core/relocate/venv-at-address.js';
import { entrySize, type Entry } from '../../tasks/core/terms/archive-entry.js';
import { layoutFacts } from '../../tasks/core/terms/layout.js';
import { readRecord, type RecordRow } from '../../tasks/core/terms/record.js';
import { plainEnvironment } from '../../tasks/hosts/cancellation.js';
import { textOf } from '../helpers/entries.js';
import { fakeHost } from '../helpers/fake-host.js';
import { localIndex, type LocalIndex } from '../helpers/local-index.js';
import { output } from '../helpers/programs.js';
import { findPython } from '../helpers/pythons.js';
import { writeFiles } from '../helpers/temp-folder.js';
import { writeSdist, writeWheel } from '../helpers/wheels.js';

const MINOR = '3.11';
const prefix = findPython(MINOR) ?? '';

/** Everything that a wheel can bring, and entry points of every kind. */
const ODD = {
  name: 'antenv-odd',
  version: '1.0',
  requires: ['antenv-tiny', 'antenv-more ; extra == "more"'],
  files: {
    'antenv_odd/__init__.py': 'def main():\n    print("odd")\n\nclass App:\n    run = main\n',
    [`antenv_odd/${'long-name-'.repeat(12)}.txt`]: 'long\n',
    'antenv_odd/with blank, and comma.txt': 'x\n',
    'antenv_odd-1.0.data/scripts/odd-script': '#!python\nprint("script")\n',
    'antenv_odd-1.0.data/scripts/odd-pythonw': '#!pythonw\nprint("script")\n',
    'antenv_odd-1.0.data/scripts/odd-shell': '#!/bin/sh\necho shell\n',
    'antenv_odd-1.0.data/data/share/odd/data.txt': 'data\n',
    'antenv_odd-1.0.data/headers/odd.h': '/* odd */\n',
    'antenv_odd-1.0.data/purelib/odd_pure.py': 'x = 1\n',
    'antenv_odd-1.0.data/platlib/odd_plat.py': 'x = 1\n',
    'antenv_odd-1.0.dist-info/entry_points.txt': [
      '[console_scripts]',
      '# a comment',
      'odd = antenv_odd:main',
      'odd.dotted=antenv_odd:App.run',
      'odd-with-extra = antenv_odd:main [more]',
      '[gui_scripts]',
      'odd-window = antenv_odd:main',
      '[odd.plugins]',
      'none = antenv_odd:main',
      '',
    ].join('\n'),
  },
};

/** A package with a build backend, as it lies in a repository whose tag is its version. */
const PROJECT = {
  'pyproject.toml': `[build-system]
requires = ["setuptools>=77", "setuptools-scm>=8"]
build-backend = "setuptools.build_meta"

[project]
name = "own-project"
dynamic = ["version"]
dependencies = ["antenv-tiny"]
optional-dependencies = { more = ["antenv-more"] }
scripts = { own = "own_project.cli:main" }

[tool.setuptools_scm]
root = "../.."
`,
  'src/own_project/__init__.py': '',
  'src/own_project/cli.py': 'def main():\n    print("own")\n',
};

(prefix === '' ? describe.skip : describe)('pip and uv', () => {
  let folder: string;
  let index: LocalIndex;
  const below = (...names: readonly string[]): string => join(folder, ...names);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'antenv-installers-'));
    await mkdir(below('wheels'));
    await writeWheel(below('wheels'), { name: 'antenv-tiny', version: '1.0' });
    await writeWheel(below('wheels'), { name: 'antenv-more', version: '1.0' });
    await writeWheel(below('wheels'), ODD);
    await writeSdist(below('wheels'), 'antenvsource', 'return pure(folder, name)');
    const far = await writeWheel(folder, {
      name: 'antenv-far',
      version: '1.0',
      scripts: ['antenv-far'],
    });
    const bytes = await readFile(far);
    index = await localIndex((path) =>
      path.endsWith('.whl')
        ? { status: 200, body: bytes, headers: { 'content-type': 'application/octet-stream' } }
        : { status: 404 },
    );
    await writeFiles(below('app'), {
      // As pip alone reads it; uv gets copies.
      'requirements.txt': `-rlists/more.txt\r\n-c../limits.txt\r\nflask\\\r\n==3.0.3\r\ncffi==1.17.1\ncharset-normalizer==3.3.2\nrequests[socks]==2.32.3\npip==24.0\nantenv-odd[more]\nantenvsource\nantenv-far @ ${index.url}/antenv_far-1.0-py3-none-any.whl\n`,
      'lists/more.txt': 'idna\n',
      '../limits.txt': 'idna==3.10\n',
    });
    await writeFiles(below('repository', 'libs', 'own'), PROJECT);
    await writeFiles(below('repository'), { 'README.md': 'All of it.\n', '.gitignore': 'x\n' });
    const git = (...args: readonly string[]): string =>
      output('git', ['-C', below('repository'), ...args]);
    git('init', '--quiet');
    git('add', '.');
    const author = ['-c', 'user.name=x', '-c', 'user.email=x@example.invalid'];
    git(...author, 'commit', '--quiet', '-m', 'All');
    git('tag', 'v1.2.3');
  });

  after(async () => {
    await index.close();
    await rm(folder, { recursive: true, force: true });
  });

  const trees = new Map<InstallerName, readonly Entry[]>();
  const seconds = new Map<InstallerName, number>();

  for (const name of ['pip', 'uv'] as const) {
    it(`${name} installs the list, and the project as a wheel`, async () => {
      // A path beyond what a shebang may have.
      const work = below(name, 'x'.repeat(130));
      await mkdir(work, { recursive: true });
      const env = { ...plainEnvironment(process.env), PIP_FIND_LINKS: below('wheels') };
      const host = fakeHost({ env, tempFolder: folder });
      const python = {
        program: join(prefix, 'bin', 'python3'),
        version: output(join(prefix, 'bin', 'python3'), ['-V'])
          .trim()
          .replace('Python ', ''),
        minor: MINOR,
        pip: '',
      };
      const tell = { warn: assert.fail, note: () => undefined };
      const format = 'requirements.txt';
      const installer = await chooseInstaller(host, tell, name, { format, python });
      const started = Date.now();
      const installed = await installDependencies(host, installer, {
        python,
        glibc: '2.31',
        appRoot: below('app'),
        work,
        dependencies: {
          wanted: { kind: 'file', path: below('app', 'requirements.txt') },
          project: {
            root: below('repository', 'libs', 'own'),
            extras: ['more'],
            dependenciesKnown: false,
          },
          text: '',
        },
      });
      seconds.set(name, (Date.now() - started) / 1000);
      const found = installed.distributions.map((one) => `${one.name} ${one.version}`);
      const names = found.map((line) => line.toLowerCase().replaceAll('_', '-'));
      assert.deepEqual(
        EXPECTED.filter((line) => !names.includes(line)),
        [],
        names.join('\n'),
      );
      const relocated = await venvAtAddress(host, tell, {
        facts: layoutFacts('venvTarball'),
        venv: installed.path,
        builtAt: { venv: [installed.path], work: [work], appRoot: [below('app')] },
        app: [],
        python: { version: python.version, minor: MINOR, basePrefix: prefix },
      });
      trees.set(name, relocated.entries);
    });
  }

  it('leave nothing in the folder of the project', async () => {
    assert.deepEqual((await readdir(below('repository', 'libs', 'own'))).toSorted(), [
      'pyproject.toml',
      'src',
    ]);
    assert.deepEqual(await readdir(below('repository', 'libs', 'own', 'src')), ['own_project']);
    const status = output('git', ['-C', below('repository'), 'status', '--porcelain', '--ignored']);
    assert.equal(status, '');
  });

  it('give the same paths, kinds and modes', () => {
    assert.deepEqual(outline(trees.get('uv')), outline(trees.get('pip')));
  });

  it('give the same bytes, but for INSTALLER and its line in RECORD', async () => {
    const [ofPip, ofUv] = [trees.get('pip') ?? [], trees.get('uv') ?? []];
    assert.ok(ofPip.length > 200, `${ofPip.length} entries`);
    const differ: string[] = [];
    for (const [at, entry] of ofPip.entries()) {
      const other = ofUv[at];
      if (entry.kind !== 'file' || other?.kind !== 'file') continue;
      if (entry.digest !== other.digest) differ.push(entry.path);
    }
    const others = differ.filter((path) => !/\.dist-info\/(?:INSTALLER|RECORD)$/.test(path));
    assert.deepEqual(others, []);
    const byPath = new Map(ofUv.map((entry) => [entry.path, entry]));
    for (const entry of ofPip.filter(({ path }) => path.endsWith('.dist-info/RECORD'))) {
      const [rows, same] = [rowsOf(entry), rowsOf(byPath.get(entry.path))];
      assert.deepEqual(rows, same, entry.path);
    }
  });

  it('have console scripts of ours, and scripts as their authors wrote them', () => {
    const tree = new Map((trees.get('uv') ?? []).map((entry) => [entry.path, entry]));
    assert.equal(
      textOf(tree.get('bin/odd.dotted')),
      "#!/antenv/bin/python\nimport sys\n\nfrom antenv_odd import App\n\nif __name__ == '__main__':\n    sys.exit(App.run())\n",
    );
    assert.equal(textOf(tree.get('bin/odd-script')), '#!/antenv/bin/python\nprint("script")\n');
    assert.deepEqual(
      [...tree.keys()].filter((path) => path.startsWith('bin/')),
      PROGRAMS,
    );
  });

  after(() => {
    console.log(`      pip ${seconds.get('pip') ?? 0} s, uv ${seconds.get('uv') ?? 0} s`);
  });
});

function outline(entries: readonly Entry[] | undefined): string[] {
  return (entries ?? []).map((entry) => {
    const mode = entry.kind === 'file' && entry.executable ? 'x' : '-';
    const size = /\.dist-info\/(?:INSTALLER|RECORD)$/.test(entry.path) ? '' : entrySize(entry);
    return `${entry.path} ${entry.kind} ${mode} ${size}`;
  });
}

function rowsOf(entry: Entry | undefined): RecordRow[] {
  return readRecord(textOf(entry)).filter(({ path }) => !path.endsWith('.dist-info/INSTALLER'));
}

/** Those whose version is fixed; the rest is whatever is new. */
const EXPECTED = [
  'antenv-far 1.0',
  'antenv-more 1.0',
  'antenv-odd 1.0',
  'antenv-tiny 1.0',
  'antenvsource 1.0',
  'cffi 1.17.1',
  'flask 3.0.3',
  'own-project 1.2.3',
  'pip 24.0',
  'requests 2.32.3',
];

const PROGRAMS =
  `activate activate.csh activate.fish antenv-far flask normalizer odd odd-pythonw odd-script
  odd-shell odd-window odd-with-extra odd.dotted own pip pip3 pip3.11 python python3 python3.11`
    .split(/\s+/)
    .map((name) => `bin/${name}`);
