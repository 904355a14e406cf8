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

describe('pip', () => {
  const folder = folderPerTest();

  const run = (args: readonly string[]): string =>
    execFileSync(pythonProgram(), args, {
      cwd: folder.path,
      encoding: 'utf8',
      env: { PATH: '/usr/bin:/bin', PYTHONPATH: join(folder.path, 'own') },
    }).trim();

  it('is that of the Python, not a file of the working directory', async () => {
    await writeFiles(folder.path, { ...FAKE, 'pip.py': 'raise SystemExit("from here")\n' });
    assert.equal(run(pipArguments(['list'])), "pip itself ['list']");
    const told = run(pipArgumentsFor('/there/python', ['list']));
    assert.equal(told, "pip itself ['--python', '/there/python', 'list']");
  });

  it('runs for another Python, which has none', async () => {
    const there = join(folder.path, 'venv', 'bin', 'python');
    output(pythonProgram(), ['-m', 'venv', '--without-pip', join(folder.path, 'venv')]);
    const list = ['list', '--format', 'json', '--disable-pip-version-check'];
    assert.equal(run(pipArgumentsFor(there, list)), '[]');
    await writeFiles(folder.path, { ...FAKE, 'own/pip/__pip-runner__.py': RUNNER });
    assert.equal(run(pipArgumentsFor(there, ['list'])), `runner ${there} ['list']`);
  });
});
