// Addresses that servers bind: hosts and ports as written, with the variables of the platform.

import type { Bind } from '../startup.js';
import { hasExpansion, variableOf } from '../shell/words.js';

/** Looks a variable up that the command, a script or an app setting sets. */
export type Lookup = (name: string) => string | undefined;

/** A port: a number, `$PORT` where it follows the platform's variable, `undefined` when nobody can know. */
export function readPort(text: string, env: Lookup): Bind['port'] {
  if (/^\d{1,5}$/.test(text)) return Number(text);
  const variable = variableOf(text);
  if (variable === undefined) return undefined;
  if (variable.name === 'PORT') return '$PORT';
  const value = env(variable.name);
  return value === undefined || !/^\d{1,5}$/.test(value) ? undefined : Number(value);
}

/**
 * A text that no shell makes a port of: a name without a dollar, or the variable of another language. A word in
 * small letters may be the name of a service.
 */
function notPort(text: string): Pick<Bind, 'notPort'> {
  const isForeign = /^\$\([A-Z][A-Z0-9_]*\)$|^\$\{\{.*\}\}$|^\$env:/.test(text);
  const isPlain = text !== '' && !hasExpansion(text) && !/^(?:\d+|[a-z-]+)$/.test(text);
  return isForeign || isPlain ? { notPort: text } : {};
}

/** A host and a port that are written each for itself. */
export function readBind(host: string, port: string, env: Lookup): Bind {
  return { host: readHost(host, env), port: readPort(port, env), ...notPort(port) };
}

/** A host; `$HOST` is 0.0.0.0 unless somebody sets it (contract A11). */
export function readHost(text: string, env: Lookup): string | undefined {
  const variable = variableOf(text);
  if (variable?.name === 'HOST') return env('HOST') ?? '0.0.0.0';
  const value = variable === undefined ? text : env(variable.name);
  return value === undefined || hasExpansion(value) ? undefined : value.toLowerCase();
}

/** `HOST:PORT`, `HOST`, `:PORT`, `[::]:PORT`, `unix:PATH`, `fd://N`. */
export function readAddress(text: string, defaultPort: Bind['port'], env: Lookup): Bind {
  if (text.startsWith('unix:')) return { host: text, port: undefined };
  if (text.startsWith('fd://')) return { host: undefined, port: undefined };
  const address = text.replace(/^tcp:\/\//, '');
  const [, before, port] = /^(.*):(\d+|\$\w+|\$\{[^{}]*\})$/s.exec(address) ?? [];
  const host = (before ?? address).replace(/^\[(.*)\]$/, '$1');
  // More than one colon without brackets is an IPv6 address.
  const written = /^(?:[^:]*|\[.*\]):(\$env:\w+|[^:]+)$/s.exec(address)?.[1] ?? '';
  return {
    ...(port === undefined ? notPort(written) : {}),
    host: host === '' ? '0.0.0.0' : readHost(host, env),
    port:
      port === undefined ? (hasExpansion(address) ? undefined : defaultPort) : readPort(port, env),
  };
}

/** Whether only the container itself reaches the host. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}
