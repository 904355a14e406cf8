// The live line, byte by byte: how it is drawn, and that it is gone before anything else is written.

import assert from 'node:assert/strict';
import { LiveLine } from '../../tasks/hosts/live-line.js';
import type { RunProgress } from '../../tasks/core/host.js';
import { handClock } from '../helpers/hand-clock.js';

const GONE = '\r\u001b[K';

/** What draws a line. */
const drawn = (text: string): string => `\r${text}\u001b[K\r`;

const packing = (bytes: number): RunProgress => ({
  percent: 82,
  doing: 'Packing',
  progress: { done: { bytes, files: 1 }, of: { bytes: 200_000_000, files: 2 } },
});

describe('the live line', () => {
  function lineOn(columns?: number): {
    clock: ReturnType<typeof handClock>;
    line: LiveLine;
    written: string[];
  } {
    const written: string[] = [];
    const clock = handClock();
    const screen = {
      ...(columns !== undefined && { columns }),
      write: (s: string) => written.push(s),
    };
    return { clock, written, line: new LiveLine(screen, (text) => text, clock) };
  }

  it('is drawn ten times a second at most, and not for what is done sooner', () => {
    const { clock, line, written } = lineOn(120);
    line.take({ percent: 82, doing: 'Pack' });
    for (let step = 0; step <= 250; step += 1) {
      line.take(packing(step * 800_000));
      clock.wait(1);
    }
    assert.deepEqual(written, [
      drawn('[########............]  40 %  Packing: 80.0 of 200 MB, 1 of 2 files'),
      drawn('[################....]  80 %  Packing: 160 of 200 MB, 1 of 2 files'),
    ]);
  });

  const whole = '[##########..........]  50 %  Packing: 100 of 200 MB, 1 of 2 files';
  const rows: { name: string; columns: number | undefined; expect: string }[] = [
    {
      name: 'cut so that the last column stays free',
      columns: 40,
      expect: '[##########..........]  50 %  Packing: ',
    },
    { name: 'whole where it fits', columns: whole.length + 1, expect: whole },
    { name: 'as on a usual terminal where the width is not known', columns: 0, expect: whole },
    { name: 'as on a usual terminal where there is none', columns: undefined, expect: whole },
  ];
  for (const { name, columns, expect } of rows) {
    it(`is ${name}`, () => {
      const { clock, line, written } = lineOn(columns);
      clock.wait(100);
      line.take(packing(100_000_000));
      assert.deepEqual(written, [drawn(expect)]);
    });
  }

  it('has at most 79 columns where the width is not known', () => {
    const { clock, line, written } = lineOn(0);
    clock.wait(100);
    line.take({ ...packing(100_000_000), doing: '-'.repeat(100) });
    assert.deepEqual(written, [drawn(`[##########..........]  50 %  ${'-'.repeat(49)}`)]);
  });

  it('is cleared once, and only where it is drawn', () => {
    const { clock, line, written } = lineOn();
    line.clear();
    clock.wait(100);
    line.take(packing(0));
    line.clear();
    line.clear();
    assert.deepEqual(written, [
      drawn('[....................]   0 %  Packing: 0 B of 200 MB, 1 of 2 files'),
      GONE,
    ]);
  });

  it('is not drawn for a stage that is done sooner, however long the one before took', () => {
    const { clock, line, written } = lineOn();
    clock.wait(5000);
    line.take({ percent: 90, doing: 'Archive' });
    line.take(packing(0));
    assert.deepEqual(written, []);
  });

  it('goes when the next stage begins', () => {
    const { clock, line, written } = lineOn();
    clock.wait(100);
    line.take(packing(0));
    line.take({ percent: 90, doing: 'Archive' });
    line.take(packing(0));
    assert.equal(written.length, 2);
    assert.equal(written[1], GONE);
  });
});
