// Redaction: what must not be read by whoever reads a log, a report or a summary.

import { stripVTControlCharacters } from 'node:util';
import { decoded } from './decoded.js';
import {
  SECRET_PARAMETER,
  secretParametersIn,
  withDecoded,
  withoutSecretParameters,
} from './secret-names.js';
import { inBasic } from './secret-spellings.js';

const MASK = '***';

/** `scheme://user:password@` and `scheme://token@`, as index URLs carry them; a password may hold an `@` and a `'`. */
const URL_CREDENTIALS = /(?<![a-z0-9+.-])([a-z][a-z0-9+.-]*:\/\/)([^\s/"<>]+)@/gi;

/** `Authorization: Basic …` and its like, as HTTP libraries print them; also of credentials that nobody has told us. */
const AUTHORIZATION = /(authorization["']?\s*[:=]\s*b?["']?(?:basic|bearer)\s+)([\w.~+/=-]+)/gi;

/** Secrets shorter than this would mask ordinary words. */
const SHORTEST_SECRET = 4;

/**
 * Replaces credentials and secret parameters in URLs, what an `Authorization` says, and every known secret by `***`.
 * A secret of several lines is masked line by line, as the agent does. `git@` is a user name, no secret. Of a text
 * with colours only what a reader sees is left: loggers colour a part of a secret, and it would stand whole where
 * colours are taken away.
 */
export function redact(text: string, secrets: readonly string[]): string {
  const masked = maskedIn(text, secrets);
  const seen = stripVTControlCharacters(masked);
  return seen === masked ? masked : maskedIn(seen, secrets);
}

function maskedIn(text: string, secrets: readonly string[]): string {
  // Secrets first: one that is a URL itself would not be found any more.
  return maskedTexts(secrets)
    .reduce((masked, secret) => masked.replaceAll(secret, MASK), text)
    .replace(URL_CREDENTIALS, (whole, scheme: string, user: string) =>
      user === 'git' ? whole : `${scheme}${MASK}@`,
    )
    .replace(AUTHORIZATION, `$1${MASK}`)
    .replace(SECRET_PARAMETER, `$1${MASK}`);
}

/** What of secrets is masked, the longest first: their lines, but for short ones. */
export function maskedTexts(secrets: readonly string[]): string[] {
  return secrets
    .flatMap((secret) => secret.split(/\r?\n/))
    .filter((secret) => secret.trim().length >= SHORTEST_SECRET)
    .toSorted((a, b) => b.length - a.length);
}

/**
 * The passwords, tokens and signatures that a text of settings holds in its URLs, as they stand and percent-decoded, and
 * user with password as HTTP sends them.
 */
export function credentialsIn(text: string): string[] {
  const found: string[] = [];
  for (const match of text.matchAll(URL_CREDENTIALS)) {
    const userInfo = match[2] ?? '';
    const [user = '', ...rest] = userInfo.split(':');
    const password = rest.join(':');
    const secret = userInfo.includes(':') ? password : user;
    if (secret === '' || secret === 'git') continue;
    found.push(...withDecoded(secret), inBasic(decoded(user), decoded(password)));
  }
  return [...found, ...secretParametersIn(text)];
}

/** An address without password, token and signature: PEP 610 wants none where the origin of a distribution is kept. */
export function withoutCredentials(url: string): string {
  const plain = url.replace(URL_CREDENTIALS, (whole, scheme: string, user: string) =>
    user === 'git' ? whole : scheme,
  );
  return withoutSecretParameters(plain);
}

/**
 * Makes a text safe to print in a pipeline: the agent executes `##vso[` anywhere in a line and reads
 * `##[` at its start (azure-pipelines.md 3.1), the runner of GitHub Actions a line that begins with `::name::`, terminals
 * obey control characters, and marks that turn the direction of writing make a line look like another.
 */
export function neutralise(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/##(?=vso\[|\[)/gi, '#_#')
    .replace(/[^\P{Cc}\t\n]|[\u202a-\u202e\u2066-\u2069]/gu, '\ufffd')
    .replace(/^(\s*:)(?=:[a-z][^\n]*::)/gim, '$1_');
}

/**
 * A text as one line: a name may hold the end of a line, and what follows would look like a line of ours. It is shown
 * as it is written in a program.
 */
export function oneLine(text: string): string {
  const shown = (end: string): string => LINE_ENDS[end] ?? '\ufffd';
  return text.replace(/[\n\r\u2028\u2029]/g, shown);
}

const LINE_ENDS: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r' };

/** Redacts every text in a value of plain data. */
export function redactDeep<Value>(value: Value, secrets: readonly string[]): Value {
  return mapTexts(value, (text) => redact(text, secrets));
}

/** A value of plain data with every text in it made anew; names of members stay. */
export function mapTexts<Value>(value: Value, made: (text: string) => string): Value {
  const seen = (part: unknown): unknown => {
    if (typeof part === 'string') return made(part);
    if (Array.isArray(part)) return part.map(seen);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, seen(inner)]));
  };
  return seen(value) as Value;
}
