// Causes by what a start took of the machine: more than it may have, so that it was ended.

import { cause, type Cause } from './cause.js';
import { lastWords, placeOf, secondsText, worldSeverity, type Story } from '../story.js';
import { CONTAINER_LOG } from '../../places.js';

type Exceeded = NonNullable<Story['rehearsal']['exceeded']>;

function exceededIn(story: Story, isMeant: (what: Exceeded['what']) => boolean) {
  const { exceeded } = story.rehearsal;
  if (exceeded === undefined || !isMeant(exceeded.what)) return undefined;
  return {
    what: exceeded.what,
    most: exceeded.most,
    seconds: secondsText(exceeded.seconds),
    end: lastWords(story),
    where: placeOf(story, CONTAINER_LOG),
  };
}

const tooManyProcesses = cause({
  code: 'rehearsal/too-many-processes',
  severity: 'error',
  why: 'A start that makes processes or threads without end takes a whole machine; the rehearsal ends it.',
  source: 'contract A1; docs/rehearse.md: what an app may take',
  example: {
    bad: 'a script that starts itself, or a module that starts processes when it is imported',
    good: 'if __name__ == "__main__": before whatever starts processes',
  },
  find: (story) => exceededIn(story, (what) => what !== 'bytes'),
  message: ({ what, most, seconds, end }) =>
    `The start was ended after ${seconds}, because more than ${most} ${what} ran; ${end}.`,
  fix: () =>
    'Look for what starts itself again: a script that calls itself, or a process started by an import without if __name__ == "__main__":',
});

const tooMuchWritten = cause({
  code: 'rehearsal/too-much-written',
  severity: 'warning',
  why: 'A start that writes without end fills a disk; the rehearsal ends it before that, and nobody knows whether it would have answered.',
  source: 'contract A1; docs/rehearse.md: what an app may take',
  example: { bad: 'a log file that is written in a loop', good: 'a log on standard output' },
  find: (story) => {
    const found = exceededIn(story, (what) => what === 'bytes');
    return found && { ...found, ...worldSeverity(story) };
  },
  message: ({ most, seconds, end }) =>
    `The start was ended after ${seconds}, because it had written more than ${(most / 1e9).toPrecision(2)} GB; ${end}.`,
  fix: () =>
    'Look for what writes without end, such as a log file or a download, and write less before the first answer.',
});

/** Before all others: what the log says was cut off. */
export const boundsCauses: readonly Cause[] = [tooManyProcesses, tooMuchWritten];
