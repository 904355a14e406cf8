// What was seen in the files of a venv, as it is kept: in columns, which are sooner read than thousands of objects.

import type { Look } from './look.js';

/** What is known of a file that was read. */
export interface Seen extends Look {
  /** What the onlooker noted. */
  readonly note?: unknown;
}

export interface LooksNote {
  /** Paths relative to the venv, with a NUL between two. */
  readonly files: string;
  /** One behind the other. */
  readonly digests: string;
  readonly sizes: readonly number[];
  /** Places of the files that somebody may run. */
  readonly programs: readonly number[];
  /** Places of those in which a build path may be. */
  readonly begin: readonly number[];
  readonly notes: readonly (readonly [at: number, note: unknown])[];
}

/** Hex digits of a sha256. */
const DIGEST = 64;

/** @param seen one a file */
export function noteOf(files: readonly string[], seen: readonly Seen[]): LooksNote {
  const placesOf = (isMeant: (one: Seen) => boolean): number[] =>
    [...seen.entries()].filter(([, one]) => isMeant(one)).map(([at]) => at);
  return {
    files: files.join('\0'),
    digests: seen.map(({ digest }) => digest).join(''),
    sizes: seen.map(({ size }) => size),
    programs: placesOf(({ isProgram }) => isProgram),
    begin: placesOf(({ begins }) => begins),
    notes: [...seen.entries()].flatMap(([at, { note }]) =>
      note === undefined ? [] : [[at, note]],
    ),
  };
}

/** One a file. */
export function seenIn({ digests, sizes, programs, begin, notes }: LooksNote): Seen[] {
  const runs = new Set(programs);
  const begins = new Set(begin);
  const noted = new Map(notes);
  return sizes.map((size, at) => ({
    size,
    isProgram: runs.has(at),
    digest: digests.slice(at * DIGEST, (at + 1) * DIGEST),
    begins: begins.has(at),
    note: noted.get(at),
  }));
}
