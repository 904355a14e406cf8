// The order of a rehearsal: a way to isolate, a Python of the stack, a site, the deployment, the start.

import { stat } from 'node:fs/promises';
import type { Host, Telling } from '../host.js';
import type { AppSetting } from '../terms/app-setting.js';
import type { Advance } from '../terms/progress.js';
import type { Rehearsal, RehearseNetwork } from '../terms/rehearsal.js';
import { originsOf, type SettingReference } from '../terms/setting-reference.js';
import { toolCacheFolder } from '../tools/tool-cache.js';
import { chooseIsolation, runsPrograms, type Refusal } from './container/isolation.js';
import type { ImagePython } from './container/root.js';
import { ContainerFailure } from './container/supervise.js';
import { imageEnvironment } from './image/image-environment.js';
import { findImagePython, type FoundPython } from './image/pythons.js';
import type { SiteNames } from './platform/environment.js';
import { RehearsalSite, type StartOptions } from './site.js';
import { limitOf, splitSettings, warmupPathOf, warmupStatusesOf } from './start-settings.js';

export interface RehearsalRequest {
  /** The finished package. */
  readonly package: string;
  /** A package that was deployed before, or a folder with what the site holds. */
  readonly over: string | undefined;
  /** As the web app has it; empty for none. */
  readonly startupCommand: string;
  /** Whether somebody said so. */
  readonly commandKnown: boolean;
  /** Whether an answer is insisted on. */
  readonly required: boolean;
  /** `undefined` when nobody said what they are. */
  readonly settings: readonly AppSetting[] | undefined;
  /** The runtime stack's, such as `3.12`. */
  readonly minor: string;
  /** A Python that is at hand; it need not be of the minor. */
  readonly program: string | undefined;
  /** Whether the start needs what the image brings beside Python, such as its gunicorn. */
  readonly needsImagePackages: boolean;
  readonly network: RehearseNetwork;
  /** Seconds; `undefined` for the platform's own limit. */
  readonly timeout: number | undefined;
  readonly healthPath: string | undefined;
  /** What the site is called, where that is known. */
  readonly site: SiteNames | undefined;
  /** By which its visitors ask; empty where not all of them are known. */
  readonly hosts: readonly string[];
  /** An existing private folder. */
  readonly work: string;
  /** Is told what of a package is deployed. */
  readonly advance?: Advance | undefined;
}

/** What came of it: facts, or why this machine cannot rehearse. */
export type RehearsalResult = { readonly rehearsal: Rehearsal } | { readonly notRun: string };

/**
 * Starts a package as the platform would. Neither the package nor the app is written to, and nothing is left.
 * @throws Stopped `cancelled`, `package-unreadable`
 */
export async function rehearse(
  host: Host,
  tell: Telling,
  request: RehearsalRequest,
): Promise<RehearsalResult> {
  // The app would fail there, and nowhere else.
  if (!(await runsPrograms(request.work))) return { notRun: noPrograms(host) };
  const [way, python] = await both(
    chooseIsolation(host, request.work),
    findImagePython(host, request.minor, request.program),
  );
  if (!('chosen' in way)) return { notRun: noIsolation(way.tried) };
  const found = await withPackages(host, request, python);
  if ('notRun' in found) return found;
  const site = await RehearsalSite.create(host, way.chosen, found.python, request.work);
  try {
    return await deployAndStart(host, tell, site, request);
  } catch (error) {
    if (!(error instanceof ContainerFailure)) throw error;
    return { notRun: `The container could not be run: ${error.message}.` };
  } finally {
    site.close();
  }
}

function noPrograms({ tempFolder }: Host): string {
  return `No program may be run from the folder for temporary files, '${tempFolder}', where the app would lie: it is mounted with noexec. Mount an agent's work folder without that; on a laptop set TMPDIR to another folder.`;
}

function noIsolation(tried: readonly Refusal[]): string {
  const reasons = tried.map(({ name, reason }) => `${name} (${reason})`).join('; ');
  return `No way was found to keep the app apart from this machine. Tried: ${reasons}.`;
}

/** Two looks at once, both at their end before one may fail: nothing of them is left running. */
async function both<One, Other>(
  one: Promise<One>,
  other: Promise<Other>,
): Promise<readonly [One, Other]> {
  await Promise.allSettled([one, other]);
  return Promise.all([one, other]);
}

/** A Python with what the image brings beside it, where the start needs that. */
async function withPackages(
  host: Host,
  { minor, needsImagePackages }: RehearsalRequest,
  python: FoundPython | undefined,
): Promise<{ readonly python: ImagePython } | { readonly notRun: string }> {
  if (!python) {
    return {
      notRun: `No Python ${minor} is at hand. ${host.input.bringsPython(minor)}`,
    };
  }
  if (!needsImagePackages) return { python };
  const image = await imageEnvironment(host, python, await toolCacheFolder(host));
  if ('folder' in image) return { python: { ...python, packages: image.folder } };
  return {
    notRun: `The start needs gunicorn as the image has it, and pip could not bring it: ${image.reason}.`,
  };
}

async function deployAndStart(
  host: Host,
  tell: Telling,
  site: RehearsalSite,
  request: RehearsalRequest,
): Promise<RehearsalResult> {
  const { over, advance } = request;
  if (over !== undefined) {
    if ((await stat(over)).isDirectory()) await site.lay(over);
    else await site.deploy(over, advance);
  }
  await site.deploy(request.package, advance);
  const options = startOptions(request);
  const limit = options.limitIsOurs ? `${options.limit} s` : `${options.limit} s, as the platform`;
  host.log.info(`Starting; waiting for an answer for at most ${limit}.`);
  const result = await site.start(options);
  if ('portTaken' in result) {
    return {
      notRun: `Port ${result.portTaken} of this machine is taken, which ${host.input.with('rehearseNetwork', 'host')} needs.`,
    };
  }
  if (result.siteReads === undefined && result.answer) {
    tell.note('What the start reads from the site was not counted: no access times are kept here.');
  }
  return { rehearsal: result };
}

function startOptions(request: RehearsalRequest): StartOptions {
  const { startupCommand, commandKnown, required, network, healthPath, timeout } = request;
  const { given: settings, references } = splitSettings(request.settings ?? []);
  return {
    startupCommand,
    commandKnown,
    required,
    settingsKnown: request.settings !== undefined,
    settings,
    references,
    network,
    healthPath,
    site: request.site,
    hosts: request.hosts,
    warmupPath: warmupPathOf(settings),
    warmupStatuses: warmupStatusesOf(settings),
    ...limitOf(settings, timeout),
  };
}

/** What stands for the platform here and is not it; other checks judge these. */
export function notModelled({ network, references }: Rehearsal): string[] {
  return [
    "the image's C library and system libraries: this machine's were used",
    'the speed of the network share behind /home, and memory and processors of the plan',
    'what the image installs beside Python, but for gunicorn',
    ...(references.length === 0 ? [] : [referencesText(references)]),
    'managed identity and sign-in in front of the app',
    ...(network === 'none' ? ['the network: the app could reach nothing but itself'] : []),
  ];
}

function referencesText(references: readonly SettingReference[]): string {
  const names = references.map(({ name }) => name).join(', ');
  return `values from ${originsOf(references)}, which the app did not get: ${names}`;
}
