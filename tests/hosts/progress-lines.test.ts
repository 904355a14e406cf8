import assert from 'node:assert/strict';
import { progressLines } from '../../tasks/hosts/progress-lines.js';
import { handClock } from '../helpers/hand-clock.js';

describe('progress in a log that is kept', () => {
  it('is a line every two seconds at most, and none of a stage that is done sooner', () => {
    const clock = handClock();
    const said: (readonly [string, number, string])[] = [];
    const take = progressLines(
      {
        begin: (percent, title) => said.push(['begin', percent, title]),
        line: (percent, words) => said.push(['line', percent, words]),
      },
      clock,
    );
    const of = { bytes: 5_000_000, files: 5000 };
    take({ percent: 72, doing: 'Bytecode: compiled for the address' });
    for (let step = 1; step <= 3; step += 1) {
      clock.wait(600);
      const done = { bytes: step * 1000, files: step };
      take({ percent: 72 + step, doing: 'Compiling', progress: { done, of } });
    }
    take({ percent: 82, doing: 'Pack: everything into one zip' });
    for (let step = 1; step <= 5000; step += 1) {
      clock.wait(1);
      const progress = { done: { bytes: step * 1000, files: step }, of };
      take({ percent: 82 + Math.floor(step / 1000), doing: 'Packing', progress });
    }
    take({ percent: 100, doing: 'Done' });
    assert.deepEqual(said, [
      ['begin', 72, 'Bytecode: compiled for the address'],
      ['begin', 82, 'Pack: everything into one zip'],
      ['line', 84, 'Packing: 2.00 of 5.00 MB, 2,000 of 5,000 files'],
      ['line', 86, 'Packing: 4.00 of 5.00 MB, 4,000 of 5,000 files'],
      ['begin', 100, 'Done'],
    ]);
  });
});
