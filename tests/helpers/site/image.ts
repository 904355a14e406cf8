// The runtime image: lays out the folders of a private root as a container of App Service has them.

import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, readlinkSync } from 'node:fs';
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Mount, PrivateRoot } from './namespace.js';

/** The image's Python: a CPython of this machine, shown without the packages it happens to have. */
export interface ImagePython {
  /** Its base prefix on the host. */
  readonly home: string;
  /** All three numbers, such as `3.12.4`. */
  readonly version: string;
}

const SYSTEM_FOLDERS = ['usr', 'etc', 'bin', 'sbin', 'lib', 'lib32', 'lib64', 'libx32'];
const DEVICES = ['null', 'zero', 'full', 'random', 'urandom'];
const EMPTY_FOLDER = '/var/empty';

const PLAIN_FOLDERS = [
  '/dev',
  '/home',
  '/opt/defaultsite',
  '/opt/startup/app_logs',
  '/proc',
  '/root',
  '/run',
  EMPTY_FOLDER,
];

/** Answers on every path, as the platform's parking page does. */
const DEFAULT_SITE = `def app(environ, start_response):
    start_response('200 OK', [('Content-Type', 'text/plain')])
    return [b'the default site']
`;

/** Stands in for the image's own gunicorn, which is a module of the package here. */
const GUNICORN = `#!/opt/python/3/bin/python3
import sys
from gunicorn.app.wsgiapp import run
sys.exit(run())
`;

/** Asks the Python under `home` for its version. Throws when there is none. */
export function imagePython(home: string): ImagePython {
  const question = "import sys; print('%d.%d.%d' % sys.version_info[:3])";
  const answer = execFileSync(join(home, 'bin', 'python3'), ['-I', '-c', question]);
  return { home, version: answer.toString('utf8').trim() };
}

/** Makes a fresh root in `folder` (host path) with the folder `home` (host path) as its `/home`. */
export async function buildRoot(
  folder: string,
  home: string,
  python: ImagePython,
): Promise<PrivateRoot> {
  const { mounts } = await buildBareRoot(folder, home);
  return { folder, mounts: [...mounts, ...(await pythonFolders(folder, python))] };
}

/** The same without any Python. */
export async function buildBareRoot(folder: string, home: string): Promise<PrivateRoot> {
  for (const path of PLAIN_FOLDERS) await makeFolder(join(folder, path));
  for (const path of ['/tmp', '/var/tmp', '/dev/shm']) await makeFolder(join(folder, path), 0o1777);
  await writeFile(join(folder, '/opt/defaultsite/application.py'), DEFAULT_SITE);
  await writeFile(join(folder, '/opt/startup/gunicorn.conf.py'), '');
  const mounts = [
    ...(await systemFolders(folder)),
    ...(await devices(folder)),
    { from: home, to: '/home', access: 'read-write' } as const,
  ];
  return { folder, mounts };
}

/** The machine's own, read-only; nothing that was put beside the distribution. */
async function systemFolders(folder: string): Promise<Mount[]> {
  const mounts: Mount[] = [];
  for (const name of SYSTEM_FOLDERS.filter((known) => existsSync(join('/', known)))) {
    const path = join('/', name);
    if (lstatSync(path).isSymbolicLink()) {
      await symlink(readlinkSync(path), join(folder, path));
      continue;
    }
    await makeFolder(join(folder, path));
    mounts.push({ from: path, to: path, access: 'read-only' });
  }
  return existsSync('/usr/local') ? [...mounts, hide(folder, '/usr/local')] : mounts;
}

/** `/opt/python/<version>` and the link `/opt/python/3` to it, as in the image. */
async function pythonFolders(folder: string, { home, version }: ImagePython): Promise<Mount[]> {
  const inside = `/opt/python/${version}`;
  const minor = version.split('.').slice(0, 2).join('.');
  const program = `/bin/python${minor}`;
  await makeFolder(join(folder, inside, 'bin'));
  await makeFolder(join(folder, inside, 'lib'));
  await symlink(version, join(folder, '/opt/python/3'));
  await writeFile(join(folder, inside, program), '');
  await symlink(`python${minor}`, join(folder, inside, 'bin/python3'));
  await symlink('python3', join(folder, inside, 'bin/python'));
  await writeFile(join(folder, inside, 'bin/gunicorn'), GUNICORN);
  await chmod(join(folder, inside, 'bin/gunicorn'), 0o755);
  // What the building Python has must not help an app whose package lacks it.
  const packages = [`python${minor}/site-packages`, `python${minor}/dist-packages`]
    .concat('python3/dist-packages')
    .filter((path) => existsSync(join(home, 'lib', path)));
  return [
    { from: join(home, program), to: inside + program, access: 'read-only' },
    { from: join(home, 'lib'), to: `${inside}/lib`, access: 'read-only' },
    ...packages.map((path) => hide(folder, `${inside}/lib/${path}`)),
  ];
}

async function devices(folder: string): Promise<Mount[]> {
  for (const name of DEVICES) await writeFile(join(folder, 'dev', name), '');
  await symlink('/proc/self/fd', join(folder, 'dev/fd'));
  await symlink('fd/0', join(folder, 'dev/stdin'));
  await symlink('fd/1', join(folder, 'dev/stdout'));
  await symlink('fd/2', join(folder, 'dev/stderr'));
  return DEVICES.map((name) => ({
    from: `/dev/${name}`,
    to: `/dev/${name}`,
    access: 'read-write',
  }));
}

function hide(folder: string, path: string): Mount {
  return { from: join(folder, EMPTY_FOLDER), to: path, access: 'read-only' };
}

async function makeFolder(path: string, mode = 0o755): Promise<void> {
  await mkdir(path, { recursive: true });
  await chmod(path, mode);
}
