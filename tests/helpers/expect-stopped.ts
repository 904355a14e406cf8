// Expects that work ends with a failure of ours, and hands its facts on.

import assert from 'node:assert/strict';
import { Stopped, type Failure } from '../../tasks/core/terms/failure.js';

/** The failure with which the work stopped; any other end is an assertion error. */
export async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  const said = error instanceof Error ? error.stack : String(error);
  assert.ok(error instanceof Stopped, `expected Stopped, got ${said}`);
  return error.failure;
}
