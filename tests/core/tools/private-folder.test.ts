// Private folders: whose they are is in their names, and those of killed runs go, but nothing else does.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  readdirSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { beginningInEachRun, makePrivateFolder } from '../../../tasks/core/tools/private-folder.js';
import { failureOf } from '../../helpers/expect-stopped.js';
import { folderPerTest } from '../../helpers/temp-folder.js';

/** Of a process that has ended. */
const GONE = digits(spawnSync(process.execPath, ['-e', '']).pid);

const OWN = digits(process.pid);

const HOURS = 60 * 60;

function digits(pid: number): string {
  return String(pid).padStart(7, '0');
}

describe('a private folder', () => {
  const folder = folderPerTest();

  /** Makes a folder with a file in it, which nobody has changed for so many hours. */
  function left(name: string, hours: number): string {
    const path = join(folder.path, name);
    mkdirSync(join(path, 'in'), { recursive: true });
    writeFileSync(join(path, 'in/file'), '');
    chmodSync(join(path, 'in'), 0o500);
    const then = Date.now() / 1000 - hours * HOURS;
    utimesSync(path, then, then);
    return path;
  }

  it('is for its user alone, and named for its use and its process', () => {
    const [plain, check] = [
      makePrivateFolder(folder.path),
      makePrivateFolder(folder.path, 'check'),
    ];
    assert.match(basename(plain), new RegExp(`^antenv-${OWN}-\\w{6}$`));
    assert.match(basename(check), new RegExp(`^antenv-check-${OWN}-\\w{6}$`));
    assert.equal(statSync(plain).mode & 0o777, 0o700);
    assert.deepEqual(readdirSync(folder.path).length, 2);
  });

  it('begins alike in each run', () => {
    const beginning = join(folder.path, 'antenv-');
    assert.equal(beginningInEachRun(makePrivateFolder(folder.path)), beginning);
    const inIt = join(makePrivateFolder(folder.path, 'check'), 'antenv', 'lib');
    assert.equal(beginningInEachRun(inIt), `${beginning}check-`);
    for (const other of ['/home/me/antenv-1234567-of-mine', '/agent/antenv-1/s', '/']) {
      assert.equal(beginningInEachRun(other), other);
    }
  });

  it('is told where it cannot be made, whatever it is for', async () => {
    const gone = join(folder.path, 'gone');
    const failure = await failureOf(Promise.resolve().then(() => makePrivateFolder(gone, 'check')));
    assert.ok(failure.code === 'temp-folder-unusable');
    assert.equal(failure.path, gone);
    assert.match(failure.reason, /^ENOENT: no such file or directory, mkdtemp /);
  });

  it('takes away what killed runs left a day ago', () => {
    left(`antenv-${GONE}-abc123`, 25);
    left(`antenv-uv-lock-${GONE}-ABCdef`, 25);
    const made = makePrivateFolder(folder.path);
    assert.deepEqual(readdirSync(folder.path), [basename(made)]);
  });

  const kept = [
    { name: 'younger than a day', path: `antenv-${GONE}-abc123`, hours: 23 },
    { name: 'of a run that goes on', path: `antenv-${OWN}-abc123`, hours: 25 },
    { name: 'of a process of somebody else', path: 'antenv-0000001-abc123', hours: 25 },
    { name: 'with a name that is not ours', path: `antenv-${GONE}-abc123.zip`, hours: 25 },
    { name: 'that names no process', path: 'antenv-test-abc123', hours: 25 },
  ];
  for (const { name, path, hours } of kept) {
    it(`leaves one ${name}`, () => {
      left(path, hours);
      const made = makePrivateFolder(folder.path);
      assert.deepEqual(readdirSync(folder.path).toSorted(), [path, basename(made)].toSorted());
    });
  }

  it('follows no link', () => {
    const target = left('target', 25);
    const then = Date.now() / 1000 - 25 * HOURS;
    symlinkSync(target, join(folder.path, `antenv-${GONE}-abc123`));
    const inside = left(`antenv-check-${GONE}-abc123`, 25);
    symlinkSync(target, join(inside, 'link'));
    utimesSync(inside, then, then);
    const made = makePrivateFolder(folder.path);
    assert.deepEqual(
      readdirSync(folder.path).toSorted(),
      [`antenv-${GONE}-abc123`, 'target', basename(made)].toSorted(),
    );
    assert.deepEqual(readdirSync(join(target, 'in')), ['file']);
  });

  it('leaves what another user has', function () {
    if (process.getuid?.() !== 0) this.skip();
    const other = left(`antenv-${GONE}-abc123`, 25);
    chownSync(other, 65534, 65534);
    makePrivateFolder(folder.path);
    assert.equal(readdirSync(folder.path).length, 2);
  });
});
