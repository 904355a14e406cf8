// The choice of an isolation: by trying, with programs of this machine and with stand-ins that refuse.

import assert from 'node:assert/strict';
import { chmod, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chooseIsolation } from '../../../../tasks/core/rehearse/container/isolation.js';
import { Stopped } from '../../../../tasks/core/terms/failure.js';
import { failureOf } from '../../../helpers/expect-stopped.js';
import { fakeHost } from '../../../helpers/fake-host.js';
import { folderPerTest, writeFiles } from '../../../helpers/temp-folder.js';

const isRoot = process.getuid?.() === 0;

const REFUSES = `#!/bin/sh
echo "unshare: write failed /proc/self/uid_map: Operation not permitted" >&2
exit 1
`;

/** Refuses user namespaces and leaves the rest to the real one. */
const REFUSES_USERS = REFUSES.replace(
  '\n',
  '\ncase " $* " in *" --map-root-user "*) ;; *) exec /usr/bin/unshare "$@" ;; esac\n',
);

/** Makes a user namespace by other means. */
const BWRAP = `#!/bin/sh
while [ "$1" != --dev-bind ]; do shift; done
shift 3
exec /usr/bin/unshare --map-root-user "$@"
`;

describe('chooseIsolation', () => {
  const folder = folderPerTest();

  async function chooseWith(programs: Readonly<Record<string, string>>) {
    const [bin, work] = [join(folder.path, 'bin'), join(folder.path, 'work')];
    await mkdir(bin);
    await mkdir(work);
    await writeFiles(bin, programs);
    for (const name of Object.keys(programs)) await chmod(join(bin, name), 0o755);
    const path = `${bin}:/usr/sbin:/usr/bin:/sbin:/bin`;
    const found = await chooseIsolation(fakeHost({ env: { PATH: path } }), work);
    assert.deepEqual(await readdir(work), [], 'what was tried is removed');
    return 'chosen' in found ? { chosen: found.chosen.name } : found;
  }

  it('takes the first way that works', async () => {
    assert.deepEqual(await chooseWith({}), { chosen: 'user namespace' });
  });

  it('lets bwrap make the user namespace where unshare may not', async () => {
    assert.deepEqual(await chooseWith({ unshare: REFUSES_USERS, bwrap: BWRAP }), {
      chosen: 'bwrap',
    });
  });

  it('uses the root that it is, or asks sudo', async () => {
    const bwrap = '#!/bin/sh\necho "bwrap: setting up uid map: Permission denied" >&2\nexit 1\n';
    const sudo = '#!/bin/sh\necho "sudo: a password is required" >&2\nexit 1\n';
    const found = await chooseWith({ unshare: REFUSES_USERS, bwrap, sudo });
    const tried = [
      {
        name: 'user namespace',
        reason: 'unshare: write failed /proc/self/uid_map: Operation not permitted',
      },
      { name: 'bwrap', reason: 'bwrap: setting up uid map: Permission denied' },
      { name: 'root', reason: 'this process is not root' },
      { name: 'sudo', reason: 'sudo: a password is required' },
    ];
    assert.deepEqual(found, isRoot ? { chosen: 'root' } : { tried });
  });

  it('keeps every reason where nothing works', async () => {
    const silent = '#!/bin/sh\nexit 3\n';
    const found = await chooseWith({ unshare: REFUSES, bwrap: silent, sudo: silent });
    const refused = 'unshare: write failed /proc/self/uid_map: Operation not permitted';
    assert.deepEqual(found, {
      tried: [
        { name: 'user namespace', reason: refused },
        { name: 'bwrap', reason: 'bwrap ended with exit code 3' },
        { name: 'root', reason: isRoot ? refused : 'this process is not root' },
        {
          name: 'sudo',
          reason: isRoot ? 'this process is root itself' : 'sudo ended with exit code 3',
        },
      ],
    });
  });

  it('needs folders and mounts to work, not only namespaces', async () => {
    const mount =
      '#!/bin/sh\necho "mount: $3: permission denied." >&2\necho "       dmesg(1) may have more information after failed mount system call." >&2\nexit 32\n';
    const found = await chooseWith({ mount, bwrap: REFUSES, sudo: REFUSES });
    assert.ok('tried' in found);
    assert.match(found.tried[0]?.reason ?? '', /^mount: .*permission denied\.$/);
  });

  it('ends when the run is cancelled', async () => {
    const controller = new AbortController();
    controller.abort(new Stopped({ code: 'cancelled' }));
    const host = fakeHost({ signal: controller.signal });
    assert.deepEqual(await failureOf(chooseIsolation(host, folder.path)), { code: 'cancelled' });
    assert.deepEqual(await readdir(folder.path), []);
  });
});
