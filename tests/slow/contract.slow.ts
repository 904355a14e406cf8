// Our model of the platform's generator against the effects that were recorded from the real one.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import type { Effects } from '../contract/effects.js';
import { measure } from '../contract/measure.js';
import { model } from '../contract/sides.js';
import { TABLE } from '../contract/table.js';

const GOLDEN = JSON.parse(readFileSync('tests/contract/effects.json', 'utf8')) as Readonly<
  Record<string, readonly Effects[]>
>;

describe('the model of the generator', () => {
  it('has a recording for every row, and no other', () => {
    const names = TABLE.map(({ name }) => name);
    assert.deepEqual(Object.keys(GOLDEN).toSorted(), names.toSorted());
    assert.ok(new Set(names).size >= 60);
  });

  for (const row of TABLE) {
    it(row.name, async () => {
      const ours = await measure(row, model);
      if (row.knownDifference === undefined) assert.deepEqual(ours, GOLDEN[row.name]);
      else assert.notDeepEqual(ours, GOLDEN[row.name]);
    });
  }
});
