// What is said of a failure, in its parts.

import type { Failure } from '../../terms/failure.js';
import type { InputWords } from '../../terms/input-name.js';

export interface Words {
  /** What happened, in the user's terms. */
  readonly title: string;
  /** What we found, quoted; a line each. */
  readonly found: readonly string[];
  /** The one thing to do. */
  readonly fix: string;
}

/** The words for every failure, each from the facts of its own code; they call inputs as the host's user does. */
export type Explain = {
  [Code in Failure['code']]: (facts: Extract<Failure, { code: Code }>, input: InputWords) => Words;
};

/** The parts put together. */
export function words(title: string, found: readonly string[], fix: string): Words {
  return { title, found, fix };
}

/** With a capital at its head, as a sentence begins. */
export function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** Where an archive lies in place of the app. */
export const UNPACK_IT =
  'Unpack it in a step before, such as ExtractFiles@1, and give the folder that it is unpacked to.';

/** Names in quotes, one behind the other. */
export function list(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(', ');
}
