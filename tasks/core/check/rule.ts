// A rule: one row of a table. It looks at evidence that was gathered once and yields every case it finds.

import type { Finding, Place, Severity } from '../terms/finding.js';
import { asInput, type InputWords } from '../terms/input-name.js';
import type { Evidence, EvidenceName } from './evidence.js';

/** The families, in reading order; a rule's code begins with one. */
export const FAMILIES = [
  'archive',
  'manifest',
  'runtime',
  'venv',
  'native',
  'requirement',
  'startup',
  'server',
  'app',
  'django',
  'setting',
  'secret',
  'site',
  'rehearsal',
] as const;

export type Family = (typeof FAMILIES)[number];

export type RuleCode = `${Family}/${string}`;

/** The evidence with the named parts present. */
export type With<Name extends EvidenceName> = Evidence & {
  readonly [Part in Name]-?: NonNullable<Evidence[Part]>;
};

/** What a row says. `Facts` is what `find` yields and the words are made from. */
export interface Row<Facts extends object, Needs extends EvidenceName> {
  readonly code: RuleCode;
  /** The severity of every finding, unless the facts decide. */
  readonly severity: Severity;
  /** One or two sentences for the catalogue: what happens on the platform, without quoting a case. */
  readonly why: string;
  /** The row of the platform contract, such as `F68`, and its source in short. */
  readonly source: string;
  /** A bad case and its good neighbour, for the catalogue: a command, a setting, a line. */
  readonly example: { readonly bad: string; readonly good: string };
  /** Parts of the evidence without which the rule cannot run; it is then named as not run. */
  readonly needs: readonly Needs[];
  find(
    evidence: With<Needs>,
  ): Iterable<Facts & { readonly where: Place; readonly severity?: Severity }>;
  message(facts: Facts): string;
  /** `input` is how the user calls an input. */
  fix(facts: Facts, input: InputWords): string;
}

/** A row made ready: the words are bound to what is found. */
export interface Rule {
  readonly code: RuleCode;
  readonly severity: Severity;
  readonly why: string;
  readonly source: string;
  readonly example: { readonly bad: string; readonly good: string };
  readonly needs: readonly EvidenceName[];
  /** Every case, or `undefined` when a part of the evidence is missing. */
  check(evidence: Evidence, input?: InputWords): readonly Finding[] | undefined;
}

/** Makes a rule of a row; the compiler infers what the words receive from what `find` yields. */
export function rule<Facts extends object, Needs extends EvidenceName>(
  row: Row<Facts, Needs>,
): Rule {
  const { code, severity, why, source, example, needs } = row;
  return {
    code,
    severity,
    why,
    source,
    example,
    needs,
    check: (evidence, input = asInput) => {
      if (!hasAll(evidence, needs)) return undefined;
      return [...row.find(evidence)].map((facts) => ({
        code,
        severity: facts.severity ?? severity,
        message: row.message(facts),
        fix: row.fix(facts, input),
        where: facts.where,
      }));
    },
  };
}

function hasAll<Needs extends EvidenceName>(
  evidence: Evidence,
  needs: readonly Needs[],
): evidence is With<Needs> {
  return needs.every((name) => evidence[name] !== undefined);
}
