// Rules about a rehearsal: why a start failed, which is one reason, and what was noticed beside it.

import type { Evidence } from '../evidence.js';
import { CAUSES, diagnosisOf } from '../rehearsal/diagnose.js';
import type { Cause, Diagnosis } from '../rehearsal/cause.js';
import { STARTUP_COMMAND } from '../rehearsal/story.js';
import { defaultApp, wrongDefault } from '../sources/default-app.js';
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
      if (diagnosis?.code === code && !isToldOfDefault(diagnosis, evidence)) yield diagnosis;
    },
    message: ({ message }) => message,
    fix: ({ fix }, input) => fix(input),
  });
}

/**
 * Where nobody said what the startup command is and the platform's default would start the wrong app or none,
 * `app/other-app-detected` or `app/nothing-detected` says so, with the command to set: a note about how that default
 * was called adds nothing.
 */
function isToldOfDefault({ severity, where }: Diagnosis, evidence: Evidence): boolean {
  if (severity !== 'note' || where.file !== STARTUP_COMMAND.file) return false;
  const { app } = evidence;
  const found = app && defaultApp({ ...evidence, app });
  if (found === undefined || found.isSaid) return false;
  return found.detected === undefined || wrongDefault(found, evidence) !== undefined;
}

/** In the order of the catalogue. */
export const rehearsalRules: readonly Rule[] = [...CAUSES.map(ruleOf), ...rehearsalNotes];
