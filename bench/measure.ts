// Measures ways to do the same side by side, as ratios in one run.

import { cpus, loadavg } from 'node:os';

/** One way to do it. */
export interface Way {
  readonly name: string;
  /** Does it once and tells its seconds. */
  readonly work: () => Promise<number>;
}

/** The seconds that something takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/** The seconds of each way; the ways take turns, so that what else the machine does hurts all of them. */
export async function measure(ways: readonly Way[], runs: number): Promise<number[][]> {
  const times = ways.map((): number[] => []);
  // The first round has no clock: it brings the files into the system's cache, and the code is compiled.
  for (let run = 0; run <= runs; run += 1) {
    for (const [index, { work }] of ways.entries()) {
      const took = await work();
      if (run > 0) times[index]?.push(took);
    }
  }
  return times;
}

/** A table of seconds; the ratio is the median to the median of the first row. */
export function table(ways: readonly Way[], times: readonly (readonly number[])[]): string[] {
  const first = median(times[0]);
  const width = Math.max(...ways.map(({ name }) => name.length));
  const rows = ways.map(({ name }, index) => {
    const { min, middle, max } = spread(times[index] ?? []);
    const cells = [min, middle, max].map((value) => value.toFixed(3));
    return row([name, ...cells, (middle / first).toFixed(2)], width);
  });
  return [
    row(['seconds', 'min', 'median', 'max', 'ratio'], width),
    row(['-'.repeat(width), ...Array.from({ length: 4 }, () => '-------:')], width),
    ...rows,
  ];
}

/** The one in the middle; `NaN` of none. */
export function median(times: readonly number[] | undefined): number {
  return spread(times ?? []).middle;
}

/** What a ratio is to be at most. */
export interface Bar {
  readonly atMost: number;
  /** A lower one that would be better still. */
  readonly tryFor?: number;
}

/** Tells whether a ratio keeps its bar, such as `bar 0.38: kept, 0.30: missed`. */
export function barWords(ratio: number, { atMost, tryFor }: Bar): string {
  const words = [atMost, ...(tryFor === undefined ? [] : [tryFor])].map(
    (bar) => `${bar}: ${ratio <= bar ? 'kept' : 'missed'}`,
  );
  return `bar ${words.join(', ')}`;
}

/** What the machine is and does meanwhile. */
export function surroundings(): string {
  const load = loadavg()[0]?.toFixed(1);
  return `${cpus().length} cores, load ${load}, Node.js ${process.versions.node}`;
}

function spread(times: readonly number[]): { min: number; middle: number; max: number } {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  return { min: at(0), middle: at(Math.floor(sorted.length / 2)), max: at(sorted.length - 1) };
}

function row(cells: readonly string[], width: number): string {
  return `| ${cells.map((cell, index) => (index === 0 ? cell.padEnd(width) : cell.padStart(8))).join(' | ')} |`;
}
