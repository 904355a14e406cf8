// Leases: held by whoever runs, and by nobody after that.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { takeLease, whileUnused } from '../../../tasks/core/cache/leases.js';
import { folderPerTest } from '../../helpers/temp-folder.js';

describe('a lease', () => {
  const folder = folderPerTest();

  async function take(name: string): Promise<() => Promise<void>> {
    const release = await takeLease(folder.path, name);
    assert.ok(release);
    return release;
  }

  async function isLeased(name: string): Promise<boolean> {
    return !(await whileUnused(folder.path, name, () => Promise.resolve()));
  }

  /** A lease as this process writes it, with something changed. */
  async function leaseOf(changes: object): Promise<string> {
    const release = await take('own');
    const [name = ''] = await readdir(folder.path);
    const own = JSON.parse(await readFile(join(folder.path, name), 'utf8')) as object;
    await release();
    const path = join(folder.path, 'abc.4711.0');
    await writeFile(path, JSON.stringify({ ...own, ...changes }));
    return path;
  }

  it('is held until it is given back, each of several apart', async () => {
    assert.equal(await isLeased('abc'), false);
    const first = await take('abc');
    const second = await take('abc');
    assert.equal(await isLeased('abc'), true);
    assert.equal(await isLeased('ab'), false);
    await first();
    assert.equal(await isLeased('abc'), true);
    await second();
    assert.equal(await isLeased('abc'), false);
    assert.deepEqual(await readdir(folder.path), []);
  });

  it('is not to be had while somebody takes the thing away, and the other way round', async () => {
    let isDone = false;
    const isMine = await whileUnused(folder.path, 'abc', async () => {
      assert.equal(await takeLease(folder.path, 'abc'), undefined);
      await (
        await take('other')
      )();
      isDone = true;
    });
    assert.deepEqual([isMine, isDone], [true, true]);
    const release = await take('abc');
    assert.equal(await whileUnused(folder.path, 'abc', assert.fail), false);
    await release();
    assert.deepEqual(await readdir(folder.path), []);
  });

  it('may be taken again after a removal that failed', async () => {
    const removal = whileUnused(folder.path, 'abc', () => Promise.reject(new Error('EACCES')));
    await assert.rejects(removal, /EACCES/);
    await (
      await take('abc')
    )();
  });

  it('that a full disk does not take leaves nothing behind', function () {
    const program = require.resolve('../../../tasks/core/cache/leases.js');
    const script = `
      const { readdirSync, writeFileSync } = require('node:fs');
      const { takeLease, whileUnused } = require('${program}');
      try { writeFileSync('all', Buffer.alloc(1e6)); } catch {}
      (async () => {
        for (const use of [takeLease, whileUnused])
          await use('.', 'abc').catch(({ code }) => console.log(code));
        console.log(...readdirSync('.'));
      })();`;
    // A file system of our own; mounting needs rights that a container may lack.
    const mounted = 'mount -t tmpfs -o size=64k antenv-test "$1" && cd "$1" && exec "$2" -e "$3"';
    const { status, stdout } = spawnSync(
      'unshare',
      ['--mount', 'sh', '-c', mounted, 'sh', folder.path, process.execPath, script],
      { encoding: 'utf8' },
    );
    if (status !== 0) this.skip();
    assert.equal(stdout, 'ENOSPC\nENOSPC\nall\n');
  });

  for (const [name, changes] of [
    ['of a process that is gone', { pid: 999_999_999 }],
    ['of an earlier process with the same number', { started: '1' }],
    ['of a process that is gone, where nothing tells starts', { pid: 999_999_999, started: '' }],
  ] as const) {
    it(`${name} counts for nothing and is cleared away`, async () => {
      await leaseOf(changes);
      assert.equal(await isLeased('abc'), false);
      assert.deepEqual(await readdir(folder.path), []);
    });
  }

  it('of a running process counts where nothing tells starts', async () => {
    await leaseOf({ started: '' });
    assert.equal(await isLeased('abc'), true);
  });

  for (const [name, changes] of [
    ['of another machine', { place: 'agent-2 boot pid:[1]', pid: 999_999_999 }],
    ['that cannot be read', undefined],
  ] as const) {
    it(`${name} counts for as long as a job may last`, async () => {
      const path = await leaseOf(changes ?? {});
      if (!changes) await writeFile(path, '{"pid":');
      assert.equal(await isLeased('abc'), true);
      const seconds = Date.now() / 1000 - 6 * 60 * 60 - 60;
      await utimes(path, seconds, seconds);
      assert.equal(await isLeased('abc'), false);
    });
  }
});
