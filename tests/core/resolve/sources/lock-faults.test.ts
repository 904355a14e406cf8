// Locks that cannot be used: older than their project, of another format, for other machines, with links in them.

import assert from 'node:assert/strict';
import { chmod, cp, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  loadDependencies,
  type SourceQuestion,
} from '../../../../tasks/core/resolve/sources/sources.js';
import type { Dependencies } from '../../../../tasks/core/terms/dependencies.js';
import type { Failure } from '../../../../tasks/core/terms/failure.js';
import { failureOf } from '../../../helpers/expect-stopped.js';
import { fakeHost } from '../../../helpers/fake-host.js';
import { questionFor } from '../../../helpers/lockfile-cases.js';
import { folderPerTest, writeFiles } from '../../../helpers/temp-folder.js';

describe('a lock', () => {
  const folder = folderPerTest();
  const at = (name: string): string => join(folder.path, name);
  const load = (options: Partial<SourceQuestion> = {}): Promise<Dependencies> =>
    loadDependencies(fakeHost({ tempFolder: folder.path }), questionFor(folder.path, options));

  async function changed(name: string, file: string, from: string, to: string): Promise<void> {
    await cp(join('tests/lockfiles', name), folder.path, { recursive: true });
    const text = await readFile(at(file), 'utf8');
    assert.ok(text.includes(from), `${file} has '${from}'`);
    await writeFile(at(file), text.replace(from, to));
  }

  const OUTDATED = [
    ['poetry.lock/poetry-1.1', 'pyproject.toml', '~2.2', '~2.3'],
    ['poetry.lock/poetry-1.8', 'pyproject.toml', 'rq = "^1.16"', 'rq = "^1.15"'],
    ['poetry.lock/poetry-2-own-table', 'pyproject.toml', 'flask = "^3.0"', 'flask = "^3"'],
    ['poetry.lock/poetry-2-project-table', 'pyproject.toml', '"click>=8"', '"click>=8.1"'],
    ['poetry.lock/poetry-2-project-table', 'pyproject.toml', 'iniconfig>=2', 'iniconfig>=1'],
    ['poetry.lock/poetry-2.1-groups-not-hashed', 'pyproject.toml', 'click>=8', 'click>=7'],
    ['Pipfile.lock/categories', 'Pipfile', 'rq = "<2"', 'rq = "<3"'],
    ['Pipfile.lock/pipenv-2023-names-as-written', 'Pipfile', 'Click', 'Click2'],
  ] as const;

  for (const [name, file, from, to] of OUTDATED) {
    it(`is too old when ${file} says ${to}: ${name}`, async () => {
      await changed(name, file, from, to);
      const lock = name.split('/')[0] ?? '';
      assert.deepEqual(await failureOf(load({ asked: at(lock) })), {
        code: 'lock-outdated',
        path: at(lock),
        project: at(file),
        command: lock === 'poetry.lock' ? 'poetry lock' : 'pipenv lock',
      });
    });
  }

  const FRESH = [
    ['poetry.lock/poetry-2-own-table', 'pyproject.toml', 'A web app', 'Another web app'],
    ['poetry.lock/poetry-2.1-groups-not-hashed', 'pyproject.toml', 'iniconfig>=2', 'iniconfig>=1'],
    ['Pipfile.lock/categories', 'Pipfile', '[requires]', '[scripts]\nx = "y"\n\n[requires]'],
  ] as const;

  for (const [name, file, from, to] of FRESH) {
    it(`is not older for ${to.split('\n')[0]} in ${file}: ${name}`, async () => {
      await changed(name, file, from, to);
      assert.equal((await load()).format, name.split('/')[0]);
    });
  }

  interface Fault {
    readonly name: string;
    readonly files: Readonly<Record<string, string>>;
    readonly stops: () => Failure;
  }

  const pipfileLock = (entry: unknown): string => JSON.stringify({ default: { common: entry } });
  const FAULTS: readonly Fault[] = [
    {
      name: 'an editable folder in Pipfile.lock',
      files: { 'Pipfile.lock': pipfileLock({ path: './common', editable: true }) },
      stops: () => ({
        code: 'locked-unusable',
        path: at('Pipfile.lock'),
        name: 'common',
        reason: "it is 'editable', a link into this machine",
      }),
    },
    {
      name: 'what Pipenv did not pin, since it is not needed where it ran',
      files: {
        'Pipfile.lock': pipfileLock({ version: '*', markers: "sys_platform == 'linux'" }),
      },
      stops: () => ({
        code: 'locked-unusable',
        path: at('Pipfile.lock'),
        name: 'common',
        reason:
          "it has no version: Pipenv pins only what is needed where it runs, so run 'pipenv lock' on Linux",
      }),
    },
    {
      name: 'a folder that is not there',
      files: { 'Pipfile.lock': pipfileLock({ path: './common' }) },
      stops: () => ({
        code: 'locked-unusable',
        path: at('Pipfile.lock'),
        name: 'common',
        reason: "'./common' is not there",
      }),
    },
    {
      name: 'a marker that is none',
      files: { 'Pipfile.lock': pipfileLock({ version: '==1', markers: 'python > 3' }) },
      stops: () => ({
        code: 'dependencies-unreadable',
        path: at('Pipfile.lock'),
        reason: "'python > 3' is no marker",
      }),
    },
    {
      name: 'pylock.toml of a later major version',
      files: { 'pylock.toml': 'lock-version = "2.0"\n' },
      stops: () => ({
        code: 'lock-version-unknown',
        path: at('pylock.toml'),
        found: '2.0',
        known: '1.0',
      }),
    },
    {
      name: 'pylock.toml for other machines',
      files: {
        'pylock.toml': `lock-version = "1.0"\nenvironments = ["sys_platform == 'win32'", "python_version < '3.10'"]\n`,
      },
      stops: () => ({
        code: 'environment-excluded',
        path: at('pylock.toml'),
        environments: ["sys_platform == 'win32'", "python_version < '3.10'"],
        python: '3.11.7',
      }),
    },
    {
      name: 'one name pinned twice',
      files: {
        'pylock.toml': ['1', '2']
          .map(
            (v) =>
              `[[packages]]\nname = "six"\nversion = "${v}"\nsdist = { url = "https://x/six.tar.gz" }\n`,
          )
          .join('')
          .replace(/^/, 'lock-version = "1.0"\n'),
      },
      stops: () => ({
        code: 'dependencies-unreadable',
        path: at('pylock.toml'),
        reason: "it pins 'six' twice for the same Python and platform",
      }),
    },
  ];

  const pylock = (entry: string): string =>
    `lock-version = "1.0"\n[[packages]]\nname = "common"\n${entry}\n`;
  const WITHOUT_VALUE: readonly (readonly [
    name: string,
    file: string,
    text: string,
    reason: string,
  ])[] = [
    [
      'a repository of Pipfile.lock without a commit',
      'Pipfile.lock',
      pipfileLock({ git: 'https://host.example.org/me/common' }),
      'it names a repository without a commit',
    ],
    [
      'what Pipfile.lock names without a version',
      'Pipfile.lock',
      pipfileLock({ hashes: [] }),
      'it has no version',
    ],
    [
      'several files beside pylock.toml',
      'pylock.toml',
      pylock(
        'version = "1"\nsdist = { path = "a.tar.gz" }\nwheels = [{ path = "common-1-py3-none-any.whl" }]',
      ),
      'it is several files beside the lock, of which an installer would have to choose',
    ],
  ];
  for (const [name, file, text, reason] of WITHOUT_VALUE) {
    it(`stops at ${name}`, async () => {
      await writeFiles(folder.path, { [file]: text });
      assert.deepEqual(await failureOf(load()), {
        code: 'locked-unusable',
        path: at(file),
        name: 'common',
        reason,
      });
    });
  }

  const COMMON = 'https://host.example.org/common';
  const READ: readonly (readonly [
    name: string,
    file: string,
    text: string,
    lines: readonly string[],
  ])[] = [
    [
      'a repository that is named as git has it, a commit and a folder in it',
      'Pipfile.lock',
      pipfileLock({
        git: 'git@host.example.org:me/common.git',
        ref: 'c0ffee',
        subdirectory: 'lib',
      }),
      ['common @ git+ssh://git@host.example.org/me/common.git@c0ffee#subdirectory=lib'],
    ],
    [
      'a file at an address',
      'Pipfile.lock',
      pipfileLock({ file: `${COMMON}-1.tar.gz`, hashes: ['sha256:a'] }),
      [`common @ ${COMMON}-1.tar.gz --hash=sha256:a`],
    ],
    [
      'a marker that is a key, beside one that holds',
      'Pipfile.lock',
      pipfileLock({
        version: '==1',
        markers: "python_version >= '3'",
        sys_platform: "== 'win32'",
      }),
      [],
    ],
    [
      'a marker of two sides, each with a key that holds',
      'Pipfile.lock',
      pipfileLock({
        version: '===1',
        markers: "sys_platform == 'win32' or python_version >= '3'",
        sys_platform: "== 'linux'",
      }),
      ['common==1'],
    ],
    ['the project itself', 'Pipfile.lock', pipfileLock({ path: '.' }), []],
    [
      'a version that only the name of its wheel tells',
      'pylock.toml',
      pylock(
        `wheels = [{ url = "${COMMON}-1.2-py3-none-any.whl", hashes = { sha512 = "b", sha256 = "a" } }]`,
      ),
      ['common==1.2 --hash=sha256:a'],
    ],
    [
      'a repository, and the file of an archive with a folder in it',
      'pylock.toml',
      `${pylock(`vcs = { type = "git", url = "${COMMON}.git", commit-id = "c0ffee" }`)}[[packages]]
name = "other"
archive = { url = "${COMMON}.zip", subdirectory = "lib", hashes = { sha256 = "a" } }
`,
      [
        `common @ git+${COMMON}.git@c0ffee`,
        `other @ ${COMMON}.zip#subdirectory=lib --hash=sha256:a`,
      ],
    ],
  ];
  for (const [name, file, text, lines] of READ) {
    it(`gives the line for ${name}`, async () => {
      await writeFiles(folder.path, { [file]: text });
      const { wanted } = await load({ asked: at(file) });
      assert.deepEqual('lines' in wanted ? wanted.lines : wanted, lines);
    });
  }

  it('names a local repository by its place', async () => {
    await writeFiles(folder.path, {
      'pylock.toml': pylock('vcs = { type = "git", path = "repo", commit-id = "c0ffee" }'),
      'repo/setup.py': '',
    });
    const { wanted } = await load();
    assert.deepEqual('lines' in wanted && wanted.lines, [
      `common @ git+file://${at('repo')}@c0ffee`,
    ]);
  });

  it('of Poetry gives no MD5, which pip refuses', async () => {
    await changed('poetry.lock/poetry-1.8', 'poetry.lock', '"sha256:63c132', '"md5:63c132');
    const { wanted } = await load();
    const lines = 'lines' in wanted ? wanted.lines : [];
    assert.deepEqual(
      lines.filter((line) => line.startsWith('click==')),
      [
        'click==8.1.8 --hash=sha256:ed53c9d8990d83c2a27deae68e4ee337473f6330c040a31d4225c9574d16096a',
      ],
    );
  });

  it('of Poetry 1 gives the newest of several versions that fit', async () => {
    const older = ['8.1.7', '8.1.3'].map(
      (version) =>
        `[[package]]\nname = "click"\nversion = "${version}"\npython-versions = ">=3.7"\nfiles = []\n\n`,
    );
    const newer =
      '[[package]]\nname = "click"\nversion = "8.3.0"\npython-versions = ">=3.12"\nfiles = []\n\n';
    const first = '[[package]]\nname = "click"\n';
    await changed(
      'poetry.lock/poetry-1.8',
      'poetry.lock',
      first,
      [...older, newer, first].join(''),
    );
    const { wanted } = await load();
    const names = ('lines' in wanted ? wanted.lines : []).map((line) => line.split(' ')[0]);
    assert.deepEqual(
      names.filter((name) => name?.startsWith('click')),
      ['click==8.1.8'],
    );
  });

  for (const { name, files, stops } of FAULTS) {
    it(`stops at ${name}`, async () => {
      await writeFiles(folder.path, files);
      assert.deepEqual(await failureOf(load()), stops());
    });
  }

  it('of Poetry 3 is not known', async () => {
    await changed('poetry.lock/poetry-2-project-table', 'poetry.lock', '"2.1"', '"3.0"');
    assert.deepEqual(await failureOf(load()), {
      code: 'lock-version-unknown',
      path: at('poetry.lock'),
      found: '3.0',
      known: '1.0 to 2.1',
    });
  });

  it('of a later minor version is read, and that is told', async () => {
    await changed('pylock.toml/pip', 'pylock.toml', '"1.0"', '"1.1"');
    assert.deepEqual((await load()).notes, [
      'pylock.toml has lock-version 1.1; what it has beyond 1.0 is not known here.',
    ]);
  });

  it('names other indexes, which are told without credentials', async () => {
    const packages = ['a', 'b', 'c', 'd'].map(
      (name) =>
        `[[packages]]\nname = "${name}"\nversion = "1"\nindex = "https://me:token@feed.example.org/simple/"\nsdist = { url = "https://x/${name}.tar.gz" }\n`,
    );
    await writeFiles(folder.path, { 'pylock.toml': `lock-version = "1.0"\n${packages.join('')}` });
    const { notes, wanted } = await load();
    assert.deepEqual(wanted, {
      kind: 'locked',
      lines: ['a==1', 'b==1', 'c==1', 'd==1'],
      hashed: false,
    });
    assert.deepEqual(notes, [
      "pylock.toml takes 'a', 'b', 'c' and 1 more from the index 'https://feed.example.org/simple/'. Which indexes are asked is said by pip's settings of the job: name it there, by PipAuthenticate@1 or PIP_EXTRA_INDEX_URL.",
    ]);
  });

  it('of PEP 751 has groups that are always there, and others that are asked for', async () => {
    const one = (name: string, marker: string): string =>
      `[[packages]]\nname = "${name}"\nversion = "1"\nmarker = "${marker}"\nsdist = { url = "https://x/${name}.tar.gz", hashes = { md5 = "0", sha512 = "${name}" } }\n`;
    await writeFiles(folder.path, {
      'pylock.toml': [
        'lock-version = "1.0"\nextras = ["fast"]\ndependency-groups = ["dev_tools"]\ndefault-groups = ["main"]\n',
        one('a', "'main' in dependency_groups"),
        one('b', "'dev-tools' in dependency_groups"),
        one('c', "'fast' in extras"),
      ].join(''),
    });
    const lines = async (options: Partial<SourceQuestion>): Promise<unknown> =>
      (await load(options)).wanted;
    assert.deepEqual(await lines({}), {
      kind: 'locked',
      lines: ['a==1 --hash=sha512:a'],
      hashed: true,
    });
    assert.deepEqual(await lines({ groups: ['Dev.Tools'], extras: ['Fast'] }), {
      kind: 'locked',
      lines: ['a==1 --hash=sha512:a', 'b==1 --hash=sha512:b', 'c==1 --hash=sha512:c'],
      hashed: true,
    });
  });

  describe('of uv', () => {
    const PROJECT = '[project]\nname = "web"\nversion = "1"\ndependencies = ["six"]\n';
    const LOCK = 'version = 1\n[[package]]\nname = "web"\nsource = { virtual = "." }\n';

    /** A uv that ends as `--locked` and `--frozen` say, and leaves its arguments behind. */
    async function fakeUv(locked: string, frozen: string): Promise<SourceQuestion['uv']> {
      const program = at('uv');
      const lines = [
        '#!/bin/sh',
        `echo "$@" >> '${at('calls')}'`,
        'case "$2" in',
        `  --locked) ${locked};;`,
        `  --frozen) ${frozen};;`,
        'esac',
      ];
      await writeFile(program, `${lines.join('\n')}\n`);
      await chmod(program, 0o755);
      return () => Promise.resolve({ program, version: '0.13.9', from: 'PATH' });
    }

    const says = (text: string): string => `echo '${text}' >&2; exit 1`;
    const SIX = 'echo six==1.17.0';

    for (const said of [
      'error: The lockfile at `uv.lock` needs to be updated, but `--locked` was provided.',
      'error: No solution found when resolving dependencies:',
    ]) {
      it(`is too old when uv says: ${said}`, async () => {
        await writeFiles(folder.path, { 'pyproject.toml': PROJECT, 'uv.lock': LOCK });
        assert.deepEqual(await failureOf(load({ uv: await fakeUv(says(said), SIX) })), {
          code: 'lock-outdated',
          path: at('uv.lock'),
          project: at('pyproject.toml'),
          command: 'uv lock',
        });
      });
    }

    it('that uv cannot read shows what uv says', async () => {
      await writeFiles(folder.path, { 'pyproject.toml': PROJECT, 'uv.lock': LOCK });
      const said = 'error: Failed to parse lock file at: `uv.lock`';
      assert.deepEqual(await failureOf(load({ uv: await fakeUv(says(said), SIX) })), {
        code: 'uv-export-failed',
        path: at('uv.lock'),
        lastLines: [said],
      });
    });

    for (const { name, pyproject, locked, because } of [
      {
        name: 'has no Python that the project allows',
        pyproject: PROJECT,
        locked: says('error: No interpreter found for Python >=3.13 in search path'),
        because: 'no Python here is one that the project allows',
      },
      {
        name: 'would have to build the project',
        pyproject: '[project]\nname = "web"\nversion = "1"\ndynamic = ["dependencies"]\n',
        locked: says('this would run setup.py'),
        because: "what '.' requires is told by building it",
      },
    ]) {
      it(`is taken as it is when uv ${name}`, async () => {
        await writeFiles(folder.path, { 'pyproject.toml': pyproject, 'uv.lock': LOCK });
        const { wanted, notes } = await load({ uv: await fakeUv(locked, SIX) });
        assert.deepEqual(wanted, { kind: 'locked', lines: ['six==1.17.0'], hashed: false });
        assert.deepEqual(notes, [
          `uv.lock is taken as it is: whether it is older than its project is not known, since ${because}. 'uv lock --check' tells.`,
        ]);
      });
    }

    it('is exported with the groups and extras that are asked for, and nothing is left behind', async () => {
      const optional =
        '[project.optional-dependencies]\nfast = []\n[dependency-groups]\nWeb = []\n';
      await writeFiles(folder.path, { 'pyproject.toml': PROJECT + optional, 'uv.lock': LOCK });
      const uv = await fakeUv(SIX, says('not asked'));
      await load({ uv, groups: ['web'], extras: ['Fast'] });
      assert.equal(
        await readFile(at('calls'), 'utf8'),
        'export --locked --offline --no-emit-project --no-editable --no-default-groups --no-header --no-annotate --format requirements.txt --group Web --extra fast --color never\n',
      );
      assert.deepEqual((await readdir(folder.path)).toSorted(), [
        'calls',
        'pyproject.toml',
        'uv',
        'uv.lock',
      ]);
    });

    it('may be for other machines alone', async () => {
      const marker = "sys_platform == 'darwin'";
      const lock = `supported-markers = ["${marker}"]\n${LOCK}`;
      await writeFiles(folder.path, { 'pyproject.toml': PROJECT, 'uv.lock': lock });
      assert.deepEqual(await failureOf(load()), {
        code: 'environment-excluded',
        path: at('uv.lock'),
        environments: [marker],
        python: '3.11.7',
      });
    });

    it('names a folder of the sources that is not there', async () => {
      const lock = `${LOCK}[[package]]\nname = "shared"\nsource = { editable = "libs/shared" }\n`;
      await writeFiles(folder.path, { 'pyproject.toml': PROJECT, 'uv.lock': lock });
      assert.deepEqual(await failureOf(load({ uv: await fakeUv(SIX, SIX) })), {
        code: 'locked-unusable',
        path: at('uv.lock'),
        name: 'libs/shared',
        reason: 'it is not there',
      });
    });
  });
});
