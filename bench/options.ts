// What a benchmark is told on the command line: how often to run, and which of its parts.

import { parseArgs } from 'node:util';

export interface Options {
  /** How often each way is measured; `undefined` for as often as the benchmark would. */
  readonly runs: number | undefined;
  /** The parts to measure, by number or name; all when none is given. */
  readonly chosen: readonly string[];
}

/**
 * Reads `--runs N` and the parts.
 * @throws Error when N is no number of runs
 */
export function readOptions(args: readonly string[] = process.argv.slice(2)): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { runs: { type: 'string' } },
    allowPositionals: true,
  });
  if (values.runs === undefined) return { runs: undefined, chosen: positionals };
  if (!/^[1-9]\d*$/.test(values.runs))
    throw new Error(`--runs ${values.runs} is no number of runs.`);
  return { runs: Number(values.runs), chosen: positionals };
}
