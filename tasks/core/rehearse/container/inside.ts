// Runs a program in a container to its end: what comes before the start, such as init's shell.

import type { Host } from '../../host.js';
import type { Isolation } from './isolation.js';
import type { ContainerRoot } from './root.js';
import { supervise, type Inside } from './supervise.js';

/** How a program in a container ended. */
export interface InsideOutcome {
  /** `null` when a signal ended it, or its time was up. */
  readonly code: number | null;
  /** Both streams as they came, at most 4 MiB; untrusted, and not redacted. */
  readonly output: string;
  /** How long it ran, in the container: to set that up takes time besides. */
  readonly seconds: number;
}

interface Ran {
  readonly exit: { readonly code: number | null; readonly seconds: number } | null;
}

/**
 * Runs a program in the container's root, with nothing but the environment given. It ends, with all that it
 * started, when the program itself ends or its seconds are over.
 * @throws Stopped `cancelled`; Error when the container could not be set up
 */
export async function runInside(
  host: Host,
  isolation: Isolation,
  root: ContainerRoot,
  inside: Inside,
): Promise<InsideOutcome> {
  const plan = { ...inside, knock: null };
  const { result, stdout } = await supervise(host, isolation, root, plan, 'capture');
  const { exit } = result as Ran;
  return { code: exit?.code ?? null, output: stdout, seconds: exit?.seconds ?? inside.seconds };
}
