// Reads the small ranges that a file's headers lead to, a window at a time, and never more of it than it may.

import type { RangedFile } from '../../archives/read-content.js';

/** What makes a header unreadable; never leaves the reader of headers. */
export class Malformed extends Error {}

/** Bytes that are read at once. Any range that is asked for fits, from the page that it begins in. */
const WINDOW = 16 * 1024;
const PAGE = 4096;

/** Headers, dynamic section, names and versions lie in places of their own, and are read in turn. */
const MOST_WINDOWS = 4;

/**
 * Real files need a few dozen windows; these are 8 MB. Headers that lead to and fro in a large file would
 * cost more than reading all of it.
 */
const MOST_READS = 512;

/** Ranges of a file, each checked against its end. */
export class RangeReader {
  readonly #file: RangedFile;
  #reads = 0;
  #windows: readonly { readonly start: number; readonly bytes: Buffer }[] = [];

  constructor(file: RangedFile) {
    this.#file = file;
  }

  /** Bytes of the file. */
  get size(): number {
    return this.#file.size;
  }

  /**
   * Some bytes from an offset on, of one page at most.
   * @throws Malformed when they are not all in the file, or too much of it was read; whatever the file throws
   */
  range(offset: number, length: number): Buffer {
    if (offset < 0 || offset + length > this.size) {
      throw new Malformed('A header points outside of the file.');
    }
    const known = this.#windows.find(
      ({ start, bytes }) => start <= offset && offset + length <= start + bytes.length,
    );
    const { start, bytes } = known ?? this.#readWindow(offset);
    return bytes.subarray(offset - start, offset - start + length);
  }

  /** From the start of the page on, since names are looked up in any order. */
  #readWindow(offset: number): { start: number; bytes: Buffer } {
    this.#reads += 1;
    if (this.#reads > MOST_READS) throw new Malformed('Its headers are all over the file.');
    const start = offset - (offset % PAGE);
    const bytes = this.#file.read(start, Math.min(WINDOW, this.size - start));
    const window = { start, bytes };
    this.#windows = [window, ...this.#windows.slice(0, MOST_WINDOWS - 1)];
    return window;
  }
}
