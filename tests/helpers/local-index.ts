// A package index on the loopback address (PEP 503) that answers as a test wants: also never, half, or as a feed
// or a proxy that wants a password.

import {
  createServer,
  type IncomingHttpHeaders,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import { createServer as createSecureServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { sha256 } from '../../tasks/core/archives/digest.js';

export type Answer =
  | {
      readonly status: number;
      readonly body?: string | Buffer;
      readonly headers?: Record<string, string>;
    }
  /** Takes the request and says nothing. */
  | 'never'
  /** Begins an answer and breaks the connection. */
  | 'broken'
  /** Gives the first half of a file and breaks the connection. */
  | { readonly half: Buffer };

export interface LocalIndex {
  /** The root, without a slash at its end. */
  readonly url: string;
  /** What was asked for, in order. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/**
 * Serves until closed.
 * @param answer gets the path of a request, the whole URL where the index is asked as a proxy, and its headers
 * @param secure certificates, for `https`
 */
export async function localIndex(
  answer: (path: string, headers: IncomingHttpHeaders) => Answer,
  secure?: ServerOptions,
): Promise<LocalIndex> {
  const asked: string[] = [];
  const listener: RequestListener = (request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    give(answer(path, request.headers), response);
  };
  const server = secure ? createSecureServer(secure, listener) : createServer(listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${secure ? 'https' : 'http'}://127.0.0.1:${port}`,
    asked,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function give(answer: Answer, response: ServerResponse): void {
  if (answer === 'never') return;
  if (answer === 'broken') {
    response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': 1e6 });
    response.write('PK', () => response.destroy());
    return;
  }
  if ('half' in answer) {
    const { half } = answer;
    response.writeHead(200, { 'content-type': FILE, 'content-length': half.length });
    response.write(half.subarray(0, half.length / 2), () => response.destroy());
    return;
  }
  response.writeHead(answer.status, { 'content-type': 'text/html', ...answer.headers });
  response.end(answer.body);
}

const FILE = 'application/octet-stream';

/** The page of a project: one link a file, `href` to text. */
export function projectPage(links: Readonly<Record<string, string>>): Answer {
  const lines = Object.entries(links).map(([href, text]) => `<a href="${href}">${text}</a>`);
  return { status: 200, body: `<!DOCTYPE html><html><body>${lines.join('\n')}</body></html>` };
}

/** A file's name to its bytes. */
export type Files = Readonly<Record<string, Buffer>>;

/** What a feed answers to a path: pages below `…/simple/`, with hashes, and the files below `…/files/`. */
export function feedAnswer(files: Files, path: string): Answer {
  const [base = '', project] = path.split('/simple/');
  if (project === undefined) {
    const bytes = files[path.split('/').at(-1) ?? ''];
    return bytes
      ? { status: 200, body: bytes, headers: { 'content-type': FILE } }
      : { status: 404 };
  }
  const prefix = `${project.replaceAll('/', '').replaceAll('-', '_')}-`;
  const own = Object.entries(files).filter(([name]) => name.startsWith(prefix));
  if (own.length === 0) return { status: 404 };
  const below = new URL(`${base}/files/`, 'http://x').pathname;
  return projectPage(
    Object.fromEntries(own.map(([name, b]) => [`${below}${name}#sha256=${sha256(b)}`, name])),
  );
}

/** Whether a request brings these credentials, as Basic authentication has them. */
export function brings(header: string | undefined, credentials: string): boolean {
  return header === `Basic ${Buffer.from(credentials).toString('base64')}`;
}

/** The answer to a request without credentials. */
export const UNAUTHORIZED: Answer = {
  status: 401,
  headers: { 'www-authenticate': 'Basic realm="feed"' },
};
