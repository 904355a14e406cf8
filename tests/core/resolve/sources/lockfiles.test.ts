// Every folder of tests/lockfiles: files that real tools wrote, read for a target. `UPDATE_GOLDEN=1` writes the answers anew.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadDependencies } from '../../../../tasks/core/resolve/sources/sources.js';
import type { Uv } from '../../../../tasks/core/tools/uv.js';
import { writeScript } from '../../../helpers/fake-python.js';
import { fakeHost } from '../../../helpers/fake-host.js';
import {
  answer,
  lockfileCases,
  questionFor,
  recordedExport,
} from '../../../helpers/lockfile-cases.js';
import { folderPerTest } from '../../../helpers/temp-folder.js';

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

  const OLD = { program: '/old/python3', version: '3.8.1' };
  const GOOD = { program: '/good/python3', version: '3.11.7' };

  for (const [name, pythons, asked] of [
    ['the Python of the target', [GOOD], ['--python', GOOD.program]],
    ['one that it is for', [OLD, GOOD], ['--python', GOOD.program]],
    ['none, where all are too old for it', [OLD], []],
  ] as const) {
    it(`have uv.lock compared by ${name}`, async () => {
      const program = await writeScript(join(folder.path, 'uv'), [
        `echo "$@" >> '${folder.path}/asked'`,
      ]);
      const uv: Uv = { program, version: '0.13.9', from: 'PATH' };
      const host = fakeHost({ tempFolder: folder.path });
      const appRoot = 'tests/lockfiles/uv.lock/groups-and-extras';
      await loadDependencies(
        host,
        questionFor(appRoot, { pythons, uv: () => Promise.resolve(uv) }),
      );
      const [line = ''] = (await readFile(join(folder.path, 'asked'), 'utf8')).split('\n');
      const [, options = ''] = /^export --locked (.*)--offline/.exec(line) ?? [];
      assert.deepEqual(options.split(' ').filter(Boolean), asked);
    });
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
