// Measures what the headers of 1,000 shared objects cost, beside reading the same files alone and beside readelf.

import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRanged } from '../tasks/core/archives/read-content.js';
import { gatherSharedObjects } from '../tasks/core/check/native/gather-shared-objects.js';
import { measure, surroundings, table, timed, type Way } from './measure.js';
import { readOptions } from './options.js';

const OBJECTS = 1000;
const RUNS = readOptions().runs ?? 7;

interface SharedObjectPath {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

/** The first is what the others are compared with. */
function waysThrough(objects: readonly SharedObjectPath[]): Way[] {
  const ways = [
    { name: 'read the files, no more', work: () => timed(() => readAlone(objects)) },
    { name: 'read their headers', work: () => timed(() => readHeaders(objects)) },
  ];
  const readelf = { name: 'readelf -d -V', work: () => timed(() => askReadelf(objects)) };
  return isThere('readelf') ? [...ways, readelf] : ways;
}

/** Copies the extension modules of the Python at hand, over and over, until there are enough. */
function makeObjects(folder: string): SharedObjectPath[] {
  const program = 'import sysconfig; print(sysconfig.get_config_var("DESTSHARED"))';
  const source = execFileSync('python3', ['-c', program], { encoding: 'utf8' }).trim();
  const modules = readdirSync(source).filter((name) => name.endsWith('.so'));
  if (modules.length === 0) throw new Error(`No extension modules in ${source}.`);
  return Array.from({ length: OBJECTS }, (_, index) => {
    const module = modules[index % modules.length] ?? '';
    const path = join(folder, `${index}-${module}`);
    copyFileSync(join(source, module), path);
    return { path, size: statSync(path).size };
  });
}

async function readAlone(objects: readonly SharedObjectPath[]): Promise<void> {
  for (const { path } of objects) await readFile(path);
}

async function readHeaders(objects: readonly SharedObjectPath[]): Promise<void> {
  const files = objects.map(({ path, size }) => ({
    path,
    open: () => openRanged({ kind: 'file', path, offset: 0, size }),
  }));
  const found = await gatherSharedObjects(files, () => undefined, new AbortController().signal);
  const unreadable = found.filter(({ problem }) => problem !== undefined);
  if (found.length !== OBJECTS || unreadable.length > 0) throw new Error('Not all were read.');
}

/** One process for all files. */
function askReadelf(objects: readonly SharedObjectPath[]): Promise<void> {
  const paths = objects.map(({ path }) => path);
  execFileSync('readelf', ['--wide', '-d', '-V', ...paths], { stdio: 'ignore' });
  return Promise.resolve();
}

function isThere(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'antenv-bench-'));
  try {
    const objects = makeObjects(folder);
    const megabytes = objects.reduce((sum, { size }) => sum + size, 0) / 1e6;
    const ways = waysThrough(objects);
    const lines = [
      `${OBJECTS} shared objects, ${megabytes.toFixed(0)} MB, ${RUNS} runs; ${surroundings()}`,
      '',
      ...table(ways, await measure(ways, RUNS)),
      '',
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
