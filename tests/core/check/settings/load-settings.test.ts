import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { loadSettings } from '../../../../tasks/core/check/settings/load-settings.js';
import { failureOf } from '../../../helpers/expect-stopped.js';
import { folderPerTest, writeFiles } from '../../../helpers/temp-folder.js';

const ONE = { name: 'A', value: '1', slotSetting: undefined };

describe('loading app settings', () => {
  const folder = folderPerTest();

  it('takes a path that exists for a file', async () => {
    await writeFiles(folder.path, { 'prod settings.json': '{"A":"1"}' });
    const path = join(folder.path, 'prod settings.json');
    assert.deepEqual(await loadSettings(path), { settings: [ONE], problems: [] });
    assert.deepEqual(await loadSettings(` ${path}\n`), { settings: [ONE], problems: [] });
  });

  it('names the file in problems', async () => {
    await writeFiles(folder.path, { 'settings.json': '[{"name":"A","value":"1"},]' });
    const path = join(folder.path, 'settings.json');
    const { problems } = await loadSettings(path);
    assert.deepEqual(
      problems.map(({ where }) => where),
      [{ file: path, line: 1 }],
    );
  });

  it('takes anything else for the text', async () => {
    assert.deepEqual(await loadSettings('-A 1'), { settings: [ONE], problems: [] });
    assert.deepEqual(await loadSettings('{\n"A":"1"}'), { settings: [ONE], problems: [] });
    assert.deepEqual(await loadSettings(''), { settings: [], problems: [] });
    const long = `-A 1 -B ${'x'.repeat(5000)}`;
    assert.equal((await loadSettings(long)).settings.length, 2);
    const longName = 'y'.repeat(400);
    assert.equal((await loadSettings(`-A ${longName}`)).settings[0]?.value, longName);
  });

  it('stops at a folder', async () => {
    const path = join(folder.path, 'conf');
    await mkdir(path);
    const reason = 'it is a folder';
    assert.deepEqual(await failureOf(loadSettings(path)), {
      code: 'settings-unreadable',
      path,
      reason,
    });
  });

  it('stops at a file that is not UTF-8', async () => {
    await writeFiles(folder.path, {
      'utf16.json': Buffer.from('\uFEFF{"A":"1"}', 'utf16le'),
      'latin1.json': Buffer.from('{"A":"\u00e9"}', 'latin1'),
      'binary.json': Buffer.from([0x7b, 0, 0x7d]),
    });
    const reasons = new Map([
      ['utf16.json', "it is not UTF-8: it is UTF-16, as Windows PowerShell's `>` writes it"],
      ['latin1.json', 'it is not UTF-8'],
      ['binary.json', 'it is not UTF-8'],
    ]);
    for (const [name, reason] of reasons) {
      const path = join(folder.path, name);
      assert.deepEqual(await failureOf(loadSettings(path)), {
        code: 'settings-unreadable',
        path,
        reason,
      });
    }
  });

  it('stops at a file above 8 MB, and reads one below', async () => {
    await writeFiles(folder.path, {
      'huge.json': Buffer.alloc(8 * 1024 * 1024 + 1, ' '),
      'large.json': Buffer.alloc(8 * 1024 * 1024, ' '),
    });
    const path = join(folder.path, 'huge.json');
    const reason = 'it is larger than 8 MB';
    assert.deepEqual(await failureOf(loadSettings(path)), {
      code: 'settings-unreadable',
      path,
      reason,
    });
    const large = await loadSettings(join(folder.path, 'large.json'));
    assert.deepEqual(large, { settings: [], problems: [] });
  });
});
