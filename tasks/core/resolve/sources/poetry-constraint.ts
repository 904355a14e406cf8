// Poetry's way to write versions: `^1.2`, `~1.2`, `1.*` and `||` besides what PEP 440 has.

import { readSpecifiers, satisfies, type Specifiers } from '../../terms/specifier.js';
import { readVersion, type Version } from '../../terms/version.js';

/** Alternatives, each of which is enough. */
export type Constraint = readonly Specifiers[];

/** Reads a constraint; undefined if it is none. */
export function readConstraint(text: string): Constraint | undefined {
  const alternatives = text.split(/\|\|?/).map(readAlternative);
  return alternatives.every((one) => one !== undefined) ? alternatives : undefined;
}

/** Whether a constraint allows a version. */
export function allows(constraint: Constraint, version: Version): boolean {
  return constraint.some((specifiers) => satisfies(version, specifiers));
}

/** Conditions stand behind commas or mere spaces. */
function readAlternative(text: string): Specifiers | undefined {
  const parts = text
    .replace(/([<>=!~^])\s+/g, '$1')
    .split(/[\s,]+/)
    .filter((part) => part !== '');
  const translated = parts.map(inPep440);
  if (!translated.every((part) => part !== undefined)) return undefined;
  return readSpecifiers(translated.filter((part) => part !== '').join(','));
}

/** One condition as PEP 440 has it; empty if everything will do, undefined if it is none. */
function inPep440(part: string): string | undefined {
  if (/^(?:v?[x*])(?:\.[x*])*$/i.test(part)) return '';
  const [, operator = '', rest = ''] = /^(\^|~(?!=)|=(?!=))?(.*)$/.exec(part) ?? [];
  if (operator === '^') return between(rest, nextBreaking);
  if (operator === '~') return between(rest, nextMinor);
  if (operator === '=' || /^v?\d/i.test(rest)) return `==${rest.replace(/(?:\.\*)+$/, '.*')}`;
  // A star behind an order says nothing; metadata of packages has it.
  return /^[<>]/.test(rest) ? rest.replace(/(?:\.\*)+$/, '') : rest;
}

function between(text: string, end: (release: readonly bigint[]) => bigint[]): string | undefined {
  const version = readVersion(text);
  if (!version) return undefined;
  const epoch = version.epoch > 0n ? `${version.epoch}!` : '';
  return `>=${text},<${epoch}${end(version.release).join('.')}`;
}

/** What `^` ends at: the first number that is not zero goes up; of zeros alone, the last one that is written. */
function nextBreaking(release: readonly bigint[]): bigint[] {
  const first = release.findIndex((number) => number > 0n);
  const index = Math.min(first === -1 ? release.length - 1 : first, 2);
  return goneUp(release, index);
}

/** What `~` ends at: `~1` allows all of 1, `~1.2` and `~1.2.3` all of 1.2. */
function nextMinor(release: readonly bigint[]): bigint[] {
  return goneUp(release, Math.min(release.length - 1, 1));
}

function goneUp(release: readonly bigint[], index: number): bigint[] {
  return [...release.slice(0, index), (release[index] ?? 0n) + 1n];
}
