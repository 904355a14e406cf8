// A tunnel through a proxy: CONNECT, then TLS to the other end. Node's own fetch has none before Node 24.

import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type Socket } from 'node:net';
import { connect, type SecureContext, type TLSSocket } from 'node:tls';
import type { Proxy } from '../../terms/azure-access.js';
import { unread } from '../unread.js';

export interface TunnelOptions {
  readonly trust: SecureContext | undefined;
  readonly signal: AbortSignal;
}

/**
 * A TLS connection to the host of an address, through a proxy.
 * @throws Unread `proxy`; whatever TLS throws
 */
export async function openTunnel(
  proxy: Proxy,
  target: URL,
  options: TunnelOptions,
): Promise<TLSSocket> {
  const socket = await connectThrough(proxy, target, options);
  const host = target.hostname.replace(/^\[|\]$/g, '');
  const secured = connect({
    socket,
    host,
    // Node refuses an address in the place of a name.
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(options.trust ? { secureContext: options.trust } : {}),
  });
  const stop = (): void => void secured.destroy(options.signal.reason as Error);
  options.signal.addEventListener('abort', stop, { once: true });
  try {
    await new Promise<void>((resolve, reject) => {
      secured.once('secureConnect', resolve);
      secured.once('error', reject);
    });
    return secured;
  } catch (error) {
    secured.destroy();
    throw error;
  } finally {
    options.signal.removeEventListener('abort', stop);
  }
}

function connectThrough(
  proxy: Proxy,
  target: URL,
  { trust, signal }: TunnelOptions,
): Promise<Socket> {
  const url = new URL(proxy.url);
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const place = `${target.hostname}:${target.port === '' ? '443' : target.port}`;
  const sent = request({
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port),
    method: 'CONNECT',
    path: place,
    headers: { host: place, ...credentials(proxy) },
    agent: false,
    signal,
    ...(trust ? { secureContext: trust } : {}),
  });
  const subject = `${url.hostname}:${url.port}`;
  return new Promise((resolve, reject) => {
    sent.once('connect', (answer, socket: Socket) => {
      if (answer.statusCode === 200) return resolve(socket);
      socket.destroy();
      return reject(unread('proxy', subject, `it answered ${answer.statusCode ?? 'nothing'}`));
    });
    sent.once('response', (answer) => {
      answer.resume();
      reject(unread('proxy', subject, `it answered ${answer.statusCode ?? 'nothing'}`));
    });
    sent.once('error', (error) => {
      reject(signal.aborted ? error : unread('proxy', subject, error.message, error));
    });
    sent.end();
  });
}

function credentials({ user, password }: Proxy): Record<string, string> {
  if (user === undefined) return {};
  const pair = Buffer.from(`${user}:${password ?? ''}`, 'utf8').toString('base64');
  return { 'proxy-authorization': `Basic ${pair}` };
}
