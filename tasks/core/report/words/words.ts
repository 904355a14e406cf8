// What is said of a failure, in its parts.

import type { Failure } from '../../terms/failure.js';

export interface Words {
  /** What happened, in the user's terms. */
  readonly title: string;
  /** What we found, quoted; a line each. */
  readonly found: readonly string[];
  /** The one thing to do. */
  readonly fix: string;
}

/** The words for every failure, each from the facts of its own code. */
export type Explain = {
  [Code in Failure['code']]: (facts: Extract<Failure, { code: Code }>) => Words;
};

/** The parts put together. */
export function words(title: string, found: readonly string[], fix: string): Words {
  return { title, found, fix };
}

/** Names in quotes, one behind the other. */
export function list(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(', ');
}
