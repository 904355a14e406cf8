// Secret names: of parameters in addresses, parts of connection strings and keys of JSON whose values are secrets.

import { decoded } from './decoded.js';

/**
 * How such names end: `X-Amz-Signature`, `private_token`, `AccountKey`. Signed addresses are those of Azure Storage
 * (`sig`), S3 and Google (`signature`); their other parameters say what is allowed until when, and are no secrets.
 */
const SURE = [
  'sig|signature|token|jwt|secret|password|passwd|passphrase|pwd',
  '(?:api|access|account|private|instrumentation)[_-]?key|connection[_-]?string',
].join('|');

/** A key of JSON whose value, and all that is below it, is secret. */
export const SECRET_NAME = new RegExp(`(?:${SURE}|credential)s?$`, 'i');

/** Names that are as often of something harmless, `key=report.csv`, `code=404`: 20 characters of a key tell. */
const PERHAPS = String.raw`(?:key|code)=(?=[\w%+/=~-]{20})`;

/** `Password=` and `&code=`, as far as the value that has to be hidden. */
const NAMED = `(?:(?:${SURE})=|${PERHAPS})`;

/**
 * A secret in the query of an address, also of one without its host, as HTTP libraries print it: what stands before
 * the value, and the value.
 */
export const SECRET_PARAMETER = new RegExp(
  String.raw`([?&](?:amp;)?[\w.-]*${NAMED})([^\s&#'"<>]+)`,
  'gi',
);

/** A secret in a connection string or among arguments, and its value. */
export const SECRET_PART = new RegExp(String.raw`${NAMED}([^;&\s]+)`, 'gi');

/** The secrets in the queries of a text, as they stand and percent-decoded. */
export function secretParametersIn(text: string): string[] {
  return [...text.matchAll(SECRET_PARAMETER)].flatMap(([, , value = '']) => withDecoded(value));
}

/** An address without the secrets in its query; all other parameters stay as they are. */
export function withoutSecretParameters(url: string): string {
  const [, address = '', query, fragment = ''] = /^([^?#]*)\?([^#]*)(.*)$/s.exec(url) ?? [];
  if (query === undefined) return url;
  const pairs = query.split('&');
  const kept = pairs.filter((pair) => `?${pair}`.search(SECRET_PARAMETER) < 0);
  if (kept.length === pairs.length) return url;
  return `${address}${kept.length > 0 ? '?' : ''}${kept.join('&')}${fragment}`;
}

/** A secret of an address, and how it reads without percent signs when that differs. */
export function withDecoded(secret: string): string[] {
  return [...new Set([secret, decoded(secret)])];
}
