// Judging and telling, the same for a package in the making and for a finished one.

import { CATALOGUE } from './check/catalogue.js';
import type { Evidence } from './check/evidence.js';
import { judge, type Leniency } from './check/judge.js';
import { judgeAgain } from './check/judge-again.js';
import { toldOnce } from './check/rehearsal/told-once.js';
import type { Rule } from './check/rule.js';
import type { Host, Telling } from './host.js';
import { closingLines, findingLines } from './report/findings.js';
import type { Judgement } from './terms/judgement.js';
import { nearest } from './terms/nearest.js';

const KNOWN: ReadonlySet<string> = new Set(CATALOGUE.map(({ code }) => code));

/** Judges evidence by rules, the whole catalogue by default, and logs every finding. */
export function judged(
  host: Host,
  tell: Telling,
  evidence: Evidence,
  leniency: Leniency,
  rules: readonly Rule[] = CATALOGUE,
): Judgement {
  const { judgement, unknownCodes } = judge(evidence, rules, leniency, host.input);
  // A code that no rule has is a typing error, and would hide nothing.
  for (const code of unknownCodes.filter((one) => !KNOWN.has(one))) {
    tell.warn(`No rule has the code '${code}' that is to be suppressed. ${codeFix(code)}`);
  }
  tellLines(host, findingLines(judgement));
  return judgement;
}

function codeFix(code: string): string {
  const meant = nearest(code, [...KNOWN]);
  return meant === undefined
    ? 'The codes of all rules are in docs/rules.md of the project.'
    : `Write '${meant}' if that is meant.`;
}

/** Lets the rules run that lacked evidence which is there now, and logs what they find. */
export function judgedAgain(
  host: Host,
  before: Judgement,
  evidence: Evidence,
  { suppress }: Leniency,
): Judgement {
  const again = judgeAgain(before, evidence, CATALOGUE, suppress, host.input);
  const { added, whole } = toldOnce(again, evidence);
  tellLines(host, findingLines(added));
  return whole;
}

/** A finding has two lines; a line of the log is one. */
function tellLines(host: Host, texts: readonly string[]): void {
  texts.flatMap((text) => text.split('\n')).forEach((line) => host.log.info(line));
}

/** Logs what could not be checked, and the whole in a line: once, when nothing more will be looked at. */
export function tellClosing(host: Host, judgement: Judgement): void {
  closingLines(judgement).forEach((line) => host.log.info(line));
}

/** The reason of every rule, for formats that want it beside the findings. */
export function whyOfRules(): readonly { readonly code: string; readonly why: string }[] {
  return CATALOGUE.map(({ code, why }) => ({ code, why }));
}
