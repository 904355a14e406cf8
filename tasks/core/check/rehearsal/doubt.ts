// Doubt: a start that failed for no known reason may have failed for want of what only the site has.

import { originsOf, type SettingReference } from '../../terms/setting-reference.js';
import type { RuleCode } from '../rule.js';
import { listed } from '../settings/setting-words.js';
import { absentPath } from './absent-path.js';
import { askedInstall } from './asked-install.js';
import { readByFiles } from './app-variables.js';
import type { Diagnosis } from './causes/cause.js';
import { failsAnywhere } from './fails-anywhere.js';
import { quoteAll, worldSeverity, type Story } from './story.js';
import type { InputWords } from '../../terms/input-name.js';

/** Causes that tell how it failed, and not why. */
const WITHOUT_REASON: readonly RuleCode[] = [
  'rehearsal/app-failed',
  'rehearsal/crashed',
  'rehearsal/ended',
  'rehearsal/ended-at-once',
  'rehearsal/no-http-answer',
  'rehearsal/no-answer',
  'rehearsal/health-fails',
];

/** An error only where the start would fail anywhere: else a warning that says what was not known. */
export function doubted(diagnosis: Diagnosis, story: Story): Diagnosis {
  if (diagnosis.severity !== 'error' || !WITHOUT_REASON.includes(diagnosis.code)) return diagnosis;
  if (story.exception !== undefined && failsAnywhere(story.exception)) return diagnosis;
  // No setting brings a distribution.
  if (askedInstall(story) !== undefined) return diagnosis;
  const doubt = doubtOf(story);
  if (doubt === undefined) return diagnosis;
  const { fix, words } = doubt;
  // No setting brings a file: what to do is told already.
  if (diagnosis.code === 'rehearsal/app-failed' && absentPath(story) !== undefined) {
    return { ...diagnosis, severity: 'warning', ...worldSeverity(story) };
  }
  const message = `${diagnosis.message} ${words}`;
  return { ...diagnosis, severity: 'warning', ...worldSeverity(story), message, fix };
}

interface Doubt {
  readonly words: string;
  readonly fix: (input: InputWords) => string;
}

function doubtOf(story: Story): Doubt | undefined {
  return valuesOfSite(story) ?? nothingGiven(story);
}

function valuesOfSite({ rehearsal: { references } }: Story): Doubt | undefined {
  if (references.length === 0) return undefined;
  const [it, values] = references.length === 1 ? ['it', 'it a value'] : ['them', 'them values'];
  return {
    words: notKnownHere(quoteAll(references.map(({ name }) => name)), references),
    fix: (input) =>
      `To see whether it starts with ${it}, give ${values} in ${input.name('appSettings')}; if it fails all the same, correct the app.`,
  };
}

/** Who gave no settings has not said that there are none. */
function nothingGiven(story: Story): Doubt | undefined {
  if (story.rehearsal.settingsKnown) return undefined;
  const { files, names } = readByFiles(story);
  if (names.length === 0) return undefined;
  const read = files.length === 1 ? 'reads' : 'read';
  return {
    words: `No app settings were given, and ${files.join(' and ')} ${read} ${listed(names)}.`,
    fix: (input) =>
      `Give the app settings in ${input.name('appSettings')} to rehearse with them; if it fails all the same, correct the app.`,
  };
}

/** Says that the values of these names are known on the site alone. */
export function notKnownHere(names: string, references: readonly SettingReference[]): string {
  const [value, was] = references.length === 1 ? ['value', 'was'] : ['values', 'were'];
  const comes = references.length === 1 ? 'comes' : 'come';
  return `The ${value} of ${names} ${comes} from ${originsOf(references)} and ${was} not known here.`;
}
