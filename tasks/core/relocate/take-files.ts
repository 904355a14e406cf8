// How threads share files among them: each takes the next one, until there are none.

import type { BuildPath } from './build-paths.js';
import type { Look } from './look.js';

/** What a thread is given. */
export interface Task {
  /** Absolute paths. */
  readonly files: readonly string[];
  /** What is searched for. */
  readonly paths: readonly BuildPath[];
  /** How many files are taken; common to all threads. */
  readonly taken: Int32Array;
}

/** A file that was looked at. */
export interface LookedAt {
  /** Its place among the files. */
  readonly at: number;
  readonly look: Look;
}

/** Takes files for one thread, as long as others leave any: their places. */
export function* takeFiles({ files, taken }: Task): Generator<number> {
  for (let at = Atomics.add(taken, 0, 1); at < files.length; at = Atomics.add(taken, 0, 1)) {
    yield at;
  }
}
