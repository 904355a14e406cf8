import assert from 'node:assert/strict';
import { closeSync, openSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../../../tasks/core/archives/digest.js';
import { FileScanner, type Scanned } from '../../../tasks/core/archives/scan-file.js';
import { Stopped } from '../../../tasks/core/terms/failure.js';
import { folderPerTest } from '../../helpers/temp-folder.js';

const MEBIBYTE = 1024 * 1024;

describe('a scanner of files', () => {
  const folder = folderPerTest();
  const scanner = new FileScanner((piece) => piece.includes('needle'));

  async function scanned(
    bytes: Buffer,
    { size = bytes.length, plain }: { size?: number; plain?: string } = {},
  ): Promise<Scanned & { whole: Buffer }> {
    const path = join(folder.path, 'file');
    await writeFile(path, bytes);
    const file = openSync(path, 'r');
    try {
      return { ...scanner.scan(file, path, size, plain), whole: scanner.whole(file, path, size) };
    } finally {
      closeSync(file);
    }
  }

  const withNeedle = (size: number, at: number): Buffer => {
    const bytes = Buffer.alloc(size, '.');
    bytes.write('needle', at);
    return bytes;
  };
  const rows = [
    { name: 'nothing', bytes: Buffer.alloc(0), found: false },
    { name: 'a small file without the text', bytes: Buffer.from('need le'), found: false },
    { name: 'a small file with the text', bytes: Buffer.from('a needle'), found: true },
    { name: 'a file of one piece', bytes: withNeedle(MEBIBYTE, MEBIBYTE - 6), found: true },
    { name: 'a large file without the text', bytes: Buffer.alloc(3 * MEBIBYTE), found: false },
    {
      name: 'a text over a border',
      bytes: withNeedle(2 * MEBIBYTE + 9, MEBIBYTE - 3),
      found: true,
    },
    {
      name: 'a text at the end',
      bytes: withNeedle(2 * MEBIBYTE + 9, 2 * MEBIBYTE + 3),
      found: true,
    },
  ];
  for (const { name, bytes, found } of rows) {
    it(`reads ${name}`, async () => {
      const read = await scanned(bytes);
      assert.deepEqual(
        { ...read, whole: sha256(read.whole) },
        {
          digest: sha256(bytes),
          found,
          whole: sha256(bytes),
        },
      );
    });
  }

  for (const size of [100, MEBIBYTE, 2 * MEBIBYTE + 9]) {
    it(`searches no content that is known, and any other: ${size} bytes`, async () => {
      const bytes = withNeedle(size, size - 50);
      const digest = sha256(bytes);
      // Known from a search for something else, so that it is seen that nobody looked.
      const known = await scanned(bytes, { plain: digest });
      assert.deepEqual(
        { ...known, whole: sha256(known.whole) },
        { digest, found: false, whole: digest },
      );
      const other = await scanned(bytes, { plain: sha256('another content') });
      assert.deepEqual(
        { ...other, whole: sha256(other.whole) },
        { digest, found: true, whole: digest },
      );
    });
  }

  for (const size of [100, MEBIBYTE, MEBIBYTE + 1]) {
    it(`shows all of a file that it has read: ${size} bytes`, async () => {
      const path = join(folder.path, 'file');
      const bytes = withNeedle(size, size - 50);
      await writeFile(path, bytes);
      const file = openSync(path, 'r');
      try {
        scanner.scan(file, path, size);
        assert.ok(scanner.glance(file, path, size).equals(bytes));
      } finally {
        closeSync(file);
      }
    });
  }

  it('never finds what was in the file before', async () => {
    await scanned(withNeedle(MEBIBYTE + 100, MEBIBYTE + 90));
    assert.equal((await scanned(Buffer.from('.'))).found, false);
    await scanned(withNeedle(MEBIBYTE + 100, MEBIBYTE + 90));
    assert.equal((await scanned(Buffer.alloc(MEBIBYTE + 1, '.'))).found, false);
    await scanned(Buffer.from('need'));
    assert.equal((await scanned(Buffer.from('le'))).found, false);
  });

  it('misses what a file has lost', async () => {
    await assert.rejects(scanned(Buffer.from('short'), { size: 100 }), Stopped);
  });
});
