import assert from 'node:assert/strict';
import { ProgressCount, shareOf, type Progress } from '../../../tasks/core/terms/progress.js';

describe('progress', () => {
  const rows: { name: string; given: Progress; expect: number }[] = [
    {
      name: 'is told by bytes where their number is known',
      given: { done: { bytes: 30, files: 9 }, of: { bytes: 120, files: 10 } },
      expect: 0.25,
    },
    {
      name: 'is told by files where sizes are not known',
      given: { done: { bytes: 30, files: 5 }, of: { files: 10 } },
      expect: 0.5,
    },
    {
      name: 'of empty files is told by their number',
      given: { done: { bytes: 0, files: 1 }, of: { bytes: 0, files: 4 } },
      expect: 0.25,
    },
    {
      name: 'is none where nothing is known beforehand',
      given: { done: { bytes: 30, files: 5 }, of: {} },
      expect: 0,
    },
    {
      name: 'is never more than the whole',
      given: { done: { bytes: 130, files: 5 }, of: { bytes: 120 } },
      expect: 1,
    },
  ];
  for (const { name, given, expect } of rows) {
    it(name, () => assert.equal(shareOf(given), expect));
  }

  it('is added up, and told after each step', () => {
    const told: Progress[] = [];
    const count = new ProgressCount({ bytes: 12, files: 2 }, (progress) => told.push(progress));
    count.add(10, 0);
    count.add(1, 1);
    count.add(1, 1);
    const of = { bytes: 12, files: 2 };
    assert.deepEqual(told, [
      { done: { bytes: 10, files: 0 }, of },
      { done: { bytes: 11, files: 1 }, of },
      { done: { bytes: 12, files: 2 }, of },
    ]);
  });

  it('need not be listened to', () => {
    assert.doesNotThrow(() => new ProgressCount({ files: 1 }, undefined).add(1, 1));
  });
});
