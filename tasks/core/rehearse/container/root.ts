// A private root: the folders of a container of App Service, made of this machine's system and a Python of the stack.

import { chmod, mkdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { minorOf } from '../../terms/python-minor.js';
import { writeBundledPip } from '../image/bundled-pip.js';
import type { Mount } from './mounts.js';
import { findMountsIn, layOutSystem } from './system-folders.js';

/** A CPython of this machine that stands in for the image's. */
export interface ImagePython {
  /** Its base prefix on this machine. */
  readonly home: string;
  /** All three numbers, such as `3.12.4`. */
  readonly version: string;
  /** The site-packages of the small image environment: what the image brings beside Python. */
  readonly packages?: string;
}

/** Where a container runs, apart from `/home`, which outlives it. */
export interface ContainerRoot {
  /** A private folder on this machine that holds the root and what belongs to it; to be removed by its maker. */
  readonly folder: string;
  /** Path on this machine of the container's `/`. */
  readonly root: string;
  readonly mounts: readonly Mount[];
  readonly python: ImagePython;
  /** The path on this machine of a path in the container that is not one of the system's. */
  onHost(path: string): string;
}

const DEVICES = ['null', 'zero', 'full', 'random', 'urandom'];

const FOLDERS = [
  '/dev',
  '/home',
  '/opt/defaultsite',
  '/opt/python',
  '/opt/startup/app_logs',
  '/proc',
  '/root',
  '/run',
  '/var/log',
];

const SHARED_FOLDERS = ['/tmp', '/var/tmp', '/dev/shm'];

/** Answers on every path with 200, as the platform's parking page does. */
const DEFAULT_SITE = `BODY = b'<!DOCTYPE html><title>Parking page</title><p>No app was found; this page stands in for it.</p>'


def app(environ, start_response):
    headers = [('Content-Type', 'text/html; charset=utf-8'), ('Content-Length', str(len(BODY)))]
    start_response('200 OK', headers)
    return [BODY]


application = app
`;

/**
 * Lays out a fresh root in `folder`, made when it is not there, with `home` (path on this machine) as its `/home`.
 */
export async function buildRoot(
  folder: string,
  home: string,
  image: ImagePython,
): Promise<ContainerRoot> {
  const [root, empty] = [join(folder, 'root'), join(folder, 'empty')];
  for (const path of [root, empty, ...FOLDERS.map((name) => join(root, name))]) {
    await mkdir(path, { recursive: true, mode: 0o755 });
  }
  for (const path of SHARED_FOLDERS) await makeSharedFolder(join(root, path));
  await writeFile(join(root, 'opt/defaultsite/application.py'), DEFAULT_SITE);
  await writeFile(join(root, 'opt/startup/gunicorn.conf.py'), '');
  const mounts: Mount[] = [
    ...(await layOutSystem(root, empty)),
    ...(await layOutPython(folder, root, image)),
    ...(await layOutDevices(root)),
    { from: home, to: '/home', access: 'read-write' },
  ];
  return { folder, root, mounts, python: image, onHost: (path) => onHost(root, home, path) };
}

function onHost(root: string, home: string, path: string): string {
  const below = relative('/home', path);
  const isHome = below !== '..' && !below.startsWith('../');
  return isHome ? join(home, below) : join(root, path);
}

/** `/opt/python/<version>` and the link `/opt/python/3` to it, as in the image (platform contract A14). */
async function layOutPython(folder: string, root: string, image: ImagePython): Promise<Mount[]> {
  const { home, version } = image;
  const name = `python${minorOf(version)}`;
  const inside = `/opt/python/${version}`;
  const bin = join(root, inside, 'bin');
  await mkdir(bin, { recursive: true });
  await mkdir(join(root, inside, 'lib'));
  await symlink(version, join(root, 'opt/python/3'));
  await writeFile(join(bin, name), '');
  await symlink(name, join(bin, 'python3'));
  await symlink('python3', join(bin, 'python'));
  const packages = image.packages ?? (await makePackages(folder, home, minorOf(version)));
  await writePrograms(bin, packages);
  // What the building Python has must not help an app whose package lacks it.
  const lib = join(home, 'lib');
  const hidden = await existing(lib, [
    `${name}/site-packages`,
    `${name}/dist-packages`,
    'python3/dist-packages',
  ]);
  return [
    { from: join(home, 'bin', name), to: `${inside}/bin/${name}`, access: 'read-only' },
    { from: lib, to: `${inside}/lib`, access: 'read-only', inner: await findMountsIn(lib) },
    ...hidden.map((path): Mount => ({
      from: packages,
      to: `${inside}/lib/${path}`,
      access: 'read-only',
    })),
  ];
}

/** Without a small image environment there is pip alone. */
async function makePackages(folder: string, home: string, minor: string): Promise<string> {
  const packages = join(folder, 'packages');
  await mkdir(packages);
  await writeBundledPip(packages, home, minor);
  return packages;
}

/** A module that is run, and the name of its program. */
interface ImageProgram {
  readonly name: string;
  /** Python: what the program does. */
  readonly run: string;
  /** What has to be among the image's packages; its absence means that the program is not there. */
  readonly needs: string | undefined;
}

/**
 * As on the platform, each takes the first module of its name on the path: the one of an active PYTHONPATH
 * goes before the image's own. gunicorn is always there.
 */
const PROGRAMS: readonly ImageProgram[] = [
  {
    name: 'gunicorn',
    run: 'from gunicorn.app.wsgiapp import run\nsys.exit(run())',
    needs: undefined,
  },
  { name: 'uvicorn', run: 'from uvicorn.main import main\nsys.exit(main())', needs: 'uvicorn' },
  {
    name: 'pip',
    run: "import runpy\nrunpy.run_module('pip', run_name='__main__', alter_sys=True)",
    needs: undefined,
  },
];

async function writePrograms(bin: string, packages: string): Promise<void> {
  for (const { name, run, needs } of PROGRAMS) {
    if (needs !== undefined && (await existing(packages, [needs])).length === 0) continue;
    const path = join(bin, name);
    await writeFile(path, `#!/opt/python/3/bin/python3\nimport sys\n${run}\n`);
    await chmod(path, 0o755);
  }
}

async function layOutDevices(root: string): Promise<Mount[]> {
  const dev = join(root, 'dev');
  for (const name of DEVICES) await writeFile(join(dev, name), '');
  await symlink('/proc/self/fd', join(dev, 'fd'));
  for (const [number, name] of ['stdin', 'stdout', 'stderr'].entries()) {
    await symlink(`fd/${number}`, join(dev, name));
  }
  return DEVICES.map((name) => ({
    from: `/dev/${name}`,
    to: `/dev/${name}`,
    access: 'read-write',
  }));
}

async function makeSharedFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true });
  await chmod(path, 0o1777);
}

async function existing(folder: string, paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    const isThere = await stat(join(folder, path)).then(
      () => true,
      () => false,
    );
    if (isThere) found.push(path);
  }
  return found;
}
