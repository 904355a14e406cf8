// Words for runs that end without a package though nothing was wrong with their inputs.

import { counted } from '../../terms/counted.js';
import { words, type Explain } from './words.js';

export const END_WORDS = {
  'rehearsal-impossible': ({ reason, alone }, input) =>
    words(
      'The start cannot be rehearsed.',
      [reason],
      alone
        ? 'Mend that; docs/rehearse.md of the project tells what a rehearsal needs.'
        : `Mend that, or use ${input.with('rehearse', 'auto')}, which goes on without.`,
    ),
  'judged-bad': ({ failOn, errors, warnings, report }, input) =>
    words(
      'The app would not run well as it is, so there is no package.',
      [
        `Found ${counted(errors, 'error')} and ${counted(warnings, 'warning')}; ${input.name('failOn')} is '${failOn}'.`,
        `The report is '${report}'.`,
      ],
      `Mend what the findings in the log say, or name a rule in ${input.name('suppress')} if it is wrong here.`,
    ),
  'warnings-fail': ({ warnings }, input) =>
    words(
      'The warnings fail this step.',
      [`Found no error and ${counted(warnings, 'warning')}; ${input.name('failOn')} is 'warning'.`],
      `Mend what the findings in the log say, name a rule in ${input.name('suppress')} if it is wrong here, or set ${input.with('failOn', 'error')}.`,
    ),
  'working-folder-gone': ({ reason }) =>
    words(
      'The folder in which this was started is no longer there.',
      [reason],
      'Start it again in a folder that is there.',
    ),
  cancelled: () => words('Cancelled.', [], 'Nothing was left behind; run it again when you like.'),
} satisfies Partial<Explain>;
