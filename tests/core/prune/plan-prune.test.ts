import assert from 'node:assert/strict';
import { posix } from 'node:path';
import type { PruneFile } from '../../../tasks/core/prune/distributions.js';
import { hearOfVenv } from '../../../tasks/core/prune/hear.js';
import { planPrune, type Pruned } from '../../../tasks/core/prune/plan-prune.js';
import { speaksAtOnce } from '../../../tasks/core/prune/speaking.js';

const SITE = 'lib/python3.12/site-packages';

const file = (path: string, text: string): PruneFile => ({
  path,
  size: Buffer.byteLength(text),
  read: () => Buffer.from(text),
});

/** A distribution with these files below site-packages, and its RECORD and METADATA. */
function distribution(
  name: string,
  files: Readonly<Record<string, string>>,
  { requires = [] as readonly string[], unlisted = [] as readonly string[] } = {},
): PruneFile[] {
  const info = `${name}-1.0.dist-info`;
  const metadata = requires.map((line) => `Requires-Dist: ${line}\n`).join('');
  const all = { ...files, [`${info}/METADATA`]: `Name: ${name}\n${metadata}\nText\n` };
  const listed = Object.keys(all).filter((path) => !unlisted.includes(path));
  const record = [...listed, `${info}/RECORD`].map((path) => `${path},,\n`).join('');
  return Object.entries({ ...all, [`${info}/RECORD`]: record }).map(([path, text]) =>
    file(posix.join(SITE, path), text),
  );
}

/** The plan for a venv that somebody has read. */
function plan(
  venv: readonly PruneFile[],
  app: readonly PruneFile[] = [],
  mentions: readonly string[] = [],
): Pruned {
  const speaking = venv.map(({ path, size, read }) => {
    const heard = speaksAtOnce(path) ? hearOfVenv(path, read()) : undefined;
    return { path, size, read, heard };
  });
  return planPrune({ venv: speaking, app, mentions });
}

/** The directories and distributions that stay behind, as they are below site-packages. */
function left(
  venv: readonly PruneFile[],
  app: readonly PruneFile[] = [],
  mentions: readonly string[] = [],
): string[] {
  return plan(venv, app, mentions).leftOut.map(({ what }) => what.replace(`${SITE}/`, ''));
}

const TESTS = {
  'pkg/_.py': '',
  'pkg/tests/__init__.py': '',
  'pkg/tests/test_a.py': 'import pkg.core\n',
};

describe('what of a venv stays behind', () => {
  it('is a test directory that nothing imports, and nothing else', () => {
    const venv = distribution('pkg', {
      'pkg/__init__.py': '"""About tests."""\n',
      'pkg/core.py': 'import os\n',
      'pkg/testing/__init__.py': '',
      'pkg/test_tools.py': '',
      ...TESTS,
    });
    const pruned = plan(venv);
    assert.deepEqual(pruned.leftOut, [
      { reason: 'test directory', what: `${SITE}/pkg/tests`, files: 2, bytes: 16 },
    ]);
    assert.deepEqual(
      [...pruned.paths],
      [`${SITE}/pkg/tests/__init__.py`, `${SITE}/pkg/tests/test_a.py`],
    );
  });

  const MEBIBYTE = 1024 * 1024;
  const IMPORT = 'import pkg.tests\n';
  for (const { size, is, expected } of [
    { size: MEBIBYTE, is: 'as large as a source may be', expected: [] },
    { size: MEBIBYTE + 1, is: 'larger than a source', expected: ['pkg/tests'] },
  ]) {
    it(`goes by what imports it: a file of the app that is ${is}`, () => {
      const app = [file('app.py', IMPORT.padEnd(size))];
      assert.deepEqual(left(distribution('pkg', TESTS), app), expected);
    });

    it(`goes by what imports it: a file of a needed test directory that is ${is}`, () => {
      const other = {
        'other/_.py': '',
        'other/tests/__init__.py': '',
        'other/tests/test_b.py': IMPORT.padEnd(size),
      };
      const venv = [...distribution('pkg', TESTS), ...distribution('other', other)];
      const app = [file('app.py', 'import other.tests\n')];
      assert.deepEqual(left(venv, app), expected);
    });
  }

  it('is nothing of an empty venv', () => {
    assert.deepEqual(plan([]), { leftOut: [], paths: new Set() });
  });

  const imports = [
    { where: 'pkg/__init__.py', text: 'from . import core, tests\n' },
    { where: 'pkg/__init__.py', text: 'from .tests import test_a\n' },
    { where: 'pkg/__init__.py', text: 'from.tests import test_a\n' },
    { where: 'pkg/__init__.py', text: 'from .tests import *\n' },
    { where: 'pkg/__init__.py', text: 'from . import (\n    core,  # used\n    tests as t,\n)\n' },
    { where: 'pkg/__init__.py', text: 'from . import core, \\\n    tests\n' },
    { where: 'pkg/core.py', text: 'import pkg.tests.test_a as a\n' },
    { where: 'pkg/core.py', text: 'def late():\n    from pkg import tests\n' },
    {
      where: 'pkg/core.py',
      text: 'try: from pkg.tests.test_a import A\nexcept ImportError: pass\n',
    },
    { where: 'pkg/core.py', text: 'import importlib; importlib.import_module("pkg.tests")\n' },
    { where: 'pkg/sub/deep.py', text: 'from .. import tests\n' },
    { where: 'pkg/sub/deep.py', text: 'from ..tests.test_a import A\n' },
    { where: 'pkg/sub/__init__.py', text: 'from .. import tests\n' },
    { where: 'pkg-1.0.dist-info/entry_points.txt', text: '[console_scripts]\na = pkg.tests:run\n' },
    { where: 'pkg.pth', text: 'import pkg.tests\n' },
    { where: 'pkg/__init__.py', text: 'from . import (\n    core,  # (used)\n    tests,\n)\n' },
    { where: 'pkg/__init__.py', text: '__all__ = ["core", "tests"]\n' },
    { where: 'pkg/__init__.py', text: 'x = attach(__name__, submodules=["tests"])\n' },
    { where: 'pkg/__init__.pyi', text: 'from . import core, tests\n' },
    { where: 'pkg/core.py', text: 'import_module(".tests", __package__)\n' },
    { where: 'pkg/core.py', text: 'import_module(f"{__package__}.tests.test_a")\n' },
    { where: 'pkg/core.py', text: '__import__("%s.tests" % __package__)\n' },
    { where: 'pkg/core.py', text: 'import_module(__package__ + ".tests")\n' },
    { where: 'pkg/setup.py', text: 'from pkg.tests import test_a\n' },
    { where: 'pkg/core.py', text: 'import numpy.distutils\nimport pkg.tests\n' },
    { where: 'pkg/logging.yaml', text: 'class: pkg.tests.test_a.Handler\n' },
    { where: 'pkg/configure.zcml', text: '<include package="pkg.tests"/>\n' },
    { where: '../../../bin/run', text: '#!/bin/python\nimport pkg.tests.test_a\n' },
  ];
  for (const { where, text } of imports) {
    it(`is no test directory that ${where} imports: ${JSON.stringify(text)}`, () => {
      assert.deepEqual(left(distribution('pkg', { [where]: text, ...TESTS })), []);
    });
  }

  const innocent = [
    { where: 'pkg/__init__.py', text: 'from .core import tests\n' },
    { where: 'pkg/core.py', text: 'import other.pkg.tests\n' },
    { where: 'pkg/core.py', text: 'run_tests = pkg_tests = "run the tests"\n' },
    { where: 'pkg/core.py', text: 'import pkg.testsuite\n' },
    { where: 'pkg/sub/deep.py', text: 'from . import tests\n' },
    { where: 'pkg/conftest.py', text: 'from pkg.tests import test_a\n' },
    { where: 'pkg/tests/test_b.py', text: 'from . import test_a\nimport pkg.tests\n' },
    {
      where: 'pkg/setup.py',
      text: 'from numpy.distutils.core import setup\nadd_data_dir("pkg.tests")\n',
    },
    { where: 'pkg/core.py', text: 'skip = ["tests"]\n' },
    { where: 'pkg/sub/__init__.py', text: '__all__ = ["tests"]\n' },
    { where: 'pkg/__init__.py', text: '__all__ = ["test"]\n' },
    { where: 'runner_of_pkg.py', text: 'import_module(name + ".tests")\n' },
  ];
  for (const { where, text } of innocent) {
    it(`is a test directory whatever else ${where} says: ${JSON.stringify(text)}`, () => {
      assert.deepEqual(left(distribution('pkg', { [where]: text, ...TESTS })), ['pkg/tests']);
    });
  }

  it('is no test directory that another distribution, the app or the startup command names', () => {
    const pkg = distribution('pkg', { 'pkg/__init__.py': '', ...TESTS });
    const other = distribution('other', { 'other.py': 'from pkg.tests import test_a\n' });
    assert.deepEqual(left([...pkg, ...other]), []);
    assert.deepEqual(left(pkg, [file('app.py', 'from pkg import tests\n')]), []);
    assert.deepEqual(left(pkg, [], ['python -m pkg.tests.test_a']), []);
    assert.deepEqual(left(pkg, [], ['pkg.tests.test_a']), []);
    assert.deepEqual(left(pkg, [file('app.py', 'from . import tests\n')]), ['pkg/tests']);
  });

  const ofApp = [
    { path: 'app.py', text: 'x = join(dirname(pkg.__file__), "tests", "data.csv")\n' },
    { path: 'app.py', text: 'x = files("pkg") / "tests" / "data.csv"\n' },
    { path: 'app.py', text: 'import_module("pkg" + ".tests")\n' },
    { path: 'app.py', text: 'open(pkg.__path__[0] + "/tests/data.csv")\n' },
    { path: 'app.py', text: 'pkgutil.get_data("pkg", "tests/data.csv")\n' },
    { path: 'run', text: '#!/bin/sh\npytest --pyargs pkg -k tests\n' },
    { path: 'logging.yaml', text: 'class: pkg.tests.test_a.Handler\n' },
    { path: 'start.txt', text: 'python -m pkg.tests.test_a\n', command: '/bin/sh start.txt' },
  ];
  for (const { path, text, command } of ofApp) {
    it(`is no test directory that the app wants in ${path}: ${text.trim()}`, () => {
      const pkg = distribution('pkg', { 'pkg/__init__.py': '', ...TESTS });
      assert.deepEqual(left(pkg, [file(path, text)], ['', command ?? '']), []);
    });
  }

  it('is a test directory, though other things of the app have its name', () => {
    const pkg = distribution('pkg', { 'pkg/__init__.py': '', ...TESTS });
    const app = [
      file('tests/test_app.py', 'import pkg\nx = join("tests", "data.csv")\n'),
      file('notes.md', 'See pkg.tests.\n'),
      file('static/page.js', 'pkg.tests.run("tests")\n'),
    ];
    assert.deepEqual(left(pkg, app, ['gunicorn tests.app:app']), ['pkg/tests']);
  });

  it('is no test directory of a package that is carried along and put on the path', () => {
    const venv = distribution('pkg', {
      'pkg/__init__.py': 'sys.path.insert(0, "_vendor")\nfrom inner.tests import a\n',
      'pkg/_vendor/inner/__init__.py': '',
      'pkg/_vendor/inner/tests/test_a.py': '',
      'pkg/_vendor/dinner/__init__.py': '',
      'pkg/_vendor/dinner/tests/test_a.py': '',
    });
    assert.deepEqual(left(venv), ['pkg/_vendor/dinner/tests']);
  });

  it('is no test directory of either of two packages with one name, when both are imported', () => {
    const venv = distribution('pkg', {
      'pkg/__init__.py': 'from .a.inner.tests import x\nfrom .b.inner.tests import x\n',
      'pkg/a/inner/__init__.py': '',
      'pkg/a/inner/tests/test_x.py': '',
      'pkg/b/inner/__init__.py': '',
      'pkg/b/inner/tests/test_x.py': '',
      'pkg/c/inner/__init__.py': '',
      'pkg/c/inner/tests/test_x.py': '',
    });
    assert.deepEqual(left(venv), ['pkg/c/inner/tests']);
  });

  it('is no directory that only has the name', () => {
    const venv = distribution('pkg', {
      'pkg/__init__.py': '',
      'pkg/templates/tests/list.html': '',
      'pkg/commands/__init__.py': '',
      'pkg/commands/test/__init__.py': '',
      'pkg/data/a.csv': '',
      'pkg/data/tests/test_a.py': '',
      'my-pkg/_.py': '',
      'my-pkg/tests/test_a.py': '',
    });
    assert.deepEqual(left(venv), []);
  });

  const modules = [
    { name: 'test_core.py', isOfTests: true },
    { name: 'core_test.py', isOfTests: true },
    { name: 'core_tests.py', isOfTests: true },
    { name: 'tests.py', isOfTests: true },
    { name: 'test.py', isOfTests: true },
    { name: 'testing.py', isOfTests: false },
    { name: 'contest.py', isOfTests: false },
  ];
  for (const { name, isOfTests } of modules) {
    it(`is ${isOfTests ? 'a' : 'no'} directory of that name with ${name}`, () => {
      const venv = distribution('pkg', { 'pkg/_.py': '', [`pkg/test/${name}`]: '' });
      assert.deepEqual(left(venv), isOfTests ? ['pkg/test'] : []);
    });
  }

  it('is no directory called test that its package names', () => {
    const names = { 'pkg/__init__.py': '__all__ = ["core", "test"]\n', 'pkg/test/test_a.py': '' };
    assert.deepEqual(left(distribution('pkg', names)), []);
  });

  it('is told in the order of paths where sizes are equal', () => {
    const tests = (name: string): PruneFile[] =>
      distribution(name, { [`${name}/_.py`]: '', [`${name}/tests/test_a.py`]: '' });
    assert.deepEqual(left([...tests('b'), ...tests('a')]), ['a/tests', 'b/tests']);
  });

  it('is no test directory that a needed one imports', () => {
    const venv = distribution('pkg', {
      'pkg/__init__.py': 'from .a.tests import x\n',
      'pkg/a/__init__.py': '',
      'pkg/a/tests/test_x.py': 'from ...b.tests import y\n',
      'pkg/a/tests/notes.txt': 'As in pkg.c.tests.\n',
      'pkg/b/__init__.py': '',
      'pkg/b/tests/test_y.py': '',
      'pkg/c/__init__.py': '',
      'pkg/c/tests/test_z.py': 'import pkg.b.tests.test_y\n',
    });
    assert.deepEqual(left(venv), ['pkg/c/tests']);
  });

  const data = [
    { where: 'pkg/io.py', text: 'open(join(dirname(__file__), "tests", "data.csv"))\n' },
    { where: 'pkg/io.py', text: "files('pkg') / 'tests/data.csv'\n" },
    { where: 'pkg/sub/io.py', text: 'open(join(here, "..", "tests", "data.csv"))\n' },
    { where: 'io_of_pkg.py', text: 'open(join(root, "pkg", "tests", "data.csv"))\n' },
    { where: 'io_of_pkg.py', text: 'files("pkg").joinpath("tests", "data.csv")\n' },
  ];
  for (const { where, text } of data) {
    it(`is no test directory whose data ${where} reads: ${text.trim()}`, () => {
      const files = { [where]: text, ...TESTS, 'pkg/tests/data.csv': '1,2\n' };
      assert.deepEqual(left(distribution('pkg', files)), []);
    });
  }

  const deep = [
    'files("pkg.deep").joinpath("tests", "data.csv")\n',
    'open(pkg.deep.__path__[0] + "/tests/data.csv")\n',
    'from pkg import deep\nfiles(deep).joinpath("tests", "data.csv")\n',
    'from pkg import deep\nopen(deep.__path__[0] + "/tests/data.csv")\n',
    'from pkg import deep\nroot = getsourcefile( deep )\nopen(dirname(root) + "/tests/data.csv")\n',
  ];
  for (const text of deep) {
    it(`is no test directory of a deeper package whose data another module reads: ${JSON.stringify(text)}`, () => {
      const venv = distribution('pkg', {
        'io_of_pkg.py': text,
        'pkg/deep/_.py': '',
        'pkg/deep/tests/test_a.py': '',
        'pkg/deep/tests/data.csv': '1,2\n',
      });
      assert.deepEqual(left(venv), []);
    });
  }

  const ofOthers = [
    { text: 'files("pkg").joinpath("tests", "data.csv")\n', data: true, expected: [] },
    { text: 'open(pkg.__path__[0] + "/tests/data.csv")\n', data: true, expected: [] },
    { text: 'pkgutil.get_data("pkg", "tests/data.csv")\n', data: true, expected: [] },
    { text: 'files("pkg").joinpath("tests", "a.py")\n', data: false, expected: ['pkg/tests'] },
    { text: 'open(join(root, "tests", "data.csv"))\n', data: true, expected: ['pkg/tests'] },
    { text: 'open(join("pkg", "tests", "data.csv"))\n', data: true, expected: ['pkg/tests'] },
  ];
  for (const { text, data: hasData, expected } of ofOthers) {
    const is = expected.length === 0 ? 'no test directory' : 'a test directory';
    it(`is ${is} ${hasData ? 'with' : 'without'} data of which another distribution says: ${text.trim()}`, () => {
      const pkg = distribution('pkg', {
        ...TESTS,
        ...(hasData && { 'pkg/tests/data.csv': '1\n' }),
      });
      assert.deepEqual(left([...pkg, ...distribution('other', { 'other.py': text })]), expected);
    });
  }

  it('is a test directory whose data a file reads only by a part of the way there', () => {
    const venv = distribution('pkg', {
      'io_of_pkg.py': 'open(join(root, "pkg", "tests", "data.csv"))\n',
      'pkg/deep/_.py': '',
      'pkg/deep/tests/__init__.py': '',
      'pkg/deep/tests/test_a.py': '',
      'pkg/deep/tests/data.csv': '1,2\n',
    });
    assert.deepEqual(left(venv), ['pkg/deep/tests']);
  });

  it('is no test directory of which another distribution lists a file', () => {
    const path = 'pkg/tests/test_a.py';
    const pkg = distribution('pkg', TESTS);
    const other = distribution('other', { 'other.py': '', [path]: '' });
    const venv = [...pkg, ...other.filter((one) => one.path !== `${SITE}/${path}`)];
    assert.deepEqual(left(venv), []);
    assert.deepEqual(left(pkg), ['pkg/tests']);
  });

  it('is a test directory without data, though its name stands in a string', () => {
    const venv = distribution('pkg', { 'pkg/core.py': 'SKIP = join(ROOT, "tests")\n', ...TESTS });
    assert.deepEqual(left(venv), ['pkg/tests']);
  });

  it('is no directory with a file that its RECORD does not list, and none of a shared package', () => {
    const unlisted = ['pkg/tests/test_a.py'];
    assert.deepEqual(left(distribution('pkg', TESTS, { unlisted })), []);
    const two = [...distribution('one', TESTS), ...distribution('two', TESTS)];
    const once = [...new Map(two.map((one) => [one.path, one])).values()];
    assert.deepEqual(left(once), []);
    assert.deepEqual(left([file(`${SITE}/pkg/tests/test_a.py`, '')]), []);
    const half = distribution('half', { 'pkg/tests/test_b.py': '' });
    assert.deepEqual(left([...distribution('pkg', TESTS), ...half]), []);
  });

  it('is no package that is called tests itself, and nothing outside of site-packages', () => {
    assert.deepEqual(left(distribution('pkg', { 'tests/__init__.py': '' })), []);
    const share = distribution('pkg', { '../../../share/pkg/tests/a.txt': '' });
    assert.deepEqual(left(share), []);
  });

  describe('of installers', () => {
    const pip = distribution('pip', { 'pip/__init__.py': '', '../../../bin/pip': '' });
    const setuptools = distribution('setuptools', {
      'setuptools/__init__.py': 'import distutils\n',
      'pkg_resources/__init__.py': '',
      'distutils-precedence.pth': "import os; __import__('_distutils_hack')\n",
    });
    const wheel = distribution('wheel', { 'wheel/__init__.py': 'import setuptools\n' });

    it('is every one that nobody asked for, but for its dist-info', () => {
      const pruned = plan([...pip, ...setuptools, ...wheel]);
      assert.deepEqual(
        pruned.leftOut.map(({ what, reason, files }) => [what, reason, files]),
        [
          ['setuptools', 'installer', 3],
          ['wheel', 'installer', 1],
          ['pip', 'installer', 2],
        ],
      );
      assert.deepEqual([...pruned.paths].toSorted(), [
        'bin/pip',
        ...[
          'distutils-precedence.pth',
          'pip/__init__.py',
          'pkg_resources/__init__.py',
          'setuptools/__init__.py',
          'wheel/__init__.py',
        ].map((path) => `${SITE}/${path}`),
      ]);
    });

    it('is told as a whole, with the tests that it has', () => {
      const tests = { 'wheel/__init__.py': '', 'wheel/tests/test_a.py': '' };
      assert.deepEqual(plan(distribution('wheel', tests)).leftOut, [
        { reason: 'installer', what: 'wheel', files: 2, bytes: 0 },
      ]);
    });

    it('is none of its files that another distribution lists as well', () => {
      const shared = 'pip/__init__.py';
      const tool = distribution('tool', { 'tool.py': '', [shared]: '' });
      const venv = [...pip, ...tool.filter((one) => one.path !== `${SITE}/${shared}`)];
      const { leftOut, paths } = plan(venv);
      assert.deepEqual(
        leftOut.map(({ what }) => what),
        ['pip'],
      );
      assert.ok(!paths.has(`${SITE}/${shared}`));
      assert.ok(plan(pip).paths.has(`${SITE}/${shared}`));
    });

    it('is none that a needed one uses', () => {
      const tool = distribution('tool', { 'tool.py': 'import wheel\n' });
      assert.deepEqual(left([...pip, ...setuptools, ...wheel, ...tool]), ['pip']);
    });

    it('is none that another one carries along', () => {
      const info = 'setuptools/_vendor/wheel-1.0.dist-info';
      const tool = distribution('tool', { 'tool.py': 'import setuptools\n' });
      const carrying = distribution('setuptools', {
        'setuptools/__init__.py': '',
        'setuptools/_vendor/wheel/__init__.py': '',
        [`${info}/RECORD`]: 'wheel/__init__.py,,\n',
      });
      assert.deepEqual(left([...carrying, ...tool]), []);
    });

    const needed = [
      { name: 'a distribution requires', text: '', requires: ['Setuptools (>=40)'] },
      { name: 'a distribution imports', text: 'import pkg_resources\n', requires: [] },
      {
        name: 'a distribution may import',
        text: 'try:\n  from setuptools import x\nexcept: 1\n',
        requires: [],
      },
      { name: 'a distribution loads', text: 'import_module("distutils.util")\n', requires: [] },
      { name: 'a distribution prepares', text: 'import os, _distutils_hack\n', requires: [] },
    ];
    for (const { name, text, requires } of needed) {
      it(`is none that ${name}`, () => {
        const tool = distribution('tool', { 'tool.py': text }, { requires });
        assert.deepEqual(left([...setuptools, ...pip, ...tool]), ['pip']);
      });
    }

    it('is none that the app imports or starts, or that was asked for', () => {
      const app = [file('app.py', 'run([sys.executable, "-m", "pip", "list"])\n')];
      assert.deepEqual(left(pip, app), []);
      assert.deepEqual(left(pip, [file('start.sh', 'pip3 install x\n')]), []);
      assert.deepEqual(left(pip, [file('startup.txt', 'pip install x\n')], ['startup.txt']), []);
      assert.deepEqual(left(pip, [], ['pip install -r requirements.txt && gunicorn app:app']), []);
      const asked = [...pip, file(`${SITE}/pip-1.0.dist-info/REQUESTED`, '')];
      assert.deepEqual(left(asked), []);
    });

    it('is one that only an extra requires, or a text mentions', () => {
      const tool = distribution(
        'tool',
        { 'tool.py': '# pip install tool\nraise ImportError("run: pip install tool[x]")\n' },
        { requires: ["setuptools ; extra == 'dev'"] },
      );
      assert.deepEqual(left([...pip, ...setuptools, ...tool]), ['setuptools', 'pip']);
      const app = [file('app.py', 'from pipes import quote\n'), file('dev.txt', 'pip install x\n')];
      assert.deepEqual(left(pip, app, ['pip-compile']), ['pip']);
    });
  });
});
