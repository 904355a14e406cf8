// Judging again: evidence that came later lets rules run that could not before.

import { compareFindings } from '../terms/finding.js';
import { asInput, type InputWords } from '../terms/input-name.js';
import type { Judgement } from '../terms/judgement.js';
import type { Evidence } from './evidence.js';
import { judge } from './judge.js';
import type { Rule } from './rule.js';

/** What the second look found, alone and joined to what the first one had found. */
export interface JudgedAgain {
  readonly added: Judgement;
  readonly whole: Judgement;
}

/**
 * Runs those rules alone that a judgement names as not run and that lacked something that is there now.
 * @param suppress as for the first look
 * @param input how the user calls an input
 */
export function judgeAgain(
  before: Judgement,
  evidence: Evidence,
  rules: readonly Rule[],
  suppress: readonly string[],
  input: InputWords = asInput,
): JudgedAgain {
  const known = new Map<string, unknown>(Object.entries(evidence));
  const waiting = new Set(
    before.notRun
      .filter(({ missing }) => missing.some((name) => known.get(name) !== undefined))
      .map(({ code }) => code),
  );
  const { judgement: added } = judge(
    evidence,
    rules.filter(({ code }) => waiting.has(code)),
    { failOn: before.failOn, suppress },
    input,
  );
  const still = new Map(added.notRun.map((one) => [one.code, one]));
  const whole: Judgement = {
    verdict: [before, added].some(({ verdict }) => verdict === 'failed') ? 'failed' : 'passed',
    failOn: before.failOn,
    findings: [...before.findings, ...added.findings].toSorted(compareFindings),
    suppressed: [...before.suppressed, ...added.suppressed].toSorted(compareFindings),
    notRun: before.notRun.flatMap((one) =>
      waiting.has(one.code) ? (still.get(one.code) ?? []) : one,
    ),
    ran: before.ran + added.ran,
  };
  return { added, whole };
}
