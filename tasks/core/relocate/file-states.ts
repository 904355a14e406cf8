// All that tells whether a file was touched, of each of many: numbers that threads write into the same memory.

import type { Stats } from 'node:fs';
import { sha256 } from '../archives/digest.js';

/** Numbers that are told of a file. */
const TOLD = 5;

/** Of those, the time of its last change. */
const CHANGED = 4;

export class FileStates {
  /** As numbers: thousands of fractions take longer to be written as text than all that is digested. */
  readonly numbers: Float64Array;

  /** @param numbers those of another thread */
  constructor(numbers: Float64Array) {
    this.numbers = numbers;
  }

  /** For so many files; threads may share it. */
  static of(files: number): FileStates {
    const bytes = files * TOLD * Float64Array.BYTES_PER_ELEMENT;
    return new FileStates(new Float64Array(new SharedArrayBuffer(bytes)));
  }

  /**
   * Tells what a file is like: number (inode), size, mode and both times. The time of the last change (ctime) is none
   * that a program can set, so what was written since is seen, whatever its other times say.
   * @param at the file's place; what is beyond the last is not kept
   */
  tell(at: number, { ino, size, mode, mtimeMs, ctimeMs }: Stats): void {
    if (at * TOLD < this.numbers.length)
      this.numbers.set([ino, size, mode, mtimeMs, ctimeMs], at * TOLD);
  }

  /** When one was changed last, in milliseconds since 1970. */
  get newest(): number {
    let newest = 0;
    for (let at = CHANGED; at < this.numbers.length; at += TOLD) {
      newest = Math.max(newest, this.numbers[at] ?? 0);
    }
    return newest;
  }

  /** Hex sha256. */
  get digest(): string {
    const { buffer, byteOffset, byteLength } = this.numbers;
    return sha256(Buffer.from(buffer, byteOffset, byteLength));
  }
}
