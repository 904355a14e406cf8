// Options of one server that are written for another, at which that one ends (run with gunicorn 27, uvicorn 0.54 and hypercorn 0.18).

import type { ServerCommand } from '../startup.js';

/** Options that a server does not have; `undefined` where it has nothing in their place. */
type Foreign = Readonly<Record<string, string | undefined>>;

const BIND = '--bind 0.0.0.0:$PORT';
const HOST = '--host 0.0.0.0 --port $PORT';

const FOREIGN: Readonly<Record<string, Foreign>> = {
  gunicorn: {
    '--host': BIND,
    '--port': BIND,
    '--app-dir': '--chdir',
    '--env-file': undefined,
    '--factory': '"module:create_app()"',
    '--keepalive': '--keep-alive',
    '--lifespan': undefined,
    '--preload-app': '--preload',
    '--proxy-headers': undefined,
    '--reload-dir': undefined,
    '--timeout-keep-alive': '--keep-alive',
  },
  uvicorn: {
    '--bind': HOST,
    '-b': HOST,
    '-w': '--workers',
    '-k': undefined,
    '--worker-class': undefined,
    '--timeout': undefined,
    '-t': undefined,
    '--threads': undefined,
    '--preload': undefined,
    '--chdir': '--app-dir',
    '--access-logfile': undefined,
    '--error-logfile': undefined,
    '--keep-alive': '--timeout-keep-alive',
    '--max-requests': '--limit-max-requests',
  },
  hypercorn: {
    '--host': BIND,
    '--port': BIND,
    '--timeout': undefined,
    '--threads': undefined,
    '--proxy-headers': undefined,
  },
};

/** Options of a command that its server does not have, by what stands for them. */
export function foreignOptions({
  server,
  command,
}: Pick<ServerCommand, 'server' | 'command'>): ReadonlyMap<string | undefined, readonly string[]> {
  const foreign = Object.hasOwn(FOREIGN, server) ? (FOREIGN[server] ?? {}) : {};
  const found = new Map<string | undefined, string[]>();
  const end = command.words.indexOf('--');
  for (const word of command.words.slice(0, end === -1 ? undefined : end)) {
    const option = word.replace(/=.*$/s, '');
    if (!Object.hasOwn(foreign, option)) continue;
    const instead = foreign[option];
    found.set(instead, [...(found.get(instead) ?? []), option]);
  }
  return found;
}
