// What the limits of gathering left out, as it is told.

import assert from 'node:assert/strict';

import { notesOf } from '../../../../tasks/core/check/package/gathered.js';
import { MOST_KEPT, TextBudget } from '../../../../tasks/core/check/package/kept-text.js';

describe('notes of what was not looked into', () => {
  const budgetOf = (notKept: number): TextBudget => {
    const budget = new TextBudget();
    for (let count = 0; count < notKept; count += 1) budget.take('a.txt', MOST_KEPT.others + 1);
    return budget;
  };
  const texts =
    '3 files were not looked into: there is too much text to keep, more than 64 MB or 20,000 files.';
  const objects = '2 shared objects were not looked into: they go beyond 4 GB together.';

  const rows = [
    { name: 'nothing', notKept: 0, notSpooled: 0, expected: [] },
    { name: 'texts', notKept: 3, notSpooled: 0, expected: [texts] },
    { name: 'shared objects', notKept: 0, notSpooled: 2, expected: [objects] },
    { name: 'both', notKept: 3, notSpooled: 2, expected: [texts, objects] },
  ];
  for (const { name, notKept, notSpooled, expected } of rows) {
    it(`tell ${name}`, () => assert.deepEqual(notesOf(budgetOf(notKept), notSpooled), expected));
  }
});
