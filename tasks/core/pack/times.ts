// The time of an entry: from a base that moves forward with the app, and from the entry's own content.
//
// Kudu skips a file whose time and size are unchanged, so a constant time would lose changes; web servers
// compare times, so a time may not run far backwards (design, decision 4).

/** DOS times have steps of two seconds. */
const STEP = 2;

/** Offsets reach back about 34 minutes: far enough to tell contents apart, near enough to stay in order. */
const STEPS = 1024;

/** DOS times begin in 1980; an earlier base would give every entry that one time. */
const EARLIEST_BASE = Date.UTC(1980, 0, 1) / 1000 + STEPS * STEP;

/** Where times begin when no base is known: 2020-01-01, UTC. */
const WITHOUT_BASE = Date.UTC(2020, 0, 1) / 1000;

/** Without a base nothing orders two versions anyway; four years of steps make equal times unlikely. */
const STEPS_WITHOUT_BASE = 2 ** 26;

/**
 * The modification time of an entry.
 * @param digest hex sha256 of its content
 * @param base whole seconds since 1970, or `undefined` when only the content is known
 * @returns whole, even seconds since 1970, never later than the base (or than 1980 allows)
 */
export function entryTime(digest: string, base: number | undefined): number {
  const number = Number.parseInt(digest.slice(0, 12), 16);
  if (base === undefined) return WITHOUT_BASE + (number % STEPS_WITHOUT_BASE) * STEP;
  const start = Math.max(base, EARLIEST_BASE);
  return Math.floor(start / STEP) * STEP - (number % STEPS) * STEP;
}
