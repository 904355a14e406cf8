import assert from 'node:assert/strict';
import { progressWords } from '../../../tasks/core/report/progress.js';
import type { Progress } from '../../../tasks/core/terms/progress.js';

describe('the words of progress', () => {
  const rows: { given: Progress; expect: string }[] = [
    {
      given: {
        done: { bytes: 120_400_000, files: 8000 },
        of: { bytes: 333_600_000, files: 20_000 },
      },
      expect: 'Packing: 120 of 334 MB, 8,000 of 20,000 files',
    },
    {
      given: { done: { bytes: 900_000, files: 1 }, of: { bytes: 333_600_000, files: 2 } },
      expect: 'Packing: 900 kB of 334 MB, 1 of 2 files',
    },
    {
      given: { done: { bytes: 0, files: 0 }, of: { bytes: 12, files: 1 } },
      expect: 'Packing: 0 of 12 B, 0 of 1 file',
    },
    {
      given: { done: { bytes: 1_234_000_000, files: 1 }, of: { files: 20_000 } },
      expect: 'Packing: 1.23 GB, 1 of 20,000 files',
    },
    {
      given: { done: { bytes: 12_100_000, files: 1 }, of: { bytes: 88_400_000 } },
      expect: 'Packing: 12.1 of 88.4 MB, 1 file',
    },
  ];
  for (const { given, expect } of rows) {
    it(expect, () => assert.equal(progressWords('Packing', given), expect));
  }
});
