// Which distributions have no wheel for the target, all at once: asked only after uv has given up.

import type { Host } from '../host.js';
import { normalisedName } from '../terms/distribution-name.js';
import { readVersion } from '../terms/version.js';
import type { WheelGap } from '../terms/wheel-gap.js';
import { fitsTarget, readWheelName } from '../terms/wheel-name.js';
import { crossTags } from './cross-target.js';
import type { ListedPackage } from './listed-packages.js';
import { listOne, listWanted, type CrossBuild } from './uv-question.js';

/** How many distributions whose sources cannot even tell their metadata are left out, one after another. */
const MOST_BROKEN = 10;

/** uv names one distribution whose metadata could not be had, with its version where it knows one. */
const BROKEN = /Failed to (?:download and )?build `([\w.-]+)(?:==([^`\s]+)| @ [^`]*)?`/;

/**
 * Finds every distribution that has no wheel for the target.
 * @returns none when it is not for want of wheels that uv gave up
 * @throws Stopped `cancelled`
 */
export async function findWheelGaps(host: Host, build: CrossBuild): Promise<WheelGap[]> {
  const wanted = await listEvenBroken(host, build);
  const tags = crossTags(build.target);
  const unfit = wanted.filter((one) => !hasFittingWheel(one, tags));
  const names = unfit.map(({ name }) => name);
  const gaps: WheelGap[] = [];
  for (const one of unfit) {
    if (await isReallyMissing(host, build, one, names)) gaps.push(await asGap(host, build, one));
  }
  return gaps.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** What would be installed if sources would do; uv builds metadata where an index has none. */
async function listEvenBroken(host: Host, build: CrossBuild): Promise<ListedPackage[]> {
  const broken: ListedPackage[] = [];
  while (broken.length <= MOST_BROKEN) {
    const without = broken.map(({ name }) => name);
    const listed = await listWanted(host, build, 'sources too, wheels of all platforms', without);
    if ('packages' in listed) return [...listed.packages, ...broken];
    const next = brokenOne(listed.failed.lastLines.join('\n'));
    if (!next || without.includes(next.name)) return broken;
    broken.push(next);
  }
  return broken;
}

function brokenOne(said: string): ListedPackage | undefined {
  const [, name, version = ''] = BROKEN.exec(said) ?? [];
  if (name === undefined) return undefined;
  return { name: normalisedName(name), version, wheels: [], isDirect: version === '' };
}

/** Whether a package has a wheel that runs there; one for bare `linux` does not, though uv would take it. */
export function hasFittingWheel({ wheels }: ListedPackage, tags: ReadonlySet<string>): boolean {
  return wheels.some((file) => {
    const name = readWheelName(file);
    return name !== undefined && fitsTarget(name, tags);
  });
}

/** Whether it is missing although all other gaps are taken away: an older version with a wheel may do as well. */
async function isReallyMissing(
  host: Host,
  build: CrossBuild,
  one: ListedPackage,
  unfit: readonly string[],
): Promise<boolean> {
  const others = unfit.filter((name) => name !== one.name);
  const listed = await listWanted(host, build, 'wheels for the target', others);
  if (!('packages' in listed)) return true;
  const same = listed.packages.find(({ name }) => name === one.name);
  return same !== undefined && !hasFittingWheel(same, crossTags(build.target));
}

async function asGap(host: Host, build: CrossBuild, one: ListedPackage): Promise<WheelGap> {
  const { name, version, isDirect } = one;
  const wheels = one.wheels.length > 0 || isDirect ? one.wheels : await allWheels(host, build, one);
  return {
    name,
    version,
    offered: wheels.flatMap((file) => readWheelName(file)?.tags ?? []),
    nearest: isDirect ? undefined : await nearestVersion(host, build, one),
    ...(isDirect && { isDirect }),
  };
}

/** Older Pythons, for whom uv lists the wheels that it does not show to a newer one. */
const OLDER = ['3.6', '3.8', '3.9'];

async function allWheels(
  host: Host,
  build: CrossBuild,
  { name, version }: ListedPackage,
): Promise<readonly string[]> {
  for (const python of [...OLDER, build.target.version]) {
    const mode = 'sources too, wheels of all platforms';
    const listed = await listOne(host, build, pin(name, '==', version), mode, python);
    const wheels = 'packages' in listed ? listed.packages[0]?.wheels : undefined;
    if (wheels && wheels.length > 0) return wheels;
  }
  return [];
}

/**
 * The highest version below that has a fitting wheel, else the lowest above. One of the same major comes first: what is
 * below may be a name that was kept free, as pydantic-core 0.0.1 is.
 */
export async function nearestVersion(
  host: Host,
  build: CrossBuild,
  { name, version }: Pick<ListedPackage, 'name' | 'version'>,
): Promise<string | undefined> {
  const below = await fittingVersion(host, build, pin(name, '<', version), 'wheels for the target');
  if (below !== undefined && majorOf(below) === majorOf(version)) return below;
  const mode = 'oldest wheels for the target';
  const above = await fittingVersion(host, build, pin(name, '>', version), mode);
  const isNearer = above !== undefined && majorOf(above) === majorOf(version);
  return isNearer ? above : (below ?? above);
}

async function fittingVersion(
  host: Host,
  build: CrossBuild,
  requirement: string,
  mode: Parameters<typeof listOne>[3],
): Promise<string | undefined> {
  const listed = await listOne(host, build, requirement, mode);
  const found = 'packages' in listed ? listed.packages[0] : undefined;
  return found && hasFittingWheel(found, crossTags(build.target)) ? found.version : undefined;
}

function majorOf(version: string): bigint | undefined {
  return readVersion(version)?.release[0];
}

function pin(name: string, operator: '==' | '<' | '>', version: string): string {
  return version === '' ? name : `${name}${operator}${version}`;
}
