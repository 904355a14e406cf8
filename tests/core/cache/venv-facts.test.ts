// What makes a venv: whatever changes it, changes its facts.

import assert from 'node:assert/strict';
import { chmod, mkdir, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { differences, keyOf } from '../../../tasks/core/cache/facts.js';
import {
  gatherVenvFacts,
  versionsLeftOpen,
  type VenvFacts,
  type VenvInputs,
} from '../../../tasks/core/cache/venv-facts.js';
import type { Dependencies } from '../../../tasks/core/terms/dependencies.js';
import { fakeHost } from '../../helpers/fake-host.js';
import { folderPerTest, writeFiles } from '../../helpers/temp-folder.js';

describe('the facts of a venv to be made', () => {
  const folder = folderPerTest();
  const at = (...names: readonly string[]): string => join(folder.path, 'app', ...names);

  beforeEach(async () => {
    await writeFiles(at(), {
      'requirements.txt': '-r more.txt\nclick==8.1.0\n./lib\n',
      'more.txt': 'flask>=3\n',
      'lib/setup.py': 'from setuptools import setup; setup(name="lib")\n',
      'lib/lib.py': 'x = 1\n',
    });
  });

  function dependencies(changes: Partial<Dependencies> = {}): Dependencies {
    return {
      format: 'requirements.txt',
      path: at('requirements.txt'),
      files: [at('requirements.txt'), at('more.txt')],
      notUsed: [],
      wanted: { kind: 'file', path: at('requirements.txt') },
      project: undefined,
      notes: [],
      warnings: [],
      text: '',
      ...changes,
    };
  }

  function inputs(changes: Partial<VenvInputs> = {}): VenvInputs {
    return {
      version: '1.0.0',
      appRoot: at(),
      dependencies: dependencies(),
      choices: { groups: [], extras: [] },
      installer: { name: 'pip', version: '24.0' },
      python: { version: '3.11.6', basePrefix: '/opt/python/3.11.6' },
      target: 'PYTHON|3.11 on glibc 2.31, linux x86_64',
      env: { HOME: folder.path },
      own: [at('build', 'web.zip')],
      ...changes,
    };
  }

  async function gather(changes: Partial<VenvInputs> = {}): Promise<VenvFacts> {
    return gatherVenvFacts(fakeHost(), inputs(changes));
  }

  /** What is told to have changed since `before`; the key changes with it. */
  function changed(before: VenvFacts, after: VenvFacts): string[] {
    assert.ok('facts' in before && 'facts' in after);
    const told = differences(before.facts, after.facts);
    assert.equal(keyOf(before.facts) === keyOf(after.facts), told.length === 0);
    return told;
  }

  it('name everything, in words', async () => {
    const found = await gather();
    assert.ok('facts' in found);
    assert.deepEqual(
      found.facts.map(({ name }) => name),
      [
        'Antenv',
        'source',
        'installer',
        'Python',
        "Python's folder",
        'target',
        'agent',
        'groups',
        'extras',
        'requirements.txt',
        'more.txt',
        'what is wanted of it',
        "the source in './lib'",
      ],
    );
    assert.deepEqual(found.pinned, ['click']);
    assert.deepEqual(changed(found, await gather()), []);
  });

  for (const [name, changes, told] of [
    ['another version of this program', { version: '1.1.0' }, 'Antenv 1.0.0 became 1.1.0'],
    ['an extra', { choices: { groups: [], extras: ['db', 'cli'] } }, 'extras none became db, cli'],
    ['a group', { choices: { groups: ['web'], extras: [] } }, 'groups none became web'],
    [
      "another installer's version",
      { installer: { name: 'pip', version: '25.1' } },
      'installer pip 24.0 became pip 25.1',
    ],
    [
      'another installer',
      { installer: { name: 'uv', version: '0.13.9' } },
      'installer pip 24.0 became uv 0.13.9',
    ],
    [
      'another Python',
      { python: { version: '3.11.7', basePrefix: '/opt/python/3.11.6' } },
      'Python 3.11.6 became 3.11.7',
    ],
    [
      'a Python elsewhere',
      { python: { version: '3.11.6', basePrefix: '/usr' } },
      "Python's folder /opt/python/3.11.6 became /usr",
    ],
    [
      'another target',
      { target: 'PYTHON|3.11 on glibc 2.36, linux x86_64' },
      'target PYTHON|3.11 on glibc 2.31, linux x86_64 became PYTHON|3.11 on glibc 2.36, linux x86_64',
    ],
    ['a setting', { env: { PIP_PRE: '1' } }, 'setting PIP_PRE is new'],
  ] as const satisfies readonly (readonly [string, Partial<VenvInputs>, string])[]) {
    it(`change with ${name}`, async () => {
      assert.deepEqual(changed(await gather(), await gather(changes)), [told]);
    });
  }

  it('change with the files that were read, and with nothing else of the app', async () => {
    const before = await gather();
    await writeFile(at('app.py'), 'x = 1\n');
    assert.deepEqual(changed(before, await gather()), []);
    await writeFile(at('more.txt'), 'flask<3\n');
    assert.deepEqual(changed(before, await gather()), ['more.txt changed']);
  });

  it('change with the lines that a lock gives for the target; with a lock all is pinned', async () => {
    const locked = (line: string): Partial<VenvInputs> => ({
      dependencies: dependencies({ wanted: { kind: 'locked', lines: [line], hashed: false } }),
    });
    const before = await gather(locked('flask==3.0.0'));
    assert.ok('pinned' in before);
    assert.equal(before.pinned, 'all');
    assert.deepEqual(changed(before, await gather(locked('flask==3.0.1'))), [
      'what is wanted of it changed',
    ]);
  });

  it('change with a source that is named by its path, but not with what builds leave in it', async () => {
    const before = await gather();
    await writeFiles(at('lib'), {
      'build/lib/lib.py': 'x',
      'lib.egg-info/PKG-INFO': 'x',
      '__pycache__/lib.cpython-311.pyc': 'x',
      '.git/HEAD': 'x',
      '.hg/dirstate': 'x',
      '.svn/wc.db': 'x',
      'build/temp.linux-x86_64-3.11/lib.o': 'x',
      '.tox/py/lib.py': 'x',
      '.venv/pyvenv.cfg': 'x',
      '.venv/lib/x.py': 'x',
    });
    await symlink('lib', at('lib', '.venv', 'lib64'));
    assert.deepEqual(changed(before, await gather()), []);
    await writeFile(at('lib', 'lib.py'), 'x = 2\n');
    assert.deepEqual(changed(before, await gather()), ["the source in './lib' changed"]);
    await writeFile(at('lib', 'lib.py'), 'x = 1\n');
    await chmod(at('lib', 'lib.py'), 0o755);
    assert.deepEqual(changed(before, await gather()), ["the source in './lib' changed"]);
  });

  it('are those of the project itself, too', async () => {
    await writeFiles(at(), { 'pyproject.toml': '[project]\n', 'src/web/__init__.py': 'x = 1\n' });
    const project = { root: at(), extras: [], dependenciesKnown: true };
    const changes = { dependencies: dependencies({ project }) };
    const before = await gather(changes);
    // The package that an earlier run made.
    await writeFiles(at('build'), { 'web.zip': 'x' });
    assert.deepEqual(changed(before, await gather(changes)), []);
    await writeFile(at('src', 'web', '__init__.py'), 'x = 2\n');
    assert.deepEqual(changed(before, await gather(changes)), ["the source in '.' changed"]);
  });

  it('are not known where the version comes from version control', async () => {
    await writeFile(
      at('lib', 'pyproject.toml'),
      '[build-system]\nrequires = ["setuptools-scm>=8"]\n',
    );
    assert.deepEqual(await gather(), {
      unknowable: "the source in './lib' takes its version from version control (setuptools-scm)",
    });
  });

  for (const [code, tool] of [
    ['run(["git", "describe"])', 'git'],
    ["check_output(['hg', 'id', '-n'])", 'hg'],
    ['run("svnversion")', 'svnversion'],
    ["setup(setup_requires=['setuptools_scm'])", 'setuptools_scm'],
    ["setup(setup_requires=['setuptools_hg'])", 'setuptools_hg'],
  ] as const) {
    it(`are not known where a build asks version control: ${tool}`, async () => {
      await writeFile(at('lib', 'setup.py'), `${code}\n`);
      assert.deepEqual(await gather(), {
        unknowable: `the source in './lib' takes its version from version control (${tool})`,
      });
    });
  }

  it('change with the variables that lines name, and with no others', async () => {
    await writeFile(at('more.txt'), 'flask @ https://h/${VERSION}/flask.whl\n');
    const env = { VERSION: '1', OTHER: '1' };
    const before = await gather({ env });
    assert.deepEqual(changed(before, await gather({ env: { ...env, OTHER: '2' } })), []);
    assert.deepEqual(changed(before, await gather({ env: { ...env, VERSION: '2' } })), [
      'variable VERSION changed',
    ]);
  });

  it("change with uv's configuration of the app, of the user and of the system", async () => {
    const of = (name: string): string => join(folder.path, name);
    const env = { XDG_CONFIG_HOME: of('user'), XDG_CONFIG_DIRS: `${of('one')}:${of('two')}` };
    const uv = { env, installer: { name: 'uv', version: '0.13.9' } } as const;
    let before = await gather(uv);
    const pip = await gather({ env });
    for (const path of [
      at('uv.toml'),
      ...['user', 'one', 'two'].map((name) => of(`${name}/uv/uv.toml`)),
    ]) {
      await writeFiles('/', { [path]: 'prerelease = "allow"\n' });
      const after = await gather(uv);
      const name = path === at('uv.toml') ? 'uv.toml' : path;
      assert.deepEqual(changed(before, after), [`${name} is new`]);
      before = after;
    }
    // pip reads none of them.
    assert.deepEqual(changed(pip, await gather({ env })), []);
  });

  it('are not known where a source is too large to be compared in every run', async () => {
    await writeFile(at('lib', 'data.bin'), '');
    await truncate(at('lib', 'data.bin'), 256_000_001);
    assert.deepEqual(await gather(), {
      unknowable: "the source in './lib' has 257 MB, too many to be compared in every run",
    });
  });

  it('are not known where a source holds a link', async () => {
    await mkdir(at('elsewhere'));
    await symlink('../elsewhere', at('lib', 'more'));
    assert.deepEqual(await gather(), {
      unknowable:
        "the source in './lib' holds a link, 'more', and what it leads to is not compared",
    });
    await rm(at('lib', 'more'));
    assert.ok('facts' in (await gather()));
  });

  it('are not known where a source is not where its line says', async () => {
    for (const line of ['./gone', './gone.whl', 'gone @ file:///gone/100%/x', './${GONE}/lib']) {
      await writeFile(at('requirements.txt'), `${line}\n`);
      const name = line.replace('gone @ ', '');
      assert.deepEqual(await gather(), { unknowable: `the source in '${name}' is not there` });
    }
  });

  it('are not known where there are no wheels in the folder that a line names', async () => {
    await writeFile(at('requirements.txt'), '--no-index -f wheels\nlib\n');
    assert.deepEqual(await gather(), { unknowable: "no wheels are in 'wheels'" });
    await writeFiles(at('wheels'), { 'lib-1.0-py3-none-any.whl': 'one' });
    const before = await gather();
    await writeFiles(at('wheels'), { 'lib-1.1-py3-none-any.whl': 'two' });
    const more = await gather();
    assert.deepEqual(changed(before, more), ["the wheels in 'wheels' changed"]);
    // Built anew, and of the same size.
    await writeFiles(at('wheels'), { 'lib-1.1-py3-none-any.whl': '2nd' });
    assert.deepEqual(changed(more, await gather()), ["the wheels in 'wheels' changed"]);
  });

  it('change with the wheels beside the requirements file, where pip looks first', async () => {
    const path = at('requirements', 'web.txt');
    await writeFiles(at(), {
      'requirements/web.txt': '-f wheels\nlib\n',
      'requirements/wheels/lib-1.0-py3-none-any.whl': 'one',
      'wheels/other-1.0-py3-none-any.whl': 'other',
    });
    const changes = { dependencies: dependencies({ path, files: [path] }) };
    const before = await gather(changes);
    await writeFiles(at('requirements', 'wheels'), { 'lib-1.1-py3-none-any.whl': 'two' });
    assert.deepEqual(changed(before, await gather(changes)), ["the wheels in 'wheels' changed"]);
  });

  it('change with a source whose place the job says', async () => {
    await writeFile(at('requirements.txt'), 'lib @ file://${PLACE}/lib\n');
    const env = { HOME: folder.path, PLACE: at() };
    const before = await gather({ env });
    await writeFile(at('lib', 'lib.py'), 'x = 2\n');
    assert.deepEqual(changed(before, await gather({ env })), [
      "the source in 'file://${PLACE}/lib' changed",
    ]);
  });

  it("are those of uv's own configuration, from the app root on upwards", async () => {
    const uv = { installer: { name: 'uv', version: '0.13.9' } } as const;
    const before = await gather(uv);
    await writeFiles(folder.path, { 'app/pyproject.toml': 'x', 'uv.toml': 'x' });
    await writeFiles(folder.path, { '.config/uv/uv.toml': 'x' });
    assert.deepEqual(changed(before, await gather(uv)), [
      'pyproject.toml is new',
      '../uv.toml is new',
      `${join(folder.path, '.config/uv/uv.toml')} is new`,
    ]);
    assert.deepEqual(changed(await gather(), await gather()), []);
  });
});

describe('versionsLeftOpen', () => {
  const installed = ['Flask', 'click', 'My_Lib', 'werkzeug'].map((name) => ({ name }));

  it('are those that no line pins and that came from no path', () => {
    const open = versionsLeftOpen(['click'], installed, new Set(['my-lib']));
    assert.deepEqual(open, ['flask', 'werkzeug']);
  });

  it('are none with a lock', () => {
    assert.deepEqual(versionsLeftOpen('all', installed, new Set()), []);
  });
});
