// Measures what the headers of 1,000 shared objects cost, beside reading the same files alone and beside readelf.

import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRanged } from '../tasks/core/archives/read-content.js';
import { gatherSharedObjects } from '../tasks/core/check/native/gather-shared-objects.js';

const OBJECTS = 1000;
const RUNS = 7;

interface SharedObjectPath {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

/** One way to spend time on all of the files. */
interface Way {
  readonly name: string;
  readonly work: (objects: readonly SharedObjectPath[]) => Promise<unknown>;
}

/** The first is what the others are compared with. */
const WAYS: readonly Way[] = [
  { name: 'read the files, no more', work: readAlone },
  { name: 'read their headers', work: readHeaders },
  { name: 'readelf -d -V', work: askReadelf },
];

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

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

function spread(times: readonly number[]): { min: number; median: number; max: number } {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  return { min: at(0), median: at(Math.floor(sorted.length / 2)), max: at(sorted.length - 1) };
}

/** The times of each way; the ways take turns, so that what else the machine does hurts all of them. */
async function measure(
  ways: readonly Way[],
  objects: readonly SharedObjectPath[],
): Promise<number[][]> {
  const times = ways.map((): number[] => []);
  // The first round has no clock: it brings the files into the system's cache, and the code is compiled.
  for (let run = 0; run <= RUNS; run += 1) {
    for (const [index, { work }] of ways.entries()) {
      const took = await seconds(() => work(objects));
      if (run > 0) times[index]?.push(took);
    }
  }
  return times;
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell, index) => (index === 0 ? cell.padEnd(23) : cell.padStart(8))).join(' | ')} |`;
}

function table(ways: readonly Way[], times: readonly (readonly number[])[]): string[] {
  const alone = spread(times[0] ?? []).median;
  const rows = ways.map(({ name }, index) => {
    const { min, median, max } = spread(times[index] ?? []);
    return row([
      name,
      ...[min, median, max].map((value) => value.toFixed(3)),
      (median / alone).toFixed(2),
    ]);
  });
  return [
    row(['seconds', 'min', 'median', 'max', 'ratio']),
    row(['-'.repeat(23), ...Array.from({ length: 4 }, () => '-------:')]),
    ...rows,
  ];
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'antenv-bench-'));
  try {
    const objects = makeObjects(folder);
    const megabytes = objects.reduce((sum, { size }) => sum + size, 0) / 1e6;
    const load = loadavg()[0]?.toFixed(1);
    const ways = isThere('readelf') ? WAYS : WAYS.slice(0, 2);
    const times = await measure(ways, objects);
    const lines = [
      `${OBJECTS} shared objects, ${megabytes.toFixed(0)} MB, ${RUNS} runs; ${cpus().length} cores, load ${load}, Node.js ${process.versions.node}`,
      '',
      ...table(ways, times),
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
