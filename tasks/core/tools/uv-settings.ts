// The job's pip settings in uv's words: uv reads neither PIP_* nor pip.conf, where Azure Pipelines leaves its tokens.

import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Host } from '../host.js';
import { decoded } from '../terms/decoded.js';
import { credentialsIn } from '../terms/redaction.js';
import { readPipSettings } from './pip-settings.js';
import { refusedUvVariables } from './uv.js';

/** How uv is to be called so that it does what the job's settings ask of pip. */
export interface UvSettings {
  readonly env: Readonly<Record<string, string>>;
  /** For `uv pip install` alone: settings that uv has no variable for. No credential is among them. */
  readonly args: readonly string[];
  readonly notes: readonly string[];
}

type Variables = Readonly<Record<string, string>>;

/**
 * Reads the job's settings for uv. uv's own variables win over pip's. Credentials found on the way are added to
 * the host's secrets.
 *
 * For `uv export --locked` this is the wrong environment: uv takes a lock whose index is not among those it
 * is told for one that is out of date.
 * @param program a Python with pip, which reads pip's configuration files
 */
export async function readUvSettings(host: Host, program: string): Promise<UvSettings> {
  const { env, unreadable } = await readPipSettings(host, program);
  for (const [name, value] of Object.entries(env)) host.secrets.push(...secretsOf(name, value));
  const translated = translatePipSettings(env);
  const refused = refusedUvVariables(host.env).map(
    (name) =>
      `uv's setting ${name} of this job is left out: it would change what is installed or where.`,
  );
  return {
    env: { ...env, ...translated.variables },
    args: translated.args,
    notes: [...noteOnFiles(unreadable), ...refused, ...translated.notes],
  };
}

/**
 * The environment for requirements that all have their hashes: every index is asked, as pip does, since an index
 * that has the name may lack the version, and nothing else can be taken than what was locked.
 */
export function forHashed(env: Variables): Variables {
  const isChosen = (env['UV_INDEX_STRATEGY'] ?? '') !== '';
  return isChosen ? env : { ...env, UV_INDEX_STRATEGY: 'unsafe-best-match' };
}

const PROXIES = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'];

function secretsOf(name: string, value: string): string[] {
  if (/^UV_INDEX_\w+_PASSWORD$/.test(name)) return [value];
  const holdsUrls = name.startsWith('UV_') || PROXIES.includes(name.toUpperCase());
  return holdsUrls ? credentialsIn(value) : [];
}

/** What a translation comes to. */
export interface Translated {
  readonly variables: Variables;
  readonly args: readonly string[];
  readonly notes: readonly string[];
}

/**
 * Translates `PIP_*` variables; those of `env` that uv reads itself win.
 * @param env the whole environment
 */
export function translatePipSettings(env: Variables): Translated {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value.trim() !== ''));
  const parts = Object.entries(given)
    .filter(([name]) => name.startsWith('PIP_'))
    .map(([name, value]) => translateOne(name, value, given));
  const variables: Variables = Object.assign(
    {},
    certificates(given),
    ...parts.map((part) => part.variables ?? {}),
  );
  return {
    variables,
    args: parts.flatMap((part) => part.args ?? []),
    notes: [
      ...parts.flatMap((part) => part.note ?? []),
      ...noteOnIndexes({ ...given, ...variables }),
    ],
  };
}

/** pip's HTTP library reads these two, too. */
function certificates(env: Variables): Variables {
  const bundle = env['REQUESTS_CA_BUNDLE'] ?? env['CURL_CA_BUNDLE'];
  return bundle === undefined || env['SSL_CERT_FILE'] !== undefined
    ? {}
    : { SSL_CERT_FILE: bundle };
}

interface Part {
  readonly variables?: Variables;
  readonly args?: readonly string[];
  readonly note?: string;
}

function translateOne(name: string, value: string, env: Variables): Part {
  const row = ROWS[name];
  if (!row) {
    if (HARMLESS.test(name)) return {};
    return { note: `pip's setting ${name} of this job has no counterpart in uv and is left out.` };
  }
  const own = row.own.find((variable) => env[variable] !== undefined);
  if (own === undefined) return row.give(value);
  return { note: `uv's own ${own} is used, and not pip's ${name} of this job.` };
}

/** Settings that change nothing of what uv installs: how pip speaks, caches, and treats what is there already. */
const HARMLESS =
  /^PIP_(?:(?:NO_)?(?:CACHE_DIR|COLOR|INPUT|PROGRESS_BAR|PYTHON_VERSION_WARNING|COMPILE|CLEAN)|LOG|LOG_FILE|QUIET|VERBOSE|DEBUG|CONFIG_FILE|DISABLE_PIP_VERSION_CHECK|ROOT_USER_ACTION|NO_WARN_\w+|REQUIRE_VIRTUALENV|BREAK_SYSTEM_PACKAGES|USE_PEP517|EXISTS_ACTION|IGNORE_INSTALLED|FORCE_REINSTALL|UPGRADE|UPGRADE_STRATEGY|SRC|RESUME_RETRIES|USE_FEATURE|USE_DEPRECATED|ISOLATED|ISOLATED_MODE)$/;

interface Row {
  /** uv's variables that say the same. */
  readonly own: readonly string[];
  give(value: string): Part;
}

const words = (value: string): string[] => value.trim().split(/\s+/);
/** Whether a switch of pip is on, as pip reads it. */
export const isOn = (value: string): boolean => /^(?:1|true|yes|on|t|y)$/i.test(value.trim());

/** A setting that is a variable of uv's, too. */
function asVariable(variable: string, give: (value: string) => string, ...own: string[]): Row {
  return {
    own: [variable, ...own],
    give: (value) => ({ variables: { [variable]: give(value) } }),
  };
}

/** A switch: what it gives when it is on. */
function whenOn(part: Part, ...own: string[]): Row {
  return { own, give: (value) => (isOn(value) ? part : {}) };
}

const same = (value: string): string => value.trim();
const spaced = (value: string): string => words(value).join(' ');
const timeout = asVariable('UV_HTTP_TIMEOUT', seconds, 'UV_REQUEST_TIMEOUT', 'HTTP_TIMEOUT');

/** pip's settings that say what is installed and from where. */
const ROWS: Readonly<Record<string, Row>> = {
  PIP_INDEX_URL: { own: ['UV_DEFAULT_INDEX', 'UV_INDEX_URL'], give: defaultIndex },
  PIP_EXTRA_INDEX_URL: { own: ['UV_INDEX', 'UV_EXTRA_INDEX_URL'], give: extraIndexes },
  PIP_FIND_LINKS: asVariable('UV_FIND_LINKS', findLinks),
  PIP_NO_INDEX: whenOn({ args: ['--no-index'] }),
  PIP_TRUSTED_HOST: asVariable('UV_INSECURE_HOST', spaced),
  // For pip, its own setting wins over the SSL_CERT_FILE that many images set.
  PIP_CERT: { own: [], give: (value) => ({ variables: { SSL_CERT_FILE: same(value) } }) },
  PIP_CLIENT_CERT: asVariable('SSL_CLIENT_CERT', same),
  PIP_PROXY: { own: [], give: proxy },
  PIP_TIMEOUT: timeout,
  PIP_DEFAULT_TIMEOUT: timeout,
  PIP_RETRIES: asVariable('UV_HTTP_RETRIES', same),
  PIP_CONSTRAINT: asVariable('UV_CONSTRAINT', spaced),
  PIP_BUILD_CONSTRAINT: asVariable('UV_BUILD_CONSTRAINT', spaced),
  PIP_NO_BINARY: formats('--no-binary'),
  PIP_ONLY_BINARY: formats('--only-binary'),
  PIP_NO_DEPS: whenOn({ args: ['--no-deps'] }),
  PIP_PRE: whenOn({ variables: { UV_PRERELEASE: 'allow' } }, 'UV_PRERELEASE'),
  PIP_REQUIRE_HASHES: whenOn({ variables: { UV_REQUIRE_HASHES: '1' } }, 'UV_REQUIRE_HASHES'),
  PIP_UPLOADED_PRIOR_TO: asVariable('UV_EXCLUDE_NEWER', same),
  PIP_PREFER_BINARY: whenOn({
    note: "pip's setting PIP_PREFER_BINARY of this job has no counterpart in uv: it takes the newest version, from source where that has no wheel.",
  }),
  PIP_KEYRING_PROVIDER: {
    own: ['UV_KEYRING_PROVIDER'],
    give: (value) =>
      same(value) === 'subprocess' ? { variables: { UV_KEYRING_PROVIDER: 'subprocess' } } : {},
  },
};

/** pip takes fractions of a second. */
function seconds(value: string): string {
  const number = Number(value);
  return Number.isFinite(number) ? String(Math.max(1, Math.ceil(number))) : same(value);
}

function formats(option: string): Row {
  const names = (value: string): string[] => value.split(/[\s,]+/).filter(Boolean);
  return { own: [], give: (value) => ({ args: names(value).flatMap((name) => [option, name]) }) };
}

function defaultIndex(value: string): Part {
  const { text, variables } = namedIndex('antenv-default', same(value));
  return { variables: { UV_DEFAULT_INDEX: text, ...variables } };
}

function extraIndexes(value: string): Part {
  const found = words(value).map((url, place) => namedIndex(`antenv-extra-${place + 1}`, url));
  const variables: Variables = Object.assign({}, ...found.map((index) => index.variables));
  return { variables: { UV_INDEX: found.map(({ text }) => text).join(' '), ...variables } };
}

/**
 * An index by a name of ours, its credentials in variables of that name: whatever uv quotes of the URL, no
 * token is in it.
 */
function namedIndex(name: string, url: string): { text: string; variables: Variables } {
  if (!URL.canParse(url)) return { text: url, variables: {} };
  const parsed = new URL(url);
  const { username, password } = parsed;
  if (username === '' && password === '') return { text: `${name}=${url}`, variables: {} };
  parsed.username = '';
  parsed.password = '';
  const prefix = `UV_INDEX_${name.toUpperCase().replaceAll('-', '_')}`;
  return {
    text: `${name}=${parsed.href}`,
    variables: {
      [`${prefix}_USERNAME`]: decoded(username),
      [`${prefix}_PASSWORD`]: decoded(password),
    },
  };
}

/** uv separates them by commas. */
function findLinks(value: string): string {
  const link = (place: string): string =>
    place.includes(',') && !URL.canParse(place)
      ? pathToFileURL(resolve(place)).href.replaceAll(',', '%2C')
      : place.replaceAll(',', '%2C');
  return words(value).map(link).join(',');
}

/** pip takes a proxy for both schemes, and without a scheme of its own. */
function proxy(value: string): Part {
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(same(value)) ? same(value) : `http://${same(value)}`;
  return {
    variables: {
      HTTP_PROXY: url,
      HTTPS_PROXY: url,
      ALL_PROXY: url,
      http_proxy: url,
      https_proxy: url,
      all_proxy: url,
    },
  };
}

/** With one index there is nothing to choose. */
function noteOnIndexes(env: Variables): string[] {
  const extra = words(env['UV_INDEX'] ?? env['UV_EXTRA_INDEX_URL'] ?? '').filter(Boolean);
  if (extra.length === 0 || env['UV_INDEX_STRATEGY'] !== undefined) return [];
  return [
    'There is more than one index: what has no hash uv takes from the first one that has the name, extra indexes first, where pip takes the best version of all. Set UV_INDEX_STRATEGY to unsafe-best-match for the latter.',
  ];
}

/** Where pip itself would stop. */
function noteOnFiles(unreadable: string | undefined): string[] {
  if (unreadable === undefined) return [];
  return [
    `pip's configuration files cannot be read, so uv has none of their settings, the indexes among them: ${unreadable}`,
  ];
}
