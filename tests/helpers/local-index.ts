// A package index on the loopback address (PEP 503) that answers as a test wants: also never, or half.

import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Answer =
  | {
      readonly status: number;
      readonly body?: string | Buffer;
      readonly headers?: Record<string, string>;
    }
  /** Takes the request and says nothing. */
  | 'never'
  /** Begins an answer and breaks the connection. */
  | 'broken';

export interface LocalIndex {
  /** The root, without a slash at its end. */
  readonly url: string;
  /** What was asked for, in order. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** Serves until closed; `answer` gets the path of a request. */
export async function localIndex(answer: (path: string) => Answer): Promise<LocalIndex> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    give(answer(path), response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
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
  response.writeHead(answer.status, { 'content-type': 'text/html', ...answer.headers });
  response.end(answer.body);
}

/** The page of a project: one link a file, `href` to text. */
export function projectPage(links: Readonly<Record<string, string>>): Answer {
  const lines = Object.entries(links).map(([href, text]) => `<a href="${href}">${text}</a>`);
  return { status: 200, body: `<!DOCTYPE html><html><body>${lines.join('\n')}</body></html>` };
}
