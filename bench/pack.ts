// Measures the pack stage, with relocation and digests, beside the programs that other builders run.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measure, surroundings, table, timed, type Way } from './measure.js';
import type { Asked, Took } from './pack-once.js';
import { makeTree, type TreeSize } from './seeded-tree.js';
import { compareUnpacked, digestsOf } from './unpacked.js';

/** Bytes a file, as in a venv of 334 MB in 20,000 files. */
const MEAN = 16_700;

const TREES: readonly (TreeSize & { readonly runs: number })[] = [
  { files: 2000, bytes: 2000 * MEAN, runs: 7 },
  { files: 20_000, bytes: 20_000 * MEAN, runs: 5 },
  { files: 60_000, bytes: 60_000 * MEAN, runs: 5 },
  { files: 20_000, bytes: 1.2e9, runs: 5 },
];

const FORMATS = [
  { name: 'Antenv, gzip', layout: 'venvTarball', compression: 'gzip', beside: 'tar -zcf, zip -0' },
  { name: 'Antenv, zstd', layout: 'venvTarball', compression: 'zstd', beside: 'tar -zcf' },
  { name: 'Antenv, flat', layout: 'flat', compression: 'gzip', beside: 'zip -qry' },
] as const;

type Format = (typeof FORMATS)[number];

/** What is known of a way beside its seconds: the last size, and the highest peak. */
interface Known {
  size: number;
  peak: number;
}

class Comparison {
  readonly known = new Map<string, Known>();
  private readonly work: string;
  private readonly venv: string;
  private readonly expected: ReadonlyMap<string, string>;

  constructor(work: string, venv: string) {
    this.work = work;
    this.venv = venv;
    this.expected = digestsOf(venv);
  }

  ways(): Way[] {
    const tgz = join(this.work, 'antenv.tar.gz');
    const tar = (): void => this.run('tar', ['-zcf', tgz, '-C', this.venv, '.']);
    return [
      this.theirs('tar -zcf', tgz, tar),
      this.theirs('tar -zcf, zip -0', join(this.work, 'outer.zip'), () => {
        tar();
        this.run('zip', ['-q', '-0', join(this.work, 'outer.zip'), tgz]);
      }),
      this.theirs('zip -qry', join(this.work, 'files.zip'), () =>
        this.run('zip', ['-qry', join(this.work, 'files.zip'), '.'], this.venv),
      ),
      ...FORMATS.map((format) => this.ours(format)),
    ];
  }

  private theirs(name: string, made: string, work: () => void): Way {
    return {
      name,
      work: async () => {
        rmSync(made, { force: true });
        const seconds = await timed(() => Promise.resolve(work()));
        this.known.set(name, { size: statSync(made).size, peak: Number.NaN });
        return seconds;
      },
    };
  }

  private ours({ name, layout, compression }: Format): Way {
    return {
      name,
      work: () => {
        const { venv, work } = this;
        rmSync(join(work, 'app.zip'), { force: true });
        const asked: Asked = { venv, work, layout, compression };
        const script = join(__dirname, 'pack-once.js');
        const args = [script, JSON.stringify(asked)];
        const took = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Took;
        compareUnpacked(took, this.expected, join(work, 'unpacked'));
        const peak = Math.max(took.peak, this.known.get(name)?.peak ?? 0);
        this.known.set(name, { size: took.size, peak });
        return Promise.resolve(took.seconds);
      },
    };
  }

  private run(program: string, args: readonly string[], cwd = this.work): void {
    execFileSync(program, args, { cwd });
  }
}

function median(times: readonly number[] | undefined): number {
  return times?.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}

/** Each format of ours beside what it is compared with; returns the medians of ours. */
function ratios(ways: readonly Way[], times: readonly number[][], { known }: Comparison): string[] {
  const of = (name: string): number => median(times[ways.findIndex((way) => way.name === name)]);
  return FORMATS.map(({ name, beside }) => {
    const time = (of(name) / of(beside)).toFixed(3);
    const size = ((known.get(name)?.size ?? 0) / (known.get(beside)?.size ?? 0)).toFixed(3);
    const megabytes = ((known.get(name)?.size ?? 0) / 1e6).toFixed(1);
    const peak = known.get(name)?.peak.toFixed(0);
    return `- ${name}: ${time} of the time of \`${beside}\`, ${size} of its size (${megabytes} MB), at most ${peak} MiB of memory`;
  });
}

async function compare(tree: (typeof TREES)[number]): Promise<Map<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'antenv-bench-'));
  try {
    const venv = join(folder, 'tree');
    const work = join(folder, 'work');
    mkdirSync(work);
    makeTree(join(venv, 'lib/python3.11/site-packages'), tree);
    const comparison = new Comparison(work, venv);
    const ways = comparison.ways();
    const times = await measure(ways, tree.runs);
    const lines = [
      `${tree.files} files, ${(tree.bytes / 1e6).toFixed(0)} MB, ${tree.runs} runs; ${surroundings()}`,
      '',
      ...table(ways, times),
      '',
      ...ratios(ways, times, comparison),
      '',
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
    return new Map(ways.map(({ name }, index) => [name, median(times[index])]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What one file more costs, from each tree to the next of equal files, in milliseconds. */
function tellMarginal(medians: readonly ReadonlyMap<string, number>[]): void {
  const steps = [1, 2].map((step) => {
    const files = (TREES[step]?.files ?? 0) - (TREES[step - 1]?.files ?? 0);
    const from = medians[step - 1];
    return FORMATS.map(({ name }) => {
      const seconds = (medians[step]?.get(name) ?? 0) - (from?.get(name) ?? 0);
      return { name, milliseconds: (seconds / files) * 1000 };
    });
  });
  const lines = FORMATS.map(({ name }, index) => {
    const [first, second] = steps.map((step) => step[index]?.milliseconds ?? Number.NaN);
    return `- ${name}: ${first?.toFixed(3)} ms a file up to ${TREES[1]?.files}, ${second?.toFixed(3)} ms up to ${TREES[2]?.files}`;
  });
  process.stdout.write(`One file more costs:\n\n${lines.join('\n')}\n\n`);
}

/** @param chosen numbers of the trees to measure, from 1 on; all when none is given */
async function main(chosen: readonly string[]): Promise<void> {
  const trees = TREES.filter(
    (_, index) => chosen.length === 0 || chosen.includes(String(index + 1)),
  );
  const medians: Map<string, number>[] = [];
  for (const tree of trees) medians.push(await compare(tree));
  if (trees.length === TREES.length) tellMarginal(medians);
}

void main(process.argv.slice(2));
