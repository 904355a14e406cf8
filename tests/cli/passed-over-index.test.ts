// One of several indexes refuses pip, which goes on without it: that is told, and nothing of it is kept. How pip writes it
// is in tests/core/install/installer-calls.test.ts.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { runCli } from '../helpers/cli-run.js';
import { quickPython, writeScript } from '../helpers/fake-python.js';
import { folderPerTest, writeFiles } from '../helpers/temp-folder.js';

const PAGE = 'https://feed.invalid/private/simple/ours/';
const LINE = `Could not fetch URL ${PAGE}: 401 Client Error: Unauthorized for url: ${PAGE} - skipping`;

describe('an index that pip went on without', () => {
  const folder = folderPerTest();
  const at = (...names: readonly string[]): string => join(folder.path, ...names);

  it('is told, and the environment is not kept', async () => {
    await writeFiles(at('app'), { 'app.py': '', 'requirements.txt': 'ours\n' });
    const quick = await quickPython(at('quick'), [{ name: 'ours', version: '1.0' }]);
    const python = await writeScript(at('python'), [
      'for last; do :; done',
      `case "$last" in */pip.log) echo '2026-03-04T05:06:07,089 ${LINE}' >> "$last" ;; esac`,
      `exec '${quick}' "$@"`,
    ]);
    const places = ['--out', at('out', 'a.zip'), '--cache-folder', at('cache')];
    const { code, stdout, stderr } = await runCli(
      ['package', at('app'), '--rehearse=off', '--fail-on=never', '--python', python, ...places],
      { folder: folder.path },
    );
    const shown = `${stdout}\n${stderr}`;
    assert.equal(code, 0, shown);
    for (const told of [
      `pip could not read the index 'https://feed.invalid/private/simple/' (401 Client Error: Unauthorized) and went on without it: what is installed comes from the others, where another package may have the same name. Run PipAuthenticate@1 before this task, or take that index out of pip's settings.`,
      'The venv is not kept in the cache: pip went on without an index that it could not read.',
    ]) {
      assert.ok(shown.includes(told), shown);
    }
  });
});
