// Why a start failed: one reason, the first of an ordered table that fits.

import type { Rehearsal } from '../../terms/rehearsal.js';
import { boundsCauses } from './causes/bounds.js';
import { addressCauses, workerCauses } from './causes/address.js';
import { endingCauses } from './causes/ending.js';
import { installCauses } from './causes/install.js';
import { platformCauses } from './causes/platform.js';
import { pythonCauses } from './causes/python.js';
import { protocolCauses, serverCauses } from './causes/server.js';
import { scriptCauses } from './causes/script.js';
import { shellCauses } from './causes/shell.js';
import { worldCauses } from './causes/world.js';
import type { Cause, Diagnosis } from './causes/cause.js';
import { doubted } from './doubt.js';
import { readStory, type Surroundings } from './story.js';
import { STARTUP_COMMAND } from '../places.js';

/**
 * First match wins. What was ended by us comes first. Causes come before their consequences: an installation that failed before the
 * module that is missing for it, a wrong address before a complaint in the log that ended nothing,
 * the world that is not there before the exception that says so.
 */
export const CAUSES: readonly Cause[] = [
  ...boundsCauses,
  ...platformCauses,
  ...protocolCauses,
  ...installCauses,
  ...scriptCauses,
  ...shellCauses,
  ...serverCauses,
  ...addressCauses,
  ...worldCauses,
  ...pythonCauses,
  ...workerCauses,
  ...endingCauses,
];

/** Tells why a start failed; `undefined` when it did not. What the package holds makes it surer. */
export function diagnose(
  rehearsal: Rehearsal,
  surroundings: Surroundings = {},
): Diagnosis | undefined {
  const story = readStory(rehearsal, surroundings);
  for (const cause of CAUSES) {
    const diagnosis = cause.diagnose(story);
    if (diagnosis !== undefined) return weigh(doubted(diagnosis, story), rehearsal);
  }
  return undefined;
}

/** What a start that was rehearsed left behind, and what the package holds. */
type RehearsedEvidence = Surroundings & { readonly rehearsal: Rehearsal };

const KNOWN = new WeakMap<RehearsedEvidence, { readonly diagnosis: Diagnosis | undefined }>();

/** The same of evidence. Each rule about a start asks for its one reason, which is looked for once. */
export function diagnosisOf(evidence: RehearsedEvidence): Diagnosis | undefined {
  const known = KNOWN.get(evidence) ?? { diagnosis: diagnose(evidence.rehearsal, evidence) };
  KNOWN.set(evidence, known);
  return known.diagnosis;
}

/**
 * The site may have a startup command that nobody told: then what the platform would detect proves little,
 * and nothing where the fault is in how the app is called.
 */
function weigh(diagnosis: Diagnosis, { commandKnown, reached }: Rehearsal): Diagnosis {
  if (commandKnown || reached !== 'start' || diagnosis.severity !== 'error') return diagnosis;
  const isOfCommand = diagnosis.where.file === STARTUP_COMMAND.file;
  return { ...diagnosis, severity: isOfCommand ? 'note' : 'warning' };
}
