// Versions of distributions (PEP 440): read in every spelling, put in order, written in the normal one.

import { textReader } from './text-reader.js';

/** A version. Numbers are whole and of any size: some are dates with a time. */
export interface Version {
  readonly epoch: bigint;
  /** At least one number; zeros at the end are kept for writing and mean nothing in comparisons. */
  readonly release: readonly bigint[];
  readonly pre: { readonly letter: 'a' | 'b' | 'rc'; readonly number: bigint } | undefined;
  readonly post: bigint | undefined;
  readonly dev: bigint | undefined;
  /** What is behind the `+`; none if there is no local version. */
  readonly local: readonly (bigint | string)[];
}

/** Python reads no number of more digits than this; no real version comes near. */
const LONGEST = 4300;

const RELEASE = /v?(?:(\d+)!)?(\d+(?:\.\d+)*)/iy;
const PRE = /[._-]?(alpha|a|beta|b|preview|pre|c|rc)[._-]?(\d*)/iy;
const POST = /-(\d+)|[._-]?(?:post|rev|r)[._-]?(\d*)/iy;
const DEV = /[._-]?dev[._-]?(\d*)/iy;
const LOCAL = /\+([a-z\d]+(?:[._-][a-z\d]+)*)/iy;

const LETTERS: Readonly<Record<string, 'a' | 'b' | 'rc'>> = {
  a: 'a',
  alpha: 'a',
  b: 'b',
  beta: 'b',
  c: 'rc',
  rc: 'rc',
  pre: 'rc',
  preview: 'rc',
};

/** Where the kinds of one release stand among each other: `1.0.dev1` is before `1.0a1`, `1.0` behind `1.0rc1`. */
const PHASES = { dev: 0, a: 1, b: 2, rc: 3, final: 4 } as const;

/** Reads a version in any spelling that PEP 440 allows, with spaces around it; undefined if it is none. */
export function readVersion(text: string): Version | undefined {
  if (text.length > LONGEST) return undefined;
  const reader = textReader(text.trim());
  const start = reader.take(RELEASE);
  if (!start) return undefined;
  const version: Version = {
    epoch: number(start[1]),
    release: (start[2] ?? '').split('.').map(number),
    pre: preOf(reader.take(PRE)),
    post: numberOf(reader.take(POST)),
    dev: numberOf(reader.take(DEV)),
    local: localOf(reader.take(LOCAL)),
  };
  return reader.rest() === '' ? version : undefined;
}

/** `1.0a` is `1.0a0`: a number that is not written is zero. */
function number(digits: string | undefined): bigint {
  return BigInt(digits ?? 0);
}

function numberOf(found: RegExpExecArray | undefined): bigint | undefined {
  return found ? number(found[1] ?? found[2]) : undefined;
}

function preOf(found: RegExpExecArray | undefined): Version['pre'] {
  const letter = LETTERS[found?.[1]?.toLowerCase() ?? ''];
  return letter === undefined ? undefined : { letter, number: number(found?.[2]) };
}

function localOf(found: RegExpExecArray | undefined): Version['local'] {
  if (found?.[1] === undefined) return [];
  return found[1]
    .toLowerCase()
    .split(/[._-]/)
    .map((part) => (/^\d+$/.test(part) ? BigInt(part) : part));
}

/** Below zero if `a` is the older one, above zero if it is the newer one; `1.0` and `1.0.0` are the same. */
export function compareVersions(a: Version, b: Version): number {
  return (
    compare(a.epoch, b.epoch) ||
    compareReleases(a.release, b.release) ||
    compareLists(place(a), place(b)) ||
    compareLocals(a.local, b.local)
  );
}

function compare<T extends bigint | number | string>(a: T, b: T): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function compareReleases(a: readonly bigint[], b: readonly bigint[]): number {
  const length = Math.max(a.length, b.length);
  return compareLists(padded(a, length), padded(b, length));
}

function padded(release: readonly bigint[], length: number): readonly bigint[] {
  return Array.from({ length }, (_, index) => release[index] ?? 0n);
}

/** Compares item by item; both are of one length. */
function compareLists(a: readonly (bigint | number)[], b: readonly (bigint | number)[]): number {
  for (const [index, item] of a.entries()) {
    const order = compare(item, b[index] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}

/** Where a version stands among those of its release: no post-release is before all, no dev release behind all. */
function place({ pre, post, dev }: Version): (bigint | number)[] {
  const kind = pre?.letter ?? (post === undefined && dev !== undefined ? 'dev' : 'final');
  return [PHASES[kind], pre?.number ?? 0, post ?? -1, dev ?? Number.POSITIVE_INFINITY];
}

/** None is before all, a word before a number, a shorter one before what it begins. */
function compareLocals(a: Version['local'], b: Version['local']): number {
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const [left, right] = [a[index], b[index]];
    const order = compare(rankOfLocal(left), rankOfLocal(right));
    if (order !== 0) return order;
    if (left === undefined || right === undefined) continue;
    const inner = compare(left, right);
    if (inner !== 0) return inner;
  }
  return 0;
}

function rankOfLocal(part: bigint | string | undefined): number {
  if (part === undefined) return 0;
  return typeof part === 'string' ? 1 : 2;
}

/** Whether it is an alpha, a beta, a candidate or a dev release. */
export function isPrerelease(version: Version): boolean {
  return version.pre !== undefined || version.dev !== undefined;
}

/** The version in its normal spelling, such as `1!1.0rc1.post2.dev3+ubuntu.1`; zeros at the end stay. */
export function writeVersion({ epoch, release, pre, post, dev, local }: Version): string {
  return [
    epoch === 0n ? '' : `${epoch}!`,
    release.join('.'),
    pre ? `${pre.letter}${pre.number}` : '',
    post === undefined ? '' : `.post${post}`,
    dev === undefined ? '' : `.dev${dev}`,
    local.length === 0 ? '' : `+${local.join('.')}`,
  ].join('');
}
