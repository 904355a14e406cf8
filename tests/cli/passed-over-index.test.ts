// One of several indexes refuses the real pip, which goes on without it: that is told, and nothing of it is kept.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCli } from '../helpers/cli-run.js';
import { feedAnswer, localIndex, UNAUTHORIZED, type LocalIndex } from '../helpers/local-index.js';
import { folderPerTest, writeFiles } from '../helpers/temp-folder.js';
import { writeWheel } from '../helpers/wheels.js';

describe('an index that pip went on without', () => {
  const folder = folderPerTest();
  const at = (...names: readonly string[]): string => join(folder.path, ...names);
  let index: LocalIndex;

  beforeEach(async () => {
    await writeFiles(at('app'), { 'app.py': '', 'requirements.txt': 'ours\n' });
    const name = 'ours-1.0-py3-none-any.whl';
    const wheel = await readFile(await writeWheel(folder.path, { name: 'ours', version: '1.0' }));
    index = await localIndex((path) =>
      path.startsWith('/private/') ? UNAUTHORIZED : feedAnswer({ [name]: wheel }, path),
    );
  });

  afterEach(() => index.close());

  it('is told, and the environment is not kept', async () => {
    const out = at('out', 'a.zip');
    const { code, stdout, stderr } = await runCli(
      [
        'package',
        at('app'),
        '--rehearse=off',
        '--fail-on=never',
        '--out',
        out,
        '--cache-folder',
        at('cache'),
      ],
      {
        folder: folder.path,
        env: {
          PIP_NO_INDEX: '',
          PIP_INDEX_URL: `${index.url}/public/simple/`,
          PIP_EXTRA_INDEX_URL: `${index.url.replace('://', '://me:s3cret@')}/private/simple/`,
        },
      },
    );
    const shown = `${stdout}\n${stderr}`;
    assert.equal(code, 0, shown);
    assert.ok(!shown.includes('s3cret'), shown);
    for (const told of [
      `pip could not read the index '${index.url}/private/simple/' (401 Client Error: Unauthorized) and went on without it: what is installed comes from the others, where another package may have the same name. Run PipAuthenticate@1 before this task, or take that index out of pip's settings.`,
      'The venv is not kept in the cache: pip went on without an index that it could not read.',
    ]) {
      assert.ok(shown.includes(told), shown);
    }
  });
});
