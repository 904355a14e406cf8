// A pace: not more often than once in an interval, and not before the first one is over.

/** Milliseconds of a clock that never goes back; from where it counts is of no interest. */
export type Clock = () => number;

const now: Clock = () => performance.now();

/** Lets something pass once in an interval. */
export class Pace {
  private readonly interval: number;
  private readonly clock: Clock;
  private last: number;

  /** @param interval in milliseconds; the first one begins now */
  constructor(interval: number, clock: Clock = now) {
    this.interval = interval;
    this.clock = clock;
    this.last = clock();
  }

  /** The first interval begins again, as for something new. */
  begin(): void {
    this.last = this.clock();
  }

  /** Whether it is time again; if so, the next interval begins. */
  isDue(): boolean {
    const time = this.clock();
    if (time - this.last < this.interval) return false;
    this.last = time;
    return true;
  }
}
