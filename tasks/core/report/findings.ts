// Findings as lines of the log, as issues of the pipeline and as a part of the summary.

import { evidenceWords } from '../terms/evidence-words.js';
import type { Finding } from '../terms/finding.js';
import { countOf, type Judgement } from '../terms/judgement.js';
import { counted } from '../terms/counted.js';
import { oneLine } from '../terms/redaction.js';

/** An issue on the run's page: few fit there, so findings of one rule share one. */
export interface Issue {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly code: string;
  readonly file: string;
  readonly line: number | undefined;
}

/** `the startup command` or `startup.sh:3`. */
export function placeOf({ where }: Finding): string {
  const file = oneLine(where.file);
  return where.line === undefined ? file : `${file}:${where.line}`;
}

/** A finding as text: what, where, what to do; its code last. */
function findingText(finding: Finding): string {
  const { message, fix, code } = finding;
  return `${oneLine(message)} (${placeOf(finding)})\n${oneLine(fix)} [${code}]`;
}

/** Nobody reads more of one kind in a log; report and SARIF have them all. */
const MOST_OF_CODE = 10;

/** The lines of the log for what was found, then what is not to be heard of; of each code the first ten. */
export function findingLines({ findings, suppressed }: Judgement): string[] {
  const names = firstOfEach(suppressed, (finding) => `${finding.code} (${placeOf(finding)})`);
  return [
    ...firstOfEach(
      findings,
      (finding) =>
        `${finding.severity.padEnd(7)}  ${findingText(finding).replaceAll('\n', '\n         ')}`,
      '         ',
    ),
    ...(names.length > 0 ? [`Suppressed: ${names.join(', ')}`] : []),
  ];
}

/** The texts of the first ten findings of each code in their order; behind the tenth, how many more there are. */
function firstOfEach(
  findings: readonly Finding[],
  text: (finding: Finding) => string,
  indent = '',
): string[] {
  const all = new Map<string, number>();
  for (const { code } of findings) all.set(code, (all.get(code) ?? 0) + 1);
  const seen = new Map<string, number>();
  return findings.flatMap((finding) => {
    const { code } = finding;
    const number = (seen.get(code) ?? 0) + 1;
    seen.set(code, number);
    if (number > MOST_OF_CODE) return [];
    const more = (all.get(code) ?? 0) - number;
    if (number < MOST_OF_CODE || more === 0) return [text(finding)];
    return [text(finding), `${indent}and ${more} more of ${code}`];
  });
}

/** The lines that close a judgement: what could not be checked, and the whole in a line. */
export function closingLines(judgement: Judgement): string[] {
  return [...notRunLines(judgement.notRun), verdictText(judgement)];
}

/** Of one family; the report names them all. */
const MOST_NAMED = 30;

/** Rules by what they lacked. */
function notRunLines(notRun: Judgement['notRun']): string[] {
  const all = notRun.map(({ code, missing }) => ({ code, lacking: evidenceWords(missing) }));
  return [...new Set(all.map(({ lacking }) => lacking))].toSorted().map((words) => {
    const codes = all.filter(({ lacking }) => lacking === words).map(({ code }) => code);
    return `Not checked without ${words}: ${byFamily(codes).join(', ')}`;
  });
}

/** `archive/{large, one-time}`: a family's name once. */
function byFamily(codes: readonly string[]): string[] {
  const families = [...new Set(codes.map((code) => code.split('/')[0] ?? ''))];
  return families.map((family) => {
    const words = codes
      .filter((code) => code.startsWith(`${family}/`))
      .map((code) => code.slice(family.length + 1));
    if (words.length > MOST_NAMED) return `${family}/* (${words.length} rules)`;
    return words.length === 1 ? `${family}/${words[0] ?? ''}` : `${family}/{${words.join(', ')}}`;
  });
}

/** One line about the whole. */
export function verdictText(judgement: Judgement): string {
  const counts = [
    counted(countOf(judgement, 'error'), 'error'),
    counted(countOf(judgement, 'warning'), 'warning'),
    counted(countOf(judgement, 'note'), 'note'),
  ];
  return `${counts.join(', ')} from ${counted(judgement.ran, 'rule')}${notRunText(judgement)}`;
}

function notRunText({ notRun }: Judgement): string {
  if (notRun.length === 0) return '';
  const missing = notRun.flatMap((one) => one.missing).toSorted();
  return `; ${counted(notRun.length, 'rule')} could not run without ${evidenceWords(missing)}`;
}

/** The output variables that every judging task has. */
export function judgementOutputs(judgement: Judgement): Record<string, string> {
  return {
    errors: String(countOf(judgement, 'error')),
    warnings: String(countOf(judgement, 'warning')),
    verdict: judgement.verdict,
  };
}

/** The pipeline keeps ten issues of each kind; the last one stands for all that did not fit. */
const MOST_ISSUES = 10;

/** Errors and warnings as issues, one a rule, most important first. */
export function issuesOf({ findings }: Judgement, most = MOST_ISSUES): Issue[] {
  return (['error', 'warning'] as const).flatMap((severity) => {
    const groups = byCode(findings.filter((finding) => finding.severity === severity));
    const issues = groups.map((group) => issueOf(severity, group));
    return issues.length <= most ? issues : shortened(severity, issues, most);
  });
}

/** The first ones, and one that names the codes of all others. */
function shortened(severity: Issue['severity'], issues: readonly Issue[], most: number): Issue[] {
  const rest = issues.slice(most - 1);
  const codes = rest.map(({ code }) => code).join(', ');
  const message = `And ${counted(rest.length, `more ${severity}`)}: ${codes}. The log above has them all.`;
  const last: Issue = { severity, message, code: 'more', file: '', line: undefined };
  return issues.slice(0, most - 1).concat(last);
}

function byCode(findings: readonly Finding[]): Finding[][] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    groups.set(finding.code, [...(groups.get(finding.code) ?? []), finding]);
  }
  return [...groups.values()];
}

function issueOf(severity: Issue['severity'], group: readonly Finding[]): Issue {
  const [first, ...more] = group as [Finding, ...Finding[]];
  const others = more.length === 0 ? '' : ` Also in ${more.map(placeOf).slice(0, 5).join(', ')}.`;
  return {
    severity,
    message: `${first.message}${others} ${first.fix} [${first.code}]`,
    code: first.code,
    file: first.where.file,
    line: first.where.line,
  };
}
