// Measures how soon the Dash app answers after its container started: packaged by the platform's own builder, and by us.

import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { COMPRESSIONS, type Compression, type Layout } from '../tasks/core/terms/layout.js';
import type { StartSeconds } from '../tasks/core/terms/rehearsal.js';
import { packageWith, rehearsedStart } from './antenv.js';
import { buildGoReader, outputOf, secondsOfGo } from './go-reader.js';
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
  /** What the platform's own reader unpacks; `undefined` where `tar` does. */
  readonly output: string | undefined;
  readonly bar?: Bar;
}

/** One start, and what a reader in Go takes for its archive. */
interface Seen {
  readonly seconds: StartSeconds;
  readonly byGo: number | undefined;
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
    const output = compression === 'gzip' ? outputOf(zip) : undefined;
    return { name: `the platform's builder, ${compression}`, zip, output };
  });
}

function packagedByUs({ python, env }: Building, work: string): Start[] {
  return LAYOUTS.flatMap((layout) =>
    COMPRESSIONS.map((compression) => {
      const zip = join(work, `${layout}-${compression}`, 'app.zip');
      const how = [`--layout=${layout}`, `--compression=${compression}`, '--rehearse=off'];
      packageWith([APP, `--out=${zip}`, `--python=${python.program}`, ...how], env);
      const isOutput = layout === 'appTarball' && compression === 'gzip';
      const output = isOutput ? outputOf(zip) : undefined;
      return { name: `Antenv, ${layout}, ${compression}`, zip, output, bar: BARS[compression] };
    }),
  );
}

const PARTS = ['unpack', 'interpreter', 'imports', 'rest'] as const;

/** Where the seconds went, as medians of each part. */
function partsOf({ name }: Start, seen: readonly Seen[]): string {
  const parts = PARTS.map(
    (part) => `${part} ${median(seen.map(({ seconds }) => seconds[part] ?? 0)).toFixed(2)}`,
  );
  const byGo = seen.flatMap((one) => one.byGo ?? []);
  const inGo = byGo.length > 0 ? ` (in Go ${median(byGo).toFixed(2)})` : '';
  return `- ${name}: ${parts.join(', ')}${inGo}`;
}

function ratios(starts: readonly Start[], ways: readonly Way[], times: number[][]): string[] {
  const bars = starts.flatMap(({ name, bar }, index) => {
    const ratio = median(times[index]) / median(times[0]);
    return bar ? [`- ${name}: ${ratio.toFixed(3)} (${barWords(ratio, bar)})`] : [];
  });
  return [...table(ways, times), '', ...bars, ''];
}

/** What the clock would have shown with the reader in Go, whose time takes the place of all that came before the script. */
function withGo({ seconds, byGo }: Seen): number {
  return byGo === undefined ? seconds.total : seconds.total - seconds.unpack + byGo;
}

async function compare(starts: readonly Start[], goReader: string | undefined): Promise<string[]> {
  const all = starts.map((): Seen[] => []);
  const ways = starts.map(({ name, zip, output }, index): Way => ({
    name,
    work: () => {
      const seconds = rehearsedStart(zip, COMMAND);
      const byGo = goReader && output ? secondsOfGo(goReader, output) : undefined;
      all[index]?.push({ seconds, byGo });
      return Promise.resolve(seconds.total);
    },
  }));
  const times = await measure(ways, RUNS);
  // The first of each had no clock.
  const seen = all.map((measured) => measured.slice(1));
  const inGo = [
    'With the seconds of a reader in Go, as the platform has it, in place of those of ours:',
    '',
    ...ratios(
      starts,
      ways,
      seen.map((measured) => measured.map(withGo)),
    ),
  ];
  return [
    ...ratios(starts, ways, times),
    ...(goReader
      ? inGo
      : ["Go is not installed: the platform's kind of reader was not measured.", '']),
    'Seconds of it:',
    '',
    ...starts.map((start, index) => partsOf(start, seen[index] ?? [])),
    '',
  ];
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
      ...(await compare(starts, buildGoReader(work))),
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
  } finally {
    for (const folder of [work, app]) rmSync(folder, { recursive: true, force: true });
  }
}

void main();
