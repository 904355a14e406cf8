import assert from 'node:assert/strict';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { inOrder } from '../../../tasks/core/archives/in-order.js';
import { allPieces } from '../../helpers/entries.js';

type Work = () => Promise<number>;

async function* given(...work: readonly Work[]): AsyncGenerator<Work> {
  yield* work;
}

const after =
  (milliseconds: number, result: number): Work =>
  () =>
    setTimeout(milliseconds, result);

const failing =
  (milliseconds: number, message: string): Work =>
  async () => {
    await setTimeout(milliseconds);
    throw new Error(message);
  };

/** Runs work and counts the rejections that nobody has looked at. */
async function unobserved(run: () => Promise<unknown>): Promise<unknown[]> {
  const found: unknown[] = [];
  const listeners = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection');
  const note = (reason: unknown): void => {
    found.push(reason);
  };
  process.on('unhandledRejection', note);
  try {
    await run();
    await setTimeout(30);
    await setImmediate();
  } finally {
    process.off('unhandledRejection', note);
    for (const listener of listeners) process.on('unhandledRejection', listener);
  }
  return found;
}

describe('work in order', () => {
  const rows = [
    { name: 'no work', work: [], expect: [] },
    {
      name: 'less work than width',
      work: [after(15, 1), after(1, 2)],
      expect: [1, 2],
    },
    {
      name: 'more work than width',
      work: [after(15, 1), after(1, 2), after(10, 3), after(1, 4), after(5, 5)],
      expect: [1, 2, 3, 4, 5],
    },
  ];
  for (const { name, work, expect } of rows) {
    it(`gives the results of ${name} in the order given`, async () => {
      assert.deepEqual(await allPieces(inOrder(given(...work), 3)), expect);
    });
  }

  it('runs as much at once as its width, and no more', async () => {
    let running = 0;
    let most = 0;
    const work: Work = async () => {
      running += 1;
      most = Math.max(most, running);
      await setTimeout(2);
      running -= 1;
      return 0;
    };
    const results = await allPieces(inOrder(given(...Array<Work>(20).fill(work)), 4));
    assert.equal(results.length, 20);
    assert.equal(most, 4);
  });

  it('ends with the first failure by order, and starts no further work', async () => {
    let started = 0;
    const counted: Work = async () => {
      started += 1;
      return Promise.resolve(0);
    };
    const work = [failing(10, 'first'), failing(1, 'second'), counted, counted];
    const found = await unobserved(() =>
      assert.rejects(allPieces(inOrder(given(...work), 2)), { message: 'first' }),
    );
    assert.deepEqual({ found, started }, { found: [], started: 0 });
  });

  it('leaves no failure unobserved that comes before the result which is awaited', async () => {
    const work = [after(20, 1), failing(1, 'early')];
    const found = await unobserved(() =>
      assert.rejects(allPieces(inOrder(given(...work), 2)), { message: 'early' }),
    );
    assert.deepEqual(found, []);
  });

  it('leaves no failure unobserved when its reader stops', async () => {
    const found = await unobserved(async () => {
      const results: number[] = [];
      for await (const result of inOrder(given(after(1, 1), failing(5, 'late'), after(1, 3)), 2)) {
        results.push(result);
        break;
      }
      assert.deepEqual(results, [1]);
    });
    assert.deepEqual(found, []);
  });

  it('has ended all that it started when one fails, and when its reader stops', async () => {
    let running = 0;
    const slow: Work = async () => {
      running += 1;
      await setTimeout(20);
      running -= 1;
      return 0;
    };
    const work = inOrder(given(failing(1, 'first'), slow, slow), 3);
    await assert.rejects(allPieces(work), { message: 'first' });
    assert.equal(running, 0);
    for await (const result of inOrder(given(after(1, 1), slow, slow), 3)) {
      assert.deepEqual([result, running], [1, 2]);
      break;
    }
    assert.equal(running, 0);
  });

  it('leaves no failure unobserved when the source of work fails', async () => {
    async function* source(): AsyncGenerator<Work> {
      yield failing(5, 'late');
      await setTimeout(1);
      throw new Error('no more work');
    }
    const found = await unobserved(() =>
      assert.rejects(allPieces(inOrder(source(), 4)), { message: 'no more work' }),
    );
    assert.deepEqual(found, []);
  });
});
