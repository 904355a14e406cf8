// A cause: one reason why a start failed, as a row of a table. The first row that fits is the one that is told.

import type { Place, Severity } from '../../../terms/finding.js';
import type { InputWords } from '../../../terms/input-name.js';
import type { RuleCode } from '../../rule.js';
import type { Story } from '../story.js';

/** What a row says; the words are made from what `find` answers. */
export interface CauseRow<Facts extends object> {
  readonly code: RuleCode;
  /** Unless the facts decide. */
  readonly severity: Severity;
  /** These three are for the catalogue, as in a rule. */
  readonly why: string;
  readonly source: string;
  readonly example: { readonly bad: string; readonly good: string };
  find(story: Story): (Facts & { readonly where: Place; readonly severity?: Severity }) | undefined;
  message(facts: Facts): string;
  /** `input` is how the user calls an input. */
  fix(facts: Facts, input: InputWords): string;
  /** What the start showed, for a finding of the checks that says the rest; without a full stop. */
  seen?(facts: Facts): string;
}

/** Why a start failed. */
export interface Diagnosis {
  readonly code: RuleCode;
  readonly severity: Severity;
  readonly message: string;
  readonly fix: (input: InputWords) => string;
  readonly where: Place;
  /** What the start showed, as a sentence that others begin. */
  readonly seen?: string;
}

/** A row made ready. */
export interface Cause extends Omit<CauseRow<object>, 'find' | 'message' | 'fix' | 'seen'> {
  diagnose(story: Story): Diagnosis | undefined;
}

/** Makes a cause of a row; the compiler infers what the words receive from what `find` answers. */
export function cause<Facts extends object>(row: CauseRow<Facts>): Cause {
  const { code, severity, why, source, example } = row;
  return {
    code,
    severity,
    why,
    source,
    example,
    diagnose: (story) => {
      const facts = row.find(story);
      if (facts === undefined) return undefined;
      return {
        code,
        severity: facts.severity ?? severity,
        message: ended(row.message(facts)),
        fix: (input) => row.fix(facts, input),
        where: facts.where,
        ...(row.seen && { seen: ended(`${row.seen(facts)}.`) }),
      };
    },
  };
}

/** A quoted line may bring its own end. */
function ended(sentence: string): string {
  return sentence.replace(/(\.{3}|[?!…])\.$/, '$1');
}
