// A package that is judged bad, where not even its report can be written: no older package may pass for it.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { folderPerTest } from '../helpers/temp-folder.js';

const MODULE = require.resolve('../../tasks/core/package-report.js');

/** Publishes a refusal in a process that can make files and write nothing into them, as on a full disk. */
const PUBLISH = `
const { publishRefused } = require(process.argv[1]);
const judgement = { verdict: 'failed', failOn: 'error', suppressed: [], notRun: [], ran: 1 };
publishRefused({ secrets: [] }, process.argv[2], { findings: [], judgement }).then(
  () => console.log('written'),
  (error) => console.log(error.failure.code),
);
`;

describe('publishRefused', () => {
  const folder = folderPerTest();

  it('takes an older package away also when the report cannot be written', async () => {
    const path = join(folder.path, 'web.zip');
    await writeFile(path, 'older');
    const run = spawnSync(
      'sh',
      ['-c', 'ulimit -f 0; exec "$@" | cat', 'sh', process.execPath, '-e', PUBLISH, MODULE, path],
      { encoding: 'utf8' },
    );
    assert.equal(run.stdout, 'file-too-large\n', run.stderr);
    assert.deepEqual(await readdir(folder.path), []);
  });
});
