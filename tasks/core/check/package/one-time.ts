// Times of a zip's files that do not change when the files do.

import type { ZipFact } from '../evidence.js';

/** Fewer files may share a time by chance. */
const FEWEST = 20;

/** So many files are not written within two seconds. */
const MANY = 500;

/** Different times that a tool without a clock still gives: of files and of what it makes itself. */
const FEW = 2;

const DAY = 24 * 60 * 60;

/** 1980-01-01 is where DOS times begin: what tools write that know no time. */
const FIRST_DAY = Date.UTC(1980, 0, 1) / 1000;

export interface OneTime {
  readonly files: number;
  /** `YYYY-MM-DD hh:mm:ss` as written in the zip. */
  readonly time: string;
  /** Nobody wrote the files just then, so that the next package has the same time. */
  readonly fixed: boolean;
}

/** The time that all files share, where there are enough of them. */
export function findOneTime(files: readonly ZipFact[]): OneTime | undefined {
  const [first] = files;
  if (!first || files.length < FEWEST) return undefined;
  const isFirstDay = ({ mtime }: ZipFact): boolean => mtime < FIRST_DAY + DAY;
  const shared = files.every(({ mtime }) => mtime === first.mtime);
  // Times that a packer made of the content differ, on that day too.
  const unknown = files.every(isFirstDay) && new Set(files.map(({ mtime }) => mtime)).size <= FEW;
  if (!shared && !unknown) return undefined;
  const time = new Date(first.mtime * 1000).toISOString().slice(0, 19).replace('T', ' ');
  const fixed = unknown || first.mtime % DAY === 0 || files.length >= MANY;
  return { files: files.length, time, fixed };
}
