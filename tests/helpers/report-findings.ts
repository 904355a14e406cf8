// The findings of a report as `--json` prints it, for tests that care what was found and not where the report has it.

import type { Finding } from '../../tasks/core/terms/finding.js';

interface WithFindings {
  readonly findings?: readonly Finding[];
}

/** All findings of a report of `antenv package` or `antenv validate`. */
export function findingsOf(report: object): readonly Finding[] {
  const { findings, judgement } = report as WithFindings & { readonly judgement?: WithFindings };
  const found = findings ?? judgement?.findings;
  if (found === undefined) throw new Error('The report has no findings.');
  return found;
}

/** The errors and warnings, as `severity code: message`. */
export function errorsAndWarnings(report: object): string[] {
  return findingsOf(report)
    .filter(({ severity }) => severity !== 'note')
    .map(({ severity, code, message }) => `${severity} ${code}: ${message}`);
}
