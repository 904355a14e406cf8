// Measures the pack stage, with relocation and digests, beside the programs that other builders run.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measure, median, surroundings, table, timed, type Way } from './measure.js';
import { readOptions } from './options.js';
import { FORMATS, marginal, ratios, type Format, type Known } from './pack-bars.js';
import { runPackOnce } from './pack-once.js';
import { FILES, sizeOf, TREES, type PackTree } from './pack-trees.js';
import { compareUnpacked, digestsOf, isRewritten } from './unpacked.js';
import type { Python } from './wheels.js';

class Comparison {
  readonly known = new Map<string, Known>();
  private readonly work: string;
  private readonly venv: string;
  private readonly python: Python | undefined;
  private readonly expected: ReadonlyMap<string, string>;

  constructor(work: string, venv: string, python: Python | undefined) {
    this.work = work;
    this.venv = venv;
    this.python = python;
    this.expected = new Map([...digestsOf(venv)].filter(([path]) => !isRewritten(path)));
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
        this.known.set(name, {
          size: statSync(made).size,
          peak: Number.NaN,
          childPeak: Number.NaN,
        });
        return seconds;
      },
    };
  }

  private ours({ name, layout, compression }: Format): Way {
    return {
      name,
      work: () => {
        const { venv, work, python } = this;
        const took = runPackOnce({ venv, work, layout, compression, ...(python && { python }) });
        compareUnpacked(took, this.expected, join(work, 'unpacked'));
        const before = this.known.get(name);
        const peak = Math.max(took.peak, before?.peak ?? 0);
        const childPeak = Math.max(took.childPeak, before?.childPeak ?? 0);
        this.known.set(name, { size: took.size, peak, childPeak });
        return Promise.resolve(took.seconds);
      },
    };
  }

  private run(program: string, args: readonly string[], cwd = this.work): void {
    execFileSync(program, args, { cwd });
  }
}

async function compare(tree: PackTree, runs: number): Promise<Map<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'antenv-bench-'));
  try {
    const venv = join(folder, 'tree');
    const work = join(folder, 'work');
    mkdirSync(work);
    const python = tree.make(venv, work);
    const { files, bytes } = sizeOf(venv);
    const comparison = new Comparison(work, venv, python);
    const ways = comparison.ways();
    const times = await measure(ways, runs);
    const lines = [
      `${tree.name}: ${files} files, ${(bytes / 1e6).toFixed(0)} MB, ${runs} runs; ${surroundings()}`,
      '',
      ...table(ways, times),
      '',
      ...ratios(tree, ways, times, comparison.known),
      '',
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
    return new Map(ways.map(({ name }, index) => [name, median(times[index])]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Trees are chosen by number, from 1 on. */
async function main(): Promise<void> {
  const { chosen, runs } = readOptions();
  const medians: Map<string, number>[] = [];
  for (const [index, tree] of TREES.entries()) {
    if (chosen.length > 0 && !chosen.includes(String(index + 1))) continue;
    medians[index] = await compare(tree, runs ?? tree.runs);
  }
  if (FILES.some((_, index) => medians[index] === undefined)) return;
  process.stdout.write(`One file more costs:\n\n${marginal(medians).join('\n')}\n\n`);
}

void main();
