// Measures what the headers of 1,000 shared objects cost, beside reading the files alone.

import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gatherSharedObjects } from '../tasks/core/check/native/gather-shared-objects.js';

const OBJECTS = 1000;
const RUNS = 7;

/** Copies the extension modules of the Python at hand, over and over, until there are enough. */
function makeObjects(folder: string): string[] {
  const program = 'import sysconfig; print(sysconfig.get_config_var("DESTSHARED"))';
  const source = execFileSync('python3', ['-c', program], { encoding: 'utf8' }).trim();
  const modules = readdirSync(source).filter((name) => name.endsWith('.so'));
  if (modules.length === 0) throw new Error(`No extension modules in ${source}.`);
  return Array.from({ length: OBJECTS }, (_, index) => {
    const module = modules[index % modules.length] ?? '';
    const path = join(folder, `${index}-${module}`);
    copyFileSync(join(source, module), path);
    return path;
  });
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

async function readAlone(paths: readonly string[]): Promise<void> {
  for (const path of paths) await readFile(path);
}

async function readHeaders(paths: readonly string[]): Promise<void> {
  const files = paths.map((path) => ({ path, read: () => readFile(path) }));
  const found = await gatherSharedObjects(files, () => undefined, new AbortController().signal);
  const unreadable = found.filter(({ problem }) => problem !== undefined);
  if (found.length !== OBJECTS || unreadable.length > 0) throw new Error('Not all were read.');
}

function spread(times: readonly number[]): { min: number; median: number; max: number } {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  return { min: at(0), median: at(Math.floor(sorted.length / 2)), max: at(sorted.length - 1) };
}

function row(name: string, times: readonly number[]): string {
  const { min, median, max } = spread(times);
  return `${name.padEnd(22)}${[min, median, max].map((value) => value.toFixed(3).padStart(9)).join('')}`;
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'antenv-bench-'));
  try {
    const paths = makeObjects(folder);
    const bytes = paths.reduce((sum, path) => sum + statSync(path).size, 0);
    // Once without a clock: the files are in the system's cache, and the code is compiled.
    await readHeaders(paths);
    const [alone, headers]: [number[], number[]] = [[], []];
    for (let run = 0; run < RUNS; run += 1) {
      alone.push(await seconds(() => readAlone(paths)));
      headers.push(await seconds(() => readHeaders(paths)));
    }
    const ratio = spread(headers).median / spread(alone).median;
    const lines = [
      `${OBJECTS} shared objects, ${(bytes / 1e6).toFixed(0)} MB, ${RUNS} runs, seconds`,
      `${''.padEnd(22)}${['min', 'median', 'max'].map((name) => name.padStart(9)).join('')}`,
      row('read the files alone', alone),
      row('read their headers too', headers),
      `ratio of the medians ${ratio.toFixed(2)}`,
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
