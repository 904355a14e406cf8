// The report as Markdown for the run's summary: headings, lists and plain tables, nothing else is safe there.

import type { Judgement } from '../terms/judgement.js';
import type { Rehearsal, RehearsalReport } from '../terms/rehearsal.js';
import { placeOf, verdictText } from './findings.js';
import { prunedText } from './pruned.js';
import { isolationText, partsOf, readsText, rehearsalLine } from './rehearsal.js';
import { installedBy, judgementOf, type PackageReport, type RefusedReport } from './report.js';
import { siteItems, type SiteReport } from './site.js';
import { counted } from '../terms/counted.js';
import { neutralise } from '../terms/redaction.js';
import { readableSize } from './sizes.js';
import { asInput } from '../terms/input-name.js';

/** The summary's text. */
export function asMarkdown(report: PackageReport | RefusedReport): string {
  const { installed, image } = report;
  return [
    ...packageMarkdown(report.package),
    `- **Layout**: ${code(report.layout)}, app in ${code(report.addresses.app)}, venv in ${code(report.addresses.venv)}`,
    `- **Runtime**: ${code(image.runtimeStack)} on ${image.distribution} with glibc ${image.glibc}`,
    `- **Built with**: Python ${report.python.version}, pip ${report.python.pip}`,
    `- **Installed**: ${counted(installed.count, 'distribution')}, ${readableSize(installed.bytes)}, ${installedBy(installed)}`,
    `- **Pruned**: ${escaped(prunedText(report.pruned, asInput))}`,
    '',
    ...findingsMarkdown(judgementOf(report)),
    ...siteMarkdown(report.site),
    ...rehearsalMarkdown(report.rehearsal),
    ...section('Warnings', report.warnings),
    ...section('Notes', report.notes),
    '## Largest distributions',
    '',
    '| distribution | version | size |',
    '|---|---|---|',
    ...installed.largest.map(
      ({ name, version, bytes }) =>
        `| ${escaped(name)} | ${escaped(version)} | ${readableSize(bytes)} |`,
    ),
    '',
    '## Time',
    '',
    '| stage | seconds |',
    '|---|---|',
    ...report.stages.map(({ name, seconds }) => `| ${name} | ${seconds.toFixed(1)} |`),
    '',
  ].join('\n');
}

function packageMarkdown(made: PackageReport['package'] | null): string[] {
  if (!made) return ['# Antenv: no package', ''];
  return [
    `# Antenv: ${escaped(baseName(made.path))}`,
    '',
    `- **Package**: ${code(made.path)}, ${readableSize(made.size)}, ${counted(made.entries, 'entry', 'entries')}`,
    `- **sha256**: ${code(made.sha256)}`,
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  return [`## ${title}`, '', ...lines.map((line) => `- ${escaped(line)}`), ''];
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function code(text: string): string {
  return text.includes('`') ? escaped(text) : `\`${neutralise(text).replace(/\s+/g, ' ')}\``;
}

/** Names come from the user's files: nothing in them may become markup. */
function escaped(text: string): string {
  return neutralise(text)
    .replace(/[\\`*_{}[\]<>()#+!|~]/g, '\\$&')
    .replace(/\s+/g, ' ');
}

/** The findings as lines of Markdown: one list item each, by severity. */
export function findingsMarkdown(judgement: Judgement): string[] {
  const lines = ['## Findings', '', escaped(verdictText(judgement)), ''];
  for (const [severity, title] of SEVERITY_TITLES) {
    const own = judgement.findings.filter((finding) => finding.severity === severity);
    if (own.length === 0) continue;
    const items = own.map(
      (finding) =>
        `- **${finding.code}**, ${escaped(placeOf(finding))}: ${escaped(`${finding.message} ${finding.fix}`)}`,
    );
    lines.push(`### ${title}`, '', ...items, '');
  }
  return lines;
}

const SEVERITY_TITLES = [
  ['error', 'Errors'],
  ['warning', 'Warnings'],
  ['note', 'Notes'],
] as const;

/** The site that was asked as lines of Markdown; none when none was. */
export function siteMarkdown(report: SiteReport | undefined): string[] {
  return siteItems(report, escaped);
}

/** The rehearsal as lines of Markdown: its verdict, and what came of it when it was run. */
export function rehearsalMarkdown(report: RehearsalReport): string[] {
  const verdict = ['## Rehearsal', '', escaped(rehearsalLine(report)), ''];
  if ('notRun' in report) return verdict;
  const items = [
    ...readsText(report).map((text) => `- **Site's folder**: ${text}`),
    `- **Isolation**: ${escaped(isolationText(report))}`,
  ];
  return [
    ...verdict,
    ...items,
    '',
    ...secondsMarkdown(report),
    ...importsMarkdown(report),
    '### Not modelled',
    '',
    ...report.notModelled.map((text) => `- ${escaped(text)}`),
    '',
  ];
}

function secondsMarkdown({ seconds }: Rehearsal): string[] {
  if (!seconds) return [];
  const rows = [...partsOf(seconds), ['total', seconds.total] as const];
  return table(
    ['part of the start', 'seconds'],
    rows.map(([name, value]) => [name, value.toFixed(2)]),
  );
}

function importsMarkdown({ imports }: Rehearsal): string[] {
  if (imports.length === 0) return [];
  return table(
    ['slowest imports', 'seconds'],
    imports.map(({ module, seconds }) => [module, seconds.toFixed(2)]),
  );
}

function table(
  head: readonly [string, string],
  rows: readonly (readonly [string, string])[],
): string[] {
  const body = rows.map(([name, value]) => `| ${escaped(name)} | ${value} |`);
  return [`| ${head.join(' | ')} |`, '|---|---|', ...body, ''];
}
