// A judgement: what the rules found, what could not be checked, and whether the package may go on.

import type { Finding } from './finding.js';

export const FAIL_ON = ['error', 'warning', 'never'] as const;

/** From which severity on a package fails. */
export type FailOn = (typeof FAIL_ON)[number];

/** A rule that could not run, with the parts of the evidence that were not there. */
export interface NotRun {
  readonly code: string;
  readonly missing: readonly string[];
}

export interface Judgement {
  /** `failed` when a finding reaches `failOn`. */
  readonly verdict: 'passed' | 'failed';
  readonly failOn: FailOn;
  /** Most important first. */
  readonly findings: readonly Finding[];
  /** Findings that the user asked not to hear of. */
  readonly suppressed: readonly Finding[];
  /** Never counted as passed. */
  readonly notRun: readonly NotRun[];
  /** How many rules ran. */
  readonly ran: number;
}

/** How many findings have a severity. */
export function countOf(judgement: Judgement, severity: Finding['severity']): number {
  return judgement.findings.filter((finding) => finding.severity === severity).length;
}

/** Codes of rules as users write them: a line each, or with commas and blanks between. */
export function readCodes(lines: readonly string[]): string[] {
  return lines.flatMap((line) => line.split(/[\s,]+/)).filter((code) => code !== '');
}
