// Judging: every rule runs over the evidence; then, and only then, it is decided what that means.

import { compareFindings, SEVERITIES, type Finding } from '../terms/finding.js';
import { asInput, type InputWords } from '../terms/input-name.js';
import type { FailOn, Judgement } from '../terms/judgement.js';
import type { Evidence, EvidenceName } from './evidence.js';
import type { Rule } from './rule.js';

export interface Leniency {
  readonly failOn: FailOn;
  /** Codes that the user does not want to hear of, anywhere. */
  readonly suppress: readonly string[];
}

/**
 * Judges evidence by rules.
 * @param input how the user calls an input
 * @returns the judgement, and the codes to be suppressed that no rule has
 */
export function judge(
  evidence: Evidence,
  rules: readonly Rule[],
  { failOn, suppress }: Leniency,
  input: InputWords = asInput,
): { judgement: Judgement; unknownCodes: readonly string[] } {
  const results = rules.map((rule) => ({ rule, found: rule.check(evidence, input) }));
  const all = results.flatMap(({ found }) => found ?? []).toSorted(compareFindings);
  const isSuppressed = suppression(evidence, suppress);
  const findings = all.filter((finding) => !isSuppressed(finding));
  const judgement: Judgement = {
    verdict: findings.some((finding) => reaches(finding, failOn)) ? 'failed' : 'passed',
    failOn,
    findings,
    suppressed: all.filter(isSuppressed),
    notRun: results
      .filter(({ found }) => found === undefined)
      .map(({ rule: { code, needs } }) => ({
        code,
        missing: missingOf(needs, evidence),
      })),
    ran: results.filter(({ found }) => found !== undefined).length,
  };
  return { judgement, unknownCodes: unknownOf(evidence, suppress, rules) };
}

/** Parts of the evidence that come from a site. */
const OF_SITE = /^(?:askedSite|site|production)/;

/** What a rule lacks; where no site was asked that is all that a rule about one lacks. */
function missingOf(needs: readonly EvidenceName[], evidence: Evidence): readonly EvidenceName[] {
  const isAboutSite = needs.some((name) => OF_SITE.test(name));
  if (isAboutSite && evidence.askedSite === undefined) return ['site'];
  return needs.filter((name) => evidence[name] === undefined);
}

/** Whether a finding is bad enough to fail. */
function reaches({ severity }: Finding, failOn: FailOn): boolean {
  if (failOn === 'never') return false;
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(failOn);
}

/** A code in `suppress` counts everywhere; a comment in a script counts for findings in that script. */
function suppression(
  { startup }: Evidence,
  suppress: readonly string[],
): (finding: Finding) => boolean {
  const ignored = startup?.ignored ?? [];
  return ({ code, where }) =>
    suppress.includes(code) ||
    ignored.some((comment) => comment.code === code && comment.where.file === where.file);
}

function unknownOf(
  { startup }: Evidence,
  suppress: readonly string[],
  rules: readonly Rule[],
): string[] {
  const known = new Set<string>(rules.map(({ code }) => code));
  const named = [...suppress, ...(startup?.ignored ?? []).map(({ code }) => code)];
  return [...new Set(named)].filter((code) => !known.has(code));
}
