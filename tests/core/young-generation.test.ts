import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';

const MODULE = resolve(__dirname, '../../tasks/core/young-generation.js');

/** Keeps 300,000 objects, and prints the size of the young generation in bytes. */
const KEEP = `
const { getHeapSpaceStatistics } = require('node:v8');
const kept = Array.from({ length: 300_000 }, (_, index) => ({ name: 'entry ' + index }));
const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space');
process.stdout.write(String(kept.length && young.space_size));
`;

/** A thread that begins meanwhile, and calls the module first or does not. */
const thread = (first: string): string => `
new (require('node:worker_threads').Worker)(${JSON.stringify(first)}, { eval: true })
  .once('exit', () => { ${KEEP} });
`;

const MEGABYTE = 1024 * 1024;
const BEGIN = `require(${JSON.stringify(MODULE)});`;

function youngGeneration(program: string): number {
  return Number(execFileSync(process.execPath, ['-e', program], { encoding: 'utf8' })) / MEGABYTE;
}

describe('the young generation', () => {
  it('grows with what is kept, unless the module was loaded', () => {
    const [without, withIt] = [youngGeneration(KEEP), youngGeneration(`${BEGIN}${KEEP}`)];
    assert.ok(without >= 16, `without: ${without} MB`);
    assert.ok(withIt <= 4, `with: ${withIt} MB`);
  });

  it('stays small when a thread has begun that loads it, too', () => {
    const size = youngGeneration(`${BEGIN}${thread(BEGIN)}`);
    assert.ok(size <= 4, `${size} MB`);
  });
});
