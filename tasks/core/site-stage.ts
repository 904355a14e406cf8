// The stage that asks the site: the questions, what is told of the answers, and what they add to what was typed in.

import { stackKind } from './check/rules/runtime.js';
import { hiddenValues } from './check/site/hidden-values.js';
import { siteEvidence, type SiteEvidence, type TypedValues } from './check/site/site-evidence.js';
import type { Host } from './host.js';
import type { JudgedRequest } from './judged-request.js';
import { siteLines } from './report/site.js';
import type { Run } from './run.js';
import { KNOWN_MINORS, readRuntimeStack } from './runtime/images.js';
import { askSite } from './site/ask-site.js';
import type { AppSetting, ReadSettings } from './terms/app-setting.js';
import type { SiteFacts, SiteReading } from './terms/site.js';

/** A request to which the site has added what nobody typed in. */
export interface Asked<Request> {
  /** `undefined` when no site was named. */
  readonly reading: SiteReading | undefined;
  readonly request: Request;
}

/**
 * Asks the site where one is named. Typed values win; what the site has fills what is empty.
 * @throws Stopped `cancelled`, `site-connection-missing`
 */
export async function siteStage<Request extends JudgedRequest>(
  host: Host,
  run: Run,
  request: Request,
): Promise<Asked<Request>> {
  const question = request.site;
  if (question === undefined) return { reading: undefined, request };
  return run.stage('site', 'Site: what the web app has', async () => {
    const { unreadProxy } = host.azure.network;
    if (unreadProxy !== undefined) run.note(noProxy(unreadProxy));
    const reading = await askSite(host, question);
    const { facts } = reading;
    const names = facts ? namesOf(facts) : [];
    host.secrets.push(...hiddenValues(facts?.settings ?? [], names));
    host.secrets.push(...hiddenValues(facts?.production?.settings ?? [], names));
    siteLines(reading).forEach((line) => host.log.info(line));
    return { reading, request: facts ? completed(request, facts) : request };
  });
}

/** What the site is called by, in its address and in commands. */
function namesOf({ app, slot, resourceGroup, plan, hosts }: SiteFacts): string[] {
  return [app, slot ?? '', resourceGroup, plan, ...hosts];
}

/** The value stays untold: an address of a proxy may hold a password. */
function noProxy(variable: string): string {
  return `The site is asked without a proxy: ${variable} is set, but to no address. Set it so: ${variable}=http://proxy.example:8080`;
}

function completed<Request extends JudgedRequest>(
  request: Request,
  { config }: SiteFacts,
): Request {
  if (config === undefined) return request;
  const { linuxFxVersion, appCommandLine, healthCheckPath } = config;
  // What is no Python at all is a finding, and no stack to build for.
  const isPython = stackKind(linuxFxVersion)?.toLowerCase() === 'python';
  return {
    ...request,
    runtimeStack: request.runtimeStack ?? (isPython ? linuxFxVersion : undefined),
    // An empty command does not clear the one that is set (F98).
    startupCommand: request.startupCommand || appCommandLine,
    healthCheckPath: request.healthCheckPath ?? healthCheckPath,
  };
}

/** The stack to build for: that of the site only where its image is known. */
export function stackToBuild(
  typed: string | undefined,
  completedStack: string | undefined,
): string | undefined {
  if (typed !== undefined || completedStack === undefined) return typed;
  const isKnown = KNOWN_MINORS.includes(readRuntimeStack(completedStack) ?? '');
  return isKnown ? completedStack : undefined;
}

/** The settings after the deployment: those of the site with the typed ones over them; `undefined` when none are known. */
export function settingsAfter(
  reading: SiteReading | undefined,
  typed: ReadSettings | undefined,
): ReadSettings | undefined {
  const { settings: own, stickyNames } = reading?.facts ?? {};
  if (own === undefined) return typed;
  if (typed === undefined) return { settings: own, problems: [] };
  const names = new Set(typed.settings.map(({ name }) => name));
  const kept = own.filter(({ name }) => !names.has(name));
  return {
    settings: [...kept, ...typed.settings.map((one) => withSlot(one, stickyNames))],
    problems: typed.problems,
  };
}

/** Sticky is what the site says, also of a setting that it does not have yet, unless the text says so itself. */
function withSlot(setting: AppSetting, sticky: readonly string[] | undefined): AppSetting {
  return { ...setting, slotSetting: setting.slotSetting ?? sticky?.includes(setting.name) };
}

/** What rules may look at; nothing where no site was asked. */
export function evidenceOf(
  reading: SiteReading | undefined,
  typed: TypedValues,
): SiteEvidence | undefined {
  return reading && siteEvidence(reading, typed);
}
