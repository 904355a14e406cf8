import assert from 'node:assert/strict';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../../../tasks/core/archives/digest.js';
import { writeFileFrom } from '../../../tasks/core/archives/write-file.js';
import { noise } from '../../helpers/entries.js';
import { folderPerTest } from '../../helpers/temp-folder.js';

async function* pieces(...given: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* given;
}

describe('a file written from pieces', () => {
  const folder = folderPerTest();

  it('holds them in order; its size and digest are told', async () => {
    const path = join(folder.path, 'file');
    const given = [noise(100_000), Buffer.alloc(0), Buffer.from('end')];
    const whole = Buffer.concat(given);
    const written = await writeFileFrom(pieces(...given), path);
    assert.deepEqual(written, { size: whole.length, sha256: sha256(whole) });
    assert.deepEqual(await readFile(path), whole);
    assert.equal((await stat(path)).mode & 0o111, 0);
  });

  it('may be empty', async () => {
    const path = join(folder.path, 'file');
    assert.deepEqual(await writeFileFrom(pieces(), path), { size: 0, sha256: sha256('') });
    assert.deepEqual(await readFile(path), Buffer.alloc(0));
  });

  it('never takes the place of another', async () => {
    const path = join(folder.path, 'file');
    await writeFile(path, 'mine');
    await assert.rejects(writeFileFrom(pieces(Buffer.from('yours')), path), { code: 'EEXIST' });
    assert.equal(await readFile(path, 'utf8'), 'mine');
  });

  it('fails as its source does', async () => {
    async function* failing(): AsyncGenerator<Buffer> {
      yield Buffer.from('half');
      throw new Error('the source is gone');
    }
    const path = join(folder.path, 'file');
    await assert.rejects(writeFileFrom(failing(), path), { message: 'the source is gone' });
  });
});
