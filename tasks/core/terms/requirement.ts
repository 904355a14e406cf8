// A requirement (PEP 508): `flask[async]>=3,<4 ; python_version >= "3.9"`, or `name @ URL`.

import { readMarker } from './marker.js';
import { readSpecifier } from './specifier.js';
import { textReader, type TextReader } from './text-reader.js';

export interface Requirement {
  /** As it was written. */
  readonly name: string;
  /** As they were written, each once. */
  readonly extras: readonly string[];
  /** With commas and without spaces, such as `>=3,<4`; empty if every version will do. */
  readonly specifiers: string;
  readonly url: string | undefined;
  readonly marker: string | undefined;
}

const SPACE = /[ \t]+/y;
const NAME = /[a-z0-9][a-z0-9._-]*/iy;
const BRACKET = /\[/y;
const BRACKET_END = /\]/y;
const COMMA = /,/y;
const AT = /@/y;
const URL_TEXT = /[^ \t]+/y;
const SPECIFIERS = /[^;]+/y;
const SEMICOLON = /;/y;

/** Reads a requirement without options such as `--hash` behind it; undefined if it is none. */
export function readRequirement(line: string): Requirement | undefined {
  const reader = textReader(line);
  reader.take(SPACE);
  const name = readName(reader);
  reader.take(SPACE);
  const extras = readExtras(reader);
  reader.take(SPACE);
  const source = reader.take(AT) ? readUrl(reader) : readVersions(reader);
  const marker = readMarkerBehind(reader);
  if (name === undefined || !extras || !source || marker === undefined) return undefined;
  return { name, extras, ...source, marker: marker === '' ? undefined : marker };
}

/** PEP 508 wants a letter or a digit at the end; `packaging` takes an underscore there, too. */
function readName(reader: TextReader): string | undefined {
  const name = reader.take(NAME)?.[0];
  return name === undefined || /[.-]$/.test(name) ? undefined : name;
}

function readExtras(reader: TextReader): readonly string[] | undefined {
  const extras: string[] = [];
  if (!reader.take(BRACKET)) return extras;
  reader.take(SPACE);
  if (reader.take(BRACKET_END)) return extras;
  do {
    reader.take(SPACE);
    const extra = readName(reader);
    if (extra === undefined) return undefined;
    extras.push(extra);
    reader.take(SPACE);
  } while (reader.take(COMMA));
  return reader.take(BRACKET_END) ? [...new Set(extras)] : undefined;
}

type Source = Pick<Requirement, 'specifiers' | 'url'>;

/** A URL ends at a space, so that a `;` may be part of it. */
function readUrl(reader: TextReader): Source | undefined {
  reader.take(SPACE);
  const url = reader.take(URL_TEXT)?.[0];
  return url === undefined ? undefined : { specifiers: '', url };
}

function readVersions(reader: TextReader): Source | undefined {
  const text = trimmed(reader.take(SPECIFIERS)?.[0] ?? '');
  const inner = text.startsWith('(') && text.endsWith(')') ? trimmed(text.slice(1, -1)) : text;
  // A comma at the end is allowed; two of them are not.
  const parts = inner.replace(/,$/, '').split(',').map(trimmed);
  if (inner === '') return { specifiers: '', url: undefined };
  const read = parts.map(readSpecifier);
  if (!read.every((specifier) => specifier !== undefined)) return undefined;
  const specifiers = read.map(({ operator, text: version }) => `${operator}${version}`).join(',');
  return { specifiers, url: undefined };
}

/** Spaces and tabs alone: a line has no other ones. */
function trimmed(text: string): string {
  return text.replace(/^[ \t]+/, '').replace(/(?<![ \t])[ \t]+$/, '');
}

/** The marker's text; empty if there is none, undefined if what is left is none. */
function readMarkerBehind(reader: TextReader): string | undefined {
  reader.take(SPACE);
  if (reader.rest() === '') return '';
  if (!reader.take(SEMICOLON)) return undefined;
  const marker = trimmed(reader.rest());
  return readMarker(marker) ? marker : undefined;
}

/** The requirement as a line that `readRequirement`, pip and uv read. */
export function writeRequirement({ name, extras, specifiers, url, marker }: Requirement): string {
  return [
    name,
    extras.length === 0 ? '' : `[${extras.join(',')}]`,
    url === undefined ? specifiers : ` @ ${url}`,
    marker === undefined ? '' : ` ; ${marker}`,
  ].join('');
}
