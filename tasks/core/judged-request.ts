// What a user says of the web app and of how strictly to judge: the same for a package in the making and for a finished one.

import type { Inputs } from './inputs.js';
import { FAIL_ON, readCodes, type FailOn } from './terms/judgement.js';

/** `undefined` is what was not given. */
export interface JudgedRequest {
  readonly runtimeStack: string | undefined;
  readonly startupCommand: string | undefined;
  /** The settings' text, or the path of a file with it. */
  readonly appSettings: string | undefined;
  readonly failOn: FailOn;
  /** Codes of rules that are not to be heard of. */
  readonly suppress: readonly string[];
}

/**
 * Reads what both requests have.
 * @throws Stopped `unknown-choice`, `unresolved-variable`
 */
export function readJudgedRequest(inputs: Inputs): JudgedRequest {
  return {
    runtimeStack: inputs.word('runtimeStack'),
    startupCommand: inputs.text('startupCommand'),
    appSettings: inputs.text('appSettings'),
    failOn: inputs.choice('failOn', FAIL_ON),
    suppress: readCodes(inputs.lines('suppress')),
  };
}
