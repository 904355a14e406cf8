// Rules about a rehearsal: why a start failed, which is one reason, and what was noticed beside it.

import { CAUSES, diagnosisOf } from '../rehearsal/diagnose.js';
import type { Cause } from '../rehearsal/causes/cause.js';
import { rule, type Rule } from '../rule.js';
import { rehearsalNotes } from './rehearsal-notes.js';

/** A cause as a rule: it fires when the diagnosis is its own. */
function ruleOf({ code, severity, why, source, example }: Cause): Rule {
  return rule({
    code,
    severity,
    why,
    source,
    example,
    needs: ['rehearsal'],
    *find(evidence) {
      const diagnosis = diagnosisOf(evidence);
      if (diagnosis?.code === code) yield diagnosis;
    },
    message: ({ message }) => message,
    fix: ({ fix }, input) => fix(input),
  });
}

/** In the order of the catalogue. */
export const rehearsalRules: readonly Rule[] = [...CAUSES.map(ruleOf), ...rehearsalNotes];
