// The network as the agent or the environment describes it: a proxy, what goes past it, and certificates that are trusted.

import type { NetworkSettings, Proxy } from '../core/terms/azure-access.js';
import { decoded } from '../core/terms/decoded.js';
import { inBasic } from '../core/terms/secret-spellings.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The agent's proxy and roots (`config.sh --proxyurl --sslcacert`), else those of the environment.
 * @param password the proxy's
 */
export function networkOfAgent(env: Environment, password: string | undefined): NetworkSettings {
  const ours = given(env, 'AGENT_CAINFO');
  const more = given(env, 'NODE_EXTRA_CA_CERTS');
  // Node.js adds its own file only where nothing else is given.
  const trusted = ours === undefined ? [] : [ours, ...(more === undefined ? [] : [more])];
  const url = given(env, 'AGENT_PROXYURL');
  if (url === undefined) return { ...networkOfEnvironment(env), trusted };
  const user = given(env, 'AGENT_PROXYUSERNAME');
  const bypassed = patternsIn(given(env, 'AGENT_PROXYBYPASSLIST') ?? '[]');
  const bypasses = ({ href }: URL): boolean => bypassed.some((pattern) => pattern.test(href));
  const proxy = proxyOf(url, { user, password, bypasses });
  return { proxy, ...unread(proxy, 'AGENT_PROXYURL'), trusted };
}

/** The first one that is set counts. */
const PROXIES = ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'];

/** The proxy of the usual variables; Node.js itself reads NODE_EXTRA_CA_CERTS. */
export function networkOfEnvironment(env: Environment): NetworkSettings {
  const variable = PROXIES.find((one) => given(env, one) !== undefined);
  const past = (first(env, ['NO_PROXY', 'no_proxy']) ?? '').split(/[\s,]+/).filter(Boolean);
  const bypasses = (target: URL): boolean => past.some((name) => isAt(target, name));
  const more = { user: undefined, password: undefined, bypasses };
  if (variable === undefined) return { proxy: undefined, trusted: [] };
  const proxy = proxyOf(given(env, variable) ?? '', more);
  return { proxy, ...unread(proxy, variable), trusted: [] };
}

/** The variable that names no proxy though it is set. */
function unread(proxy: Proxy | undefined, name: string): { readonly unreadProxy?: string } {
  return proxy === undefined ? { unreadProxy: name } : {};
}

/** What of a network must be read nowhere. */
export function secretsOfNetwork({ proxy }: NetworkSettings): string[] {
  if (proxy?.password === undefined) return [];
  return [proxy.password, inBasic(proxy.user ?? '', proxy.password)];
}

/** An address that is none leaves us without a proxy, as it does for other programs. */
function proxyOf(
  text: string,
  { user, password, bypasses }: Omit<Proxy, 'url'>,
): Proxy | undefined {
  const full = text.includes('://') ? text : `http://${text}`;
  if (!URL.canParse(full)) return undefined;
  const url = new URL(full);
  return {
    url: `${url.protocol}//${url.host}`,
    user: user ?? (url.username === '' ? undefined : decoded(url.username)),
    password: password ?? (url.password === '' ? undefined : decoded(url.password)),
    bypasses,
  };
}

/** The agent keeps regular expressions, as JSON. */
function patternsIn(json: string): RegExp[] {
  try {
    const list = JSON.parse(json) as unknown;
    if (!Array.isArray(list)) return [];
    return list.flatMap((one) => (typeof one === 'string' && one !== '' ? patternOf(one) : []));
  } catch {
    return [];
  }
}

function patternOf(text: string): RegExp[] {
  try {
    return [new RegExp(text, 'i')];
  } catch {
    return [];
  }
}

/** `*`, `example.com`, `.example.com`, `*.example.com`, each with a port or without. */
function isAt({ hostname, port }: URL, name: string): boolean {
  if (name === '*') return true;
  const [, host = '', wanted] = /^\*?([^:]*)(?::(\d+))?$/.exec(name.toLowerCase()) ?? [];
  if (host === '' || (wanted !== undefined && wanted !== (port || '443'))) return false;
  return host.startsWith('.')
    ? hostname.endsWith(host) || hostname === host.slice(1)
    : hostname === host || hostname.endsWith(`.${host}`);
}

function first(env: Environment, names: readonly string[]): string | undefined {
  return names.map((name) => given(env, name)).find((value) => value !== undefined);
}

function given(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === '' ? undefined : value;
}
