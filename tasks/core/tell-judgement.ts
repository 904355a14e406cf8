// Judging and telling, the same for a package in the making and for a finished one.

import { CATALOGUE } from './check/catalogue.js';
import type { Evidence } from './check/evidence.js';
import { judge, reaches, type Leniency } from './check/judge.js';
import type { Host, Telling } from './host.js';
import { findingText, judgementLog } from './report/findings.js';
import { Stopped } from './terms/failure.js';
import { countOf, type Judgement } from './terms/judgement.js';

/** Judges evidence by the whole catalogue, and logs every finding and every rule that could not run. */
export function judged(
  host: Host,
  tell: Telling,
  evidence: Evidence,
  leniency: Leniency,
): Judgement {
  const { judgement, unknownCodes } = judge(evidence, CATALOGUE, leniency);
  // A code that no rule has is a typing error, and would hide nothing.
  for (const code of unknownCodes) {
    tell.warn(`No rule has the code '${code}' that is to be suppressed.`);
  }
  judgementLog(judgement).forEach((line) => host.log.info(line));
  return judgement;
}

/**
 * The same, where a bad judgement ends the run.
 * @throws Stopped `judged-bad`
 */
export function judgeAndTell(
  host: Host,
  tell: Telling,
  evidence: Evidence,
  leniency: Leniency,
): Judgement {
  const judgement = judged(host, tell, evidence, leniency);
  if (judgement.verdict === 'passed') return judgement;
  throw new Stopped({
    code: 'judged-bad',
    failOn: judgement.failOn,
    errors: countOf(judgement, 'error'),
    warnings: countOf(judgement, 'warning'),
    first: judgement.findings
      .filter((finding) => reaches(finding, judgement.failOn))
      .slice(0, MOST_QUOTED)
      .flatMap((finding) => findingText(finding).split('\n')),
  });
}

/** Findings that the error message quotes; the log above it has all. */
const MOST_QUOTED = 5;

/** The reason of every rule, for formats that want it beside the findings. */
export function whyOfRules(): readonly { readonly code: string; readonly why: string }[] {
  return CATALOGUE.map(({ code, why }) => ({ code, why }));
}
