// Causes outside of the package: settings, names and servers that are not there in a rehearsal.

import type { Place } from '../../../terms/finding.js';
import { originsOf } from '../../../terms/setting-reference.js';
import { cause, type Cause } from './cause.js';
import { readForHosts } from '../app-variables.js';
import { findLostConnection, type Loss, type LostConnection } from '../lost-connection.js';
import { notKnownHere } from '../doubt.js';
import { listed } from '../../settings/setting-words.js';
import { findMissingSetting, isNameOf, type MissingSetting } from '../missing-setting.js';
import {
  hasFailed,
  inApp,
  lastWords,
  placeOf,
  quoteAll,
  quoteException,
  worldSeverity,
  type Story,
} from '../story.js';
import type { InputWords } from '../../../terms/input-name.js';
import { APP_SETTINGS, CONTAINER_LOG } from '../../places.js';

/** Whether the start failed, or the app says on its health path that it is not well. */
function isUnwell(story: Story): boolean {
  const { health, answer } = story.rehearsal;
  if (hasFailed(story)) return true;
  return story.ending === 'answered' && Math.max(health?.status ?? 0, answer?.status ?? 0) >= 500;
}

const settingMissing = cause({
  code: 'rehearsal/setting-missing',
  severity: 'warning',
  why: 'The app asks for a setting that the rehearsal was not given, or fails at a statement that reads one. Whether the site has it is not known here; without it the app may not start there either.',
  source: 'F106: OSS support blog 2023-04-17',
  example: {
    bad: 'os.environ["DATABASE_URL"], not among the app settings',
    good: 'DATABASE_URL among the app settings that are given',
  },
  find(story) {
    const missing = isUnwell(story) ? findMissingSetting(story) : undefined;
    if (missing === undefined) return undefined;
    const quote = missing.line ?? quoteException(story);
    const where = placeOf(story, APP_SETTINGS);
    return { ...missing, quote, at: inApp(story), where, ...worldSeverity(story) };
  },
  message: ({ quote, at, ...missing }) =>
    missing.model === undefined
      ? `The app ${settingsText(missing)}, ${lack(missing)}${at}: ${quote}.${besides(missing)}`
      : `The app does not start without ${quoteAll(missing.names)} of its settings '${missing.model}', ${lack(missing)}${at}.`,
  fix: (missing, input) => supply(missing, input),
});

function settingsText({ names, alternatives, isLikely }: MissingSetting): string {
  if (isLikely) return `fails where it depends on ${quoteAll(names)}`;
  if (alternatives) return `does not start without one of the settings ${quoteAll(names)}`;
  return `does not start without the ${names.length === 1 ? 'setting' : 'settings'} ${quoteAll(names)}`;
}

function besides({ others }: MissingSetting): string {
  return others.length === 0
    ? ''
    : ` The same file reads ${listed(others)} without a default as well.`;
}

/** Why the app had no values for them. */
function lack({ names, references }: MissingSetting): string {
  const [value, was] = names.length === 1 ? ['value comes', 'was'] : ['values come', 'were'];
  return references.length < names.length
    ? `which ${was} not given`
    : `whose ${value} from ${originsOf(references)} and ${was} not known here`;
}

/** What to do for settings that are on the site, and for those of which nobody knows. */
function supply(missing: MissingSetting, input: InputWords): string {
  const { names, references, model, variables, alternatives, others } = missing;
  const known = references.map(({ name }) => name);
  if (known.length >= names.length) return resolvedOnSite(known, input);
  const fields = names.filter((name) => !known.some((one) => isNameOf(name, one, missing)));
  const unknown = fields.map(
    (name) => variables?.get(name) ?? (model === undefined ? name : name.toUpperCase()),
  );
  const isSure = model === undefined || fields.every((name) => variables?.has(name));
  const prefix = isSure ? '' : ' (with the prefix of the class, where it has one)';
  const rest = known.length === 0 ? '' : ` ${notKnownHere(known.join(', '), references)}`;
  if (missing.isLikely) return `${giveOrSet(unknown, input)}${rest}`;
  return `Set ${alternatives ? 'one of ' : ''}${[...unknown, ...others].join(', ')} on the site${prefix}, and give the app settings in ${input.name('appSettings')} to rehearse with them.${rest}`;
}

function giveOrSet(names: readonly string[], input: InputWords): string {
  const it = names.length === 1 ? 'it' : 'them';
  return `If the site has ${names.join(', ')}, give the app settings in ${input.name('appSettings')} to rehearse with ${it}; else set ${it} there.`;
}

function resolvedOnSite(names: readonly string[], input: InputWords): string {
  const [it, value] = names.length === 1 ? ['it', 'a value'] : ['them', 'values'];
  return `The platform resolves ${it} on the site; see that the site may read ${it}. To rehearse with ${it}, give ${names.join(', ')} ${value} in ${input.name('appSettings')}.`;
}

interface Lost extends LostConnection {
  /** Whether nobody gave the app a host. */
  readonly isUnnamed: boolean;
  /** Variables that the app may take it from. */
  readonly hostVariables: readonly string[];
  readonly what: string;
  readonly address: string;
  readonly at: string;
  readonly where: Place;
  readonly network: 'none' | 'host';
  readonly severity?: 'error';
}

/** What is asked without a host: the word for nothing in an address, and the socket where libpq looks by itself. */
const NO_HOST = /^None$|^\/(?:(?:var\/)?run\/postgresql|tmp)\/\.s\.PGSQL\./;

function lost(story: Story, ...losses: readonly Loss[]): Lost | undefined {
  const connection = isUnwell(story) ? findLostConnection(story) : undefined;
  if (connection === undefined || !losses.includes(connection.loss)) return undefined;
  const { host, port } = connection;
  const isUnnamed = NO_HOST.test(host ?? '');
  const quote = quoteException(story);
  return {
    ...connection,
    isUnnamed,
    hostVariables: isUnnamed ? readForHosts(story) : [],
    what: quote === '' ? lastWords(story) : quote,
    address: host === undefined ? '' : ` '${host}${port === undefined ? '' : `:${port}`}'`,
    at: inApp(story),
    where: placeOf(story, CONTAINER_LOG),
    network: story.rehearsal.network,
    ...worldSeverity(story),
  };
}

/** How to let a rehearsal reach it; with the network of the host it already could have. */
function letReach({ network }: Lost, input: InputWords): string {
  return network === 'none'
    ? `Connect at the first request in place of the start, or rehearse with ${input.with('rehearseNetwork', 'host')}.`
    : 'Connect at the first request in place of the start, or run this where it can be reached.';
}

/** What to do where nobody gave a host: neither a network nor a later connection would help. */
function giveHost({ host = '', hostVariables }: Lost, input: InputWords): string {
  const reason = host === 'None' ? 'an app setting was not given' : 'the app was given no host';
  const some = hostVariables.length === 0 ? '' : `, such as ${hostVariables.join(', ')}`;
  return `'${host}' is asked because ${reason}: set what the address is made of${some}, on the site, and give the app settings in ${input.name('appSettings')} to rehearse with them.`;
}

const nameNotResolved = cause({
  code: 'rehearsal/name-not-resolved',
  severity: 'warning',
  why: 'The app wants a server at its start that a rehearsal cannot reach. On the site it may be there; while it is not, no instance starts.',
  source: 'contract A1: the start is awaited for 230 s',
  example: {
    bad: 'psycopg.connect(url) at the top of app.py',
    good: 'a pool that connects at the first request',
  },
  find: (story) => lost(story, 'name'),
  message: ({ address, at, what }) =>
    `The app wants${address === '' ? ' a server' : address} at its start, whose name is not resolved in the rehearsal${at}: ${what}.`,
  fix: (facts, input) => (facts.isUnnamed ? giveHost(facts, input) : letReach(facts, input)),
});

const LOOPBACK = /^(?:localhost|127\.|::1$|\/)/;

const connectionRefused = cause({
  code: 'rehearsal/not-reached',
  severity: 'warning',
  why: 'The app wants a connection at its start that a rehearsal cannot make. On the site it may be there; while it is not, no instance starts. At 127.0.0.1 is the container itself, which has no other servers.',
  source: 'contract A1: the start is awaited for 230 s',
  example: {
    bad: 'redis.Redis().ping() at the top of app.py',
    good: 'redis.Redis.from_url(os.environ["REDIS_URL"]), used at the first request',
  },
  find: (story) => lost(story, 'refused', 'unreachable'),
  message: ({ loss, address, at, what }) =>
    `The app wants${address === '' ? ' a server' : address} at its start, which ${loss === 'refused' ? 'refuses the connection' : 'cannot be reached'} in the rehearsal${at}: ${what}.`,
  fix: (facts, input) => {
    if (facts.isUnnamed) return giveHost(facts, input);
    return LOOPBACK.test(facts.host ?? '')
      ? `Give the app the real address as an app setting: '${facts.host}' is inside of the container, on the site as well.`
      : letReach(facts, input);
  },
});

const noIdentity = cause({
  code: 'rehearsal/no-identity',
  severity: 'warning',
  why: "The app logs in with the site's identity at its start; a rehearsal has none.",
  source: 'Microsoft Learn: managed identities for App Service',
  example: {
    bad: 'DefaultAzureCredential().get_token(…) at the top of app.py',
    good: 'a client that logs in at the first request',
  },
  find: (story) => lost(story, 'credential'),
  message: ({ at, what }) =>
    `The app logs in to Azure at its start, and a rehearsal has no identity${at}: ${what}.`,
  fix: () =>
    "Log in at the first request in place of the start; see that the site's managed identity is on.",
});

/** In their order. */
export const worldCauses: readonly Cause[] = [
  settingMissing,
  nameNotResolved,
  noIdentity,
  connectionRefused,
];
