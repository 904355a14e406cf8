// One run: its stages with their times, and what they told.

import type { Host, Telling } from './host.js';
import { shareOf, type Advance, type Progress } from './terms/progress.js';

/** A stage's share of the whole run. */
interface Share {
  /** At which percent it begins. */
  readonly from: number;
  /** At which percent all that it counts is done, where it counts anything. */
  readonly to?: number;
  /** What it does while it counts. */
  readonly doing?: string;
}

/** The stages in their order. */
const STAGES = {
  site: { from: 0 },
  // Nothing is built where something is gathered.
  gather: { from: 1, to: 79, doing: 'Gathering' },
  resolve: { from: 1 },
  install: { from: 5 },
  framework: { from: 60 },
  app: { from: 63 },
  relocate: { from: 66, to: 72, doing: 'Reading the venv' },
  bytecode: { from: 72, to: 79, doing: 'Compiling' },
  check: { from: 79 },
  pack: { from: 82, to: 90, doing: 'Packing' },
  archive: { from: 90 },
  // Deployed, then started; how long a start takes nobody knows.
  rehearse: { from: 91, to: 95, doing: 'Deploying' },
} as const satisfies Readonly<Record<string, Share>>;

export type StageName = keyof typeof STAGES;

export interface StageTime {
  readonly name: StageName;
  readonly seconds: number;
}

export class Run implements Telling {
  readonly warnings: string[] = [];
  readonly notes: string[] = [];
  readonly times: StageTime[] = [];
  private readonly host: Host;
  /** The highest so far: a stage may be run once more. */
  private percent = 0;

  constructor(host: Host) {
    this.host = host;
  }

  /** Runs one stage inside a group of the log. What it does may tell how far it is. */
  async stage<Result>(
    name: StageName,
    title: string,
    work: (advance: Advance) => Promise<Result>,
  ): Promise<Result> {
    this.host.signal.throwIfAborted();
    const share: Share = STAGES[name];
    this.host.log.progress({ percent: this.atLeast(share.from), doing: title });
    this.host.log.group(title);
    const start = performance.now();
    let isOver = false;
    try {
      return await work((progress) => {
        if (!isOver) this.advance(share, title, progress);
      });
    } finally {
      isOver = true;
      this.times.push({ name, seconds: Math.round(performance.now() - start) / 1000 });
      this.host.log.endGroup();
    }
  }

  private advance({ from, to = from, doing }: Share, title: string, progress: Progress): void {
    const percent = this.atLeast(Math.floor(from + (to - from) * shareOf(progress)));
    this.host.log.progress({ percent, doing: doing ?? title, progress });
  }

  private atLeast(percent: number): number {
    this.percent = Math.max(this.percent, percent);
    return this.percent;
  }

  warn(text: string): void {
    this.warnings.push(text);
    this.host.log.warning(text);
  }

  note(text: string): void {
    this.notes.push(text);
    this.host.log.info(`Note: ${text}`);
  }
}
