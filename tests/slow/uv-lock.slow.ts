// uv.lock read by the real uv: the same answers as the recorded ones, and what only the real one can show.

import assert from 'node:assert/strict';
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadDependencies, type SourceQuestion } from '../../tasks/core/resolve/sources/sources.js';
import type { Dependencies } from '../../tasks/core/terms/dependencies.js';
import { findUv, type Uv } from '../../tasks/core/tools/uv.js';
import { failureOf } from '../helpers/expect-stopped.js';
import { fakeHost } from '../helpers/fake-host.js';
import { answer, lockfileCases, questionFor } from '../helpers/lockfile-cases.js';
import { writeScript } from '../helpers/fake-python.js';
import { pythonProgram } from '../helpers/programs.js';
import { folderPerTest, writeFiles } from '../helpers/temp-folder.js';

describe('uv.lock, read by uv', () => {
  const folder = folderPerTest();
  const at = (name: string): string => join(folder.path, name);
  let uv: Uv;

  before(async () => {
    uv = await findUv(fakeHost(), { python: pythonProgram() });
  });

  const load = (
    options: Partial<SourceQuestion> = {},
    env: Readonly<Record<string, string>> = {},
  ): Promise<Dependencies> => {
    const host = fakeHost({ env: { ...fakeHost().env, ...env } });
    const question = questionFor(folder.path, { uv: () => Promise.resolve(uv), ...options });
    return loadDependencies(host, question);
  };

  const USUAL = 'uv.lock/groups-and-extras';

  async function changed(name: string, ...changes: (readonly [string, string, string])[]) {
    await cp(join('tests/lockfiles', name), folder.path, { recursive: true });
    for (const [file, from, to] of changes) {
      const text = await readFile(at(file), 'utf8');
      assert.ok(text.includes(from), `${file} has '${from}'`);
      await writeFile(at(file), text.replace(from, to));
    }
  }

  for (const one of lockfileCases().filter(({ name }) => name.startsWith('uv.lock/'))) {
    it(`gives what is recorded for ${one.name}, and leaves the folder as it was`, async () => {
      const before = await readdir(one.folder, { recursive: true });
      const answers = [];
      for (const { ask } of one.rows) {
        answers.push({ ask, is: await answer(fakeHost(), one, ask, () => Promise.resolve(uv)) });
      }
      assert.deepEqual(answers, one.rows);
      assert.deepEqual(await readdir(one.folder, { recursive: true }), before);
    });
  }

  for (const [file, from, to] of [
    ['pyproject.toml', '"flask>=3"', '"flask>=3.1"'],
    ['pyproject.toml', '"flask>=3"', '"flask>=99"'],
    ['pyproject.toml', 'rq>=1.16', 'rq>=1.17'],
  ] as const) {
    it(`is too old for ${to} in ${file}`, async () => {
      await changed(USUAL, [file, from, to]);
      assert.deepEqual(await failureOf(load()), {
        code: 'lock-outdated',
        path: at('uv.lock'),
        project: at('pyproject.toml'),
        command: 'uv lock',
      });
    });
  }

  it('is too old for a change in a member of its workspace', async () => {
    await changed('uv.lock/workspace', ['libs/shared/pyproject.toml', '"markupsafe"', '"six"']);
    assert.equal((await failureOf(load())).code, 'lock-outdated');
  });

  it('is not spoiled by other indexes of the job, nor by a .python-version of none', async () => {
    await changed(USUAL);
    await writeFiles(folder.path, { '.python-version': '3.99\n' });
    const index = { UV_DEFAULT_INDEX: 'https://feed.invalid/simple' };
    const { wanted, notes } = await load({}, index);
    assert.equal(wanted.kind === 'locked' && wanted.lines.length > 10 && wanted.hashed, true);
    assert.deepEqual(notes, []);
  });

  it('runs no code of the project whose dependencies are told by it, and says what it does not know', async () => {
    await writeFiles(folder.path, {
      'pyproject.toml':
        '[project]\nname = "web"\nversion = "1"\nrequires-python = ">=3.9"\ndynamic = ["dependencies"]\n[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n',
      'setup.py': `open(${JSON.stringify(at('RAN'))}, 'w')\n`,
      'uv.lock':
        'version = 1\nrequires-python = ">=3.9"\n[[package]]\nname = "web"\nversion = "1"\nsource = { editable = "." }\n',
    });
    const { wanted, notes } = await load();
    assert.deepEqual(wanted, { kind: 'locked', lines: [], hashed: true });
    assert.deepEqual(notes, [
      "uv.lock is taken as it is: whether it is older than its project is not known, since what '.' requires is told by building it. 'uv lock --check' tells.",
    ]);
    assert.deepEqual((await readdir(folder.path)).toSorted(), [
      'pyproject.toml',
      'setup.py',
      'uv.lock',
    ]);
  });

  it('is compared by the Python that is given, where PATH has but stand-ins that refuse', async () => {
    await changed(USUAL);
    for (const name of ['python', 'python3', 'python3.11']) {
      await writeScript(at(`shims/${name}`), [
        'echo "pyenv: $0: command not found" >&2',
        'exit 127',
      ]);
    }
    const env = { PATH: at('shims'), UV_NO_MANAGED_PYTHON: '1' };
    assert.equal((await failureOf(load({}, env))).code, 'uv-export-failed');
    const pythons = [{ program: pythonProgram(), version: '3.11.7' }];
    assert.deepEqual((await load({ pythons }, env)).notes, []);
  });

  it('is read for a Python that is not on this machine', async () => {
    const range = 'requires-python = ">=3.9"';
    const later = 'requires-python = ">=3.30"';
    await changed(USUAL, ['pyproject.toml', range, later], ['uv.lock', range, later]);
    const { notes } = await load({ python: { minor: '3.30', version: '3.30.1' } });
    assert.deepEqual(notes, [
      "uv.lock is taken as it is: whether it is older than its project is not known, since no Python here is one that the project allows. 'uv lock --check' tells.",
    ]);
  });
});
