// A request to the fake and the answer to it, as its parts hand them on.

import type { IncomingHttpHeaders } from 'node:http';
import type { Tokens } from './tokens.js';
import type { World } from './world.js';

export interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** An answer without more to say than its status. */
export function plainly(status: number, code: string, message: string): Answer {
  return { status, body: { error: { code, message } } };
}

/** What an answer is made from. */
export interface Around {
  readonly world: World;
  readonly tokens: Tokens;
  readonly violations: string[];
}
