import assert from 'node:assert/strict';
import { readProcessStat } from '../../../tasks/core/terms/process-stat.js';

const REST = '26 26 0 -1 4194304 148 0 0 0 0 0 0 0 20 0 1 0 2085312 2891776 324';

describe('readProcessStat', () => {
  const rows = [
    { name: 'a process', text: `26 (python3) S 1 ${REST}` },
    { name: 'a name with blanks, a newline and brackets', text: `26 (a) Z 9\n(b) S 1 ${REST}` },
  ];
  for (const { name, text } of rows) {
    it(`reads ${name}`, () => {
      assert.deepEqual(readProcessStat(text), { state: 'S', group: 26, started: '2085312' });
    });
  }

  for (const text of ['', '26 (python3', '26 (python3) S 1 26']) {
    it(`reads nothing of '${text}'`, () => {
      assert.equal(readProcessStat(text), undefined);
    });
  }
});
