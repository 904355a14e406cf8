// A proxy on loopback that leads every tunnel to one port, and knows names that no name server knows.

import { createServer, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { MadeCertificate } from './certificate.js';

export interface FakeProxy {
  readonly url: string;
  /** What tunnels were asked for, with the user where one was given. */
  readonly tunnels: string[];
  close(): Promise<void>;
}

export interface ProxyWishes {
  /** Where tunnels lead: a port of this machine. */
  readonly to: number;
  /** `user:password`; anybody may pass when absent. */
  readonly user?: string;
  /** Speaks TLS, with this certificate. */
  readonly certificate?: MadeCertificate;
}

/** Starts the proxy. */
export async function startProxy({ to, user, certificate }: ProxyWishes): Promise<FakeProxy> {
  const tunnels: string[] = [];
  const open = new Set<Socket>();
  const server: Server = certificate
    ? createHttpsServer({ key: certificate.key, cert: certificate.certificate })
    : createServer();
  server.on('request', (_, response) => response.writeHead(400).end());
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  server.on('connect', (request, socket: Socket) => {
    const given = (request.headers['proxy-authorization'] ?? '').replace(/^Basic /, '');
    const known = Buffer.from(given, 'base64').toString('utf8');
    tunnels.push(`${request.url ?? ''}${known === '' ? '' : ` by ${known}`}`);
    socket.on('error', () => socket.destroy());
    if (user !== undefined && known !== user) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      return;
    }
    const onward = connect(to, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(socket);
      socket.pipe(onward);
    });
    onward.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `${certificate ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tunnels,
    close: async () => {
      open.forEach((socket) => socket.destroy());
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
