// Every folder of tests/lockfiles: files that real tools wrote, read for a target. `UPDATE_GOLDEN=1` writes the answers anew.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Uv } from '../../../tasks/core/tools/uv.js';
import { fakeHost } from '../../helpers/fake-host.js';
import { answer, lockfileCases, recordedExport } from '../../helpers/lockfile-cases.js';
import { folderPerTest } from '../../helpers/temp-folder.js';

describe('lock files', () => {
  const folder = folderPerTest();

  /** A uv that says what the real one said when the case was made; tests/slow asks the real one again. */
  async function recordedUv(path: string | undefined): Promise<Uv> {
    assert.ok(path !== undefined, 'uv was asked, but nothing is recorded');
    const program = join(folder.path, 'uv');
    await writeFile(program, `#!/bin/sh\ncat '${path}'\n`);
    await chmod(program, 0o755);
    return { program, version: '0.13.9', from: 'PATH' };
  }

  for (const one of lockfileCases()) {
    it(one.name, async () => {
      const answers = [];
      for (const [index, { ask }] of one.rows.entries()) {
        const host = fakeHost({ tempFolder: folder.path });
        const uv = (): Promise<Uv> => recordedUv(recordedExport(one, index));
        answers.push({ ask, is: await answer(host, one, ask, uv) });
      }
      if (process.env['UPDATE_GOLDEN'] === '1') {
        writeFileSync(one.expectedPath, `${JSON.stringify(answers, null, 2)}\n`);
      }
      assert.deepEqual(answers, one.rows);
    });
  }
});
