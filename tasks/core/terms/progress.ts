// Progress: how much of its work a stage has done, in bytes and files that were really read or written.

/** What is done, counted from nothing. */
export interface Done {
  readonly bytes: number;
  readonly files: number;
}

/** All there is to do, as much of it as is known beforehand. */
export interface Whole {
  readonly bytes?: number;
  readonly files?: number;
}

/** How far a stage is. */
export interface Progress {
  readonly done: Done;
  readonly of: Whole;
}

/** Takes word of a stage's progress, as often as there is any: whoever shows it chooses how often. */
export type Advance = (progress: Progress) => void;

/** The share of the work that is done, from 0 to 1: by bytes where their number is known, else by files. */
export function shareOf({ done, of }: Progress): number {
  if (of.bytes !== undefined && of.bytes > 0) return Math.min(1, done.bytes / of.bytes);
  if (of.files !== undefined && of.files > 0) return Math.min(1, done.files / of.files);
  return 0;
}

/** Adds up what is done, and tells it each time. */
export class ProgressCount {
  private bytes = 0;
  private files = 0;
  private readonly of: Whole;
  private readonly advance: Advance | undefined;

  /** @param advance nobody listens when it is not given */
  constructor(of: Whole, advance: Advance | undefined) {
    this.of = of;
    this.advance = advance;
  }

  /** Some more bytes, and files that are now done. */
  add(bytes: number, files: number): void {
    this.bytes += bytes;
    this.files += files;
    this.advance?.({ done: { bytes: this.bytes, files: this.files }, of: this.of });
  }
}
