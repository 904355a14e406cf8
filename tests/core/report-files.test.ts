// Whose report is about to be replaced; what lies at its name may be anything.

import assert from 'node:assert/strict';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { findReplaced } from '../../tasks/core/report-files.js';
import { folderPerTest, writeFiles } from '../helpers/temp-folder.js';

const REPORT = 'antenv-report.json';

function reportOf(path: unknown, more: object = { antenvVersion: '1.0.0' }): string {
  return JSON.stringify({ schema: 1, ...more, package: { path } });
}

const ROWS: readonly {
  readonly name: string;
  readonly text: string | Buffer;
  readonly found?: string;
}[] = [
  { name: 'of a neighbour', text: reportOf('/agent/_work/1/a/api.zip'), found: 'api.zip' },
  { name: 'of the same package', text: reportOf('/agent/_work/1/a/web.zip') },
  { name: 'of a package that is gone', text: reportOf('/agent/_work/1/a/gone.zip') },
  { name: 'of a run without a package', text: '{ "antenvVersion": "1.0.0", "package": null }' },
  { name: 'of another tool', text: reportOf('api.zip', {}) },
  { name: 'without a name', text: reportOf(7) },
  { name: 'with the name of a folder', text: reportOf('..') },
  { name: 'with a name that no file has', text: reportOf('api\0.zip') },
  { name: 'of no object', text: 'null' },
  { name: 'that is a list', text: '["api.zip"]' },
  { name: 'that is cut off', text: reportOf('api.zip').slice(0, -2) },
  { name: 'that is no JSON', text: Buffer.from([0xff, 0xfe, 0x00, 0x50]) },
  { name: 'that is empty', text: '' },
  { name: 'that is nested deeply', text: '['.repeat(200_000) },
];

describe('findReplaced', () => {
  const folder = folderPerTest();

  for (const { name, text, found } of ROWS) {
    it(`is ${found ?? 'nothing'} beside a report ${name}`, async () => {
      await writeFiles(folder.path, { 'api.zip': '', 'web.zip': '', [REPORT]: text });
      assert.equal(await findReplaced(join(folder.path, 'web.zip')), found);
    });
  }

  it('is nothing without a report, beside a folder, a dead link and a file too large for one', async () => {
    const path = join(folder.path, 'web.zip');
    await writeFiles(folder.path, { 'api.zip': '' });
    assert.equal(await findReplaced(path), undefined);
    await mkdir(join(folder.path, 'one', REPORT), { recursive: true });
    assert.equal(await findReplaced(join(folder.path, 'one', 'web.zip')), undefined);
    await mkdir(join(folder.path, 'two'));
    await symlink('nowhere', join(folder.path, 'two', REPORT));
    assert.equal(await findReplaced(join(folder.path, 'two', 'web.zip')), undefined);
    const padded = reportOf('api.zip').padEnd(17 * 1024 * 1024);
    await writeFiles(folder.path, { [REPORT]: padded });
    assert.equal(await findReplaced(path), undefined);
  });
});
