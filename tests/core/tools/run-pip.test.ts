import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pipArguments, pipArgumentsFor } from '../../../tasks/core/tools/run-pip.js';
import { output, pythonProgram } from '../../helpers/programs.js';
import { folderPerTest, writeFiles } from '../../helpers/temp-folder.js';

/** A pip that prints its arguments; with or without the file by which pip runs for another Python. */
const FAKE = {
  'own/pip/__init__.py': '',
  'own/pip/__main__.py': 'import sys; print("pip itself", sys.argv[1:])\n',
};
const RUNNER = 'import sys; print("runner", sys.executable, sys.argv[1:])\n';

/** Files by the names of modules that are imported on the way; which of them depends on the Python. */
const OF_THE_APP = ['pip.py', 'types.py', 'linecache.py', 'enum.py', 'keyword.py', 'runpy.py'];

describe('pip', () => {
  const folder = folderPerTest();

  const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}): string =>
    execFileSync(pythonProgram(), args, {
      cwd: folder.path,
      encoding: 'utf8',
      env: { PATH: '/usr/bin:/bin', PYTHONPATH: join(folder.path, 'own'), ...env },
    }).trim();

  it('is that of the Python, not a file of the working directory', async () => {
    await writeFiles(folder.path, {
      ...FAKE,
      ...Object.fromEntries(OF_THE_APP.map((name) => [name, 'raise SystemExit("from here")\n'])),
    });
    assert.equal(run(pipArguments(['list'])), "pip itself ['list']");
    const told = run(pipArgumentsFor('/there/python', ['list']));
    assert.equal(told, "pip itself ['--python', '/there/python', 'list']");
  });

  it('runs for another Python, which has none', async () => {
    const there = join(folder.path, 'venv', 'bin', 'python');
    output(pythonProgram(), ['-m', 'venv', '--without-pip', join(folder.path, 'venv')]);
    const list = ['list', '--format', 'json', '--disable-pip-version-check'];
    assert.equal(run(pipArgumentsFor(there, list)), '[]');
    // A setting that pip reads in any case, and would start itself for.
    assert.equal(run(pipArgumentsFor(there, list), { PIP_Python: '/gone/python' }), '[]');
    await writeFiles(folder.path, { ...FAKE, 'own/pip/__pip-runner__.py': RUNNER });
    assert.equal(run(pipArgumentsFor(there, ['list'])), `runner ${there} ['list']`);
  });
});
