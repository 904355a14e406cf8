// Sockets that listen, as the platform sees them from outside of the container.

import type { Listening } from '../../terms/rehearsal.js';

/** Whether a socket is open to more than the container itself. */
export function isReachable({ address }: Listening): boolean {
  return !/^(?:127\.|::1$|::ffff:127\.|localhost$)/i.test(address);
}

/** The ports that can be reached from outside. */
export function reachableAt(listening: readonly Listening[]): number[] {
  return listening.filter(isReachable).map(({ port }) => port);
}
