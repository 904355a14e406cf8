// Specifiers of versions (PEP 440): `>=1.4,<2`, `~=1.4.2`, `==1.*`.

import {
  compareVersions,
  isPrerelease,
  readVersion,
  writeVersion,
  type Version,
} from './version.js';

/** The longer ones first, so that the first that fits is the right one. */
const OPERATORS = ['===', '==', '~=', '!=', '<=', '>=', '<', '>'] as const;

type Operator = (typeof OPERATORS)[number];

/** One condition, such as `>=1.4`. */
export type Specifier =
  | {
      readonly operator: Exclude<Operator, '==='>;
      /** The version as it was written, with its `.*`. */
      readonly text: string;
      readonly version: Version;
      /** Whether it ends in `.*`: what begins with these numbers. */
      readonly prefix: boolean;
    }
  /** The very text, which need not be a version. */
  | { readonly operator: '==='; readonly text: string };

/** Conditions that have to be met all together; none means every version. */
export type Specifiers = readonly Specifier[];

/** Reads specifiers with commas between them; undefined if one of them is none. */
export function readSpecifiers(text: string): Specifiers | undefined {
  const parts = text.split(',').map((part) => part.trim());
  const read = parts.filter((part) => part !== '').map(readSpecifier);
  return read.every((specifier) => specifier !== undefined) ? read : undefined;
}

/** Reads one specifier without spaces around it; undefined if it is none. */
export function readSpecifier(part: string): Specifier | undefined {
  const operator = OPERATORS.find((candidate) => part.startsWith(candidate));
  if (operator === undefined) return undefined;
  const text = part.slice(operator.length).trimStart();
  if (/[\s;)]/.test(text)) return undefined;
  if (operator === '===') return { operator, text };
  const prefix = text.endsWith('.*');
  const version = readVersion(prefix ? text.slice(0, -2) : text);
  if (!version || !isAllowed(operator, version, prefix)) return undefined;
  return { operator, text, version, prefix };
}

function isAllowed(operator: Operator, version: Version, prefix: boolean): boolean {
  const isEquality = operator === '==' || operator === '!=';
  if (prefix) return isEquality && isReleaseAlone(version);
  if (operator === '~=' && version.release.length < 2) return false;
  return isEquality || version.local.length === 0;
}

function isReleaseAlone({ pre, post, dev, local }: Version): boolean {
  return pre === undefined && post === undefined && dev === undefined && local.length === 0;
}

/**
 * Whether a version meets all specifiers, as `packaging` 26.3 says. A prerelease does like any other
 * version unless `prereleases` is false: who chooses among many versions has to prefer the final ones.
 * Older releases differ: before 26.0 a prerelease was refused unless a specifier named one; 24.2 took no
 * prerelease of 1.0 for `<1.0.post1`, and no post-release of 1.0 for `>1.0a1`.
 */
export function satisfies(
  version: Version,
  specifiers: Specifiers,
  options: { readonly prereleases?: boolean } = {},
): boolean {
  if (options.prereleases === false && isPrerelease(version)) return false;
  return specifiers.every((specifier) => meets(version, specifier));
}

function meets(version: Version, specifier: Specifier): boolean {
  if (specifier.operator === '===') {
    return writeVersion(version).toLowerCase() === specifier.text.toLowerCase();
  }
  return MEETS[specifier.operator](version, specifier.version, specifier.prefix);
}

const MEETS: Readonly<
  Record<Exclude<Operator, '==='>, (version: Version, limit: Version, prefix: boolean) => boolean>
> = {
  '==': isEqual,
  '!=': (version, limit, prefix) => !isEqual(version, limit, prefix),
  '<=': (version, limit) => compareVersions(withoutLocal(version), limit) <= 0,
  '>=': (version, limit) => compareVersions(version, limit) >= 0,
  '<': (version, limit) => compareVersions(version, firstOf(limit)) < 0,
  '>': isBehind,
  '~=': (version, limit) => compareVersions(version, limit) >= 0 && beginsWith(version, limit, 1),
};

/** `==1.0` takes `1.0+local`, too: who names no local version takes any. */
function isEqual(version: Version, limit: Version, prefix: boolean): boolean {
  if (prefix) return beginsWith(version, limit, 0);
  const compared = limit.local.length === 0 ? withoutLocal(version) : version;
  return compareVersions(compared, limit) === 0;
}

/** Whether the release begins with the numbers of `limit`, its last `dropped` ones left out. */
function beginsWith({ epoch, release }: Version, limit: Version, dropped: number): boolean {
  const wanted = limit.release.slice(0, limit.release.length - dropped);
  return epoch === limit.epoch && wanted.every((part, index) => part === (release[index] ?? 0n));
}

/** `<1.0` leaves out the prereleases of 1.0 itself unless it names one. */
function firstOf(limit: Version): Version {
  return isPrerelease(limit) ? limit : { ...limit, dev: 0n };
}

/** `>1.0` leaves out the post-releases of 1.0 unless it names one, and its local versions always. */
function isBehind(version: Version, limit: Version): boolean {
  const namesOne = limit.post !== undefined || limit.dev !== undefined;
  const compared = namesOne ? version : withoutPost(version);
  return compareVersions(withoutLocal(compared), limit) > 0;
}

function withoutPost(version: Version): Version {
  return version.post === undefined ? version : { ...version, post: undefined, dev: undefined };
}

function withoutLocal(version: Version): Version {
  return version.local.length === 0 ? version : { ...version, local: [] };
}
