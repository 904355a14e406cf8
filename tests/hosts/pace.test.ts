import assert from 'node:assert/strict';
import { Pace } from '../../tasks/hosts/pace.js';
import { handClock } from '../helpers/hand-clock.js';

describe('a pace of two seconds', () => {
  /** When somebody asks, in milliseconds from the beginning, and whether it is time. */
  const rows: { name: string; asked: readonly (readonly [at: number, due: boolean])[] }[] = [
    {
      name: 'says nothing of what is done sooner',
      asked: [
        [0, false],
        [1000, false],
        [1999, false],
      ],
    },
    {
      name: 'is due when two seconds are over, once',
      asked: [
        [2000, true],
        [2000, false],
        [3999, false],
        [4000, true],
      ],
    },
    {
      name: 'counts from when it was asked: a late answer puts off the next',
      asked: [
        [3500, true],
        [5499, false],
        [5500, true],
      ],
    },
    {
      name: 'makes up for nothing after a long silence',
      asked: [
        [60_000, true],
        [60_001, false],
        [61_999, false],
        [62_000, true],
      ],
    },
  ];
  for (const { name, asked } of rows) {
    it(name, () => {
      const clock = handClock();
      const start = clock();
      const pace = new Pace(2000, clock);
      const answers = asked.map(([at]) => {
        clock.wait(start + at - clock());
        return [at, pace.isDue()] as const;
      });
      assert.deepEqual(answers, asked);
    });
  }

  it('begins again with a new stage', () => {
    const clock = handClock();
    const pace = new Pace(2000, clock);
    clock.wait(1900);
    pace.begin();
    clock.wait(1900);
    assert.equal(pace.isDue(), false);
    clock.wait(100);
    assert.equal(pace.isDue(), true);
  });

  it('has a clock of its own when none is given', () => {
    assert.equal(new Pace(3_600_000).isDue(), false);
    assert.equal(new Pace(0).isDue(), true);
  });
});
