// Filling a venv for another machine: wheels that uv chooses for App Service, and pure sources where that is allowed.

import type { Host, Outcome, Telling } from '../host.js';
import type { Distribution } from '../terms/distribution.js';
import { normalisedName } from '../terms/distribution-name.js';
import { Stopped } from '../terms/failure.js';
import { stackName } from '../runtime/images.js';
import type { WheelGap } from '../terms/wheel-gap.js';
import { runUv } from '../tools/uv.js';
import { crossOptions, crossTags, type CrossTarget } from './cross-target.js';
import { KEPT_LINES } from './failure-signs.js';
import { listOne, type CrossBuild } from './uv-question.js';
import { findWheelGaps, hasFittingWheel, nearestVersion } from './wheel-gaps.js';

export interface CrossInstall extends CrossBuild {
  /** Whether every requirement has its hash, and none without may be taken. */
  readonly hashed: boolean;
  /** Distributions that may be built here where they have no wheel. */
  readonly allowSdist: readonly string[];
}

/**
 * Installs for the target into the venv whose Python is given.
 * @param failed makes the failure of an installation that did not end for want of wheels
 * @returns the names of the distributions that were built here, for `refuseUnfit`
 * @throws Stopped `wheels-missing`, `sdist-not-pure`, `cancelled`, and what `failed` makes
 */
export async function fillForTarget(
  host: Host,
  tell: Telling,
  install: CrossInstall,
  failed: (outcome: Outcome) => Stopped,
): Promise<readonly string[]> {
  const first = await runInstall(host, install, []);
  if (first.exitCode === 0) return [];
  const gaps = await findWheelGaps(host, install);
  if (gaps.length === 0) throw failed(first);
  const allowed = new Set(install.allowSdist.map(normalisedName));
  const refused = gaps.filter(({ name }) => !allowed.has(name));
  if (refused.length > 0) throw wheelsMissing(install.target, refused);
  const sources = gaps.map(({ name, version }) => `${name} ${version}`.trim()).join(', ');
  tell.note(`Built here from sources, as ${host.input.name('allowSdist')} says: ${sources}.`);
  const built = gaps.map(({ name }) => name);
  const second = await runInstall(host, install, built);
  if (second.exitCode !== 0) throw notPure(second) ?? failed(second);
  return built;
}

async function runInstall(
  host: Host,
  install: CrossInstall,
  built: readonly string[],
): Promise<Outcome> {
  const { target, files, complete, hashed, python, env, cwd } = install;
  const what = files.flatMap((file) => ['--requirement', file]);
  const how = [...(complete ? ['--no-deps'] : []), ...(hashed ? ['--require-hashes'] : [])];
  const options = [...crossOptions(target, built), '--no-compile-bytecode', '--python', python];
  const args = ['pip', 'install', ...what, ...install.args, ...how, ...options];
  return runUv(host, install.uv, args, { cwd, env, output: 'stream', keptLines: KEPT_LINES });
}

/** uv refuses a wheel that it built for another machine; one for bare `linux` it takes, see `refuseUnfit`. */
function notPure({ lastLines }: Outcome): Stopped | undefined {
  const said = /built wheel `([^`]+)` is not compatible/.exec(lastLines.join('\n'))?.[1];
  return said === undefined ? undefined : refusedWheel(said);
}

/** The failure for a wheel that was built here, by the name of its file. */
export function refusedWheel(said: string): Stopped {
  const [name = said, version = '', ...tag] = said.replace(/\.whl$/, '').split('-');
  return new Stopped({
    code: 'sdist-not-pure',
    name: normalisedName(name),
    version,
    tags: [tag.slice(-3).join('-')],
  });
}

function wheelsMissing({ minor, glibc }: CrossTarget, gaps: readonly WheelGap[]): Stopped {
  return new Stopped({ code: 'wheels-missing', stack: stackName(minor), minor, glibc, gaps });
}

/**
 * Refuses what would not run on App Service although uv has installed it: wheels for bare `linux`, which say
 * nothing about the C library that they need, and anything built here that is not for any platform.
 * @param built names of the distributions that were built here, the project's own among them
 * @throws Stopped `wheels-missing`, `sdist-not-pure`, `cancelled`
 */
export async function refuseUnfit(
  host: Host,
  build: CrossBuild,
  installed: readonly Distribution[],
  built: readonly string[],
): Promise<void> {
  const tags = crossTags(build.target);
  const names = new Set(built.map(normalisedName));
  const unfit = installed.filter((one) => !one.tags.some((tag) => tags.has(tag)));
  for (const { name, version, tags: has } of installed) {
    const isPure = has.every((tag) => tag.endsWith('-none-any'));
    if (names.has(normalisedName(name)) && !isPure) {
      throw new Stopped({ code: 'sdist-not-pure', name: normalisedName(name), version, tags: has });
    }
  }
  const gaps: WheelGap[] = [];
  for (const one of unfit) gaps.push(...(await asGap(host, build, one)));
  if (gaps.length > 0) throw wheelsMissing(build.target, gaps);
}

/** The tags in a wheel may be wrong where its file was renamed; what the file's name says was what uv went by. */
async function asGap(
  host: Host,
  build: CrossBuild,
  { name, version, tags }: Distribution,
): Promise<WheelGap[]> {
  const listed = await listOne(host, build, `${name}==${version}`, 'wheels for the target');
  const same = 'packages' in listed ? listed.packages[0] : undefined;
  if (same && hasFittingWheel(same, crossTags(build.target))) return [];
  const nearest = await nearestVersion(host, build, { name, version });
  return [{ name: normalisedName(name), version, offered: tags, nearest }];
}
