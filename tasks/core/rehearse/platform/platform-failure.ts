// A failure that the platform itself would have: no start script comes of it, or no deployment.

import { messageOf, Stopped } from '../../terms/failure.js';
import type { Step } from '../../terms/rehearsal.js';

/** The steps that the platform takes before the app is started. */
export type PlatformStep = Exclude<Step, 'start'>;

export interface PlatformFailureFacts {
  readonly step: PlatformStep;
  /** What the platform says, as near to its own words as is known. */
  readonly words: string;
  /** Exit code of the program that gave up: 2 for a panic of the generator. */
  readonly exitCode?: number;
}

/** Thrown where the platform would give up. */
export class PlatformFailure extends Error {
  readonly step: PlatformStep;
  readonly words: string;
  readonly exitCode: number;

  constructor({ step, words, exitCode = 1 }: PlatformFailureFacts, options?: ErrorOptions) {
    super(words, options);
    this.name = 'PlatformFailure';
    this.step = step;
    this.words = words;
    this.exitCode = exitCode;
  }
}

/** The generator's way to stop at what it did not expect. */
export function panic(words: string, cause?: unknown): PlatformFailure {
  return new PlatformFailure(
    { step: 'generator', words: `panic: ${words}`, exitCode: 2 },
    { cause },
  );
}

/** The generator's way to stop with a message. */
export function generatorError(words: string, cause?: unknown): PlatformFailure {
  return new PlatformFailure({ step: 'generator', words }, { cause });
}

/** What went wrong, on one line and without this machine's paths. */
export function reasonOf(error: unknown): string {
  const line = wordsOf(error).split('\n')[0] ?? '';
  return /^(E[A-Z]+: [^,]+), /.exec(line)?.[1] ?? line;
}

function wordsOf(error: unknown): string {
  if (error instanceof Stopped && 'reason' in error.failure) return error.failure.reason;
  return messageOf(error);
}
