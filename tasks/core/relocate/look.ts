// A look at one file of an installed venv: what has to be known of each before anything is planned.

import { closeSync, fstatSync, openSync } from 'node:fs';
import { FileScanner } from '../archives/scan-file.js';
import { FileStates } from './file-states.js';

/** What is known of a file that was looked at. */
export interface Look {
  /** In bytes. */
  readonly size: number;
  /** Whether somebody may run it. */
  readonly isProgram: boolean;
  /** Hex sha256. */
  readonly digest: string;
  /** Whether the beginning of a build path is in it. */
  readonly begins: boolean;
}

/** Files to be looked at; threads are given the same. */
export interface Looking {
  /** Absolute paths. */
  readonly files: readonly string[];
  /** What is searched for: one of them begins each build path. */
  readonly beginnings: readonly Uint8Array[];
  /** By the files' places: digest of a content that has none of them. */
  readonly plain: readonly (string | undefined)[];
  /** Where it is told what the files are like; see `FileStates`. */
  readonly states: Float64Array;
}

/** Looks at one file after another. */
export class Looker {
  /** Has read the file that was looked at last. */
  readonly scanner: FileScanner;
  private readonly looking: Looking;
  private readonly states: FileStates;

  constructor(looking: Looking) {
    // A message to a thread brings bytes, but no Buffer.
    const beginnings = looking.beginnings.map((bytes) => Buffer.from(bytes));
    this.scanner = new FileScanner((bytes) => beginnings.some((begin) => bytes.includes(begin)));
    this.looking = looking;
    this.states = new FileStates(looking.states);
  }

  /**
   * Opens a file and reads it through. Synchronous: see `openContent`.
   * @param at its place
   * @param use takes the look while the file is open
   * @throws Stopped `file-changed`
   */
  lookAt<Result>(at: number, use: (look: Look, file: number) => Result): Result {
    const path = this.looking.files[at] ?? '';
    const file = openSync(path, 'r');
    try {
      const stats = fstatSync(file);
      // Before it is read: what is written meanwhile is another state.
      this.states.tell(at, stats);
      const { size, mode } = stats;
      const { digest, found } = this.scanner.scan(file, path, size, this.looking.plain[at]);
      return use({ size, isProgram: (mode & 0o111) !== 0, digest, begins: found }, file);
    } finally {
      closeSync(file);
    }
  }
}
