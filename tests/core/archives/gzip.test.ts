import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { deflateBlock, deflateWhole } from '../../../tasks/core/archives/deflate.js';
import { gzip, type GzipPart } from '../../../tasks/core/archives/gzip.js';
import { sha256 } from '../../../tasks/core/archives/digest.js';
import { allBytes, allPieces, noise, prose } from '../../helpers/entries.js';
import { askPython, output } from '../../helpers/programs.js';
import { folderPerTest } from '../../helpers/temp-folder.js';

/** One part of these blocks. */
function blocks(...given: readonly Buffer[]): GzipPart[] {
  return [{ size: 0, blocks: () => given }];
}

/** A part of each block. */
function parts(...given: readonly Buffer[]): GzipPart[] {
  return given.flatMap((block) => blocks(block));
}

const READ = `
import gzip, hashlib, json, sys
data = gzip.open(sys.argv[1]).read()
print(json.dumps([len(data), hashlib.sha256(data).hexdigest()]))
`;

describe('gzip', () => {
  const folder = folderPerTest();
  const text = prose(700_000);

  const rows = [
    { name: 'nothing at all', given: [] },
    { name: 'one empty block', given: [Buffer.alloc(0)] },
    { name: 'a small first block', given: [Buffer.from('a'), text, text] },
    { name: 'an empty block between others', given: [text, Buffer.alloc(0), text] },
    { name: 'blocks that do not compress', given: [noise(200_000), noise(100_000)] },
    { name: 'more blocks than are compressed at once', given: Array(40).fill(prose(5000)) },
  ] satisfies { name: string; given: Buffer[] }[];
  for (const { name, given } of rows) {
    it(`of ${name} is read by gzip and by Python`, async () => {
      const path = join(folder.path, 'file.gz');
      await writeFile(path, await allBytes(gzip(blocks(...given))));
      output('gzip', ['-t', path]);
      const whole = Buffer.concat(given);
      assert.deepEqual(askPython(READ, path), [whole.length, sha256(whole)]);
    });
  }

  it('is one member without name and time, the same twice', async () => {
    const first = await allBytes(gzip(blocks(text, text)));
    assert.deepEqual(first.subarray(0, 10), Buffer.from('1f8b08000000000000ff', 'hex'));
    assert.deepEqual(await allBytes(gzip(blocks(text, text))), first);
    assert.ok(first.length < text.length / 5, `${first.length} bytes`);
  });

  it('of several parts is one member, and none looks back into another', async () => {
    const block = noise(20_000);
    const packed = await allBytes(gzip(parts(block, Buffer.alloc(0), block)));
    assert.ok(packed.length > 40_000, `${packed.length} bytes`);
    const path = join(folder.path, 'file.gz');
    await writeFile(path, packed);
    const whole = Buffer.concat([block, block]);
    assert.deepEqual(askPython(READ, path), [whole.length, sha256(whole)]);
  });

  it('looks back into the block before', async () => {
    const block = noise(20_000);
    const packed = await allBytes(gzip(blocks(block, block)));
    assert.ok(packed.length < 21_000, `${packed.length} bytes`);
  });

  it('hands a failure of its source on', async () => {
    function* failing(): Generator<Buffer> {
      yield text;
      throw new Error('the disk is gone');
    }
    const part = { size: 0, blocks: failing };
    await assert.rejects(allPieces(gzip([part])), { message: 'the disk is gone' });
  });

  it('deflates a whole file, and blocks that follow each other', async () => {
    assert.deepEqual(inflateRawSync(await deflateWhole(text)), text);
    const first = await deflateBlock(text);
    const second = await deflateBlock(text, text.subarray(-32768));
    const end = Buffer.from([0x03, 0x00]);
    const both = inflateRawSync(Buffer.concat([first, second, end]));
    assert.deepEqual(both, Buffer.concat([text, text]));
  });
});
