// The port that the platform asks, against those on which the app's servers listen.

import { integerOf } from './setting-values.js';
import type { ServerCommand } from '../startup/startup.js';

/** Contract A6: sshd of the container. */
const SSH_PORT = 2222;

/** What is wrong with the value of PORT, in words that follow its name; `undefined` when it is a good one. */
export function portProblem(value: string): string | undefined {
  const port = integerOf(value);
  if (port === undefined) return 'is not a number';
  if (port < 1 || port > 65535) return `is '${port}', which is no port`;
  return port === SSH_PORT ? "is '2222', where the container's SSH server listens" : undefined;
}

/** Ports that a server binds as literal numbers; nothing when one of its addresses follows PORT or is unknown. */
export function literalPorts(server: ServerCommand): number[] {
  const ports = (server.binds ?? [server]).map(({ port }) => port);
  return ports.every((port) => typeof port === 'number') ? ports : [];
}

/** Servers that listen on other ports than `port`; none when one of all may listen there. */
export function elsewhere(servers: readonly ServerCommand[], port: number): ServerCommand[] {
  const found = servers
    .filter(({ command }) => !command.background)
    .map((server) => ({ server, ports: literalPorts(server) }));
  const isOpen = found.some(({ ports }) => ports.length === 0 || ports.includes(port));
  return isOpen ? [] : found.map(({ server }) => server);
}
