// One cause, one finding: what the checks have found and a start has shown is told once.

import { compareFindings, SEVERITIES, type Finding, type Place } from '../../terms/finding.js';
import type { Judgement } from '../../terms/judgement.js';
import type { JudgedAgain } from '../judge-again.js';
import type { Evidence } from '../evidence.js';
import type { RuleCode, With } from '../rule.js';
import type { Diagnosis } from './causes/cause.js';
import { diagnosisOf } from './diagnose.js';

/** Rules of the checks that find the cause of a failed start. */
interface Found {
  readonly by: readonly RuleCode[];
  /** Where they find several, the one at the same line is it. */
  readonly atItsPlace?: true;
  /** The finding that stays; that of the checks knows the app, and what to write in its place. */
  readonly stays?: 'start';
}

const FOUND: Readonly<Partial<Record<RuleCode, Found>>> = {
  'rehearsal/single-quotes': { by: ['startup/single-quotes'] },
  'rehearsal/parking-page': { by: ['app/nothing-detected'] },
  'rehearsal/asgi-on-sync-worker': { by: ['server/asgi-on-sync-worker', 'app/other-app-detected'] },
  'rehearsal/compound-start': { by: ['startup/compound-start'] },
  'rehearsal/bash-builtin': { by: ['startup/bash-builtin'] },
  'rehearsal/source-file-as-command': { by: ['startup/source-file-as-command'] },
  'rehearsal/file-missing': {
    by: ['startup/file-missing', 'startup/activate-path'],
    atItsPlace: true,
  },
  'rehearsal/not-executable': { by: ['startup/not-executable'], atItsPlace: true },
  'rehearsal/program-missing': {
    by: ['server/not-installed', 'server/starter-missing', 'startup/unknown-program'],
  },
  'rehearsal/callable-missing': { by: ['app/callable-missing', 'app/other-app-detected'] },
  'rehearsal/worker-class-missing': { by: ['server/not-installed'] },
  'rehearsal/app-module-missing': { by: ['app/module-missing'] },
  'rehearsal/bound-to-loopback': { by: ['server/bound-to-loopback'] },
  'rehearsal/wrong-port': { by: ['server/wrong-port'] },
  // The start tells what else the failing file reads.
  'rehearsal/setting-missing': { by: ['setting/missing'], atItsPlace: true, stays: 'start' },
  'rehearsal/module-missing': {
    by: ['requirement/import-missing', 'django/settings-missing'],
    atItsPlace: true,
  },
  'rehearsal/syntax-error': { by: ['app/module-unparsable'], atItsPlace: true },
  'rehearsal/ended-at-once': { by: ['startup/serves-nothing'] },
  // The start has asked for the site's own host.
  'rehearsal/host-refused': { by: ['django/allowed-hosts'], stays: 'start' },
};

/** Joins what a start has shown to the one finding of the checks that says the same. */
export function toldOnce(again: JudgedAgain, evidence: Evidence): JudgedAgain {
  const diagnosis = isRehearsed(evidence) ? diagnosisOf(evidence) : undefined;
  const shown = [...(diagnosis ? [diagnosis] : []), HOST_REFUSED];
  return shown.reduce(joinedTo, again);
}

/** Noticed beside a start that went well, so without a diagnosis. */
const HOST_REFUSED: Shown = { code: 'rehearsal/host-refused' };

type Shown = Pick<Diagnosis, 'code' | 'seen'>;

function joinedTo(again: JudgedAgain, { code, seen }: Shown): JudgedAgain {
  const found = FOUND[code];
  const shown = again.added.findings.find((finding) => finding.code === code);
  if (found === undefined || shown === undefined) return again;
  const [known, ...others] = again.whole.findings.filter((one) => isFound(one, shown, found));
  // With two of them nobody knows which one has ended it.
  if (known === undefined || others.length > 0) return again;
  const one = found.stays === 'start' ? shown : joined(known, shown, seen);
  const once = (judgement: Judgement): Judgement => ({
    ...judgement,
    findings: judgement.findings
      .filter((finding) => finding !== known && finding !== shown)
      .concat(one)
      .toSorted(compareFindings),
  });
  return { added: once(again.added), whole: once(again.whole) };
}

function isRehearsed(evidence: Evidence): evidence is With<'rehearsal'> {
  return evidence.rehearsal !== undefined;
}

function isFound({ code, where }: Finding, shown: Finding, found: Found): boolean {
  if (!found.by.some((one) => one === code)) return false;
  return found.atItsPlace !== true || isSamePlace(where, shown.where);
}

/** A whole file is the place of each of its lines. */
function isSamePlace(a: Place, b: Place): boolean {
  if (a.file !== b.file) return false;
  return a.line === undefined || b.line === undefined || a.line === b.line;
}

/** The finding of the checks, as bad as the start has shown it to be, and what was seen. */
function joined(known: Finding, shown: Finding, seen: string | undefined): Finding {
  const severity =
    SEVERITIES.find((one) => one === known.severity || one === shown.severity) ?? known.severity;
  const message =
    seen === undefined ? known.message : `${known.message} Seen in the rehearsal: ${seen}`;
  return { ...known, severity, message };
}
