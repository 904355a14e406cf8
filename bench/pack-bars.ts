// What packing is compared with, and the bars of time, size and price a file.

import { barWords, median, type Bar, type Way } from './measure.js';
import type { Asked } from './pack-once.js';
import { FILES, type PackTree } from './pack-trees.js';

/** A format of ours, what it is compared with, and its bars there. */
export interface Format {
  readonly name: string;
  readonly layout: Asked['layout'];
  readonly compression: Asked['compression'];
  readonly beside: string;
  readonly time: Bar;
  readonly size?: Bar;
}

export const FORMATS: readonly Format[] = [
  {
    name: 'Antenv, gzip',
    layout: 'venvTarball',
    compression: 'gzip',
    beside: 'tar -zcf, zip -0',
    time: { atMost: 0.38, tryFor: 0.3 },
    size: { atMost: 1.01 },
  },
  {
    name: 'Antenv, zstd',
    layout: 'venvTarball',
    compression: 'zstd',
    beside: 'tar -zcf',
    time: { atMost: 0.12 },
  },
  {
    name: 'Antenv, flat',
    layout: 'flat',
    compression: 'gzip',
    beside: 'zip -qry',
    time: { atMost: 0.5 },
    size: { atMost: 1.005 },
  },
];

/** What is known of a way beside its seconds: the last size in bytes, and the highest peak in MB. */
export interface Known {
  size: number;
  peak: number;
  /** Of a program that it started, apart. */
  childPeak: number;
}

const NOTHING: Known = { size: Number.NaN, peak: Number.NaN, childPeak: Number.NaN };

/** Each format of ours beside what it is compared with. */
export function ratios(
  { isJudged, memory }: PackTree,
  ways: readonly Way[],
  times: readonly number[][],
  known: ReadonlyMap<string, Known>,
): string[] {
  const of = (name: string): number => median(times[ways.findIndex((way) => way.name === name)]);
  const told = (value: number, bar: Bar | undefined): string =>
    bar ? ` (${barWords(value, bar)})` : '';
  return FORMATS.map(({ name, beside, ...bars }) => {
    const { size, peak, childPeak } = known.get(name) ?? NOTHING;
    const children =
      childPeak > 0 ? `, and ${childPeak.toFixed(1)} MB of a program that it runs` : '';
    const time = of(name) / of(beside);
    const bytes = size / (known.get(beside)?.size ?? Number.NaN);
    return [
      `- ${name}: ${time.toFixed(3)} of the time of \`${beside}\`${told(time, isJudged ? bars.time : undefined)}`,
      `${bytes.toFixed(4)} of its size${told(bytes, isJudged ? bars.size : undefined)}, ${(size / 1e6).toFixed(1)} MB`,
      `at most ${peak.toFixed(1)} MB of memory${told(peak, memory)}${children}`,
    ].join('; ');
  });
}

/** What the two steps may cost a file, the dearer of them beside the other. */
const MARGINAL = { atMost: 1.3 };

/** What one file more costs, from each of the first trees to the next, in milliseconds. */
export function marginal(medians: readonly ReadonlyMap<string, number>[]): string[] {
  const price = (name: string, step: number): number => {
    const files = (FILES[step] ?? 0) - (FILES[step - 1] ?? 0);
    const seconds = (medians[step]?.get(name) ?? 0) - (medians[step - 1]?.get(name) ?? 0);
    return (seconds / files) * 1000;
  };
  return FORMATS.map(({ name }) => {
    const [first, second] = [price(name, 1), price(name, 2)];
    const ratio = Math.max(first, second) / Math.min(first, second);
    return `- ${name}: ${first.toFixed(3)} ms a file up to ${FILES[1]}, ${second.toFixed(3)} ms up to ${FILES[2]}: ${ratio.toFixed(2)} (${barWords(ratio, MARGINAL)})`;
  });
}
