// Talks to an app over the loopback interface, which the private root shares with the machine.

import { get, type IncomingMessage } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/**
 * One request, of at most `timeout` milliseconds; `undefined` when nobody listens yet, the
 * connection breaks or the time is up.
 */
export async function ask(
  port: number,
  path: string,
  timeout: number,
): Promise<Answer | undefined> {
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const signal = AbortSignal.timeout(Math.max(timeout, 1));
      get({ host: '127.0.0.1', port, path, agent: false, signal }, resolve).on('error', reject);
    });
    return { status: response.statusCode ?? 0, body: await text(response) };
  } catch {
    return undefined;
  }
}

/** A port that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
