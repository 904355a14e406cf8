// Stretches: entries of an archive that are compressed apart from the others, so that they may be kept.

import { entrySize, type TimedEntry } from '../terms/archive-entry.js';
import { sha256OfTexts } from './digest.js';

/** Consecutive entries of an archive. */
export interface Stretch {
  readonly entries: readonly TimedEntry[];
  /** Bytes of its files. */
  readonly size: number;
  /** Whether it is of installed distributions: these change seldom, the app with every commit. */
  readonly isInstalled: boolean;
}

/** A distribution's own directory, or another thing directly in site-packages. */
const PLACE = /^(?:.*\/)?site-packages\/[^/]+/;

/** The path of the distribution's directory that a file is in; `undefined` for what is not installed. */
export function placeOf(path: string): string | undefined {
  return PLACE.exec(path)?.[0];
}

/**
 * Smaller neighbours are taken together, in bytes: each stretch costs some hundred bytes, since it is
 * compressed without what was before it.
 */
const LEAST = 1024 * 1024;

/**
 * Cuts the entries of an archive between distributions. A change of one leaves the stretches of all others as
 * they are, but for small neighbours.
 * @param entries in the order of the archive
 */
export function cutStretches(entries: readonly TimedEntry[]): Stretch[] {
  const stretches: Stretch[] = [];
  for (const place of byPlace(entries)) {
    const last = stretches.at(-1);
    const joins =
      last?.isInstalled === place.isInstalled && last.size < LEAST && place.size < LEAST;
    if (last && joins) stretches[stretches.length - 1] = joined(last, place);
    else stretches.push(place);
  }
  return stretches;
}

function joined(one: Stretch, other: Stretch): Stretch {
  return {
    entries: [...one.entries, ...other.entries],
    size: one.size + other.size,
    isInstalled: one.isInstalled,
  };
}

/** What makes a folder a venv (PEP 405). */
const MARK = 'pyvenv.cfg';

/** Where data of distributions lies beside site-packages; an app's own `share` is no such folder. */
function dataFolders(entries: readonly TimedEntry[]): string[] {
  const marks = entries.filter(({ path }) => path === MARK || path.endsWith(`/${MARK}`));
  return marks.map(({ path }) => `${path.slice(0, -MARK.length)}share/`);
}

/** The path of the data of a distribution that a file is in, or `undefined`. */
function dataOf(path: string, folders: readonly string[]): string | undefined {
  const folder = folders.find((one) => path.startsWith(one));
  if (folder === undefined) return undefined;
  const end = path.indexOf('/', folder.length);
  return end < 0 ? path : path.slice(0, end);
}

function byPlace(entries: readonly TimedEntry[]): Stretch[] {
  const folders = dataFolders(entries);
  const places: { name: string; entries: TimedEntry[]; size: number; isInstalled: boolean }[] = [];
  for (const entry of entries) {
    const found = placeOf(entry.path) ?? dataOf(entry.path, folders);
    const name = found ?? '';
    let place = places.at(-1);
    if (place?.name !== name) {
      place = { name, entries: [], size: 0, isInstalled: found !== undefined };
      places.push(place);
    }
    place.entries.push(entry);
    place.size += entrySize(entry);
  }
  return places;
}

/**
 * Names what decides the bytes of a stretch: how it is packed, and what is in it.
 * @param packer how it is packed, in all that may change
 * @param withTimes whether times are among the bytes
 * @returns hex sha256
 */
export function nameStretch(packer: string, { entries }: Stretch, withTimes: boolean): string {
  return sha256OfTexts(identities(packer, entries, withTimes));
}

function* identities(
  packer: string,
  entries: readonly TimedEntry[],
  withTimes: boolean,
): Generator<string> {
  yield packer;
  for (const entry of entries) yield `\n${identityOf(entry, withTimes)}`;
}

/** All that decides what an archive has of an entry, its time only where that is wanted. */
export function identityOf(entry: TimedEntry, withTimes: boolean): string {
  const content = entry.kind === 'link' ? entry.target : entry.kind === 'file' ? entry.digest : '';
  const mode = entry.kind === 'file' && entry.executable ? 'x' : '-';
  return `${entry.path}\0${entry.kind}\0${mode}\0${withTimes ? entry.mtime : ''}\0${content}`;
}
