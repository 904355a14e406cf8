// `npm run contract -- --generator PATH [--record]`: holds our model against a real startup-script
// generator, built from its public source and kept outside of this project.

import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';

import type { Effects } from './effects.js';
import { measure } from './measure.js';
import { model, realGenerator } from './sides.js';
import { TABLE } from './table.js';

/** The effects of the real one: what the slow tests hold the model against. */
const GOLDEN = 'tests/contract/effects.json';

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { generator: { type: 'string' }, record: { type: 'boolean', default: false } },
  });
  const { generator, record } = values;
  if (generator === undefined || !existsSync(generator)) {
    console.error('Usage: npm run contract -- --generator PATH [--record]');
    return 2;
  }
  const effects = await measureAll(resolve(generator));
  if (record) writeGolden(effects.real);
  const different = TABLE.filter(
    ({ name, knownDifference }) =>
      isDeepStrictEqual(effects.real[name], effects.ours[name]) !== (knownDifference === undefined),
  );
  for (const { name } of different) {
    console.log(`${name}\n  real: ${JSON.stringify(effects.real[name])}`);
    console.log(`  ours: ${JSON.stringify(effects.ours[name])}`);
  }
  console.log(`${TABLE.length} rows, ${different.length} not as expected`);
  return different.length === 0 ? 0 : 1;
}

type AllEffects = Record<string, Effects[]>;

async function measureAll(generator: string): Promise<{ real: AllEffects; ours: AllEffects }> {
  const real: AllEffects = {};
  const ours: AllEffects = {};
  for (const row of TABLE) {
    real[row.name] = await measure(row, realGenerator(generator));
    ours[row.name] = await measure(row, model);
  }
  return { real, ours };
}

function writeGolden(effects: AllEffects): void {
  writeFileSync(GOLDEN, JSON.stringify(effects, undefined, 2));
  execFileSync('npx', ['prettier', '--write', GOLDEN]);
}

void main().then((code) => (process.exitCode = code));
