// A finding: what a rule found, how bad it is, and what to do about it.

export const SEVERITIES = ['error', 'warning', 'note'] as const;

/**
 * `error`: it would not start, or would run something else. `warning`: it would hurt.
 * `note`: worth knowing.
 */
export type Severity = (typeof SEVERITIES)[number];

/** Where something was found. */
export interface Place {
  /** A path in the package, or a name such as `startup command` or `app settings`. */
  readonly file: string;
  /** From 1. */
  readonly line?: number;
}

export interface Finding {
  /** `family/kebab-words`, never reused once released. */
  readonly code: string;
  readonly severity: Severity;
  /** What was found, in a sentence that quotes it. */
  readonly message: string;
  /** The one thing to do. */
  readonly fix: string;
  readonly where: Place;
}

/** Most important first; equal ones by code and place. */
export function compareFindings(a: Finding, b: Finding): number {
  const bySeverity = SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);
  const byPlace = `${a.code}\0${a.where.file}`.localeCompare(`${b.code}\0${b.where.file}`, 'en');
  return bySeverity || byPlace || (a.where.line ?? 0) - (b.where.line ?? 0);
}
