// The words for distributions without a wheel for the target: all of them at once, each with what it has.

import type { FailureOf } from '../../terms/failure.js';
import type { InputWords } from '../../terms/input-name.js';
import type { WheelGap } from '../../terms/wheel-gap.js';
import { counted } from '../../terms/counted.js';
import type { Words } from './words.js';

type Facts = FailureOf<'wheels-missing'>;

/** The words of `wheels-missing`. */
export function wheelWords({ stack, minor, glibc, gaps }: Facts, input: InputWords): Words {
  const [major = '3', number = ''] = minor.split('.');
  const wanted = `cp${major}${number}, abi3 or none; manylinux_${glibc.replace('.', '_')} or older on x86_64, or any`;
  return {
    title: `No wheel for ${stack}: ${counted(gaps.length, 'distribution')}.`,
    found: [`Wanted: ${wanted}.`, ...gaps.map(gapLine)],
    fix: fixes(gaps, minor, input).join('\n'),
  };
}

function gapLine({ name, version, offered, nearest, isDirect }: WheelGap): string {
  const has = offered.length === 0 ? 'sources only' : shortTags(offered).join('; ');
  const other = isDirect ? 'the requirement names it by its address' : 'no version has one';
  const near = nearest === undefined ? other : `${nearest} has one`;
  return `${`${name} ${version}`.trim()}: ${has}; ${near}.`;
}

function fixes(gaps: readonly WheelGap[], minor: string, input: InputWords): string[] {
  const near = gaps.filter(({ nearest }) => nearest !== undefined);
  const pure = gaps.filter(({ offered }) => offered.length === 0).map(({ name }) => name);
  const pins = near.map(({ name, nearest }) => `${name}==${nearest}`).join(', ');
  const files = gaps.filter(({ isDirect, offered }) => isDirect && offered.length > 0);
  const first = [
    ...(near.length > 0 ? [`Require a version with a wheel: ${pins}.`] : []),
    ...(pure.length > 0
      ? [
          `Of those with sources only, let the pure ones be built here: ${input.with('allowSdist', `'${pure.join(', ')}'`)}`,
        ]
      : []),
    ...(files.length > 0
      ? [
          `Name a wheel for Linux on x86_64 in place of: ${files.map(({ name }) => name).join(', ')}.`,
        ]
      : []),
  ];
  return [
    ...first,
    `${first.length > 0 ? 'Or, for' : 'For'} sources to be built, ${input.linuxWith(minor)}`,
  ];
}

/** How many Pythons are named before the middle ones become dots. */
const MOST_PYTHONS = 4;

/** Tags by platform: `manylinux1_x86_64 (cp37, cp38)`, `macOS (cp38)`. */
export function shortTags(tags: readonly string[]): string[] {
  const byPlatform = new Map<string, Set<string>>();
  for (const tag of tags) {
    const [python = '', abi = '', platform = ''] = tag.split('-');
    const name = platformOf(platform);
    const pythons = byPlatform.get(name) ?? new Set();
    byPlatform.set(name, pythons.add(abi === 'abi3' ? `${python}-abi3` : python));
  }
  return [...byPlatform]
    .toSorted(byNearness)
    .map(([name, pythons]) => `${name} (${shortList(pythons)})`);
}

/** What comes near the target first. */
function byNearness([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  const isNear = (name: string): boolean => name.endsWith('x86_64') || name === 'any';
  return Number(isNear(b)) - Number(isNear(a)) || (a < b ? -1 : 1);
}

/** The platforms that come near the target by their own names, all others by a word. */
function platformOf(platform: string): string {
  if (/^(?:manylinux\w*|linux)_x86_64$/.test(platform) || platform === 'any') return platform;
  if (platform.startsWith('macosx')) return 'macOS';
  if (platform.startsWith('win')) return 'Windows';
  if (platform.startsWith('musllinux')) return 'musl';
  return /linux/.test(platform) ? 'Linux on other machines' : 'other platforms';
}

function shortList(pythons: ReadonlySet<string>): string {
  const sorted = [...pythons].toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  if (sorted.length <= MOST_PYTHONS) return sorted.join(', ');
  return `${sorted[0]} … ${sorted.at(-1)}`;
}
