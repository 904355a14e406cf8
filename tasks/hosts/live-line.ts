// The live line of a terminal: progress that is drawn over itself, and gone before anything else is written.

import type { RunProgress } from '../core/host.js';
import { progressWords } from '../core/report/progress.js';
import { shareOf, type Progress } from '../core/terms/progress.js';
import { Pace, type Clock } from './pace.js';

/** A terminal. */
export interface Screen {
  /** Zero where the terminal does not know. */
  readonly columns?: number;
  write(text: string): unknown;
}

/** Milliseconds between two drawings, and before the first one: what is done sooner would only flicker. */
const BETWEEN_DRAWINGS = 100;

/** Where the terminal does not say how wide it is. */
const USUAL_COLUMNS = 80;

const BAR = 20;

/** Erases from the cursor to the end of the line (ECMA-48, EL). */
const ERASE = '\u001b[K';

export class LiveLine {
  private readonly screen: Screen;
  private readonly paint: (line: string) => string;
  private readonly pace: Pace;
  private isDrawn = false;

  constructor(screen: Screen, paint: (line: string) => string, clock?: Clock) {
    this.screen = screen;
    this.paint = paint;
    this.pace = new Pace(BETWEEN_DRAWINGS, clock);
  }

  take({ doing, progress }: RunProgress): void {
    if (!progress) {
      this.clear();
      this.pace.begin();
    } else if (this.pace.isDue()) {
      this.draw(liveText(doing, progress));
    }
  }

  /** Leaves an empty line with the cursor at its beginning. */
  clear(): void {
    if (!this.isDrawn) return;
    this.isDrawn = false;
    this.screen.write(`\r${ERASE}`);
  }

  /**
   * The cursor goes back to the beginning: the `^C` that a terminal writes by itself would else wrap at the end,
   * and the line above it could not be erased any more. The last column stays free for the same reason.
   */
  private draw(text: string): void {
    const columns = this.screen.columns || USUAL_COLUMNS;
    this.screen.write(`\r${this.paint(text.slice(0, columns - 1))}${ERASE}\r`);
    this.isDrawn = true;
  }
}

/** `[#######.............]  36 %  Packing: 120 of 334 MB, 8,000 of 20,000 files` */
function liveText(doing: string, progress: Progress): string {
  const share = shareOf(progress);
  const bar = '#'.repeat(Math.floor(share * BAR)).padEnd(BAR, '.');
  const percent = String(Math.floor(share * 100)).padStart(3);
  return `[${bar}] ${percent} %  ${progressWords(doing, progress)}`;
}
