// Spellings of a secret: as it is, and as Python, JSON, addresses and HTTP write it in what programs print.

import { asciiJson } from './ascii-json.js';

/** What a key in PEM begins with. */
const KEY = '-----BEGIN ';

/** Shorter lines of a key are of no use to anybody, and might be words. */
const SHORTEST_LINE = 16;

/** Passwords and keys stand in addresses and forms; longer texts, such as JSON, do not. */
const LONGEST_IN_ADDRESS = 256;

/**
 * A secret as it is, and inside of quotes: as JSON has it, as Python's `repr` does, and as its `json.dumps` does; and
 * with percent signs, as in an address or a form. Of a key each line counts as well.
 */
export function spellings(secret: string): string[] {
  const asJson = JSON.stringify(secret).slice(1, -1);
  const asRepr = asJson.replaceAll('\\"', '"');
  const quoted = [secret, asJson, asRepr, asciiJson(asJson)];
  return [...new Set([...quoted, ...inAddresses(secret), ...pemLines(secret)])];
}

/** User and password as HTTP sends them, and as programs print that header: `Basic …` without its first word. */
export function inBasic(user: string, password: string): string {
  return Buffer.from(`${user}:${password}`).toString('base64');
}

/** As Python's `quote`, with and without slashes, and `quote_plus` write it. */
function inAddresses(secret: string): string[] {
  if (secret.length > LONGEST_IN_ADDRESS || secret.includes(KEY)) return [];
  const encoded = [...Buffer.from(secret)].map(percentEncoded).join('');
  return [encoded, encoded.replaceAll('%2F', '/'), encoded.replaceAll('%20', '+')];
}

function percentEncoded(byte: number): string {
  const letter = String.fromCharCode(byte);
  if (/[\w.~-]/.test(letter)) return letter;
  return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}

/** The lines of a key in PEM, also where `\n` is written for their ends; each may be printed alone. */
function pemLines(secret: string): string[] {
  if (!secret.includes(KEY)) return [];
  const words = secret.split(/(?:\s|\\[nr])+/);
  return words.filter((word) => word.length >= SHORTEST_LINE && /^[\w+/=]+$/.test(word));
}
