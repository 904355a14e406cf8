// Measures the second run with a cache folder: packing when nothing changed, and when one distribution did.

import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { PackageReport } from '../tasks/core/report/report.js';
import { packageWith } from './antenv.js';
import { copyDistribution } from './distribution.js';
import { barWords, measure, median, surroundings, table, timed, type Way } from './measure.js';
import { readOptions } from './options.js';
import { runPackOnce } from './pack-once.js';
import { compareUnpacked, digestsOf, isRewritten, readAndHash, unpack } from './unpacked.js';
import { downloadWheels, offline, thePython, versionIn, type Python } from './wheels.js';

const { runs: RUNS = 5, chosen: CHOSEN } = readOptions();
const APP = resolve('tests/apps/dash');

/** A small distribution, and a large one; or those that are named. */
const CHANGED = CHOSEN.length > 0 ? CHOSEN : ['click', 'plotly'];

/** What the bars allow, as parts of the time that reading and hashing the packed files takes. */
const UNCHANGED = { atMost: 1.2 };
const ONE_CHANGED = 1.5;

interface Setting {
  readonly python: Python;
  readonly env: NodeJS.ProcessEnv;
  readonly work: string;
}

/** The app as it is, or with an older version of one distribution. */
function writeApp(
  { work }: Setting,
  older?: { readonly name: string; readonly version: string },
): void {
  const app = join(work, 'dash');
  rmSync(app, { recursive: true, force: true });
  cpSync(APP, app, { recursive: true, preserveTimestamps: true });
  if (!older) return;
  const path = join(app, 'requirements.txt');
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  const others = lines.filter((line) => !line.startsWith(older.name));
  writeFileSync(path, `${[...others, `${older.name}==${older.version}`].join('\n')}\n`);
}

function packageApp({ python, env, work }: Setting): PackageReport {
  const cache = [`--cache-folder=${join(work, 'cache')}`, '--rehearse=off'];
  const args = [join(work, 'dash'), `--out=${join(work, 'out/app.zip')}`];
  return packageWith([...args, `--python=${python.program}`, ...cache], env);
}

/** The seconds of relocation, which reads and hashes, and of the pack stage. */
function packing({ stages }: PackageReport): number {
  const counted = stages.filter(({ name }) => name === 'relocate' || name === 'pack');
  return counted.reduce((sum, { seconds }) => sum + seconds, 0);
}

/** What a cache folder holds: each venv and each part. */
function heldBy(work: string): string[] {
  const layout = join(work, 'cache/v1');
  return ['venvs', 'parts'].flatMap((folder) =>
    readdirSync(join(layout, folder)).map((name) => join(layout, folder, name)),
  );
}

/** Larger ones, in bytes, are never written anew under their name. */
const POINTER = 4096;

/** What the cache holds now, and the bytes of what a later run may write anew: which venv was the last. */
function heldNow(work: string): Map<string, Buffer | undefined> {
  const bytesOf = (path: string): Buffer | undefined => {
    const stats = statSync(path);
    return stats.isFile() && stats.size < POINTER ? readFileSync(path) : undefined;
  };
  return new Map(heldBy(work).map((path) => [path, bytesOf(path)]));
}

/**
 * Makes the cache what the first run left, so that every run is a second one. What is there stays where it is, as on an
 * agent that keeps its disk.
 */
function restoreCache(work: string, { held }: Kept): void {
  for (const path of heldBy(work)) if (!held.has(path)) rmSync(path, { recursive: true });
  for (const [path, bytes] of held) if (bytes) writeFileSync(path, bytes);
}

interface Kept {
  readonly sha256: string;
  readonly files: readonly string[];
  /** What the first run left in the cache. */
  readonly held: ReadonlyMap<string, Buffer | undefined>;
}

/** The first run, what it leaves in the cache, and its package unpacked: what reading and hashing is measured on. */
function firstRun(setting: Setting): Kept {
  const { work } = setting;
  writeApp(setting);
  const { package: made } = packageApp(setting);
  unpack(join(work, 'out/app.zip'), join(work, 'first'));
  const files = [...digestsOf(join(work, 'first')).keys()];
  return { sha256: made.sha256, files, held: heldNow(work) };
}

function unchanged(setting: Setting, kept: Kept): Way {
  return {
    name: 'packing, nothing changed',
    work: () => {
      restoreCache(setting.work, kept);
      writeApp(setting);
      const report = packageApp(setting);
      if (report.package.sha256 !== kept.sha256)
        throw new Error('The second package is another one.');
      return Promise.resolve(packing(report));
    },
  };
}

function changed(setting: Setting, kept: Kept, name: string, version: string): Way {
  const { work } = setting;
  return {
    name: `packing, ${name} changed`,
    work: () => {
      restoreCache(work, kept);
      writeApp(setting, { name, version });
      const report = packageApp(setting);
      const installed = report.installed.distributions.find((found) => found.name === name);
      if (installed?.version !== version) throw new Error(`${name} ${version} is not packed.`);
      const made = { zip: join(work, 'out/app.zip'), sha256: report.package.sha256 };
      compareUnpacked(made, new Map(), join(work, 'unpacked'));
      return Promise.resolve(packing(report));
    },
  };
}

/** What the changed distribution costs: relocated and packed with nothing beside it. */
function alone({ work, python }: Setting, name: string): Way {
  const folder = join(work, `alone-${name}`);
  copyDistribution(name, join(work, 'first/antenv'), join(folder, 'venv'));
  mkdirSync(join(folder, 'work'));
  const asked = {
    venv: join(folder, 'venv'),
    work: join(folder, 'work'),
    layout: 'venvTarball',
    compression: 'gzip',
    python,
    withBytecode: true,
  } as const;
  const expected = digestsOf(asked.venv);
  const same = new Map([...expected].filter(([path]) => !isRewritten(path)));
  return {
    name: `packing ${name} alone`,
    work: () => {
      const took = runPackOnce(asked);
      compareUnpacked(took, same, join(work, 'unpacked'));
      return Promise.resolve(took.seconds);
    },
  };
}

function verdicts(ways: readonly Way[], times: readonly number[][]): string[] {
  const of = (name: string): number => median(times[ways.findIndex((way) => way.name === name)]);
  const read = median(times[0]);
  const again = of('packing, nothing changed') / read;
  const one = CHANGED.map((name) => {
    const allowed = ONE_CHANGED * read + of(`packing ${name} alone`);
    const ratio = of(`packing, ${name} changed`) / allowed;
    return `- ${name} changed: ${ratio.toFixed(2)} of ${ONE_CHANGED} times that and what ${name} costs (${barWords(ratio, { atMost: 1 })})`;
  });
  return [
    `- nothing changed: ${again.toFixed(2)} times reading and hashing (${barWords(again, UNCHANGED)})`,
    ...one,
  ];
}

async function compare(setting: Setting, olderWheels: string): Promise<string[]> {
  const kept = firstRun(setting);
  const tree = join(setting.work, 'first');
  const ways: Way[] = [
    {
      name: 'reading and hashing, no more',
      work: () => timed(() => Promise.resolve(readAndHash(tree, kept.files))),
    },
    unchanged(setting, kept),
    ...CHANGED.flatMap((name) => [
      changed(setting, kept, name, versionIn(olderWheels, name)),
      alone(setting, name),
    ]),
  ];
  const times = await measure(ways, RUNS);
  return [
    `tests/apps/dash, ${kept.files.length} files, the second run with a cache folder, ${RUNS} runs; ${surroundings()}`,
    '',
    ...table(ways, times),
    '',
    ...verdicts(ways, times),
    '',
  ];
}

async function main(): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'antenv-bench-'));
  try {
    const python = thePython();
    const newest = downloadWheels(python, [['-r', join(APP, 'requirements.txt')]]);
    const older = downloadWheels(python, [
      ['--no-deps', ...CHANGED.map((name) => `${name}<${versionIn(newest, name)}`)],
    ]);
    const setting: Setting = { python, env: offline([newest, older], work), work };
    process.stdout.write(`${(await compare(setting, older)).join('\n')}\n`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

void main();
