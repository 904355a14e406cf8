// How threads share files among them: each takes the next few, until there are none.

import type { BuildPath } from './build-paths.js';
import type { Look } from './look.js';

/** What a thread is given. */
export interface Task {
  /** Absolute paths. */
  readonly files: readonly string[];
  /** What is searched for. */
  readonly paths: readonly BuildPath[];
  /** How many shares are taken; common to all threads. */
  readonly taken: Int32Array;
}

/** What a thread answers of each share. */
export interface LookedAt {
  readonly share: number;
  /** One a file, in their order. */
  readonly looks: readonly Look[];
}

/** Consecutive files. */
export interface Share {
  readonly share: number;
  readonly from: number;
  readonly to: number;
}

/** Files of a share: some milliseconds of work. */
const FILES = 64;

/** Takes shares for one thread, as long as others leave any. */
export function* takeShares(files: number, taken: Int32Array): Generator<Share> {
  for (;;) {
    const share = Atomics.add(taken, 0, 1);
    if (share * FILES >= files) return;
    yield shareOf(share, files);
  }
}

/** All shares, whoever took them. */
export function* allShares(files: number): Generator<Share> {
  for (let share = 0; share * FILES < files; share += 1) yield shareOf(share, files);
}

function shareOf(share: number, files: number): Share {
  return { share, from: share * FILES, to: Math.min(files, (share + 1) * FILES) };
}
