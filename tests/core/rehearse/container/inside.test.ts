// Programs in a container: what they see of this machine, how they end, and that nothing of them stays.

import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInside, type InsideOutcome } from '../../../../tasks/core/rehearse/container/inside.js';
import { buildRoot } from '../../../../tasks/core/rehearse/container/root.js';
import type { Mount } from '../../../../tasks/core/rehearse/container/mounts.js';
import {
  ContainerFailure,
  type Inside,
} from '../../../../tasks/core/rehearse/container/supervise.js';
import type { Command } from '../../../../tasks/core/host.js';
import { fakeHost } from '../../../helpers/fake-host.js';
import { folderPerTest, writeFiles } from '../../../helpers/temp-folder.js';
import {
  ENVIRONMENT,
  makeContainer,
  ownPython,
  processesWith,
  type TrialContainer,
} from './trial-container.js';

type Said = Pick<InsideOutcome, 'code' | 'output'>;

/** Without how long it took. */
function said({ code, output }: InsideOutcome): Said {
  return { code, output };
}

describe('runInside', () => {
  let folder: string;
  let container: TrialContainer;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'antenv-test-'));
    container = await makeContainer(folder);
  });

  after(async () => {
    await rm(folder, { recursive: true });
  });

  async function run(script: string, more: Partial<Inside> = {}, host = fakeHost()): Promise<Said> {
    return said(
      await runInside(host, container.isolation, container.root, {
        words: ['/bin/sh', '-c', script],
        cwd: '/home/site/wwwroot',
        environment: ENVIRONMENT,
        seconds: 20,
        network: 'none',
        ...more,
      }),
    );
  }

  const says = async (script: string): Promise<string> => (await run(script)).output;

  it('gives both streams and the exit code', async () => {
    const outcome = await run('pwd; echo problem >&2; exit 3');
    assert.deepEqual(outcome, { code: 3, output: '/home/site/wwwroot\nproblem\n' });
  });

  it("hides the machine's passwords, also from root of the machine", async () => {
    const { code } = await run('cat /etc/passwd > /dev/null && ! cat /etc/shadow 2> /dev/null');
    assert.equal(code, 0);
  });

  it('hides all of /etc that not everybody may read', async () => {
    const script = 'find /etc -type f ! -perm -4 -exec cat {} + 2> /dev/null | wc -c';
    assert.deepEqual(await run(script), { code: 0, output: '0\n' });
    assert.equal(await says('find /etc -type d ! -perm -5'), '');
  });

  it('hands on nothing that whoever started us has left open', async () => {
    const open = ['sh', '-c', 'exec 7< /; exec "$@"', 'sh', ...container.isolation.prefix];
    const isolation = { ...container.isolation, prefix: open };
    const { output } = await runInside(fakeHost(), isolation, container.root, {
      words: ['/bin/sh', '-c', 'ls /proc/$$/fd'],
      cwd: '/',
      environment: ENVIRONMENT,
      seconds: 20,
      network: 'none',
    });
    assert.equal(output, '0\n1\n2\n');
  });

  it('goes on when a signal is sent to the first process, as on the platform', async () => {
    const script =
      'for name in TERM INT HUP USR1 KILL; do kill -s $name 1; done; sleep 0.2; echo here';
    assert.deepEqual(await run(script), { code: 0, output: 'here\n' });
  });

  it('takes signals in its first thread alone: one that is held back there, and taken by another, would end it', async () => {
    const masks = await says(
      'sleep 0.3; for task in /proc/1/task/*; do sed -n "s/^SigBlk:.//p" $task/status; done',
    );
    const [first, ...others] = masks.trim().split('\n');
    assert.match(first ?? '', /^0+$/);
    // All but those of the C library, SIGKILL and SIGSTOP.
    assert.deepEqual(others, ['fffffffe7ffbfeff']);
  });

  it('tells how long the program ran, without what it takes to set its container up', async () => {
    const begun = performance.now();
    const { isolation, root } = container;
    const { seconds } = await runInside(fakeHost(), isolation, root, {
      words: ['/bin/sleep', '0.3'],
      cwd: '/',
      environment: ENVIRONMENT,
      seconds: 20,
      network: 'none',
    });
    const whole = (performance.now() - begun) / 1000;
    assert.ok(seconds >= 0.3 && seconds < whole, `${seconds} of ${whole} seconds`);
  });

  it('gives no code when a signal ended it, or its time was up', async () => {
    assert.deepEqual(await run('echo a; kill -9 $$'), { code: null, output: 'a\n' });
    const late = await run('echo b; sleep 6123', { seconds: 0.3 });
    assert.deepEqual(
      { ...late, left: processesWith('6123') },
      { code: null, output: 'b\n', left: 0 },
    );
  });

  it('ends what stays in the background with it', async () => {
    const script = '(setsid sh -c "sleep 6234; :" &) ; sleep 0.1; echo done';
    assert.deepEqual(await run(script), { code: 0, output: 'done\n' });
    assert.equal(processesWith('6234'), 0);
  });

  it('tells of a program or a folder that is not there', async () => {
    const { code, output } = await run('', { words: ['nothing-of-this-name'] });
    assert.equal(code, 127);
    assert.match(output, /nothing-of-this-name/);
    const lost = await run('', { cwd: '/nowhere' });
    assert.deepEqual(lost, {
      code: 127,
      output: "[Errno 2] No such file or directory: '/nowhere'\n",
    });
  });

  it('shows the folders of a container and nothing else', async () => {
    const system = ['bin', 'etc', 'lib', 'lib32', 'lib64', 'libx32', 'sbin', 'usr'];
    const names = (await says('ls -A / | cat')).trim().split('\n');
    assert.deepEqual(
      names.filter((name) => !system.includes(name)),
      ['dev', 'home', 'opt', 'proc', 'root', 'run', 'tmp', 'var'],
    );
    assert.equal(
      await says('ls -A /root /run /tmp /usr/local'),
      '/root:\n\n/run:\n\n/tmp:\n\n/usr/local:\n',
    );
    assert.equal(await says('ls -A /opt | cat'), 'defaultsite\npython\nstartup\n');
    assert.equal(
      await says('ls /dev | tr "\\n" " "'),
      'fd full null random shm stderr stdin stdout urandom zero ',
    );
  });

  it('gives exactly the environment', async () => {
    const { isolation } = container;
    const expected = {
      ...ENVIRONMENT,
      A: 'x y\nz',
      ...(!isolation.givesFiles && { TAR_OPTIONS: '--no-same-owner' }),
    };
    const script = 'import json, os; print(json.dumps(dict(os.environ)))';
    const words = ['/opt/python/3/bin/python3', '-c', script];
    const { output } = await run('', { words, environment: { ...ENVIRONMENT, A: 'x y\nz' } });
    const found = JSON.parse(output) as Record<string, string>;
    // Set by Python itself where there is no locale.
    delete found['LC_CTYPE'];
    assert.deepEqual(found, expected);
  });

  it('keeps the environment out of every argument', async () => {
    const commands: Command[] = [];
    const host = fakeHost();
    const watching = {
      ...host,
      run: async (command: Command) => {
        commands.push(command);
        return host.run(command);
      },
    };
    const environment = { ...ENVIRONMENT, PASSWORD: 'hunter2-secret' };
    const script = 'cat /proc/*/cmdline | tr "\\0" " "; echo "$PASSWORD" | wc -c';
    const { output } = await run(script, { environment }, watching);
    assert.doesNotMatch(output, /hunter2/);
    assert.match(output, /\b15\n$/);
    assert.doesNotMatch(JSON.stringify(commands.map(({ args, env }) => [args, env])), /hunter2/);
  });

  it('has the Python of the root, without what this machine added', async () => {
    const { version } = ownPython();
    const script = `python -c '
import json, os, sqlite3, ssl, sys
print("%d.%d.%d" % sys.version_info[:3], sys.prefix, sys.executable)
for folder in sys.path:
    if folder.endswith("-packages"):
        print(*os.listdir(folder), sep="\\n")'`;
    const lines = (await says(script)).trim().split('\n');
    assert.equal(lines[0], `${version} /opt/python/3 /opt/python/3/bin/python`);
    assert.deepEqual(
      lines.slice(1).filter((name) => name !== 'pip.pth'),
      [],
    );
  });

  it('lets nothing be written outside of its own folders', async () => {
    const script = `
for path in /etc/a /usr/a /opt/python/3/lib/a /proc/sys/kernel/printk; do (echo 1 > $path) 2> /dev/null && echo "$path"; done
mount -t tmpfs none /tmp 2> /dev/null && echo mounted
cat /proc/1/environ > /dev/null 2>&1 && echo "environment of the supervisor"
ls /proc/1/root/ > /dev/null 2>&1 && echo "root of the machine"
echo end`;
    assert.equal(await says(script), 'end\n');
  });

  it('has no network but its own', async () => {
    const script = `python3 -c '
import socket
def ask(address):
    with socket.socket() as door:
        try:
            door.connect((address, 9))
        except OSError as error:
            print(address, error.strerror)
for address in ("127.0.0.1", "169.254.130.2", "169.254.169.254", "192.0.2.1"):
    ask(address)
'`;
    assert.equal(
      await says(script),
      '127.0.0.1 Connection refused\n169.254.130.2 Connection refused\n' +
        '169.254.169.254 Network is unreachable\n192.0.2.1 Network is unreachable\n',
    );
  });

  it('writes files that are ours, and drops what tar cannot give', async () => {
    const script = `cd /tmp && mkdir a && echo x > a/f && chmod 640 a/f
tar --owner=4321 --group=4321 -cf a.tar a && rm -r a && tar -xf a.tar && cat a/f && ls -l a/f | cut -c1-10`;
    const expected = 'x\n-rw-r-----\n';
    assert.equal(await says(script), expected);
    assert.equal(await readFile(container.root.onHost('/tmp/a/f'), 'utf8'), 'x\n');
  });

  it('has the programs of the image, and pip without a network', async () => {
    const output = await says('gunicorn 2>&1 | tail -n 1; head -n 1 /opt/python/3/bin/pip');
    assert.equal(
      output,
      "ModuleNotFoundError: No module named 'gunicorn'\n#!/opt/python/3/bin/python3\n",
    );
  });
});

describe('runInside in a folder whose name has signs that tables of mounts use', () => {
  const folder = folderPerTest();

  for (const name of ['a b', 'a\tb', 'a\nb', '#a', 'a\\040b', `it's "a"`, 'ü €', 'a,b']) {
    it(JSON.stringify(name), async () => {
      const below = join(folder.path, name);
      await mkdir(below);
      const { isolation, root } = await makeContainer(below, { 'own.txt': 'of the app\n' });
      const outcome = await runInside(fakeHost(), isolation, root, {
        words: [
          '/bin/sh',
          '-c',
          'cat own.txt; ls -d /usr/bin /proc/self; ! cat /etc/shadow 2> /dev/null',
        ],
        cwd: '/home/site/wwwroot',
        environment: ENVIRONMENT,
        seconds: 20,
        network: 'none',
      });
      assert.deepEqual(said(outcome), { code: 0, output: 'of the app\n/proc/self\n/usr/bin\n' });
    });
  }
});

describe('runInside where not all can be mounted', () => {
  const folder = folderPerTest();

  const run = ({ isolation, root }: TrialContainer, host = fakeHost()): Promise<InsideOutcome> =>
    runInside(host, isolation, root, {
      words: ['/bin/sh', '-c', 'cat /etc/shadow'],
      cwd: '/',
      environment: ENVIRONMENT,
      seconds: 20,
      network: 'none',
    });

  for (const path of ['/etc/shadow', '/usr/local', '/home', '/proc']) {
    it(`starts nothing where mount passes over ${path} without a word`, async () => {
      const container = await makeContainer(folder.path);
      const bin = join(folder.path, 'bin');
      const mount = `#!/bin/sh
if [ "$1" = --all ]; then
  grep -v 'root${path} ' "$3" > "$3.less"
  set -- --all --fstab "$3.less"
fi
exec /bin/mount "$@"
`;
      await writeFiles(bin, { mount });
      await chmod(join(bin, 'mount'), 0o755);
      const host = fakeHost({ env: { PATH: bin } });
      await assert.rejects(
        run(container, host),
        new ContainerFailure(`mount ended well, and has left out '${path}'`),
      );
    });
  }

  it('tells what was refused first, not what failed for want of it', async () => {
    const { isolation, root, site } = await makeContainer(folder.path);
    const refused = Array.from({ length: 30 }, (_, number): Mount => ({
      from: '/etc',
      to: `/nowhere/${number}`,
      access: 'read-only',
    }));
    const mounts = [...refused, ...root.mounts];
    await assert.rejects(
      run({ isolation, root: { ...root, mounts }, site }),
      new ContainerFailure(`mount: ${root.root}/nowhere/0: mount point does not exist.`),
    );
  });
});

describe('buildRoot', () => {
  const folder = folderPerTest();

  it('maps the paths of the container to this machine', async () => {
    const home = join(folder.path, 'home');
    await mkdir(home);
    const root = await buildRoot(join(folder.path, 'c'), home, ownPython());
    assert.deepEqual(
      ['/home', '/home/site/a', '/homes', '/tmp/a', '/'].map((path) => root.onHost(path)),
      [
        home,
        join(home, 'site/a'),
        join(folder.path, 'c/root/homes'),
        join(folder.path, 'c/root/tmp/a'),
        join(folder.path, 'c/root/'),
      ],
    );
  });

  it('has the programs that the image environment brings', async () => {
    const [home, packages] = [join(folder.path, 'home'), join(folder.path, 'packages')];
    await mkdir(home);
    await mkdir(join(packages, 'uvicorn'), { recursive: true });
    const python = { ...ownPython(), packages };
    const root = await buildRoot(join(folder.path, 'c'), home, python);
    const bin = await readdir(root.onHost(`/opt/python/${python.version}/bin`));
    assert.deepEqual(
      bin.filter((name) => !name.startsWith('python')).toSorted((a, b) => (a < b ? -1 : 1)),
      ['gunicorn', 'pip', 'uvicorn'],
    );
    assert.ok(root.mounts.some(({ from }) => from === packages));
  });

  it("knows what is mounted inside of a Python's library, which is to be read-only, too", async () => {
    const [home, packages] = [join(folder.path, 'home'), join(folder.path, 'packages')];
    for (const path of [home, packages]) await mkdir(path);
    // A folder inside of which every machine mounts something.
    await symlink('/dev', join(home, 'lib'));
    const python = { home, version: '3.12.4', packages };
    const { mounts } = await buildRoot(join(folder.path, 'c'), home, python);
    const inner = mounts.find(({ to }) => to === '/opt/python/3.12.4/lib')?.inner;
    assert.ok(inner?.includes('pts'), `${inner?.join()}`);
  });
});
