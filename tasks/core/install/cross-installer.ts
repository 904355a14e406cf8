// uv as the installer of a cross build: the building Python only lends its venv.

import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host, Telling } from '../host.js';
import { stackName } from '../runtime/images.js';
import type { InstallerChoice } from '../terms/dependencies.js';
import { Stopped } from '../terms/failure.js';
import { withSpacedOption } from '../terms/requirement-lines.js';
import { readWheelName } from '../terms/wheel-name.js';
import { UNTOLD_WHEELS, type InstalledWheels } from '../terms/wheels.js';
import { checkUvConfig } from '../tools/uv-config.js';
import { forHashed, readUvSettings } from '../tools/uv-settings.js';
import { findUv, runUv, type Uv } from '../tools/uv.js';
import type { CrossTarget } from './cross-target.js';
import { fillForTarget, refusedWheel, refuseUnfit, type CrossInstall } from './cross.js';
import { KEPT_LINES } from './failure-signs.js';
import { loadInstalled } from './installed.js';
import type { Installation, Installer, InstallingPython, Place } from './installer.js';
import { uvFailed } from './uv.js';
import { forUv } from './uv-requirements.js';
import { venvProgram, venvSitePackages } from './venv-places.js';

/** A Python that builds for another machine. */
export interface CrossPython extends InstallingPython {
  /** Its platform in words, such as `macOS on arm64`. */
  readonly platform: string;
  /** Whether that platform is App Service's. */
  readonly samePlatform: boolean;
}

export interface CrossRequest {
  readonly python: CrossPython;
  readonly target: CrossTarget;
  /** Who was asked to install; pip cannot. */
  readonly installer: InstallerChoice;
  /** Distributions that may be built here where they have no wheel. */
  readonly allowSdist: readonly string[];
}

/** What every call of one cross build has in common. */
interface Crossing {
  readonly uv: Uv;
  readonly env: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  readonly request: CrossRequest;
}

/**
 * uv with the job's settings, installing for the target of a cross build; fetched when PATH has none.
 * Its `install` throws `wheels-missing` and `sdist-not-pure` besides, its `buildWheel` `sdist-not-pure`.
 * @throws Stopped `cross-needs-uv`, `cancelled`
 */
export async function crossInstaller(
  host: Host,
  tell: Telling,
  request: CrossRequest,
): Promise<Installer> {
  if (request.installer === 'pip') throw needsUv(request, 'installer is pip', []);
  const uv = await findUvOrStop(host, tell, request);
  const settings = await readUvSettings(host, request.python.program);
  settings.notes.forEach((note) => tell.note(note));
  const env = withoutBuildSettings(settings.env);
  const crossing = { uv, env, args: withoutFormats(settings.args), request };
  return {
    name: 'uv',
    version: uv.version,
    env,
    install: (installation) => install(host, tell, crossing, installation),
    buildWheel: (source, into, place) => buildWheel(host, crossing, { source, into, place }),
  };
}

async function findUvOrStop(host: Host, tell: Telling, request: CrossRequest): Promise<Uv> {
  return findUv(host, { python: request.python.program, tell }).catch((error: unknown) => {
    if (!(error instanceof Stopped) || error.failure.code !== 'uv-missing') throw error;
    throw needsUv(request, 'not to be had', error.failure.lastLines);
  });
}

function needsUv(
  { python, target }: CrossRequest,
  because: 'installer is pip' | 'not to be had',
  lastLines: readonly string[],
): Stopped {
  const { program, version: found, platform, samePlatform } = python;
  const { minor } = target;
  const stack = stackName(minor);
  const facts = { program, found, platform, samePlatform, stack, minor, because, lastLines };
  return new Stopped({ code: 'cross-needs-uv', ...facts });
}

/** Settings of the job about wheels and sources, which a cross build decides itself. */
const BUILD_SETTINGS = /^UV_(?:NO_BUILD|NO_BINARY|ONLY_BINARY)(?:_PACKAGE)?$/;

function withoutBuildSettings(env: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !BUILD_SETTINGS.test(name)));
}

const FORMATS = ['--no-binary', '--only-binary'];

function withoutFormats(args: readonly string[]): string[] {
  return args.filter(
    (arg, place) => !FORMATS.includes(arg) && !FORMATS.includes(args[place - 1] ?? ''),
  );
}

async function install(
  host: Host,
  tell: Telling,
  crossing: Crossing,
  installation: Installation,
): Promise<InstalledWheels> {
  const { request } = crossing;
  const { venv, place } = installation;
  await checkUvConfig(host, place.appRoot);
  const build = await crossInstall(crossing, installation);
  const built = await fillForTarget(host, tell, build, (outcome) =>
    uvFailed(
      outcome,
      { args: crossing.args, indexes: installation.indexes },
      request.target.minor,
      request.target.glibc,
    ),
  );
  const installed = await loadInstalled(venvSitePackages(venv, request.python.minor));
  await refuseUnfit(host, build, installed, built);
  return UNTOLD_WHEELS;
}

async function crossInstall(
  crossing: Crossing,
  { venv, what, alone, hashed, indexes, place }: Installation,
): Promise<CrossInstall> {
  const { uv, args, request } = crossing;
  const env = await environment(crossing, place);
  const readable = await forUv(what, place, env);
  return {
    uv,
    env: hashed ? forHashed(env) : env,
    args,
    cwd: place.appRoot,
    python: venvProgram(venv),
    work: place.work,
    target: request.target,
    files: readable.filter((_, at) => readable[at - 1] === '--requirement'),
    complete: alone,
    indexes: indexes.map(withSpacedOption),
    hashed,
    allowSdist: request.allowSdist,
  };
}

/** TMPDIR on POSIX; Windows takes TEMP. */
async function environment(
  { env }: Crossing,
  { work }: Place,
): Promise<Readonly<Record<string, string>>> {
  const temp = join(work, 'tmp');
  await mkdir(temp, { recursive: true });
  return { ...env, TMPDIR: temp, TEMP: temp, TMP: temp };
}

async function buildWheel(
  host: Host,
  crossing: Crossing,
  {
    source,
    into,
    place,
  }: { readonly source: string; readonly into: string; readonly place: Place },
): Promise<void> {
  const { uv, request } = crossing;
  const { program } = request.python;
  const outcome = await runUv(
    host,
    uv,
    ['build', '--wheel', '--python', program, '--out-dir', into, source],
    {
      cwd: place.appRoot,
      env: await environment(crossing, place),
      output: 'stream',
      keptLines: KEPT_LINES,
    },
  );
  if (outcome.exitCode !== 0)
    throw uvFailed(outcome, { args: [], indexes: [] }, request.target.minor, request.target.glibc);
  const unfit = (await readdir(into)).find((name) => name.endsWith('.whl') && !isPure(name));
  if (unfit !== undefined) throw refusedWheel(unfit);
}

function isPure(file: string): boolean {
  return readWheelName(file)?.tags.every((tag) => tag.endsWith('-none-any')) === true;
}
