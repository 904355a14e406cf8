import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { digestFile, sha256 } from '../../../tasks/core/archives/digest.js';
import { noise } from '../../helpers/entries.js';
import { output } from '../../helpers/programs.js';
import { folderPerTest } from '../../helpers/temp-folder.js';

const MEBIBYTE = 1024 * 1024;

describe('a digest', () => {
  const folder = folderPerTest();

  it('is what sha256sum says', async () => {
    const path = join(folder.path, 'large');
    await writeFile(path, noise(2 * MEBIBYTE + 17));
    const said = output('sha256sum', [path]).slice(0, 64);
    assert.deepEqual(await digestFile(path), { digest: said, found: false });
    assert.equal(sha256(noise(2 * MEBIBYTE + 17)), said);
  });

  it('is taken of an empty file too', async () => {
    const path = join(folder.path, 'empty');
    await writeFile(path, '');
    assert.deepEqual(await digestFile(path, () => true), { digest: sha256(''), found: false });
  });

  const places = [
    { name: 'at the start', at: 0 },
    { name: 'over the border of two pieces', at: MEBIBYTE - 3 },
    { name: 'at the end', at: 2 * MEBIBYTE - 6 },
  ];
  for (const { name, at } of places) {
    it(`finds a text ${name}, and still digests the whole file`, async () => {
      const path = join(folder.path, 'file');
      const bytes = Buffer.alloc(2 * MEBIBYTE, '.');
      bytes.write('needle', at);
      await writeFile(path, bytes);
      const found = await digestFile(path, (piece) => piece.includes('needle'));
      assert.deepEqual(found, { digest: sha256(bytes), found: true });
    });
  }
});
