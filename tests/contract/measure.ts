// Starts a row's site with a start script of either side, and takes down the effects.

import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

import { containerEnvironment } from '../../tasks/core/rehearse/platform/environment.js';
import { archive, run, writeTree } from '../helpers/site/hand-made-package.js';
import { buildBareRoot } from '../helpers/site/image.js';
import { runInside } from '../helpers/site/namespace.js';
import {
  CALLS,
  difference,
  listFiles,
  PROBE,
  readCalls,
  type Call,
  type Effects,
} from './effects.js';
import type { Row } from './row.js';
import { START_SCRIPT, type Prepared, type Side } from './sides.js';

/** Of the image that the rows are for; nothing depends on a Python of this machine. */
const PYTHON_VERSION = '3.12.3';
const SECONDS = 60;

/** Of a system that has moved its folders to `/usr`. */
const SYSTEM_LINKS = ['/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'];

/** Stands in for Python: knows its version, and is the probe for all else. */
const python = (minor: string): string =>
  PROBE.replace('\n', `\nif [ "$1" = -c ]; then echo ${minor}; exit; fi\n`);

/** Every start of a row's site, in order. */
export async function measure(row: Row, side: Side): Promise<Effects[]> {
  const work = await mkdtemp(join(tmpdir(), 'contract-'));
  try {
    await writeSite(row, join(work, 'home/site/wwwroot'), join(work, 'packed'));
    const starts: Effects[] = [];
    for (let start = 0; start < (row.starts ?? 1); start += 1) {
      starts.push(await measureStart(row, side, join(work, `root-${start}`), join(work, 'home')));
    }
    return starts;
  } finally {
    execFileSync('chmod', ['-R', 'u+rwX', work]);
    await rm(work, { recursive: true });
  }
}

async function writeSite(row: Row, wwwroot: string, packed: string): Promise<void> {
  const manifest = row.manifest === undefined ? {} : { 'oryx-manifest.toml': row.manifest };
  await writeTree(wwwroot, { ...row.tree, ...manifest });
  // As on the site.
  execFileSync('chmod', ['-R', '777', wwwroot]);
  for (const [index, [path, { tree, pack }]] of Object.entries(row.archives ?? {}).entries()) {
    const contents = `${packed}-${index}`;
    const target = join(wwwroot, path);
    await writeTree(contents, tree);
    execFileSync('chmod', ['-R', 'u=rwX,go=rX', contents]);
    run(contents, 'sh', '-c', 'find . -exec touch -h -d 2020-02-02T02:02:02Z {} +');
    await mkdir(dirname(target), { recursive: true });
    if (pack === undefined) await archive(contents, target);
    else run(contents, 'sh', '-e', '-c', pack, 'sh', target);
    await chmod(target, 0o777);
  }
}

async function measureStart(row: Row, side: Side, folder: string, home: string): Promise<Effects> {
  const container = await prepare(row, folder, home);
  const list = (): Record<string, string> => {
    const mounted = container.root.mounts.map(({ to }) => to);
    return listFiles(folder, home, [...mounted, ...SYSTEM_LINKS]);
  };
  const before = list();
  const generator = await side(container, row);
  if (generator !== 0) return { generator };
  const started = await observe(container, ['/bin/sh', START_SCRIPT]);
  const shell = await observe(container, ['/bin/sh', '-c', '. ~/.bashrc; exec probe']);
  const files = difference(before, list());
  return { exit: started.code, calls: started.calls, shell: shell.calls, files };
}

async function prepare(row: Row, folder: string, home: string): Promise<Prepared> {
  const root = await buildBareRoot(folder, home);
  const onHost = (path: string): string => {
    const below = relative('/home', path);
    return below.startsWith('..') ? join(folder, path) : join(home, below);
  };
  await writePython(join(folder, 'opt/python', PYTHON_VERSION, 'bin'), '3.12');
  await writePython(join(folder, 'opt/python/3.11.9/bin'), '3.11');
  await symlink(PYTHON_VERSION, join(folder, 'opt/python/3'));
  const settings = { ...row.settings };
  const all = Object.entries(containerEnvironment({ pythonVersion: PYTHON_VERSION, settings }));
  const kept = all.filter(([name]) => !(row.unset ?? []).includes(name));
  return { root, onHost, environment: Object.fromEntries(kept) };
}

async function writePython(folder: string, minor: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const programs = { python: python(minor), gunicorn: PROBE, probe: PROBE, oryx: PROBE };
  for (const [name, text] of Object.entries(programs)) {
    await writeFile(join(folder, name), text);
    await chmod(join(folder, name), 0o755);
  }
}

async function observe(
  { root, onHost, environment }: Prepared,
  words: readonly string[],
): Promise<{ code: number | null; calls: Call[] }> {
  await rm(onHost(CALLS), { recursive: true, force: true });
  await mkdir(onHost(CALLS));
  const { code } = await runInside(root, words, '/home/site/wwwroot', environment, SECONDS);
  return { code, calls: readCalls(onHost(CALLS), environment) };
}
