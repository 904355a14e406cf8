// The stage that rehearses: whether it can, the rehearsal itself, and what is told of it.

import type { Evidence } from './check/evidence.js';
import { unreadableText } from './check/rules/archive-shape.js';
import { isTrueLike, valueOf } from './check/settings/setting-values.js';
import type { Host, Telling } from './host.js';
import type { JudgedRequest } from './judged-request.js';
import { needsImagePackages } from './rehearse/image/image-needs.js';
import {
  notModelled,
  rehearse,
  type RehearsalRequest,
  type RehearsalResult,
} from './rehearse/rehearse.js';
import { visitedHosts } from './rehearse/start-settings.js';
import { rehearsalLines } from './report/rehearsal.js';
import { readRuntimeStack } from './runtime/images.js';
import { Stopped } from './terms/failure.js';
import type { AppSetting } from './terms/app-setting.js';
import type { Advance } from './terms/progress.js';
import type { RehearsalReport } from './terms/rehearsal.js';
import { secretsIn } from './terms/secret-settings.js';
import { removeTree } from './tools/folders.js';
import { makePrivateFolder } from './tools/private-folder.js';

/** What is to be rehearsed. */
export interface Rehearsable {
  /** The finished package; `undefined` where an app folder or nothing but the configuration is judged. */
  readonly zip: string | undefined;
  /** A package or a folder that the site holds before. */
  readonly over?: string | undefined;
  /** What was gathered of the package. */
  readonly evidence: Evidence;
  /** A Python that is at hand. */
  readonly program?: string;
  /** A rehearsal is all that was asked for. */
  readonly isAll?: true;
  /** Is told what of the package is deployed. */
  readonly advance?: Advance;
}

/** What is told of a package that no start would make good. */
export const JUDGED_BAD: RehearsalReport = { notRun: 'The package is judged bad already.' };

/** Why nothing is to be rehearsed, where that needs no look: a stage of it would be empty. */
export function notToRehearse(
  { rehearse: asked }: Pick<JudgedRequest, 'rehearse'>,
  { zip }: Pick<Rehearsable, 'zip'>,
): NotRehearsed | undefined {
  if (asked === 'off') return { notRun: 'It is turned off.' };
  return zip === undefined && asked === 'auto' ? NO_PACKAGE : undefined;
}

/** A rehearsal that is none, and why. */
type NotRehearsed = Extract<RehearsalReport, { readonly notRun: string }>;

const NO_PACKAGE: NotRehearsed = { notRun: 'There is no package.' };

/**
 * Rehearses a package, where that is asked for and possible, and logs what came of it.
 * @throws Stopped `rehearsal-impossible` where it is required; `cancelled`, `package-unreadable`
 */
export async function rehearseStage(
  host: Host,
  tell: Telling,
  request: JudgedRequest,
  subject: Rehearsable,
): Promise<RehearsalReport> {
  const result = await rehearseOrNot(host, tell, request, subject);
  if ('rehearsal' in result) {
    const told = { ...result.rehearsal, notModelled: notModelled(result.rehearsal) };
    rehearsalLines(told).forEach((line) => host.log.info(line));
    return told;
  }
  if (request.rehearse === 'required' || subject.isAll) {
    const alone = subject.isAll === true;
    throw new Stopped({ code: 'rehearsal-impossible', reason: result.notRun, alone });
  }
  if (request.rehearse === 'auto') tell.note(`The start was not rehearsed: ${result.notRun}`);
  return result;
}

/**
 * What the app gets; `undefined` when nobody said what it has. An app that reaches the network gets what was
 * typed in alone: the settings of a site lead to its real database.
 */
function settingsFor(
  tell: Telling,
  { rehearseNetwork }: JudgedRequest,
  { settings, askedSite, siteSettings }: Evidence,
): readonly AppSetting[] | undefined {
  if (rehearseNetwork === 'none' || siteSettings === undefined) return settings;
  tell.note(
    'The rehearsed app reaches the network, so it gets none of the settings that were read from the site, only those that are typed in.',
  );
  return askedSite?.typed.settings;
}

/**
 * What the site is called. An app that does not get all settings of the site may refuse hosts that it takes there; and one
 * that reaches the network may tell others the name that it is given.
 */
function namesFor(
  { rehearseNetwork }: JudgedRequest,
  { askedSite, site, siteSettings }: Evidence,
  settings: readonly AppSetting[] = [],
): Pick<RehearsalRequest, 'site' | 'hosts'> {
  if (askedSite === undefined) return { site: undefined, hosts: visitedHosts(settings, []) };
  const [host] = site?.hosts ?? [];
  if (!site || host === undefined || siteSettings === undefined || rehearseNetwork === 'host') {
    return { site: undefined, hosts: [] };
  }
  return { site: { name: site.app, host }, hosts: visitedHosts(settings, site.hosts) };
}

/** With it, Oryx installs and packs anew on deployment (contract A3). */
const BUILD = 'SCM_DO_BUILD_DURING_DEPLOYMENT';

const STACK_UNKNOWN =
  'The runtime stack is not known: the package has no virtual environment that tells it.';

async function rehearseOrNot(
  host: Host,
  tell: Telling,
  request: JudgedRequest,
  { zip, over, evidence, program, advance }: Rehearsable,
): Promise<RehearsalResult> {
  if (zip === undefined) return NO_PACKAGE;
  const problem = evidence.package?.problem;
  if (problem) return { notRun: unreadableText(problem) };
  const build = valueOf(evidence.settings ?? [], BUILD);
  if (isTrueLike(build)) {
    return { notRun: `The platform builds a site of its own (${BUILD} is '${build}').` };
  }
  const minor = readRuntimeStack(evidence.runtimeStack ?? '');
  if (minor === undefined) {
    const example = host.input.with('runtimeStack', "'PYTHON|3.12'");
    return { notRun: `${STACK_UNKNOWN} Name it, such as ${example}.` };
  }
  const settings = settingsFor(tell, request, evidence);
  // From here on their values may appear in what the app says.
  host.secrets.push(...secretsIn(settings ?? []));
  const work = makePrivateFolder(host.tempFolder, 'rehearsal');
  try {
    return await rehearse(host, tell, {
      package: zip,
      over,
      startupCommand: request.startupCommand ?? '',
      commandKnown: evidence.startup !== undefined,
      required: request.rehearse === 'required',
      settings,
      minor,
      program,
      needsImagePackages: needsImagePackages(minor, {
        installed: (evidence.venv?.distributions ?? []).map(({ name }) => name),
        startup: evidence.startup,
      }),
      network: request.rehearseNetwork,
      timeout: request.rehearseTimeout,
      healthPath: request.healthCheckPath,
      ...namesFor(request, evidence, settings),
      work,
      advance,
    });
  } finally {
    removeTree(work);
  }
}
