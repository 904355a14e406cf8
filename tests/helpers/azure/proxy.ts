// A proxy on loopback that leads every tunnel to one port, and knows names that no name server knows.

import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

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
}

/** Starts the proxy. */
export async function startProxy({ to, user }: ProxyWishes): Promise<FakeProxy> {
  const tunnels: string[] = [];
  const open = new Set<Socket>();
  const server: Server = createServer((_, response) => response.writeHead(400).end());
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
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tunnels,
    close: async () => {
      open.forEach((socket) => socket.destroy());
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
