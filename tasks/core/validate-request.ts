// What a user asks to be validated, read from the inputs of the task or from the flags.

import type { Inputs } from './inputs.js';
import { FAIL_ON, readCodes, type FailOn } from './terms/judgement.js';

/** What is to be judged; any of it may be missing. */
export interface ValidateRequest {
  /** A path or a pattern that matches exactly one zip; on the command line also an app folder. */
  readonly package: string | undefined;
  readonly startupCommand: string | undefined;
  /** The settings' text, or the path of a file with it. */
  readonly appSettings: string | undefined;
  readonly runtimeStack: string | undefined;
  readonly failOn: FailOn;
  readonly suppress: readonly string[];
}

/**
 * Reads the request.
 * @throws Stopped `unknown-choice`, `unresolved-variable`
 */
export function readValidateRequest(inputs: Inputs): ValidateRequest {
  return {
    package: inputs.file('package'),
    startupCommand: inputs.text('startupCommand'),
    appSettings: inputs.text('appSettings'),
    runtimeStack: inputs.word('runtimeStack'),
    failOn: inputs.choice('failOn', FAIL_ON),
    suppress: readCodes(inputs.lines('suppress')),
  };
}
