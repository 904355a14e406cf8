// One exchange: a request goes out, an answer comes back whole, in time and not too large. No redirect is followed.

import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { SecureContext } from 'node:tls';
import type { Proxy } from '../../terms/azure-access.js';
import { isLoopback } from './address.js';
import { openTunnel } from './tunnel.js';

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** What an exchange goes over. */
export interface Line {
  readonly proxy: Proxy | undefined;
  readonly trust: SecureContext | undefined;
  readonly signal: AbortSignal;
}

/** Bytes. The settings of a site are limited to far less. */
const LARGEST_ANSWER = 8 * 1024 * 1024;

/** An answer that is more than anybody needs. */
export class TooLarge extends Error {}

/**
 * Sends a request and waits for the whole answer.
 * @throws TooLarge; Unread `proxy`; whatever the connection throws
 */
export async function exchange(asked: HttpRequest, line: Line): Promise<HttpAnswer> {
  const sent = await start(asked, line);
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    sent.once('response', resolve);
    sent.once('error', reject);
    // Nothing else comes where the other side changes to another protocol.
    sent.once('close', () => reject(new Error('the connection was closed')));
  });
  sent.end(asked.body);
  const answer = await answered;
  return { status: answer.statusCode ?? 0, headers: answer.headers, body: await bodyOf(answer) };
}

async function start(asked: HttpRequest, line: Line): Promise<ClientRequest> {
  const { method, url, headers } = asked;
  const { trust, signal } = line;
  const length = asked.body === undefined ? {} : { 'content-length': byteLength(asked.body) };
  // One connection an exchange: they are few, and to many hosts.
  const fields = { ...headers, ...length, connection: 'close' };
  const options = { method, headers: fields, signal } as const;
  if (url.protocol === 'http:') return httpRequest(url, { ...options, agent: false });
  const proxy = line.proxy;
  if (proxy && !isLoopback(url) && !proxy.bypasses(url)) {
    const socket = await openTunnel(proxy, url, { trust, signal });
    // With an agent Node would open a connection of its own.
    return httpsRequest(url, { ...options, createConnection: () => socket });
  }
  return httpsRequest(url, {
    ...options,
    agent: false,
    ...(trust ? { secureContext: trust } : {}),
  });
}

function byteLength(text: string): string {
  return String(Buffer.byteLength(text, 'utf8'));
}

async function bodyOf(answer: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of answer as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > LARGEST_ANSWER) throw new TooLarge(`more than ${LARGEST_ANSWER} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

/** A redirect as it is told: to whom it leads, without the rest of the address, which may hold what is secret. */
export function redirectText(
  { status, headers: { location } }: Pick<HttpAnswer, 'status' | 'headers'>,
  from: URL,
): string {
  if (typeof location !== 'string' || !URL.canParse(location, from.href)) return `status ${status}`;
  const { protocol, host } = new URL(location, from);
  return `status ${status} to '${protocol}//${host}'`;
}
