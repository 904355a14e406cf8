// What of the venv stayed behind, in words.

import { belowSite, type LeftOutOfVenv, type Prune } from '../terms/pruning.js';
import { counted } from '../terms/counted.js';
import { readableSize } from './sizes.js';
import type { InputWords } from '../terms/input-name.js';

/** What the input `prune` came to. */
export interface PrunedReport {
  readonly prune: Prune;
  readonly files: number;
  /** Bytes before compression, without the bytecode that was not made. */
  readonly bytes: number;
  /** The largest first. */
  readonly leftOut: readonly LeftOutOfVenv[];
}

/** How many are named where there is no room for all. */
const NAMED = 5;

/** The part of the report. */
export function prunedReport(prune: Prune, leftOut: readonly LeftOutOfVenv[]): PrunedReport {
  const sum = (of: (one: LeftOutOfVenv) => number): number =>
    leftOut.reduce((total, one) => total + of(one), 0);
  return { prune, files: sum(({ files }) => files), bytes: sum(({ bytes }) => bytes), leftOut };
}

/** What stayed behind, and the line by which it would be packed; the report as JSON names all of it. */
export function prunedText(
  { prune, files, bytes, leftOut }: PrunedReport,
  input: InputWords,
): string {
  if (prune === 'none') return 'nothing, as asked';
  if (leftOut.length === 0) return 'nothing';
  const names = leftOut.slice(0, NAMED).map(({ what }) => belowSite(what));
  const more = leftOut.length > NAMED ? ` and ${leftOut.length - NAMED} more` : '';
  return `${counted(files, 'file')}, ${readableSize(bytes)} that nothing needs: ${names.join(', ')}${more}; packed with ${input.with('prune', 'none')}`;
}
