// A site that was asked, in words for the log and the summary, and as a value for the report. No value of a setting is in it.

import type { SiteFacts, SitePart, SiteReading, SiteReason } from '../terms/site.js';
import { counted } from '../terms/counted.js';

/** What a report tells of a site. */
export interface SiteReport {
  readonly app: string;
  readonly slot: string | null;
  /** `null` when the site itself could not be read. */
  readonly found: {
    readonly resourceGroup: string;
    readonly kind: string;
    readonly state: string;
    readonly plan: string;
    readonly runtimeStack: string | null;
    readonly startupCommand: string | null;
    readonly alwaysOn: boolean | null;
    readonly healthCheckPath: string | null;
    /** Names alone; `null` when they could not be read. */
    readonly appSettings: readonly string[] | null;
    readonly stickySettings: readonly string[] | null;
  } | null;
  /** What could not be read, and why; findings tell what to do. */
  readonly notRead: readonly { readonly part: SitePart; readonly reason: SiteReason }[];
}

/** The site as a part of the report. */
export function siteReport({ question, facts, problems }: SiteReading): SiteReport {
  return {
    app: question.app,
    slot: question.slot ?? null,
    found: facts ? foundOf(facts) : null,
    notRead: problems.map(({ part, reason }) => ({ part, reason })),
  };
}

function foundOf(facts: SiteFacts): NonNullable<SiteReport['found']> {
  const { resourceGroup, kind, state, config, settings, stickyNames } = facts;
  return {
    resourceGroup,
    kind,
    state,
    plan: planOf(facts),
    runtimeStack: config?.linuxFxVersion ?? null,
    startupCommand: config?.appCommandLine ?? null,
    alwaysOn: config?.alwaysOn ?? null,
    healthCheckPath: config?.healthCheckPath ?? null,
    appSettings: settings?.map(({ name }) => name) ?? null,
    stickySettings: stickyNames ?? null,
  };
}

function planOf({ plan, tier }: SiteFacts): string {
  return tier === undefined ? plan : `${plan} (${tier})`;
}

/** The lines of the log. */
export function siteLines(reading: SiteReading): string[] {
  const { question, facts, problems } = reading;
  const notRead = [...new Set(problems.map(({ part }) => part))];
  return [
    `Web app       ${question.app}${question.slot === undefined ? '' : `, slot ${question.slot}`}${facts ? ` in ${facts.resourceGroup}` : ''}`,
    ...(facts ? linesOf(facts) : []),
    ...(notRead.length > 0 ? [`Not read      ${notRead.join(', ')}`] : []),
  ];
}

function linesOf(facts: SiteFacts): string[] {
  const { kind, state, config, settings, stickyNames, keyVault, files, deployments } = facts;
  return [
    `State         ${[state, kind, `plan ${planOf(facts)}`].join(', ')}`,
    ...(config
      ? [
          `Runtime       ${stackText(config.linuxFxVersion)}, ${commandText(config.appCommandLine)}, ${config.alwaysOn ? 'always on' : 'not always on'}`,
        ]
      : []),
    ...(settings
      ? [
          `Settings      ${counted(settings.length, 'app setting')}, ${stickyNames ? `${counted(stickyNames.length, 'name')} sticky` : 'sticky ones not known'}, ${keyVault ? counted(keyVault.length, 'Key Vault reference') : 'Key Vault references not known'}`,
        ]
      : []),
    ...(files
      ? [
          `Files         ${counted(files.entries.length, 'entry', 'entries')} in /home/site/wwwroot, ${files.manifest === undefined ? 'no manifest' : 'with a manifest'}`,
        ]
      : []),
    ...(deployments?.[0]
      ? [
          `Deployments   ${counted(deployments.length, 'deployment')}, the latest ${deployments[0].status} at ${deployments[0].received}`,
        ]
      : []),
  ];
}

function stackText(stack: string): string {
  return stack === '' ? 'no stack' : stack;
}

function commandText(command: string): string {
  return command === '' ? 'no startup command' : `startup command '${command}'`;
}

/** The site as lines of Markdown; `escaped` is the summary's own. */
export function siteItems(
  report: SiteReport | undefined,
  escaped: (text: string) => string,
): string[] {
  if (!report) return [];
  const { app, slot, found, notRead } = report;
  const parts = [...new Set(notRead.map(({ part }) => part))];
  return [
    '## Site',
    '',
    `- **Web app**: ${escaped(app)}${slot === null ? '' : `, slot ${escaped(slot)}`}`,
    ...(found
      ? [
          `- **State**: ${escaped(`${found.state}, ${found.kind}, plan ${found.plan}`)}`,
          ...runtimeItems(found, escaped),
        ]
      : []),
    ...(parts.length > 0 ? [`- **Not read**: ${parts.join(', ')}`] : []),
    '',
  ];
}

/** Nothing where the configuration was not read: that is told as not read. */
function runtimeItems(
  { runtimeStack, startupCommand }: NonNullable<SiteReport['found']>,
  escaped: (text: string) => string,
): string[] {
  if (runtimeStack === null || startupCommand === null) return [];
  return [
    `- **Runtime**: ${escaped(`${stackText(runtimeStack)}, ${commandText(startupCommand)}`)}`,
  ];
}
