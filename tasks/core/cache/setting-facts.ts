// The settings of pip, uv and a compiler that change what is installed, as facts without any credentials.

import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, resolve } from 'node:path';
import { redact } from '../terms/redaction.js';
import { includedFile, logicalLines } from '../terms/requirement-lines.js';
import { pathOfFileUrl } from '../terms/requirement-paths.js';
import { contentFact, type Fact } from './facts.js';
import { describePath } from './paths.js';

/** What is built from source obeys these. */
const OF_COMPILERS = ['CC', 'CXX', 'CFLAGS', 'CXXFLAGS', 'CPPFLAGS', 'LDFLAGS'];

/** Settings that say how something is fetched, told or kept, and never what: all others count. */
const HARMLESS = [
  /^PIP_(?:NO_)?(?:CACHE_DIR|COLOR|INPUT|PROGRESS_BAR|PYTHON_VERSION_WARNING)$/,
  /^PIP_(?:LOG|LOG_FILE|QUIET|VERBOSE|DEBUG|DISABLE_PIP_VERSION_CHECK|ROOT_USER_ACTION)$/,
  /^PIP_(?:TIMEOUT|DEFAULT_TIMEOUT|RETRIES|RESUME_RETRIES|CERT|CLIENT_CERT|PROXY|TRUSTED_HOST)$/,
  /^PIP_(?:KEYRING_PROVIDER|EXISTS_ACTION|NO_WARN_SCRIPT_LOCATION)$/,
  /^UV_(?:NO_)?(?:CACHE|CACHE_DIR|PROGRESS|COLOR)$/,
  /^UV_(?:LOG_CONTEXT|LINK_MODE|NATIVE_TLS|SYSTEM_CERTS|INSECURE_HOST|KEYRING_PROVIDER)$/,
  /^UV_(?:HTTP_TIMEOUT|HTTP_CONNECT_TIMEOUT|HTTP_RETRIES|REQUEST_TIMEOUT)$/,
  /^UV_(?:CONCURRENT_\w+|PUBLISH_\w+|TOOL_\w+|PYTHON_\w+|LOCK_TIMEOUT)$/,
  /^UV_INDEX_\w+_(?:USERNAME|PASSWORD)$/,
];

/** Whether a setting has a say in what is installed. */
export function counts(name: string): boolean {
  if (OF_COMPILERS.includes(name)) return true;
  return /^(?:PIP|UV)_/.test(name) && !HARMLESS.some((pattern) => pattern.test(name));
}

/**
 * The settings of an installer's environment that count, with what is in the files and folders they name: a
 * constraints file and those that it includes, a folder of wheels.
 * @param folder what relative paths in them are relative to
 */
export async function settingFacts(
  env: Readonly<Record<string, string>>,
  folder: string,
): Promise<Fact[]> {
  const names = Object.keys(env).filter((name) => counts(name) && env[name] !== '');
  return Promise.all(
    names.toSorted().map(async (name) => {
      const value = env[name] ?? '';
      const paths = value.split(/\s+/).flatMap((word) => pathIn(word, folder, env));
      const files = LISTS.test(name) ? await withIncluded(paths, env) : paths;
      const named = await Promise.all(files.map(describePath));
      return contentFact(`setting ${name}`, [withoutCredentials(value), ...named].join('\n'));
    }),
  );
}

/** pip takes a home folder's `~` in its settings, too, and both take the URL of a file. */
function pathIn(word: string, folder: string, env: Readonly<Record<string, string>>): string[] {
  if (word.startsWith('file:')) return [resolve(folder, pathOfFileUrl(word))];
  if (word.includes('://')) return [];
  return [resolve(folder, word.replace(/^~(?=\/|$)/, env['HOME'] ?? homedir()))];
}

/** Settings that name files of requirements, which may include others: `PIP_CONSTRAINT`, `UV_OVERRIDE` and the like. */
const LISTS = /CONSTRAINT|REQUIREMENT|OVERRIDE/;

/** The files, and those that they include by `-r` and `-c`, each once. */
async function withIncluded(
  paths: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string[]> {
  const found = new Set(paths);
  // What is added meanwhile is looked at as well.
  for (const path of found) {
    const text = await readFile(path, 'utf8').catch(() => '');
    for (const { line } of logicalLines(text)) {
      const name = includedFile(line, env);
      if (name !== undefined) found.add(resolve(dirname(path), name));
    }
  }
  return [...found];
}

/** A configuration file as a fact; `undefined` where there is none. */
export async function configurationFact(name: string, path: string): Promise<Fact | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : contentFact(name, withoutCredentials(text));
}

/** A token is another one in every job: with it, nothing would ever be used again. */
function withoutCredentials(text: string): string {
  return redact(text, []);
}

/**
 * The variables that requirement lines name as `${NAME}`, by their values; not those that stand where a URL has
 * its credentials.
 */
export function variableFacts(
  texts: readonly string[],
  env: Readonly<Record<string, string>>,
): Fact[] {
  const named = texts.flatMap((text) => [
    ...withoutCredentials(text).matchAll(/\$\{([A-Z0-9_]+)\}/g),
  ]);
  const names = [...new Set(named.map((match) => match[1] ?? ''))].toSorted();
  return names.map((name) => contentFact(`variable ${name}`, env[name] ?? ''));
}
