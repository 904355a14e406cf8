// The name of a wheel's file (PEP 427) and its tags (PEP 425, 600): for which Pythons and platforms it is.

import { normalisedName } from './distribution-name.js';
import { minorNumber } from './python-minor.js';
import { readVersion, type Version } from './version.js';

export interface WheelName {
  /** Normalised (PEP 503). */
  readonly distribution: string;
  readonly version: Version;
  /** A number with what follows it, such as `1` or `2_local`: of two wheels alike, the higher one is newer. */
  readonly build: string | undefined;
  /** Each tag that the name stands for, such as `cp311-cp311-manylinux_2_17_x86_64`. */
  readonly tags: readonly string[];
}

/** A name may stand for a product of three lists; real ones stand for a dozen tags. */
const MOST_TAGS = 1000;

/** Reads the name of a wheel's file, without any folder; undefined if it is none. */
export function readWheelName(file: string): WheelName | undefined {
  if (!file.endsWith('.whl')) return undefined;
  const parts = file.slice(0, -'.whl'.length).split('-');
  if (parts.length !== 5 && parts.length !== 6) return undefined;
  const [name = '', versionText = ''] = parts;
  const build = parts.length === 6 ? parts[2] : undefined;
  const version = readVersion(versionText);
  const tags = expandedTags(parts.slice(-3));
  if (!isName(name) || !version || !tags) return undefined;
  if (build !== undefined && !/^\d/.test(build)) return undefined;
  return { distribution: normalisedName(name), version, build, tags };
}

/** Dashes of the name are underscores here; two of them together are not allowed (PEP 427). */
function isName(text: string): boolean {
  return /^[\p{L}\p{N}_.]+$/u.test(text) && !text.includes('__');
}

/** `py2.py3-none-any` is `py2-none-any` and `py3-none-any`. */
function expandedTags(parts: readonly string[]): readonly string[] | undefined {
  const [pythons = [], abis = [], platforms = []] = parts.map((part) =>
    part.toLowerCase().split('.'),
  );
  if (pythons.length * abis.length * platforms.length > MOST_TAGS) return undefined;
  if ([...pythons, ...abis, ...platforms].includes('') || !pythons.every(isIdentifier)) {
    return undefined;
  }
  const tags = pythons.flatMap((python) =>
    abis.flatMap((abi) => platforms.map((platform) => `${python}-${abi}-${platform}`)),
  );
  return [...new Set(tags)];
}

function isIdentifier(text: string): boolean {
  return /^[\p{XID_Start}_]\p{XID_Continue}*$/u.test(text);
}

/** Second names of some C libraries, from before PEP 600 numbered them all (PEP 513, 571, 599). */
const LEGACY_PLATFORMS: Readonly<Record<number, readonly string[]>> = {
  17: ['manylinux2014_x86_64'],
  12: ['manylinux2010_x86_64'],
  5: ['manylinux1_x86_64'],
};

/** The oldest C library that a wheel for x86_64 may ask for is 2.5. */
const OLDEST_GLIBC_MINOR = 5;

/** The stable ABI begins with Python 3.2 (PEP 384). */
const OLDEST_ABI3_MINOR = 2;

/**
 * The tags of wheels that run on App Service, the best first: for this CPython, for the stable ABI of
 * it and those before, for any Python of this platform, for any at all. `linux_x86_64` is not among
 * them, since such a wheel says nothing about the C library that it needs.
 * @param minor such as `3.11`
 * @param glibc such as `2.31`
 */
export function targetTags(minor: string, glibc: string): readonly string[] {
  const number = minorNumber(minor);
  const platforms = manylinuxPlatforms(Number(glibc.split('.')[1]));
  const on = (tag: string): string[] => platforms.map((platform) => `${tag}-${platform}`);
  const older = descending(number - 1, OLDEST_ABI3_MINOR);
  const pure = [`py3${number}`, 'py3', ...descending(number - 1, 0).map((old) => `py3${old}`)];
  return [
    ...[`cp3${number}`, 'abi3', 'none'].flatMap((abi) => on(`cp3${number}-${abi}`)),
    ...older.flatMap((old) => on(`cp3${old}-abi3`)),
    ...pure.flatMap((python) => on(`${python}-none`)),
    ...[`cp3${number}`, ...pure].map((python) => `${python}-none-any`),
  ];
}

function manylinuxPlatforms(glibcMinor: number): string[] {
  return descending(glibcMinor, OLDEST_GLIBC_MINOR).flatMap((minor) =>
    [`manylinux_2_${minor}_x86_64`].concat(LEGACY_PLATFORMS[minor] ?? []),
  );
}

/** The whole numbers from `first` down to `last`; none if `first` is no number. */
function descending(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, first - last + 1) || 0 }, (_, index) => first - index);
}

/** Whether a wheel runs where wheels with these tags do. */
export function fitsTarget(wheel: WheelName, tags: ReadonlySet<string>): boolean {
  return wheel.tags.some((tag) => tags.has(tag));
}

/** Whether an address is that of a wheel, with a query or a fragment behind it or without. */
export function isWheelAddress(url: string): boolean {
  return /^[^?#]*\.whl(?:[?#]|$)/.test(url);
}
