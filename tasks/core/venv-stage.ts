// The stage that makes the venv, or takes it from the cache when nothing that made it has changed.

import { dirname } from 'node:path';
import type { Cache, CachedVenv } from './cache/cache.js';
import { gatherVenvFacts, type VenvFacts } from './cache/venv-facts.js';
import type { Host, Telling } from './host.js';
import { installDependencies } from './install/antenv.js';
import { crossInstaller } from './install/cross-installer.js';
import { loadInstalled } from './install/installed.js';
import type { Installer } from './install/installer.js';
import { chooseInstaller } from './install/installers.js';
import { venvSitePackages } from './install/venv-places.js';
import type { PackageRequest } from './package-request.js';
import { reportPaths } from './report-files.js';
import type { Target } from './resolve/resolve.js';
import { stackName } from './runtime/images.js';
import type { Distribution } from './terms/distribution.js';
import type { InstalledWheels } from './terms/wheels.js';
import { VERSION } from './version.js';

export interface VenvPlace {
  readonly target: Target;
  readonly cache: Cache;
  readonly packagePath: string;
  /** The run's private folder. */
  readonly work: string;
}

/** The venv, ready to be relocated. */
export interface ReadyVenv {
  readonly venv: CachedVenv;
  readonly distributions: readonly Distribution[];
  /** What the venv was filled with, when that was done for this run. */
  readonly wheels?: InstalledWheels;
  readonly installer: { readonly name: string; readonly version: string };
}

/**
 * Makes the venv ready.
 * @throws Stopped `venv-failed`, `pip-failed`, `uv-failed`, `uv-moved`, `uv-missing`, `cross-needs-uv`, `wheels-missing`,
 *   `sdist-not-pure`, `editable-installed`, `cache-folder-unusable`, `disk-full`, `cancelled`
 */
export async function readyVenv(
  host: Host,
  tell: Telling,
  request: PackageRequest,
  place: VenvPlace,
): Promise<ReadyVenv> {
  const { target, cache } = place;
  const installer = await installerFor(host, tell, request, target);
  const { name, version } = installer;
  host.log.info(`Installer     ${name} ${version}`);
  const facts = await venvFacts(host, installer, request, place);
  const found = await cache.find(facts);
  const ready = found
    ? await reuse(found, target)
    : await install(host, tell, installer, request, { ...place, facts });
  return { ...ready, installer: { name, version } };
}

type Filled = Omit<ReadyVenv, 'installer'>;

async function reuse(venv: CachedVenv, { python }: Target): Promise<Filled> {
  return { venv, distributions: await loadInstalled(venvSitePackages(venv.path, python.minor)) };
}

const WENT_WITHOUT =
  'The venv is not kept in the cache: pip went on without an index that it could not read.';

async function install(
  host: Host,
  tell: Telling,
  installer: Installer,
  { appRoot, cacheFolder }: PackageRequest,
  { target, cache, work, facts }: VenvPlace & { readonly facts: VenvFacts },
): Promise<Filled> {
  const { python, image, dependencies } = target;
  const { path, distributions, wheels } = await installDependencies(host, installer, {
    python,
    dependencies,
    glibc: image.glibc,
    appRoot,
    work,
    tellsWheels: cacheFolder !== undefined,
  });
  // The next run would take it without a word.
  const isWhole = installer.wentWithout?.() !== true;
  if (!isWhole && cacheFolder !== undefined) tell.note(WENT_WITHOUT);
  const kept = isWhole ? facts : { unknowable: 'an index could not be read' };
  const venv = await cache.keep(kept, { path, work, appRoot, distributions });
  return { venv, distributions, wheels };
}

/** Without a cache nobody asks what makes the venv, and a project's whole tree need not be read. */
async function venvFacts(
  host: Host,
  { name, version, env }: Installer,
  request: PackageRequest,
  place: VenvPlace,
): Promise<VenvFacts> {
  if (request.cacheFolder === undefined) return { unknowable: 'nothing is kept' };
  const { python, image, build, dependencies } = place.target;
  const { appRoot, groups, extras, allowSdist } = request;
  return gatherVenvFacts(host, {
    version: VERSION,
    appRoot,
    dependencies,
    choices: { groups, extras, allowSdist },
    installer: { name, version },
    python,
    target: `${stackName(image.python)} on glibc ${image.glibc}, linux x86_64, ${build}`,
    env,
    own: ownPaths(request, place),
  });
}

async function installerFor(
  host: Host,
  tell: Telling,
  request: PackageRequest,
  { python, target, image, build, platform, samePlatform, dependencies }: Target,
): Promise<Installer> {
  const { format } = dependencies;
  if (build === 'native') {
    return chooseInstaller(host, tell, request.installer, { format, python });
  }
  return crossInstaller(host, tell, {
    python: { ...python, platform, samePlatform },
    target: { version: target.version, minor: target.minor, glibc: image.glibc },
    installer: request.installer,
    allowSdist: request.allowSdist,
  });
}

/** What is of this run and no part of the sources. */
function ownPaths({ cacheFolder }: PackageRequest, { packagePath, work }: VenvPlace): string[] {
  const reports = Object.values(reportPaths(dirname(packagePath)));
  return [packagePath, ...reports, work, ...(cacheFolder === undefined ? [] : [cacheFolder])];
}
