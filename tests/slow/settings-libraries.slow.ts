// Programs that read their settings by a library, run with the real one: each starts with what is told, and not without.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { output, pythonProgram } from '../helpers/programs.js';
import { LIBRARIES, SETTINGS_ROWS, type SettingsRow } from '../helpers/settings-library-rows.js';
import { folderPerTest, writeFiles } from '../helpers/temp-folder.js';

type Variables = Readonly<Record<string, string>>;

/** Each told variable with its value, without the line. */
function toldVariables({ told, values = {} }: SettingsRow): Variables {
  const names = told.map((one) => one.replace(/(?:\|.*)?:\d+$/, ''));
  return Object.fromEntries(names.map((name) => [name, values[name] ?? '1']));
}

describe('a program that reads its settings by a library', function () {
  this.timeout(300_000);
  const folder = folderPerTest();

  /** A venv of the library; `python3` of 3.10 or later can run all of them. */
  function install(library: keyof typeof LIBRARIES): string {
    const venv = join(folder.path, 'venv');
    output(pythonProgram(), ['-m', 'venv', venv]);
    const python = join(venv, 'bin', 'python');
    output(python, ['-m', 'pip', 'install', '-q', '--prefer-binary', LIBRARIES[library]]);
    return python;
  }

  async function run(python: string, { text }: SettingsRow, variables: Variables) {
    const cwd = await mkdtemp(join(folder.path, 'app-'));
    await writeFiles(cwd, { 'app.py': text });
    return spawnSync(python, ['app.py'], { cwd, env: variables, encoding: 'utf8' });
  }

  for (const library of Object.keys(SETTINGS_ROWS) as (keyof typeof LIBRARIES)[]) {
    it(`starts with what is told, and not without any of it: ${library}`, async () => {
      const python = install(library);
      for (const row of SETTINGS_ROWS[library]) {
        const told = toldVariables(row);
        const all = await run(python, row, { ...row.untold, ...told });
        assert.equal(all.status, 0, `${row.name}: ${all.stderr}`);
        for (const name of Object.keys(told)) {
          const { [name]: _, ...others } = { ...row.untold, ...told };
          const { status } = await run(python, row, others);
          assert.notEqual(status, 0, `${row.name}: it starts without ${name}`);
        }
      }
    });
  }
});
