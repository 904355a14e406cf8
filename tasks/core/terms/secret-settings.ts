// Secret settings: which values of app settings must not be read in a log or a report.

import type { AppSetting } from './app-setting.js';
import { isHarmless } from './harmless-values.js';
import { credentialsIn } from './redaction.js';
import { SECRET_NAME, SECRET_PART } from './secret-names.js';
import { spellings } from './secret-spellings.js';

/** Words in a name that promise a secret: `DJANGO_SECRET_KEY`, `SMTP_PASSWORD`, `StorageConnectionString`. */
const NAMED_SECRET = /secret|passw|pwd|token|key|conn|credential|sas(?:_|$)|dsn|cert|private/i;

/** What keys and tokens look like: both cases and digits mixed, hexadecimal, or a JSON web token. */
const TOKEN =
  /^(?:(?=.*\d)(?=.*[a-z])(?=.*[A-Z])[\w+=-][\w+/=-]{19,}|[\da-f-]{20,}|eyJ[\w.-]{20,})$/;

const PRIVATE_KEY = /-----BEGIN (?:[A-Z]{2,9} )?PRIVATE KEY-----/;

/** Switches and numbers: to mask them would mask half the log. */
const PLAIN = /^(?:true|false|yes|no|on|off|none|null|enabled|disabled|default|\d{1,5})$/i;

/** The values, and the parts of values, that must appear nowhere, in every spelling that programs print. */
export function secretsIn(settings: readonly AppSetting[]): string[] {
  const found = settings.flatMap(({ name, value }) => {
    if (PLAIN.test(value.trim())) return [];
    const whole = NAMED_SECRET.test(name) || looksSecret(value) ? [value] : [];
    const json = readJson(value);
    const inside = json === undefined ? partsOf(value) : secretsInJson(name, json);
    return [...whole, ...inside];
  });
  return [...new Set(found.flatMap(spellings))];
}

function looksSecret(value: string): boolean {
  return TOKEN.test(value.trim()) || PRIVATE_KEY.test(value);
}

/** Secrets in connection strings and addresses. */
function partsOf(value: string): string[] {
  const parts = [...value.matchAll(SECRET_PART)].map(([, part = '']) => part);
  return [...parts, ...credentialsIn(value)];
}

/** A member of JSON, and whether a name above it says that all below is secret. */
interface Member {
  readonly key: string;
  readonly value: unknown;
  readonly within: boolean;
}

/** The secrets among the strings of a value that is JSON: an app prints them apart once it has read it. */
function secretsInJson(name: string, json: unknown): string[] {
  const found: string[] = [];
  // A list that grows, and no recursion: JSON may be nested more deeply than calls may.
  const members: Member[] = [{ key: name, value: json, within: NAMED_SECRET.test(name) }];
  for (const { key, value, within } of members) {
    if (typeof value === 'string') found.push(...secretsOfMember(key, value, within));
    if (typeof value !== 'object' || value === null) continue;
    const isList = Array.isArray(value);
    for (const [own, inner] of Object.entries(value)) {
      const named = isList ? key : own;
      members.push({ key: named, value: inner, within: within || SECRET_NAME.test(named) });
    }
  }
  return found;
}

function secretsOfMember(key: string, value: string, within: boolean): string[] {
  if (PLAIN.test(value.trim())) return [];
  const isNamed = within || NAMED_SECRET.test(key);
  const isSecret = SECRET_NAME.test(key) || looksSecret(value) || (isNamed && !isHarmless(value));
  return [...(isSecret ? [value] : []), ...partsOf(value)];
}

/** An object or a list; `undefined` for all other texts. */
function readJson(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
