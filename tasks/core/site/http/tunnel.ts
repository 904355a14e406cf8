// A tunnel through a proxy: CONNECT, then TLS to the other end. Node's own fetch has none before Node 24.

import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type Socket } from 'node:net';
import { connect, type SecureContext, type TLSSocket } from 'node:tls';
import type { Proxy } from '../../terms/azure-access.js';
import { systemErrorCode } from '../../terms/failure.js';
import { inShort, unread } from '../unread.js';

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
  const host = bareHost(target);
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

async function connectThrough(
  proxy: Proxy,
  target: URL,
  { trust, signal }: TunnelOptions,
): Promise<Socket> {
  const url = new URL(proxy.url);
  const isSecure = url.protocol === 'https:';
  const request = isSecure ? httpsRequest : httpRequest;
  const host = bareHost(url);
  const port = url.port === '' ? (isSecure ? 443 : 80) : Number(url.port);
  const subject = `${url.hostname}:${port}`;
  if (!isSecure && url.protocol !== 'http:') {
    const scheme = url.protocol.slice(0, -1);
    throw unread('proxy', subject, `it is for ${scheme}, and only http and https are spoken here`);
  }
  const place = `${target.hostname}:${target.port === '' ? '443' : target.port}`;
  const sent = request({
    host,
    port,
    // Otherwise Node takes the name from the field "host", and would have the proxy prove that it is the target.
    ...(isSecure ? { servername: isIP(host) === 0 ? host : '' } : {}),
    method: 'CONNECT',
    path: place,
    headers: { host: place, ...credentials(proxy) },
    agent: false,
    signal,
    ...(trust ? { secureContext: trust } : {}),
  });
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
      reject(signal.aborted ? error : unread('proxy', subject, saidBy(error), error));
    });
    sent.end();
  });
}

/** An IPv6 address stands in brackets in a URL only. */
function bareHost({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

/** What OpenSSL says has a line end and names files of its own; an error of several addresses says nothing at all. */
function saidBy(error: Error): string {
  if (/wrong version number/.test(error.message)) {
    return 'it speaks no TLS, so that its address begins with http://';
  }
  return systemErrorCode(error) ?? inShort(error.message);
}

function credentials({ user, password }: Proxy): Record<string, string> {
  if (user === undefined) return {};
  const pair = Buffer.from(`${user}:${password ?? ''}`, 'utf8').toString('base64');
  return { 'proxy-authorization': `Basic ${pair}` };
}
