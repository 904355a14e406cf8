// Measures how soon the Dash app answers after its container started: packaged by the platform's own builder, and by us.

import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { COMPRESSIONS, type Compression, type Layout } from '../tasks/core/terms/layout.js';
import type { StartSeconds } from '../tasks/core/terms/rehearsal.js';
import { packageWith, rehearsedStart } from './antenv.js';
import { barWords, measure, median, surroundings, table, type Bar, type Way } from './measure.js';
import { readOptions } from './options.js';
import {
  compress,
  installRequirements,
  makeVenv,
  moveToImage,
  writePackage,
  type Building,
} from './platform-builder.js';
import { downloadWheels, offline, thePython } from './wheels.js';

const RUNS = readOptions().runs ?? 5;
const APP = resolve('tests/apps/dash');
const COMMAND = 'gunicorn app:server';

const LAYOUTS: readonly Layout[] = ['venvTarball', 'appTarball'];

const BARS: Readonly<Record<Compression, Bar>> = {
  gzip: { atMost: 0.5, tryFor: 0.45 },
  zstd: { atMost: 0.26 },
};

interface Start {
  readonly name: string;
  readonly zip: string;
  readonly bar?: Bar;
}

/** The builder's packages, made from one build. */
function packagedByPlatform(building: Building, work: string): Start[] {
  cpSync(APP, building.app, { recursive: true });
  makeVenv(building);
  installRequirements(building);
  moveToImage(building);
  return COMPRESSIONS.map((compression) => {
    const folder = join(work, `platform-${compression}`);
    mkdirSync(folder);
    const zip = join(folder, 'app.zip');
    writePackage(zip, compress(building.app, folder, compression), building);
    return { name: `the platform's builder, ${compression}`, zip };
  });
}

function packagedByUs({ python, env }: Building, work: string): Start[] {
  return LAYOUTS.flatMap((layout) =>
    COMPRESSIONS.map((compression) => {
      const zip = join(work, `${layout}-${compression}`, 'app.zip');
      const how = [`--layout=${layout}`, `--compression=${compression}`, '--rehearse=off'];
      packageWith([APP, `--out=${zip}`, `--python=${python.program}`, ...how], env);
      return { name: `Antenv, ${layout}, ${compression}`, zip, bar: BARS[compression] };
    }),
  );
}

const PARTS = ['unpack', 'interpreter', 'imports', 'rest'] as const;

/** Where the seconds went, as medians of each part. */
function partsOf(name: string, seen: readonly StartSeconds[]): string {
  const parts = PARTS.map(
    (part) => `${part} ${median(seen.map((seconds) => seconds[part] ?? 0)).toFixed(2)}`,
  );
  return `- ${name}: ${parts.join(', ')}`;
}

async function compare(starts: readonly Start[]): Promise<string[]> {
  const seen = starts.map((): StartSeconds[] => []);
  const ways = starts.map(({ name, zip }, index): Way => ({
    name,
    work: () => {
      const seconds = rehearsedStart(zip, COMMAND);
      seen[index]?.push(seconds);
      return Promise.resolve(seconds.total);
    },
  }));
  const times = await measure(ways, RUNS);
  const ratioOf = (index: number): number => median(times[index]) / median(times[0]);
  const bars = starts.flatMap(({ name, bar }, index) =>
    bar ? [`- ${name}: ${ratioOf(index).toFixed(3)} (${barWords(ratioOf(index), bar)})`] : [],
  );
  // The first of each had no clock.
  const parts = starts.map(({ name }, index) => partsOf(name, seen[index]?.slice(1) ?? []));
  return [...table(ways, times), '', ...bars, '', 'Seconds of it:', '', ...parts, ''];
}

async function main(): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'antenv-bench-'));
  // In the container the same path must be a folder that can be made.
  const app = mkdtempSync('/tmp/antenv-bench-built-');
  try {
    const python = thePython();
    const wheels = downloadWheels(python, [['-r', join(APP, 'requirements.txt')]]);
    const building: Building = { app, python, env: offline([wheels], work) };
    const starts = [...packagedByPlatform(building, work), ...packagedByUs(building, work)];
    const lines = [
      `tests/apps/dash, from the container's start to the first answer, ${RUNS} runs; ${surroundings()}`,
      '',
      ...(await compare(starts)),
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
  } finally {
    for (const folder of [work, app]) rmSync(folder, { recursive: true, force: true });
  }
}

void main();
