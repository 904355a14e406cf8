import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { BlockPool } from '../../../tasks/core/archives/block-pool.js';
import { PIECE } from '../../../tasks/core/archives/read-content.js';
import { writeFileFrom } from '../../../tasks/core/archives/write-file.js';
import { zstd } from '../../../tasks/core/archives/zstd.js';
import { tarBytes } from '../../../tasks/core/archives/write-tar.js';
import { Stopped } from '../../../tasks/core/terms/failure.js';
import { CountedPool } from '../../helpers/counted-pool.js';
import { bytesEntry, noise, prose, timed } from '../../helpers/entries.js';
import { failureOf } from '../../helpers/expect-stopped.js';
import { fakeHost, type FakeHost } from '../../helpers/fake-host.js';
import { output } from '../../helpers/programs.js';
import { folderPerTest, writeFiles } from '../../helpers/temp-folder.js';

/** Node 24 compresses by itself where the program is missing. */
const hasOwn = 'createZstdCompress' in process.getBuiltinModule('node:zlib');

async function* pieces(...given: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* given;
}

async function* failing(error: Error): AsyncGenerator<Buffer> {
  yield prose(200_000);
  throw error;
}

/** A promise, and what fulfils it. */
function ending(): { promise: Promise<void>; end: () => void } {
  let end = (): void => undefined;
  const promise = new Promise<void>((resolve) => (end = resolve));
  return { promise, end };
}

describe('zstd', () => {
  const folder = folderPerTest();

  async function write(
    bytes: AsyncIterable<Buffer>,
    host: FakeHost = fakeHost(),
    pool?: BlockPool,
  ): Promise<void> {
    await writeFileFrom(zstd(host, bytes, pool), join(folder.path, 'file.tar.zst'), host.signal);
  }

  const withoutProgram = (): FakeHost => fakeHost({ env: { PATH: folder.path } });

  const ways = [
    { name: 'by the program', isThere: true, host: (): FakeHost => fakeHost() },
    { name: 'by Node itself', isThere: hasOwn, host: (): FakeHost => withoutProgram() },
  ];
  for (const { name, isThere, host } of ways) {
    (isThere ? describe : describe.skip)(name, () => {
      it('packs a tar that tar unpacks', async () => {
        const entries = timed([bytesEntry('a/b', 'content'), bytesEntry('c', prose(300_000))]);
        await write(tarBytes(entries, new AbortController().signal), host());
        const path = join(folder.path, 'file.tar.zst');
        output('zstd', ['--test', '--quiet', path]);
        output('tar', ['--zstd', '-xf', path, '-C', folder.path]);
        assert.equal(output('cat', [join(folder.path, 'a/b')]), 'content');
        output('cmp', [join(folder.path, 'c'), '-'], prose(300_000));
      });

      it('needs few blocks for many, and changes nothing about them', async () => {
        const entries = timed([
          bytesEntry('noise', noise(20 * PIECE)),
          bytesEntry('p', prose(1000)),
        ]);
        const pool = new CountedPool();
        const { signal } = new AbortController();
        await write(tarBytes(entries, signal, { pool }), host(), pool);
        const path = join(folder.path, 'file.tar.zst');
        output('tar', ['--zstd', '-xf', path, '-C', folder.path]);
        output('cmp', [join(folder.path, 'noise'), '-'], noise(20 * PIECE));
        assert.ok(pool.seen.size <= 4, `${pool.seen.size} blocks`);
      });

      it('packs nothing into an archive of nothing', async () => {
        await write(pieces(), host());
        assert.equal(output('zstd', ['-dc', join(folder.path, 'file.tar.zst')]), '');
      });

      it('ends as its source does', async () => {
        const changed = new Stopped({ code: 'file-changed', path: 'a' });
        assert.deepEqual(await failureOf(write(failing(changed), host())), {
          code: 'file-changed',
          path: 'a',
        });
      });

      it('never takes half of a source for the whole', async () => {
        const denied = Object.assign(new Error('permission denied'), { code: 'EACCES' });
        await assert.rejects(write(failing(denied), host()), { message: 'permission denied' });
      });

      it('writes a checksum, which tells damage', async () => {
        await write(pieces(prose(300_000)), host());
        const path = join(folder.path, 'file.tar.zst');
        assert.match(output('zstd', ['--list', path]), /XXH64/);
      });

      it('ends when nobody reads any more', async () => {
        const { promise, end } = ending();
        async function* endless(): AsyncGenerator<Buffer> {
          try {
            for (;;) yield noise(PIECE);
          } finally {
            end();
          }
        }
        for await (const piece of zstd(host(), endless())) if (piece.length > 0) break;
        await promise;
      });
    });
  }

  it('is missing where there is neither the program nor a new Node', async function () {
    if (hasOwn) this.skip();
    const failure = await failureOf(write(pieces(prose(1000)), withoutProgram()));
    assert.deepEqual(failure, { code: 'zstd-missing' });
  });

  it('says what the program said when it fails', async () => {
    const program = '#!/bin/sh\necho "zstd: no memory" >&2\nexit 11\n';
    await writeFiles(folder.path, { zstd: program });
    output('chmod', ['+x', join(folder.path, 'zstd')]);
    const host = fakeHost({ env: { PATH: folder.path } });
    assert.deepEqual(await failureOf(write(pieces(prose(3_000_000)), host)), {
      code: 'zstd-failed',
      lastLines: ['zstd: no memory'],
    });
  });
});
