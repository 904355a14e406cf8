import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../../../tasks/core/archives/digest.js';
import { writeFileFrom, type Piece } from '../../../tasks/core/archives/write-file.js';
import { noise } from '../../helpers/entries.js';
import { output } from '../../helpers/programs.js';
import { folderPerTest } from '../../helpers/temp-folder.js';

async function* pieces(...given: readonly Piece[]): AsyncGenerator<Piece> {
  yield* given;
}

const { signal } = new AbortController();

describe('a file written from pieces', () => {
  const folder = folderPerTest();

  it('holds them in order; its size and digest are told', async () => {
    const path = join(folder.path, 'file');
    const given = [noise(100_000), Buffer.alloc(0), Buffer.from('end')];
    const whole = Buffer.concat(given);
    const written = await writeFileFrom(pieces(...given), path, signal);
    assert.deepEqual(written, { size: whole.length, sha256: sha256(whole) });
    assert.deepEqual(await readFile(path), whole);
    assert.equal((await stat(path)).mode & 0o111, 0);
  });

  const gap = (text: string): Piece => ({ kind: 'gap', bytes: Buffer.from(text) });
  const filling = (text: string): Piece => ({ kind: 'filling', bytes: Buffer.from(text) });
  const text = (content: string): Piece => Buffer.from(content);
  const gaps = [
    { name: 'first', given: [gap('..'), text('cd'), filling('ab')], expect: 'abcd' },
    { name: 'in between', given: [text('ab'), gap('..'), text('ef'), filling('cd'), text('gh')] },
    { name: 'last', given: [text('ab'), gap('..'), filling('cd')], expect: 'abcd' },
    {
      name: 'twice',
      given: [text('a'), gap('.'), text('c'), filling('b'), gap('.'), text('e'), filling('d')],
      expect: 'abcde',
    },
    { name: 'never', given: [text('ab'), gap('cd'), text('ef')], expect: 'abcdef' },
  ];
  for (const { name, given, expect = 'abcdefgh' } of gaps) {
    it(`has a gap that is filled ${name}, and is digested with what was filled in`, async () => {
      const path = join(folder.path, 'file');
      const written = await writeFileFrom(pieces(...given), path, signal);
      assert.equal(await readFile(path, 'utf8'), expect);
      assert.deepEqual(written, { size: expect.length, sha256: sha256(expect) });
    });
  }

  it('is digested whole around a gap, however large', async () => {
    const path = join(folder.path, 'file');
    const [before, after] = [noise(1_500_000), noise(1_700_001)];
    const written = await writeFileFrom(
      pieces(before, gap('????'), after, filling('true')),
      path,
      signal,
    );
    const whole = Buffer.concat([before, Buffer.from('true'), after]);
    assert.ok((await readFile(path)).equals(whole));
    assert.deepEqual(written, { size: whole.length, sha256: sha256(whole) });
  });

  it('holds what a piece was when it was given, though its maker fills it anew', async () => {
    const path = join(folder.path, 'file');
    const sizes = [2_000_000, 10, 524_288, 524_289, 1_048_576];
    async function* refilled(): AsyncGenerator<Piece> {
      const room = Buffer.alloc(Math.max(...sizes));
      for (const [at, size] of sizes.entries()) {
        yield room.fill(at).subarray(0, size);
        room.fill('x');
      }
    }
    const whole = Buffer.concat(sizes.map((size, at) => Buffer.alloc(size, at)));
    const written = await writeFileFrom(refilled(), path, signal);
    assert.ok((await readFile(path)).equals(whole));
    assert.deepEqual(written, { size: whole.length, sha256: sha256(whole) });
  });

  it('may be empty', async () => {
    const path = join(folder.path, 'file');
    assert.deepEqual(await writeFileFrom(pieces(), path, signal), { size: 0, sha256: sha256('') });
    assert.deepEqual(await readFile(path), Buffer.alloc(0));
  });

  it('never takes the place of another', async () => {
    const path = join(folder.path, 'file');
    await writeFile(path, 'mine');
    await assert.rejects(writeFileFrom(pieces(Buffer.from('yours')), path, signal), {
      code: 'EEXIST',
    });
    assert.equal(await readFile(path, 'utf8'), 'mine');
  });

  it('holds large pieces and small ones in order, whatever is still on its way', async () => {
    const path = join(folder.path, 'file');
    const sizes = [700_000, 10, 524_288, 524_289, 1, 3_000_000, 300_000, 300_000, 5];
    const given = sizes.map((size) => noise(size));
    await writeFileFrom(pieces(...given), path, signal);
    assert.ok((await readFile(path)).equals(Buffer.concat(given)));
  });

  it('is cancelled between two pieces, and is not there', async () => {
    const path = join(folder.path, 'file');
    const cancelling = new AbortController();
    let made = 0;
    async function* cancelled(): AsyncGenerator<Buffer> {
      for (;;) {
        made += 1;
        if (made === 3) cancelling.abort(new Error('cancelled'));
        yield noise(1000);
      }
    }
    await assert.rejects(writeFileFrom(cancelled(), path, cancelling.signal), {
      message: 'cancelled',
    });
    assert.equal(made, 3);
    assert.equal(existsSync(path), false);
  });

  it('fails where another program cuts it before it is digested, and is not there', async () => {
    const path = join(folder.path, 'file');
    async function* cut(): AsyncGenerator<Piece> {
      // As many bytes are written at once, and a gap is filled when all before is written.
      yield* [gap('....'), noise(524_288), filling('true')];
      await truncate(path, 100);
    }
    await assert.rejects(writeFileFrom(cut(), path, signal), {
      message: 'The file was cut while it was written.',
    });
    assert.equal(existsSync(path), false);
  });

  const limits = [
    { name: 'its only bytes', blocks: '100', size: 200_000 },
    { name: 'its last bytes', blocks: '1100', size: 1_200_000 },
    { name: 'bytes in its middle', blocks: '1100', size: 5_000_000 },
  ];
  for (const { name, blocks, size } of limits) {
    it(`fails where ${name} are more than may be written, and is not there`, () => {
      const path = join(folder.path, 'file');
      const script = `
        const { existsSync } = require('node:fs');
        const { writeFileFrom } = require('${require.resolve('../../../tasks/core/archives/write-file.js')}');
        async function* pieces() { yield Buffer.alloc(${size}); }
        writeFileFrom(pieces(), process.argv[1], new AbortController().signal).then(
          ({ size }) => console.log('written', size),
          ({ code }) => console.log(code, existsSync(process.argv[1])));`;
      const limited = 'ulimit -f "$1" && exec "$2" -e "$3" "$4"';
      const args = ['-c', limited, 'sh', blocks, process.execPath, script, path];
      assert.equal(output('sh', args), 'EFBIG false\n');
    });
  }

  it('is closed, however it ends', async () => {
    const open = (): number => readdirSync('/proc/self/fd').length;
    async function* failing(): AsyncGenerator<Buffer> {
      yield noise(600_000);
      throw new Error('the source is gone');
    }
    const before = open();
    await assert.rejects(writeFileFrom(failing(), join(folder.path, 'half'), signal));
    assert.equal(open(), before);
    await writeFileFrom(pieces(noise(600_000), gap('..')), join(folder.path, 'whole'), signal);
    assert.equal(open(), before);
  });

  it('fails as its source does, and is not there', async () => {
    async function* failing(): AsyncGenerator<Buffer> {
      yield Buffer.from('half');
      throw new Error('the source is gone');
    }
    const path = join(folder.path, 'file');
    await assert.rejects(writeFileFrom(failing(), path, signal), { message: 'the source is gone' });
    assert.equal(existsSync(path), false);
  });
});
