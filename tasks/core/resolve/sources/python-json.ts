// JSON as Python's `json.dumps(…, sort_keys=True)` writes it: Poetry and Pipenv hash such text.

import { asciiJson } from '../../terms/ascii-json.js';
import { isTable } from '../../tools/toml.js';

/**
 * Writes a value as Python does: keys in the order of code points, other than ASCII escaped.
 * @param separators what stands between items, and behind a key
 */
export function writePythonJson(
  value: unknown,
  separators: { readonly item: string; readonly key: string },
): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return escaped(value);
  if (typeof value === 'number') return Number.isInteger(value) ? value.toFixed(1) : String(value);
  if (typeof value === 'bigint' || typeof value === 'boolean') return `${value}`;
  if (Array.isArray(value)) {
    return `[${value.map((item) => writePythonJson(item, separators)).join(separators.item)}]`;
  }
  if (!isTable(value)) return 'null';
  const pairs = Object.entries(value)
    .toSorted(([a], [b]) => byCodePoints(a, b))
    .map(([key, item]) => `${escaped(key)}${separators.key}${writePythonJson(item, separators)}`);
  return `{${pairs.join(separators.item)}}`;
}

/** UTF-8 keeps the order of code points, UTF-16 does not. */
function byCodePoints(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function escaped(text: string): string {
  return asciiJson(JSON.stringify(text));
}
