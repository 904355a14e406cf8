// pyproject.toml and setup.py without a lock: what is asked of the installer, and what is left to the build.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { loadDependencies } from '../../../../tasks/core/resolve/sources/sources.js';
import type { Failure } from '../../../../tasks/core/terms/failure.js';
import { failureOf } from '../../../helpers/expect-stopped.js';
import { fakeHost } from '../../../helpers/fake-host.js';
import { questionFor } from '../../../helpers/lockfile-cases.js';
import { folderPerTest, writeFiles } from '../../../helpers/temp-folder.js';

const BUILD = '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n';
const POETRY_BUILD =
  '[build-system]\nrequires = ["poetry-core"]\nbuild-backend = "poetry.core.masonry.api"\n';

const STATIC = `[project]
name = "web-app"
version = "1"
requires-python = ">=3.9"
dependencies = [
  "flask>=3,<4",
  "tzdata; sys_platform == 'win32'",
  "tomli; python_version < '3.11'",
  "uvloop; platform_machine == 'x86_64' and sys_platform == 'linux'",
]

[project.optional-dependencies]
fast = ["orjson"]
all = ["Web_App[fast]", "psycopg[binary]"]

[dependency-groups]
base = ["rq"]
Worker_Jobs = [{ include-group = "base" }, "redis; python_version >= '3.9'"]
loop = [{ include-group = "loop" }]
odd = [{ path = "x" }]
`;

interface Case {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly groups?: readonly string[];
  readonly extras?: readonly string[];
  readonly lines: readonly string[];
  /** Whether its dependencies are known; undefined if no project is built. */
  readonly project?: { readonly extras: readonly string[]; readonly dependenciesKnown: boolean };
  readonly notes?: readonly string[];
}

const CASES: readonly Case[] = [
  {
    name: 'dependencies for the target alone',
    files: { 'pyproject.toml': STATIC },
    lines: ['flask>=3,<4', 'uvloop'],
  },
  {
    name: 'groups with what they include, in any spelling',
    files: { 'pyproject.toml': STATIC },
    groups: ['worker-jobs'],
    lines: ['flask>=3,<4', 'uvloop', 'rq', 'redis'],
  },
  {
    name: "extras that name the project's other extras",
    files: { 'pyproject.toml': STATIC + BUILD },
    extras: ['ALL'],
    lines: ['flask>=3,<4', 'uvloop', 'psycopg[binary]', 'orjson'],
    project: { extras: ['all'], dependenciesKnown: true },
  },
  {
    name: 'no project when uv is told so',
    files: { 'pyproject.toml': `${STATIC}${BUILD}[tool.uv]\npackage = false\n` },
    lines: ['flask>=3,<4', 'uvloop'],
  },
  {
    name: 'dynamic dependencies left to the build',
    files: {
      'pyproject.toml': `[project]\nname = "web"\nversion = "1"\ndynamic = ["dependencies"]\n${BUILD}`,
    },
    extras: ['x'],
    lines: [],
    project: { extras: ['x'], dependenciesKnown: false },
  },
  {
    name: "Poetry's own table left to the build",
    files: {
      'pyproject.toml': `[tool.poetry]\nname = "web"\n[tool.poetry.dependencies]\npython = "^3.9"\nflask = "^3"\n${POETRY_BUILD}`,
      'web/__init__.py': '',
    },
    lines: [],
    project: { extras: [], dependenciesKnown: false },
  },
  {
    name: 'the [project] table of Poetry 2 without a package of that name',
    files: {
      'pyproject.toml': `[project]\nname = "my-web"\nversion = "1"\ndependencies = ["flask"]\n[tool.poetry]\n${POETRY_BUILD}`,
    },
    lines: ['flask'],
    notes: [
      "Poetry's project 'my-web' has no folder 'my_web', so only its dependencies are installed, as by 'poetry install --no-root'. 'package-mode = false' in [tool.poetry] says so.",
    ],
  },
  {
    name: 'the indexes that uv alone reads, but for PyPI and those of single names',
    files: {
      'pyproject.toml': `${STATIC}[tool.uv]
index-url = "https://me:token@old.example/simple"
extra-index-url = ["https://more.example/simple"]
[[tool.uv.index]]
url = "https://pkgs.dev.azure.com/org/_packaging/feed/pypi/simple/"
default = true
[[tool.uv.index]]
url = "https://pypi.org/simple"
[[tool.uv.index]]
name = "torch"
url = "https://download.example/cpu"
explicit = true
`,
    },
    lines: ['flask>=3,<4', 'uvloop'],
    notes: [
      "pyproject.toml names the index 'https://pkgs.dev.azure.com/org/_packaging/feed/pypi/simple/' in [[tool.uv.index]], which pip does not read. Name it in pip's settings of the job, by PipAuthenticate@1 or PIP_EXTRA_INDEX_URL.",
      "pyproject.toml names the index 'https://old.example/simple' in index-url of [tool.uv], which pip does not read. Name it in pip's settings of the job, by PipAuthenticate@1 or PIP_EXTRA_INDEX_URL.",
      "pyproject.toml names the index 'https://more.example/simple' in extra-index-url of [tool.uv], which pip does not read. Name it in pip's settings of the job, by PipAuthenticate@1 or PIP_EXTRA_INDEX_URL.",
    ],
  },
  {
    name: 'the sources of Poetry and PDM, but for explicit ones',
    files: {
      'pyproject.toml': `${STATIC}[[tool.poetry.source]]
name = "feed"
url = "https://feed.example/simple"
priority = "primary"
[[tool.poetry.source]]
name = "single"
url = "https://single.example/simple"
priority = "explicit"
[[tool.pdm.source]]
name = "pypi"
url = "https://mirror.example/simple"
`,
    },
    lines: ['flask>=3,<4', 'uvloop'],
    notes: [
      "pyproject.toml names the index 'https://feed.example/simple' in [[tool.poetry.source]], which Poetry alone reads. Name it in pip's settings of the job, by PipAuthenticate@1 or PIP_EXTRA_INDEX_URL.",
      "pyproject.toml names the index 'https://mirror.example/simple' in [[tool.pdm.source]], which PDM alone reads. Name it in pip's settings of the job, by PipAuthenticate@1 or PIP_EXTRA_INDEX_URL.",
    ],
  },
  {
    name: 'setup.py alone left to the build',
    files: { 'setup.py': '', 'setup.cfg': '' },
    extras: ['x'],
    lines: [],
    project: { extras: ['x'], dependenciesKnown: false },
  },
  {
    name: 'setup.cfg with a build system left to the build',
    files: { 'pyproject.toml': BUILD, 'setup.cfg': '' },
    lines: [],
    project: { extras: [], dependenciesKnown: false },
  },
];

describe('a project without a lock', () => {
  const folder = folderPerTest();

  for (const { name, files, groups = [], extras = [], lines, project, notes = [] } of CASES) {
    it(`reads ${name}`, async () => {
      await writeFiles(folder.path, files);
      const question = questionFor(folder.path, { groups, extras });
      const found = await loadDependencies(fakeHost(), question);
      assert.deepEqual(
        { wanted: found.wanted, project: found.project, notes: found.notes },
        {
          wanted: { kind: 'lines', lines },
          project: project && { root: folder.path, ...project },
          notes,
        },
      );
    });
  }

  const FAILURES: readonly {
    readonly name: string;
    readonly pyproject: string;
    readonly groups?: readonly string[];
    readonly extras?: readonly string[];
    readonly python?: string;
    readonly stops: (path: string) => Failure;
  }[] = [
    {
      name: 'a group that is not there',
      pyproject: STATIC,
      groups: ['worker'],
      stops: (path) => ({
        code: 'unknown-group',
        path,
        name: 'worker',
        known: ['Worker_Jobs', 'base', 'loop', 'odd'],
      }),
    },
    {
      name: 'an extra that is not there',
      pyproject: STATIC,
      extras: ['quick'],
      stops: (path) => ({ code: 'unknown-extra', path, name: 'quick', known: ['all', 'fast'] }),
    },
    {
      name: 'a group that includes itself',
      pyproject: STATIC,
      groups: ['loop'],
      stops: (path) => ({
        code: 'dependencies-unreadable',
        path,
        reason: "the group 'loop' includes itself",
      }),
    },
    {
      name: 'a group with something else in it',
      pyproject: STATIC,
      groups: ['odd'],
      stops: (path) => ({
        code: 'dependencies-unreadable',
        path,
        reason: "the group 'odd' has an entry that is no requirement",
      }),
    },
    {
      name: 'a Python that is left out',
      pyproject: STATIC,
      python: '3.8.18',
      stops: (path) => ({
        code: 'python-excluded',
        path,
        requires: '>=3.9',
        python: '3.8.18',
      }),
    },
    {
      name: 'a requirement that is none',
      pyproject: '[project]\nname = "web"\nversion = "1"\ndependencies = ["flask=3"]\n',
      stops: (path) => ({
        code: 'dependencies-unreadable',
        path,
        reason: "'flask=3' is no requirement",
      }),
    },
    {
      name: 'a source that uv alone reads: pip would take what has that name in the index',
      pyproject: `${STATIC}[tool.uv.sources]\nFlask = { git = "https://git.example.org/flask" }\n`,
      stops: (path) => ({
        code: 'lock-missing',
        path,
        reason: "uv alone reads in [tool.uv.sources] from where 'Flask' is",
        command: 'uv lock',
      }),
    },
    {
      name: 'dependencies that Poetry alone reads',
      pyproject: '[tool.poetry]\npackage-mode = false\n[tool.poetry.dependencies]\nflask = "^3"\n',
      stops: (path) => ({
        code: 'lock-missing',
        path,
        reason: 'Poetry alone reads what [tool.poetry] declares',
        command: 'poetry lock',
      }),
    },
    {
      name: 'a group that Poetry alone reads',
      pyproject: `${STATIC}[tool.poetry.group.cache.dependencies]\nredis = "^5"\n`,
      groups: ['cache'],
      stops: (path) => ({
        code: 'lock-missing',
        path,
        reason: "Poetry alone reads the group 'cache'",
        command: 'poetry lock',
      }),
    },
  ];

  for (const { name, pyproject, groups = [], extras = [], python = '3.11.7', stops } of FAILURES) {
    it(`stops at ${name}`, async () => {
      await writeFiles(folder.path, { 'pyproject.toml': pyproject });
      const question = questionFor(folder.path, {
        groups,
        extras,
        python: { minor: python.replace(/\.\d+$/, ''), version: python },
      });
      const path = join(folder.path, 'pyproject.toml');
      assert.deepEqual(await failureOf(loadDependencies(fakeHost(), question)), stops(path));
    });
  }
});
