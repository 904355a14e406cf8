import assert from 'node:assert/strict';
import type { DistributionFact, Tree, VenvFacts } from '../../../../tasks/core/check/evidence.js';
import type { PythonSources } from '../../../../tasks/core/check/sources/python-sources.js';
import { requirementRules } from '../../../../tasks/core/check/rules/requirement.js';
import { SYSTEM_LIBRARY_USERS } from '../../../../tasks/core/check/native/system-libraries.js';
import { findImage } from '../../../../tasks/core/runtime/images.js';
import { testRules, type RuleCase } from '../../../helpers/rule-cases.js';
import { commandOf, startupOf } from '../../../helpers/app-evidence.js';
import { moduleFact } from '../../../helpers/module-fact.js';

function tree(files: Readonly<Record<string, string>>, complete = true): Tree {
  const facts = Object.entries(files).map(([path, text]) => ({
    path,
    size: text.length,
    executable: false,
    text,
  }));
  return { files: new Map(facts.map((fact) => [fact.path, fact])), complete };
}

function distribution(name: string, facts: Partial<DistributionFact> = {}): DistributionFact {
  const nothing = { scripts: [], topLevel: [], requires: [], editable: false };
  return { name, version: '1.0', tags: ['py3-none-any'], ...nothing, ...facts };
}

function venv(...distributions: DistributionFact[]): VenvFacts {
  return {
    folder: 'antenv',
    address: '/antenv',
    tree: tree({}),
    minors: ['3.12'],
    distributions,
  };
}

/** Modules with their imports: `name`, or `name?` for an optional one. */
function sources(modules: Readonly<Record<string, readonly string[]>>): PythonSources {
  const facts = Object.entries(modules).map(([path, imports]) =>
    moduleFact(path, {
      imports: imports.map((text, index) => ({
        module: text.replace('?', ''),
        line: index + 1,
        optional: text.endsWith('?'),
      })),
    }),
  );
  return { modules: new Map(facts.map((fact) => [fact.path, fact])), broken: [] };
}

const app = tree({ 'app.py': '', 'requirements.txt': '' });

const cases: readonly RuleCase[] = [
  {
    rule: 'requirement/tkinter',
    name: 'an import of tkinter, its parts and what is made from it: one a file',
    evidence: {
      image: findImage('3.12'),
      sources: sources({
        'app.py': ['flask', 'tkinter.ttk', 'tkinter'],
        'gui.py': ['customtkinter'],
      }),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "'import tkinter.ttk' needs libtk8.6.so, which the images of App Service do not have.",
        fix: "Import it only where a screen is; for charts set the app setting MPLBACKEND=Agg or call matplotlib.use('Agg').",
        where: { file: 'app.py', line: 2 },
      },
      {
        severity: 'warning',
        message:
          "'import customtkinter' needs libtk8.6.so, which the images of App Service do not have.",
        fix: "Import it only where a screen is; for charts set the app setting MPLBACKEND=Agg or call matplotlib.use('Agg').",
        where: { file: 'gui.py', line: 1 },
      },
    ],
  },
  {
    rule: 'requirement/tkinter',
    name: 'an import that may fail',
    evidence: { sources: sources({ 'app.py': ['matplotlib', 'tkinter?'] }) },
    expect: [],
  },
  {
    rule: 'requirement/system-library',
    name: 'a library, and a program',
    evidence: {
      image: findImage('3.13'),
      venv: venv(distribution('flask'), distribution('pyzbar'), distribution('pdf2image')),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "'pyzbar' 1.0 needs the library libzbar.so.0, which the images of App Service do not have.",
        fix: "Use 'zxing-cpp', whose wheel brings all it needs.",
        where: { file: 'antenv' },
      },
      {
        severity: 'warning',
        message:
          "'pdf2image' 1.0 needs the program pdftoppm, which the images of App Service do not have.",
        fix: "Use 'pypdfium2', whose wheel brings all it needs.",
        where: { file: 'antenv' },
      },
    ],
  },
  {
    rule: 'requirement/system-library',
    name: 'a wheel for any platform, in a venv that is an archive of its own',
    evidence: { venv: { ...venv(distribution('soundfile')), folder: '' } },
    expect: [
      {
        severity: 'warning',
        message:
          "'soundfile' 1.0 needs the library libsndfile.so.1, which the images of App Service do not have.",
        fix: "Take its manylinux wheel, which brings the library: 'soundfile>=0.11'.",
        where: { file: '/antenv' },
      },
    ],
  },
  {
    rule: 'requirement/system-library',
    name: 'a wheel that brings the library, a distribution beside it that does',
    evidence: {
      venv: venv(
        distribution('soundfile', { tags: ['py2.py3-none-manylinux_2_28_x86_64'] }),
        distribution('python-magic'),
        distribution('pylibmagic'),
        distribution('moviepy'),
        distribution('imageio-ffmpeg'),
      ),
    },
    expect: [],
  },
  {
    rule: 'requirement/system-library',
    name: 'what Gradio requires for sounds alone, in an app that does not import it',
    evidence: {
      venv: venv(distribution('gradio'), distribution('pydub')),
      sources: sources({ 'app.py': ['gradio'] }),
    },
    expect: [],
  },
  {
    rule: 'requirement/system-library',
    name: 'what Gradio requires for sounds alone, in an app that imports it',
    evidence: {
      venv: venv(distribution('gradio'), distribution('pydub')),
      sources: sources({ 'app.py': ['gradio', 'pydub.effects'] }),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "'pydub' 1.0 needs the program ffmpeg, which the images of App Service do not have.",
        fix: "Add 'imageio-ffmpeg' and set AudioSegment.converter to imageio_ffmpeg.get_ffmpeg_exe().",
        where: { file: 'antenv' },
      },
    ],
  },
  {
    rule: 'requirement/system-library',
    name: 'a copy of the library in the package',
    evidence: {
      venv: venv(distribution('pyzbar')),
      sharedObjects: [
        {
          path: 'lib/libzbar-1234.so.0.3.0',
          machine: 'x86-64',
          soname: undefined,
          needed: [],
          versions: {},
          distribution: undefined,
          problem: undefined,
        },
      ],
    },
    expect: [],
  },
  {
    rule: 'requirement/local-path',
    name: 'paths that lead out of the app, in the file itself and in one that it includes',
    evidence: {
      app: tree({
        'Requirements.txt':
          'flask\n../shared-lib # ours\n-r more/base.txt\nlib @ file:///srv/lib ; python_version > "3.8"\n',
        'more/base.txt': 'requests==2.0 \\\n  --hash=sha256:00\n./missing\n/opt/wheels/own.whl\n',
      }),
    },
    expect: [
      ['../shared-lib', 'Requirements.txt', 2] as const,
      ['/srv/lib', 'Requirements.txt', 4] as const,
      ['./missing', 'more/base.txt', 3] as const,
      ['/opt/wheels/own.whl', 'more/base.txt', 4] as const,
    ].map(([path, file, line]) => ({
      severity: 'warning' as const,
      message: `The requirement '${path}' is a path that the app does not hold.`,
      fix: `Build a wheel of it into the app (pip wheel --no-deps --wheel-dir wheels ${path}) and require that file.`,
      where: { file, line },
    })),
  },
  {
    rule: 'requirement/local-path',
    name: 'paths in the app, references elsewhere, names with markers and extras',
    evidence: {
      app: tree({
        'requirements.txt': [
          './wheels/own-1.0-py3-none-any.whl',
          'lib/',
          './lib[extra]',
          '.',
          'own @ https://example.org/own.zip',
          'own @ git+https://example.org/own.git@main',
          'uvicorn[standard]>=0.30 ; python_version > "3.8"',
          '--find-links ../wheels',
          '# ../comment',
        ].join('\n'),
        'wheels/own-1.0-py3-none-any.whl': '',
        'lib/setup.py': '',
      }),
    },
    expect: [],
  },
  {
    rule: 'requirement/local-path',
    name: 'a venv in which pip has installed it',
    evidence: { app: tree({ 'requirements.txt': '../shared-lib' }), venv: venv() },
    expect: [],
  },
  {
    rule: 'requirement/local-path',
    name: 'a tree that knows only some files',
    evidence: { app: tree({ 'requirements.txt': './lib' }, false) },
    expect: [],
  },
  {
    rule: 'requirement/import-missing',
    name: 'a module of no distribution, once, by its first import',
    evidence: {
      app,
      image: findImage('3.12'),
      venv: venv(distribution('flask', { topLevel: ['flask'] })),
      sources: sources({ 'b.py': ['yaml'], 'a.py': ['flask', 'yaml.nodes', 'some_thing'] }),
    },
    expect: [
      {
        severity: 'note',
        message:
          "'import yaml' finds no module: none of the installed distributions, the app or Python has it.",
        fix: "If it is a package, add it to requirements.txt: PyYAML; if it is the app's own, add it to the package.",
        where: { file: 'a.py', line: 2 },
      },
      {
        severity: 'note',
        message:
          "'import some_thing' finds no module: none of the installed distributions, the app or Python has it.",
        fix: "If it is a package, add it to requirements.txt: some-thing; if it is the app's own, add it to the package.",
        where: { file: 'a.py', line: 3 },
      },
    ],
  },
  {
    rule: 'requirement/import-missing',
    name: 'where the dependencies come from a file of another name',
    evidence: {
      app,
      dependencies: { format: 'requirements.txt', file: 'requirements/prod.txt' },
      image: findImage('3.12'),
      venv: venv(),
      sources: sources({ 'app.py': ['yaml'] }),
    },
    expect: [
      {
        severity: 'note',
        message:
          "'import yaml' finds no module: none of the installed distributions, the app or Python has it.",
        fix: "If it is a package, add it to requirements/prod.txt: PyYAML; if it is the app's own, add it to the package.",
        where: { file: 'app.py', line: 1 },
      },
    ],
  },
  {
    rule: 'requirement/import-missing',
    name: 'where the dependencies come from a lock',
    evidence: {
      app,
      dependencies: { format: 'uv.lock', file: 'pyproject.toml' },
      image: findImage('3.13'),
      venv: venv(),
      sources: sources({ 'app.py': ['psycopg', 'asyncore'] }),
    },
    expect: [
      {
        severity: 'note',
        message:
          "'import psycopg' finds no module: none of the installed distributions, the app or Python has it.",
        fix: `If it is a package, add it to pyproject.toml: uv add "psycopg[binary]"; if it is the app's own, add it to the package.`,
        where: { file: 'app.py', line: 1 },
      },
      {
        severity: 'note',
        message: "'import asyncore' finds no module: Python has none of that name since 3.12.",
        fix: 'Use asyncio, or add what brings it to pyproject.toml: uv add pyasyncore',
        where: { file: 'app.py', line: 2 },
      },
    ],
  },
  {
    rule: 'requirement/import-missing',
    name: 'a module that many distributions share, and one that setuptools no longer has',
    evidence: {
      app,
      image: findImage('3.12'),
      venv: venv(distribution('setuptools', { topLevel: ['setuptools'] })),
      sources: sources({ 'app.py': ['azure', 'pkg_resources'] }),
    },
    expect: [
      {
        severity: 'note',
        message:
          "'import azure' finds no module: none of the installed distributions, the app or Python has it.",
        fix: "If it is a package, add it to requirements.txt: the one of the part that is imported, such as azure-identity for azure.identity; if it is the app's own, add it to the package.",
        where: { file: 'app.py', line: 1 },
      },
      {
        severity: 'note',
        message:
          "'import pkg_resources' finds no module: none of the installed distributions, the app or Python has it.",
        fix: "If it is a package, add it to requirements.txt: setuptools<82; if it is the app's own, add it to the package.",
        where: { file: 'app.py', line: 2 },
      },
    ],
  },
  ...[
    {
      name: 'a pyproject.toml',
      file: 'src/pyproject.toml',
      text: '[project]\nname = "web"\ndependencies = [\n    "azure-identity>=1.0",\n    "psycopg2",\n    \'sqlmodel [x] ; python_version > "3"\',\n]\n',
    },
    {
      name: 'a pyproject.toml of Poetry',
      file: 'src/pyproject.toml',
      text: '[tool.poetry.dependencies]\nazure_identity = "^1.0"\npsycopg2-binary = { version = "*" }\nsqlmodel="*"\n',
    },
    {
      name: 'a setup.py',
      file: 'src/setup.py',
      text: 'setup(install_requires=["azure.identity", "psycopg2==2.9", "SQLModel~=0.1"])\n',
    },
  ].map(({ name, file, text }): RuleCase => ({
    rule: 'requirement/import-missing',
    name: `what the start installs with a project, by ${name}: that is told already`,
    evidence: {
      app: tree({ 'app.py': '', 'requirements.txt': '', [file]: text }),
      image: findImage('3.12'),
      venv: venv(),
      sources: sources({ 'app.py': ['azure', 'psycopg2', 'sqlmodel', 'yaml'] }),
      startup: { ...startupOf(), commands: [commandOf('pip install -e ./src')] },
    },
    expect: [
      {
        severity: 'note',
        message:
          "'import yaml' finds no module: none of the installed distributions, the app or Python has it.",
        fix: "If it is a package, add it to requirements.txt: PyYAML; if it is the app's own, add it to the package.",
        where: { file: 'app.py', line: 4 },
      },
    ],
  })),
  {
    rule: 'requirement/import-missing',
    name: 'what a project declares that nothing installs',
    evidence: {
      app: tree({ 'app.py': '', 'requirements.txt': '', 'pyproject.toml': 'a = ["sqlmodel"]\n' }),
      image: findImage('3.12'),
      venv: venv(),
      sources: sources({ 'app.py': ['sqlmodel'] }),
      startup: { ...startupOf(), commands: [commandOf('pip install -r requirements.txt')] },
    },
    expect: [
      {
        severity: 'note',
        message:
          "'import sqlmodel' finds no module: none of the installed distributions, the app or Python has it.",
        fix: "If it is a package, add it to requirements.txt: sqlmodel; if it is the app's own, add it to the package.",
        where: { file: 'app.py', line: 1 },
      },
    ],
  },
  {
    rule: 'requirement/import-missing',
    name: 'modules whose distributions have other names',
    evidence: {
      app,
      image: findImage('3.12'),
      venv: venv(),
      sources: sources({ 'app.py': ['debug_toolbar', 'storages', 'Crypto', 'psycopg'] }),
    },
    expect: (
      [
        ['debug_toolbar', 'django-debug-toolbar', 1],
        ['storages', 'django-storages', 2],
        ['Crypto', 'pycryptodome', 3],
        ['psycopg', 'psycopg[binary]', 4],
      ] as const
    ).map(([module, name, line]) => ({
      severity: 'note' as const,
      message: `'import ${module}' finds no module: none of the installed distributions, the app or Python has it.`,
      fix: `If it is a package, add it to requirements.txt: ${name}; if it is the app's own, add it to the package.`,
      where: { file: 'app.py', line },
    })),
  },
  {
    rule: 'requirement/import-missing',
    name: 'modules that this Python no longer has',
    evidence: {
      app,
      image: findImage('3.13'),
      venv: venv(),
      sources: sources({ 'app.py': ['distutils.version', 'telnetlib'] }),
    },
    expect: [
      {
        severity: 'note',
        message: "'import distutils' finds no module: Python has none of that name since 3.12.",
        fix: 'Add what brings it to requirements.txt: setuptools',
        where: { file: 'app.py', line: 1 },
      },
      {
        severity: 'note',
        message: "'import telnetlib' finds no module: Python has none of that name since 3.13.",
        fix: 'Remove the import, or choose an older runtime stack.',
        where: { file: 'app.py', line: 2 },
      },
    ],
  },
  {
    rule: 'requirement/import-missing',
    name: "modules of distributions, of the app, of Python, of the image; optional ones; tests'",
    evidence: {
      app: tree({ 'app.py': '', 'src/own/data.json': '', 'native.cpython-312.so': '' }),
      image: findImage('3.12'),
      venv: {
        ...venv(
          distribution('pyyaml', { topLevel: ['yaml', '_yaml'] }),
          distribution('setuptools', { topLevel: ['setuptools'] }),
          distribution('no-list'),
        ),
        tree: tree({ 'lib/python3.12/site-packages/loose.py': '' }),
      },
      sources: sources({
        'app.py': ['os.path', 'tomllib', 'yaml', 'distutils', 'no_list', 'loose', 'gunicorn.app'],
        'main.py': ['helpers', 'own', 'native', 'werkzeug', 'ujson?', '__future__', '_thread'],
        'src/helpers.py': ['asyncio'],
        'tests/test_app.py': ['pytest'],
        'integration_tests/common.py': ['playwright'],
        'e2e/login.py': ['selenium'],
        'load/locustfile.py': ['locust'],
        'setup.py': ['cmake_build'],
      }),
    },
    expect: [],
  },
  {
    rule: 'requirement/import-missing',
    name: 'trees that know only some files',
    evidence: {
      app: tree({ 'app.py': '' }, false),
      venv: venv(),
      sources: sources({ 'app.py': ['yaml'] }),
    },
    expect: [],
  },
  {
    rule: 'requirement/private-feed',
    name: 'feeds that ask for a sign-in',
    evidence: {
      app: tree({
        'requirements.txt': [
          '--extra-index-url https://pkgs.dev.azure.com/contoso/_packaging/feed/pypi/simple/',
          '-i https://user:secret-token@example.org/simple',
          '--index-url=http://nexus.contoso.example:8081/simple',
          '--find-links https://wheels/all',
          'own',
        ].join('\n'),
      }),
    },
    expect: ['pkgs.dev.azure.com', 'example.org', 'nexus.contoso.example', 'wheels'].map(
      (host, index) => ({
        severity: 'warning' as const,
        message: `The requirements take distributions from '${host}', which asks for a sign-in that the platform does not have.`,
        fix: 'Install them on the agent, after a sign-in, and package the venv: - task: PipAuthenticate@1 (artifactFeeds: your feed), then AntenvPackage@1.',
        where: { file: 'requirements.txt', line: index + 1 },
      }),
    ),
  },
  {
    rule: 'requirement/private-feed',
    name: 'open feeds',
    evidence: {
      app: tree({
        'requirements.txt':
          '--index-url https://download.example.org/whl/cpu\n--find-links ./wheels\ntorch\n',
      }),
    },
    expect: [],
  },
  {
    rule: 'requirement/private-feed',
    name: 'a private feed whose distributions are installed',
    evidence: {
      app: tree({
        'requirements.txt':
          '--extra-index-url https://pkgs.dev.azure.com/contoso/_packaging/feed/pypi/simple/\n',
      }),
      venv: venv(distribution('own')),
    },
    expect: [],
  },
];

testRules('requirement', requirementRules, cases);

describe('the rules about requirements', () => {
  for (const { distribution: name, needs, fix } of SYSTEM_LIBRARY_USERS) {
    it(`requirement/system-library: ${name} on every image`, () => {
      const row = requirementRules.find(({ code }) => code === 'requirement/system-library');
      for (const minor of ['3.9', '3.12', '3.13', '3.14']) {
        const found = row?.check({ image: findImage(minor), venv: venv(distribution(name)) });
        const message = `'${name}' 1.0 needs ${needs}, which the images of App Service do not have.`;
        assert.deepEqual(
          found?.map((finding) => [finding.message, finding.fix]),
          [[message, fix]],
        );
      }
      assert.match(fix, /[.)]$/);
    });
  }
});
