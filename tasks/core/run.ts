// One run: its stages with their times, and what they told.

import type { Host, Telling } from './host.js';

/** The stages in their order, and at which percent of the whole each begins. */
const BEGINS = {
  site: 0,
  gather: 1,
  resolve: 1,
  install: 5,
  framework: 60,
  app: 63,
  relocate: 66,
  bytecode: 72,
  check: 79,
  pack: 82,
  archive: 90,
  rehearse: 91,
} as const;

export type StageName = keyof typeof BEGINS;

export interface StageTime {
  readonly name: StageName;
  readonly seconds: number;
}

export class Run implements Telling {
  readonly warnings: string[] = [];
  readonly notes: string[] = [];
  readonly times: StageTime[] = [];
  private readonly host: Host;

  constructor(host: Host) {
    this.host = host;
  }

  /** Runs one stage inside a group of the log. */
  async stage<Result>(
    name: StageName,
    title: string,
    work: () => Promise<Result>,
  ): Promise<Result> {
    this.host.signal.throwIfAborted();
    this.host.log.progress(BEGINS[name], title);
    this.host.log.group(title);
    const start = performance.now();
    try {
      return await work();
    } finally {
      this.times.push({ name, seconds: Math.round(performance.now() - start) / 1000 });
      this.host.log.endGroup();
    }
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
