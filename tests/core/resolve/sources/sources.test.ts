// Which file is taken when an app has several that declare dependencies, and what is told of the others.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { asFlag } from '../../../../tasks/cli/flags.js';
import { loadDependencies } from '../../../../tasks/core/resolve/sources/sources.js';
import { explain } from '../../../../tasks/core/report/explain.js';
import { SOURCE_FORMATS, type Dependencies } from '../../../../tasks/core/terms/dependencies.js';
import type { Failure } from '../../../../tasks/core/terms/failure.js';
import { failureOf } from '../../../helpers/expect-stopped.js';
import { fakeHost } from '../../../helpers/fake-host.js';
import { questionFor } from '../../../helpers/lockfile-cases.js';
import { folderPerTest, writeFiles } from '../../../helpers/temp-folder.js';

const PYLOCK = 'lock-version = "1.0"\ncreated-by = "t"\n';
const PIPFILE_LOCK = JSON.stringify({ _meta: {}, default: {} });
const PROJECT = '[project]\nname = "web"\nversion = "1"\ndependencies = ["flask"]\n';
const TOOLS_ALONE = '[tool.ruff]\nline-length = 100\n';
const SETUP = 'from setuptools import setup\nsetup()\n';

const IS_NOT = (used: string, other: string): string =>
  `The dependencies are read from '${used}'; '${other}' is not: set the requirements input to '${other}' if that is wrong.`;

interface Case {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly used: string;
  readonly notUsed?: readonly string[];
  readonly notes?: readonly string[];
  readonly warnings?: readonly string[];
}

const CASES: readonly Case[] = [
  {
    name: 'requirements.txt before a lock, as the platform and every version before',
    files: { 'requirements.txt': 'flask\n', 'pylock.toml': PYLOCK },
    used: 'requirements.txt',
    notUsed: ['pylock.toml'],
    notes: [IS_NOT('requirements.txt', 'pylock.toml')],
  },
  {
    name: 'a lock before a requirements.txt that is empty',
    files: { 'requirements.txt': '# none\n', 'pylock.toml': PYLOCK },
    used: 'pylock.toml',
  },
  {
    name: 'an empty requirements.txt that is all there is',
    files: { 'requirements.txt': '', 'pyproject.toml': TOOLS_ALONE },
    used: 'requirements.txt',
  },
  {
    name: 'two locks',
    files: { 'pylock.toml': PYLOCK, 'Pipfile.lock': PIPFILE_LOCK },
    used: 'pylock.toml',
    notUsed: ['Pipfile.lock'],
    warnings: [
      "There is more than one lock. 'pylock.toml' is used, 'Pipfile.lock' is not. Remove what is not kept up, or set the requirements input to 'Pipfile.lock'.",
    ],
  },
  {
    name: 'requirements.txt beside two locks',
    files: { 'requirements.txt': 'six', 'pylock.toml': PYLOCK, 'Pipfile.lock': PIPFILE_LOCK },
    used: 'requirements.txt',
    notUsed: ['pylock.toml', 'Pipfile.lock'],
    notes: [
      "The dependencies are read from 'requirements.txt'; 'pylock.toml' and 'Pipfile.lock' are not: set the requirements input to one of them if that is wrong.",
    ],
  },
  {
    name: 'a lock with the pyproject.toml and setup.py that it was made from',
    files: { 'pylock.toml': PYLOCK, 'pyproject.toml': PROJECT, 'setup.py': SETUP },
    used: 'pylock.toml',
  },
  {
    name: "another project's pyproject.toml beside Pipenv's lock",
    files: { 'Pipfile.lock': PIPFILE_LOCK, 'pyproject.toml': PROJECT },
    used: 'Pipfile.lock',
    notUsed: ['pyproject.toml'],
    notes: [IS_NOT('Pipfile.lock', 'pyproject.toml')],
  },
  {
    name: 'requirements.txt beside a pyproject.toml for tools alone',
    files: { 'requirements.txt': 'flask\n', 'pyproject.toml': TOOLS_ALONE },
    used: 'requirements.txt',
  },
  {
    name: 'requirements.txt beside a pyproject.toml that is broken, as every version before',
    files: { 'requirements.txt': 'flask\n', 'pyproject.toml': '[project\n' },
    used: 'requirements.txt',
    notUsed: ['pyproject.toml'],
    notes: [IS_NOT('requirements.txt', 'pyproject.toml')],
  },
  {
    name: 'pyproject.toml before setup.py, which is part of it',
    files: { 'pyproject.toml': PROJECT, 'setup.py': SETUP },
    used: 'pyproject.toml',
  },
  {
    name: "pyproject.toml beside PDM's lock, which is not read",
    files: { 'pyproject.toml': PROJECT, 'pdm.lock': '' },
    used: 'pyproject.toml',
    warnings: [
      "'pdm.lock' is not read: what 'pyproject.toml' allows is installed, not what is locked. Run in a step before: pdm export --prod --format requirements --output requirements.txt",
    ],
  },
  {
    name: "requirements.txt that was made of PDM's lock",
    files: { 'requirements.txt': 'flask==3.0\n', 'pdm.lock': '' },
    used: 'requirements.txt',
  },
  {
    name: 'setup.py with a pyproject.toml that names the build system alone',
    files: { 'pyproject.toml': '[build-system]\nrequires = ["setuptools"]\n', 'setup.py': SETUP },
    used: 'setup.py',
  },
];

describe('loadDependencies', () => {
  const folder = folderPerTest();
  const at = (name: string): string => join(folder.path, name);
  const load = (asked?: string): Promise<Dependencies> =>
    loadDependencies(fakeHost(), questionFor(folder.path, { asked: asked && at(asked) }));

  for (const { name, files, used, notUsed = [], notes = [], warnings = [] } of CASES) {
    it(`takes ${name}`, async () => {
      await writeFiles(folder.path, files);
      const found = await load();
      assert.deepEqual(
        {
          path: found.path,
          notUsed: found.notUsed,
          notes: found.notes,
          warnings: found.warnings,
        },
        { path: at(used), notUsed: notUsed.map(at), notes, warnings },
      );
      assert.equal(found.format, used);
    });
  }

  it('tells of the others as the command line calls what chooses', async () => {
    await writeFiles(folder.path, { 'requirements.txt': 'flask\n', 'pylock.toml': PYLOCK });
    const { notes } = await loadDependencies(
      fakeHost({ input: asFlag }),
      questionFor(folder.path, {}),
    );
    assert.deepEqual(notes, [
      "The dependencies are read from 'requirements.txt'; 'pylock.toml' is not: set --requirements to 'pylock.toml' if that is wrong.",
    ]);
  });

  it('takes what is asked for, by its name, and is silent about the others', async () => {
    await writeFiles(folder.path, {
      'requirements.txt': 'flask\n',
      'pylock.web.toml': PYLOCK,
      'prod.in': 'six\n',
      'sub/Pipfile.lock': PIPFILE_LOCK,
    });
    for (const [asked, format] of [
      ['pylock.web.toml', 'pylock.toml'],
      ['prod.in', 'requirements.txt'],
      ['sub/Pipfile.lock', 'Pipfile.lock'],
    ] as const) {
      const { path, notes, notUsed, ...found } = await load(asked);
      const expected = { path: at(asked), format, notes: [], notUsed: [at('requirements.txt')] };
      assert.deepEqual({ path, format: found.format, notes, notUsed }, expected);
    }
  });

  it('knows every format of the terms in their order', async () => {
    await writeFiles(folder.path, { 'requirements.txt': 'six\n', 'setup.py': SETUP });
    await writeFiles(folder.path, { 'pylock.toml': PYLOCK, 'Pipfile.lock': PIPFILE_LOCK });
    const found = await load();
    const order = [found.path, ...found.notUsed].map((path) =>
      SOURCE_FORMATS.findIndex((f) => at(f) === path),
    );
    assert.deepEqual(order, [0, 2, 4, 6]);
  });

  it('gives a requirements file to the installer as it is, without a project', async () => {
    await writeFiles(folder.path, { 'requirements.txt': '-r web.txt\n', 'web.txt': 'flask\n' });
    assert.deepEqual(await load(), {
      format: 'requirements.txt',
      path: at('requirements.txt'),
      files: [at('requirements.txt'), at('web.txt')],
      notUsed: [],
      wanted: { kind: 'file', path: at('requirements.txt') },
      project: undefined,
      notes: [],
      warnings: [],
      text: '-r web.txt\n\nflask\n',
    });
  });

  const FAILURES: readonly {
    readonly name: string;
    readonly files: Readonly<Record<string, string>>;
    readonly asked?: string;
    readonly groups?: readonly string[];
    readonly extras?: readonly string[];
    readonly stops: (at: (name: string) => string) => Failure;
  }[] = [
    {
      name: 'an app that declares nothing',
      files: { 'app.py': '', 'conda.lock': '', 'pyproject.toml': TOOLS_ALONE },
      stops: () => ({
        code: 'requirements-missing',
        appRoot: folder.path,
        seen: ['conda.lock', 'pyproject.toml'],
      }),
    },
    {
      name: 'an app with a Pipfile of another name, and what is none',
      files: { 'Pipfile.old': '', 'my-Pipfile': '' },
      stops: () => ({ code: 'requirements-missing', appRoot: folder.path, seen: ['Pipfile.old'] }),
    },
    {
      name: 'an app in folders below',
      files: {
        'README.md': '',
        'data.zip': '',
        'api/setup.py': '',
        'src/web/requirements.txt': '',
        'src/web/deeper/requirements.txt': '',
        '.venv/lib/requirements.txt': '',
        'node_modules/x/setup.py': '',
      },
      stops: () => ({
        code: 'requirements-missing',
        appRoot: folder.path,
        seen: [join('api', 'setup.py'), join('src', 'web', 'requirements.txt')],
      }),
    },
    {
      name: 'an archive in place of an app',
      files: { 'web.zip': '', 'notes.txt': '' },
      stops: () => ({ code: 'requirements-missing', appRoot: folder.path, seen: ['web.zip'] }),
    },
    {
      name: 'an archive beside an app',
      files: { 'data.zip': '', 'app.py': '' },
      stops: () => ({ code: 'requirements-missing', appRoot: folder.path, seen: [] }),
    },
    {
      name: 'a file that is in the app root and not where it is asked for',
      files: { 'prod.txt': 'six' },
      asked: '../prod.txt',
      stops: (inApp) => ({
        code: 'requirements-not-found',
        path: inApp('../prod.txt'),
        askedBy: undefined,
        beside: inApp('prod.txt'),
      }),
    },
    {
      name: 'a file in a folder of the app root, where another one has its name',
      files: { 'src/pyproject.toml': '', 'pyproject.toml': '' },
      asked: '../src/pyproject.toml',
      stops: (inApp) => ({
        code: 'requirements-not-found',
        path: inApp('../src/pyproject.toml'),
        askedBy: undefined,
        beside: inApp('src/pyproject.toml'),
      }),
    },
    {
      name: 'groups of a requirements file',
      files: { 'requirements.txt': 'six' },
      groups: ['web'],
      stops: (inApp) => ({
        code: 'unknown-group',
        path: inApp('requirements.txt'),
        name: 'web',
        known: [],
      }),
    },
    {
      name: 'extras of a requirements file',
      files: { 'requirements.txt': 'six' },
      extras: ['web'],
      stops: (inApp) => ({
        code: 'unknown-extra',
        path: inApp('requirements.txt'),
        name: 'web',
        known: [],
      }),
    },
    {
      name: 'a lock that is not there',
      files: { 'app.py': '' },
      asked: 'pylock.toml',
      stops: (inApp) => ({
        code: 'requirements-not-found',
        path: inApp('pylock.toml'),
        askedBy: undefined,
      }),
    },
    {
      name: 'uv.lock without its project',
      files: { 'uv.lock': 'version = 1\n' },
      stops: (inApp) => ({
        code: 'lock-without-project',
        path: inApp('uv.lock'),
        project: inApp('pyproject.toml'),
      }),
    },
    {
      name: 'poetry.lock without its project',
      files: { 'poetry.lock': '[metadata]\n' },
      stops: (inApp) => ({
        code: 'lock-without-project',
        path: inApp('poetry.lock'),
        project: inApp('pyproject.toml'),
      }),
    },
    {
      name: 'TOML that is none',
      files: { 'pylock.toml': 'lock-version = \n' },
      stops: (inApp) => ({
        code: 'dependencies-unreadable',
        path: inApp('pylock.toml'),
        reason: 'Invalid TOML document: invalid value',
      }),
    },
  ];

  for (const { name, files, asked, groups = [], extras = [], stops } of FAILURES) {
    it(`stops at ${name}`, async () => {
      await writeFiles(folder.path, files);
      const question = questionFor(folder.path, { asked: asked && at(asked), groups, extras });
      assert.deepEqual(await failureOf(loadDependencies(fakeHost(), question)), stops(at));
    });
  }
});

describe('the lock of a uv workspace around an app', () => {
  const folder = folderPerTest();
  const appRoot = (): string => join(folder.path, 'apps', 'web');
  const lock = (): string => join(folder.path, 'uv.lock');
  const member = (place: string): string =>
    `[[package]]\nname = "web"\nversion = "1"\nsource = { virtual = "${place}" }\n`;
  const load = (): Promise<Dependencies> =>
    loadDependencies(fakeHost(), questionFor(appRoot(), {}));

  it('is told where pyproject.toml is read in its place', async () => {
    await writeFiles(folder.path, {
      'uv.lock': member('apps/web'),
      'apps/web/pyproject.toml': PROJECT,
    });
    assert.deepEqual((await load()).warnings, [
      `'${lock()}' is not read, which has this app as a member of its workspace: what 'pyproject.toml' allows is installed, not what is locked. Set the requirements input to '${lock()}'.`,
    ]);
  });

  it('is named where pyproject.toml alone does not tell what to install', async () => {
    const sources = '[tool.uv.sources]\nflask = { workspace = true }\n';
    await writeFiles(folder.path, {
      'uv.lock': member('apps/web').replace('virtual', 'editable'),
      'apps/web/pyproject.toml': `${PROJECT}${sources}`,
    });
    const failure: Failure = {
      code: 'lock-missing',
      path: join(appRoot(), 'pyproject.toml'),
      reason: "uv alone reads in [tool.uv.sources] from where 'flask' is",
      command: 'uv lock',
      lock: lock(),
    };
    assert.deepEqual(await failureOf(load()), failure);
    assert.equal(
      explain(failure).fix,
      `They are locked in '${lock()}': set the requirements input to that file.`,
    );
  });

  const OF_OTHERS: readonly {
    readonly name: string;
    readonly files: Readonly<Record<string, string>>;
  }[] = [
    { name: 'has another app as its member', files: { 'uv.lock': member('apps/website') } },
    {
      name: 'is farther away than one that has it not',
      files: { 'uv.lock': member('apps/web'), 'apps/uv.lock': member('other') },
    },
    {
      name: 'has it, but the app has a requirements.txt',
      files: { 'uv.lock': member('apps/web'), 'apps/web/requirements.txt': 'flask\n' },
    },
  ];
  for (const { name, files } of OF_OTHERS) {
    it(`is not told when it ${name}`, async () => {
      await writeFiles(folder.path, { 'apps/web/pyproject.toml': PROJECT, ...files });
      assert.deepEqual((await load()).warnings, []);
    });
  }
});
