// Measures the whole task with a warm download cache: the commands of the platform's own builder, and `antenv package`.

import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { PackageReport } from '../tasks/core/report/report.js';
import type { StageTime } from '../tasks/core/run.js';
import release from '../tasks/core/tools/uv-release.json';
import { packageWith } from './antenv.js';
import { barWords, measure, median, surroundings, table, timed, type Way } from './measure.js';
import { readOptions } from './options.js';
import { compress, installRequirements, makeVenv, type Building } from './platform-builder.js';
import { compareUnpacked } from './unpacked.js';
import { downloadWheels, offline, thePython } from './wheels.js';

const RUNS = readOptions().runs ?? 5;
const APP = resolve('tests/apps/dash');

const OURS = [
  { installer: 'pip', bar: { atMost: 0.52 } },
  { installer: 'uv', bar: { atMost: 0.3 } },
] as const;

type Ours = (typeof OURS)[number];

/** A step of a way and what it took. */
type Step = Omit<StageTime, 'name'> & { readonly name: string };

class Comparison {
  /** The steps of each run of each way, by the way's name. */
  readonly steps = new Map<string, (readonly Step[])[]>();
  private readonly shas = new Map<string, string>();
  private readonly building: Omit<Building, 'app'>;
  private readonly work: string;

  constructor(building: Omit<Building, 'app'>, work: string) {
    this.building = building;
    this.work = work;
  }

  ways(): Way[] {
    return [
      { name: 'venv, pip install, tar -zcf', work: () => this.theirs() },
      ...OURS.map((ours) => ({ name: nameOf(ours), work: () => this.ours(ours) })),
    ];
  }

  private async theirs(): Promise<number> {
    const { folder, app } = this.anew();
    const building: Building = { ...this.building, app };
    const steps = [
      await stepOf('venv', () => makeVenv(building)),
      await stepOf('install', () => installRequirements(building)),
      await stepOf('tar', () => compress(app, folder, 'gzip')),
    ];
    rmSync(folder, { recursive: true });
    this.keep('venv, pip install, tar -zcf', steps);
    return steps.reduce((sum, { seconds }) => sum + seconds, 0);
  }

  private async ours(ours: Ours): Promise<number> {
    const { folder, app } = this.anew();
    const { python, env } = this.building;
    const zip = join(folder, 'app.zip');
    // Without it the platform would look for `app:app`, which is not what Dash calls its server.
    const startup = '--startup-command=gunicorn app:server';
    const args = [app, `--out=${zip}`, `--python=${python.program}`, startup];
    const reports: PackageReport[] = [];
    const seconds = await timed(async () => {
      reports.push(packageWith([...args, `--installer=${ours.installer}`], env));
      return Promise.resolve();
    });
    const [report] = reports;
    if (report) this.check(ours, zip, report);
    const stages = report?.stages ?? [];
    const inside = stages.reduce((sum, stage) => sum + stage.seconds, 0);
    this.keep(nameOf(ours), [...stages, { name: 'around them', seconds: seconds - inside }]);
    rmSync(folder, { recursive: true });
    return seconds;
  }

  /** The same input gives the same bytes, which the system's programs can unpack. */
  private check(ours: Ours, zip: string, { package: { sha256 } }: PackageReport): void {
    const first = this.shas.get(nameOf(ours)) ?? sha256;
    this.shas.set(nameOf(ours), sha256);
    if (first !== sha256) throw new Error(`${nameOf(ours)} made another package each time.`);
    compareUnpacked({ zip, sha256 }, new Map(), join(this.work, 'unpacked'));
  }

  private keep(name: string, steps: readonly Step[]): void {
    this.steps.set(name, [...(this.steps.get(name) ?? []), steps]);
  }

  /** A fresh folder with the app in it, and nothing else. The app's own folder keeps its name from run to run. */
  private anew(): { readonly folder: string; readonly app: string } {
    const folder = join(this.work, 'run');
    const app = join(folder, 'dash');
    mkdirSync(folder);
    cpSync(APP, app, { recursive: true, preserveTimestamps: true });
    return { folder, app };
  }
}

function nameOf({ installer }: Ours): string {
  return `antenv package, ${installer}`;
}

async function stepOf(name: string, work: () => unknown): Promise<Step> {
  return { name, seconds: await timed(() => Promise.resolve(work())) };
}

/** Medians of each step, longest first. */
function stepWords(runs: readonly (readonly Step[])[]): string {
  const names = [...new Set(runs.flatMap((steps) => steps.map(({ name }) => name)))];
  return names
    .map((name) => ({ name, seconds: medianOf(runs, name) }))
    .toSorted((a, b) => b.seconds - a.seconds)
    .map(({ name, seconds }) => `${name} ${seconds.toFixed(2)}`)
    .join(', ');
}

function medianOf(runs: readonly (readonly Step[])[], name: string): number {
  return median(runs.map((steps) => sumOf(steps, name)));
}

function sumOf(steps: readonly Step[], name: string): number {
  return steps.reduce((sum, step) => sum + (step.name === name ? step.seconds : 0), 0);
}

function verdicts(times: readonly number[][], { steps }: Comparison): string[] {
  const theirs = median(times[0]);
  return OURS.map((ours, index) => {
    const rehearsals = (steps.get(nameOf(ours)) ?? [])
      .slice(1)
      .map((run) => sumOf(run, 'rehearse'));
    const all = times[index + 1] ?? [];
    const ratio = median(all) / theirs;
    // The others' commands start nothing.
    const without = median(all.map((time, run) => time - (rehearsals[run] ?? 0))) / theirs;
    return `- ${nameOf(ours)}: ${ratio.toFixed(3)} (${barWords(ratio, ours.bar)}); without its rehearsal ${without.toFixed(3)} (${barWords(without, ours.bar)})`;
  });
}

async function main(): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'antenv-bench-'));
  try {
    const python = thePython();
    const wheels = downloadWheels(python, [
      ['-r', join(APP, 'requirements.txt')],
      ['--no-deps', `uv==${release.version}`],
    ]);
    const comparison = new Comparison({ python, env: offline([wheels], work) }, work);
    const ways = comparison.ways();
    const times = await measure(ways, RUNS);
    const steps = [...comparison.steps].map(
      // The first of each had no clock.
      ([name, runs]) => `- ${name}: ${stepWords(runs.slice(1))}`,
    );
    const lines = [
      `tests/apps/dash, the whole task, ${RUNS} runs; ${surroundings()}`,
      '',
      ...table(ways, times),
      '',
      ...verdicts(times, comparison),
      '',
      'Seconds of it:',
      '',
      ...steps,
      '',
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

void main();
