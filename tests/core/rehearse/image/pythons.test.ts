// The search for the image's Python: where it looks, and what it does not take.

import assert from 'node:assert/strict';
import { chmod, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { findImagePython } from '../../../../tasks/core/rehearse/image/pythons.js';
import { fakeHost } from '../../../helpers/fake-host.js';
import { folderPerTest, writeFiles } from '../../../helpers/temp-folder.js';
import { ownPython } from '../container/trial-container.js';

/** A program that says of itself what it is told to; its home is where it lies. */
function standIn(version: string, fits = true): string {
  return `#!/bin/sh
home=$(cd "\${0%/*}/.." && pwd)
echo '{"home": "'$home'", "version": "${version}", "fits": ${fits}}'
`;
}

const REFUSES = '#!/bin/sh\necho "python3.7: command not found" >&2\nexit 127\n';

describe('findImagePython', () => {
  const folder = folderPerTest();

  /** Makes programs below the folder, and looks for a 3.7 with the environment given. */
  async function findWith(
    programs: Readonly<Record<string, string>>,
    env: Readonly<Record<string, string>>,
    given?: string,
  ) {
    await writeFiles(folder.path, programs);
    for (const name of Object.keys(programs)) await chmod(join(folder.path, name), 0o755);
    const inside = Object.fromEntries(
      Object.entries(env).map(([name, value]) => [name, join(folder.path, value)]),
    );
    const host = fakeHost({ env: { ...inside, PATH: inside['PATH'] ?? '/nowhere' } });
    const at = given === undefined ? undefined : join(folder.path, given);
    return findImagePython(host, '3.7', at);
  }

  const expected = (home: string, version: string) => ({
    home: join(folder.path, home),
    version,
    program: join(folder.path, home, 'bin/python3.7'),
  });

  it('takes the one of PATH', async () => {
    const programs = { 'a/bin/python3.7': standIn('3.7.9') };
    assert.deepEqual(await findWith(programs, { PATH: 'a/bin' }), expected('a', '3.7.9'));
  });

  it('takes the Python given first, if it is of the minor', async () => {
    const programs = {
      'a/bin/python3.7': standIn('3.7.9'),
      'b/bin/python3.7': standIn('3.7.1'),
      'c/bin/python': standIn('3.6.1'),
    };
    const env = { PATH: 'a/bin' };
    assert.deepEqual(await findWith(programs, env, 'b/bin/python3.7'), expected('b', '3.7.1'));
    assert.deepEqual(await findWith(programs, env, 'c/bin/python'), expected('a', '3.7.9'));
    assert.deepEqual(await findWith(programs, env, 'd/bin/python'), expected('a', '3.7.9'));
  });

  it("takes the newest of the agent's tool cache", async () => {
    const programs = {
      'tools/Python/3.7.9/x64/bin/python3.7': standIn('3.7.9'),
      'tools/Python/3.7.17/x64/bin/python3.7': standIn('3.7.17'),
      'tools/Python/3.17.2/x64/bin/python3.7': standIn('3.7.99'),
    };
    const found = expected('tools/Python/3.7.17/x64', '3.7.17');
    assert.deepEqual(await findWith(programs, { AGENT_TOOLSDIRECTORY: 'tools' }), found);
    assert.deepEqual(await findWith({}, { RUNNER_TOOL_CACHE: 'tools' }), found);
  });

  it('looks beside the current python3 when a stand-in of a version manager refuses', async () => {
    const programs = {
      'shims/python3.7': REFUSES,
      'shims/python3': `#!/bin/sh\nexec "${folder.path}/versions/3.11.2/bin/python3"\n`,
      'versions/3.11.2/bin/python3': standIn('3.11.2'),
      'versions/3.7.5/bin/python3.7': standIn('3.7.5'),
    };
    assert.deepEqual(
      await findWith(programs, { PATH: 'shims' }),
      expected('versions/3.7.5', '3.7.5'),
    );
  });

  it('takes no other implementation, no other minor, and nothing without a program at its home', async () => {
    const programs = {
      'pypy/bin/python3.7': standIn('3.7.9', false),
      'other/bin/python3.7': standIn('3.8.1'),
      'prefix/of/venv/bin/python3.7': standIn('3.7.9').replace('/..', '/../../..'),
      'mute/bin/python3.7': '#!/bin/sh\necho hello\n',
    };
    for (const name of ['pypy', 'other', 'prefix/of/venv', 'mute']) {
      assert.equal(await findWith(programs, { PATH: `${name}/bin` }), undefined, name);
    }
  });

  it('finds the home of a program that is linked elsewhere', async () => {
    const { home, version } = ownPython();
    const minor = version.split('.').slice(0, 2).join('.');
    await symlink(join(home, 'bin', `python${minor}`), join(folder.path, `python${minor}`));
    const found = await findImagePython(fakeHost({ env: { PATH: folder.path } }), minor);
    assert.deepEqual(found, { home, version, program: join(home, 'bin', `python${minor}`) });
  });
});
