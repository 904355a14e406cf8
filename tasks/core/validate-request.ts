// What a user asks to be validated, read from the inputs of the task or from the flags.

import type { Inputs } from './inputs.js';
import { readJudgedRequest, type JudgedRequest } from './judged-request.js';

/** What is to be judged; any of it may be missing. */
export interface ValidateRequest extends JudgedRequest {
  /** A path or a pattern that matches exactly one zip; on the command line also an app folder. */
  readonly package: string | undefined;
}

/**
 * Reads the request.
 * @throws Stopped `unknown-choice`, `unresolved-variable`
 */
export function readValidateRequest(inputs: Inputs): ValidateRequest {
  return { package: inputs.place('package'), ...readJudgedRequest(inputs) };
}
