// Cancelling: the agent sends SIGINT and then SIGTERM, a terminal SIGINT; either ends the run in good order.

import { outputFailure, Stopped } from '../core/terms/failure.js';

/**
 * A signal that aborts with `cancelled` on SIGINT, SIGTERM or SIGHUP, and when the output cannot be written any more.
 * A second one while ending changes nothing.
 */
export function cancelOnSignals(): AbortSignal {
  const controller = new AbortController();
  const cancel = (): void => controller.abort(new Stopped({ code: 'cancelled' }));
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, cancel);
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error) => controller.abort(outputFailure(error)));
  }
  return controller.signal;
}

/** The environment without the variables that have no value. */
export function plainEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
}
