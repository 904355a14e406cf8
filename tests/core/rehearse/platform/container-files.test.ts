// What is written into a container from outside stays in it, whatever its programs have made of its folders.

import assert from 'node:assert/strict';
import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';

import {
  makeFolderInside,
  writeProgram,
} from '../../../../tasks/core/rehearse/platform/container-files.js';
import { folderPerTest, writeFiles } from '../../../helpers/temp-folder.js';

describe('writing into a container', () => {
  const folder = folderPerTest();
  const at = (path: string): string => join(folder.path, path);
  const onHost = (path: string): string => at(join('root', path));
  const outside = { 'outside/startup.sh': 'of this machine', 'outside/other': '' };
  const SCRIPT = '/opt/startup/startup.sh';

  const rows = [
    { what: 'nothing', arrange: () => Promise.resolve() },
    {
      what: 'a link to a file of this machine',
      arrange: () => symlink(at('outside/startup.sh'), at('root/opt/startup/startup.sh')),
    },
    {
      what: 'a link that climbs out',
      arrange: () => symlink('../../../outside/startup.sh', at('root/opt/startup/startup.sh')),
    },
    {
      what: 'a folder',
      arrange: () => mkdir(at('root/opt/startup/startup.sh/in'), { recursive: true }),
    },
  ];
  for (const { what, arrange } of rows) {
    it(`puts a program in the place of ${what}`, async () => {
      await writeFiles(folder.path, { ...outside, 'root/opt/startup/kept': '' });
      await arrange();
      await writeProgram(onHost, SCRIPT, 'exec app');
      assert.ok(lstatSync(at('root/opt/startup/startup.sh')).isFile());
      assert.equal(readFileSync(at('root/opt/startup/startup.sh'), 'utf8'), 'exec app');
      assert.equal(statSync(at('root/opt/startup/startup.sh')).mode & 0o777, 0o755);
      assert.equal(readFileSync(at('outside/startup.sh'), 'utf8'), 'of this machine');
    });
  }

  it('follows the link of a folder as the container would', async () => {
    await writeFiles(folder.path, { 'root/var/real/kept': '' });
    await mkdir(at('root/opt'));
    await symlink('/var/real', at('root/opt/startup'));
    await writeProgram(onHost, SCRIPT, 'exec app');
    assert.deepEqual(readdirSync(at('root/var/real')).toSorted(), ['kept', 'startup.sh']);
  });

  it('makes no folder where a link leads to one of this machine', async () => {
    await writeFiles(folder.path, { ...outside, 'root/tmp/kept': '' });
    await symlink(at('outside'), at('root/tmp/link'));
    await assert.rejects(makeFolderInside(onHost, '/tmp/link/new'), { code: 'EEXIST' });
    assert.deepEqual(readdirSync(at('outside')).toSorted(), ['other', 'startup.sh']);
  });
});
