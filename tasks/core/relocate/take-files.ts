// How threads share files among them: each takes the next one, until there are none.

import type { Look, Looking } from './look.js';

/** What a thread is given. */
export interface Task {
  readonly looking: Looking;
  /** Places of the files that are shared. */
  readonly places: readonly number[];
  /** How many are taken; common to all threads. */
  readonly taken: Int32Array;
}

/** A file that was looked at. */
export interface LookedAt {
  /** Its place among the files. */
  readonly at: number;
  readonly look: Look;
}

/** Takes files for one thread, as long as others leave any: their places. */
export function* takeFiles({ places, taken }: Task): Generator<number> {
  for (;;) {
    const at = places[Atomics.add(taken, 0, 1)];
    if (at === undefined) return;
    yield at;
  }
}
