// Progress as plain lines, for logs that are kept: one every two seconds at most, none for what is done sooner.

import type { RunProgress } from '../core/host.js';
import { progressWords } from '../core/report/progress.js';
import { Pace, type Clock } from './pace.js';

/** Milliseconds between two lines. */
const BETWEEN_LINES = 2000;

/** Where the lines go. */
export interface ProgressTaker {
  /** A stage begins, or the run has ended. */
  begin(percent: number, title: string): void;
  /** `percent` of the whole run, and a line for a person. */
  line(percent: number, words: string): void;
}

/** Takes progress as it comes, and hands on as little of it as a log should have. */
export function progressLines(taker: ProgressTaker, clock?: Clock): (told: RunProgress) => void {
  const pace = new Pace(BETWEEN_LINES, clock);
  return ({ percent, doing, progress }) => {
    if (!progress) {
      pace.begin();
      taker.begin(percent, doing);
    } else if (pace.isDue()) {
      taker.line(percent, progressWords(doing, progress));
    }
  };
}
