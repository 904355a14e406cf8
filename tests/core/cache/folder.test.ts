// The cache folder: made where it may be, refused where others have a say.

import assert from 'node:assert/strict';
import { chmod, chown, mkdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheError, prepareFolder } from '../../../tasks/core/cache/folder.js';
import { Stopped, type Failure } from '../../../tasks/core/terms/failure.js';
import { failureOf } from '../../helpers/expect-stopped.js';
import { folderPerTest } from '../../helpers/temp-folder.js';

const isRoot = process.getuid?.() === 0;

describe('a cache folder', () => {
  const folder = folderPerTest();
  const at = (...names: readonly string[]): string => join(folder.path, ...names);
  const refused = (root: string): Promise<Failure> => failureOf(prepareFolder(root, folder.path));

  it('is made with all above it, for others to read alone', async () => {
    const made = await prepareFolder(at('a', 'b'), folder.path);
    const { trusted, ...places } = made;
    assert.deepEqual(places, {
      root: at('a', 'b'),
      venvs: at('a', 'b', 'v1', 'venvs'),
      leases: at('a', 'b', 'v1', 'leases'),
      parts: at('a', 'b', 'v1', 'parts'),
    });
    assert.deepEqual([...trusted], [process.getuid?.()]);
    assert.equal((await stat(at('a', 'b', 'v1'))).mode & 0o022, 0);
    assert.deepEqual(await prepareFolder(at('a', 'b'), folder.path), made);
  });

  it('may be a link', async () => {
    await mkdir(at('real'));
    await symlink('real', at('link'));
    await prepareFolder(at('link'), folder.path);
    assert.ok((await stat(at('real', 'v1', 'venvs'))).isDirectory());
  });

  it('is refused where a file has its name', async () => {
    await writeFile(at('file'), '');
    assert.deepEqual(await refused(at('file')), {
      code: 'cache-folder-unusable',
      path: at('file'),
      reason: `EEXIST: file already exists, mkdir '${at('file')}'`,
    });
  });

  it('is refused where it cannot be made', async () => {
    assert.deepEqual(await refused('/proc/antenv/cache'), {
      code: 'cache-folder-unusable',
      path: '/proc/antenv/cache',
      reason: "ENOENT: no such file or directory, mkdir '/proc/antenv'",
    });
  });

  it("is refused with a ':' in its name", async () => {
    assert.deepEqual(await refused(at('a:b')), {
      code: 'cache-folder-unusable',
      path: at('a:b'),
      reason: "its name has a ':'",
    });
  });

  for (const mode of [0o777, 0o775, 0o757]) {
    it(`is refused where others may write: ${mode.toString(8)}`, async () => {
      await prepareFolder(at('cache'), folder.path);
      await chmod(at('cache', 'v1', 'venvs'), mode);
      assert.deepEqual(await refused(at('cache')), {
        code: 'cache-folder-unusable',
        path: at('cache'),
        reason: `others may write to '${at('cache', 'v1', 'venvs')}'`,
      });
    });
  }

  // Only root can give a file away.
  (isRoot ? it : it.skip)(
    'is refused when it is of another user, unless the sources are, too',
    async () => {
      await prepareFolder(at('cache'), folder.path);
      await chown(at('cache', 'v1'), 4711, 4711);
      assert.deepEqual(await refused(at('cache')), {
        code: 'cache-folder-unusable',
        path: at('cache'),
        reason: `'${at('cache', 'v1')}' belongs to another user (number 4711)`,
      });
      await chown(folder.path, 4711, 4711);
      const { trusted } = await prepareFolder(at('cache'), folder.path);
      assert.deepEqual([...trusted], [0, 4711]);
    },
  );

  // Root may write anywhere.
  (isRoot ? it.skip : it)('is refused where nothing may be written', async () => {
    await prepareFolder(at('cache'), folder.path);
    await chmod(at('cache', 'v1', 'venvs'), 0o555);
    assert.deepEqual(await refused(at('cache')), {
      code: 'cache-folder-unusable',
      path: at('cache'),
      reason: `EACCES: permission denied, access '${at('cache', 'v1', 'venvs')}'`,
    });
  });

  it('on a full disk is told as such; what has nothing to do with it stays as it is', () => {
    const full = cacheError('/cache', Object.assign(new Error('no space'), { code: 'ENOSPC' }));
    assert.ok(full instanceof Stopped);
    assert.deepEqual(full.failure, { code: 'disk-full', path: '/cache' });
    const other = new Error('other');
    assert.equal(cacheError('/cache', other), other);
  });
});
