// The words for every failure: what happened, what we found, the one thing to do.

import { machineFailure, messageOf, Stopped, type Failure } from '../terms/failure.js';
import { asInput, type InputWords } from '../terms/input-name.js';
import { mapTexts, oneLine } from '../terms/redaction.js';
import { APP_FILE_WORDS } from './words/app-files.js';
import { END_WORDS } from './words/ends.js';
import { INPUT_WORDS } from './words/inputs.js';
import { INSTALLING_WORDS } from './words/installing.js';
import { SOURCE_WORDS } from './words/sources.js';
import { WRITING_WORDS } from './words/writing.js';
import type { Explain, Words } from './words/words.js';

const WORDS: Explain = {
  ...INPUT_WORDS,
  ...SOURCE_WORDS,
  ...INSTALLING_WORDS,
  ...APP_FILE_WORDS,
  ...WRITING_WORDS,
  ...END_WORDS,
};

/**
 * The words for a failure.
 * @param input how the user calls an input
 */
export function explain(failure: Failure, input: InputWords = asInput): Words {
  // Each entry takes the facts of its own code; TypeScript cannot tie the two through an index.
  const say = WORDS[failure.code] as (facts: Failure, input: InputWords) => Words;
  return say(inLines(failure), input);
}

/** Facts hold names, which may hold the end of a line; the words have lines of their own. */
function inLines(failure: Failure): Failure {
  return failure.code === 'usage' ? failure : mapTexts(failure, oneLine);
}

/** A failure as plain text: what happened, what we found, what to do. */
export function explainAsText(failure: Failure, input: InputWords = asInput): string {
  const { title, found, fix } = explain(failure, input);
  return [title, ...found.map((line) => `  ${line}`), fix].join('\n');
}

/**
 * Any error as plain text; one that no stage foresaw by what it says of itself.
 * @param hint what to do then
 * @param input how the user calls an input
 */
export function explainError(error: unknown, hint: string, input: InputWords = asInput): string {
  if (error instanceof Stopped) return explainAsText(error.failure, input);
  const failure = machineFailure(error);
  if (failure) return explainAsText(failure, input);
  // The system's messages hold paths.
  const message = oneLine(messageOf(error));
  return `Something that we did not expect: ${message}\n${hint}`;
}
