// Why uv failed, read from what it printed (0.8 to 0.13): a table of reasons, the most telling first.

import { BUILD_SIGNS, find, QUOTED_LINES, type Sign, type Verdict } from './failure-signs.js';

const DISK_FULL: Sign = {
  reason: 'disk-full',
  pattern: /No space left on device|\(os error 28\)|Disk quota exceeded/,
};

const UV_SIGNS: readonly Sign[] = [
  DISK_FULL,
  { reason: 'hash-mismatch', pattern: /Hash mismatch for `([^`]+)`/ },
  {
    reason: 'hash-missing',
    pattern: /In `--require-hashes` mode, all requirements must [^\n]*?(?:for|found): ([^\n]+)/,
  },
  { reason: 'certificate', pattern: /invalid peer certificate|certificate verify failed/ },
  {
    reason: 'index-refused',
    pattern: /An index(?: URL)? \((\S+)\)[^\n]*(?:401 Unauthorized|403 Forbidden)/,
  },
  {
    reason: 'index-refused',
    pattern: /HTTP status client error \(40[13] [^)]*\) for url \((\S+)\)/,
  },
  {
    reason: 'index-busy',
    pattern: /HTTP status client error \(429 [^)]*\) for url \((\S+)\)/,
  },
  { reason: 'not-found', pattern: /HTTP status client error \(404 [^)]*\) for url \((\S+)\)/ },
  { reason: 'constraint-file', pattern: /^error: File not found: ([^\n]+)/m },
  { reason: 'git-missing', pattern: /Git executable not found/, subject: 'git' },
  { reason: 'clone-failed', pattern: /Git operation failed[^]*?'([a-z+]+:\/\/[^']+)'/ },
  { reason: 'clone-failed', pattern: /Git operation failed/ },
  // A requirement by its address, for which no index is asked.
  {
    reason: 'network',
    pattern:
      /Failed to download[^\n`]*`[^\n`]* @ https?:\/\/(?:[^\s/@]*@)?([^\s/:@`]+)[^]*client error \(Connect\)/,
  },
  // A connection that is not even made is no matter of patience.
  {
    reason: 'network',
    pattern:
      /client error \(Connect\)|dns error|tunnel error|connection (?:closed|reset|refused)|error decoding response body|HTTP status (?:server|client) error/i,
  },
  {
    reason: 'slow',
    pattern:
      /Failed to (?:fetch|download): `?([^\s`]+)`?[^]*?(?:operation timed out|network timeout)/,
  },
  {
    reason: 'slow',
    pattern: /operation timed out|network timeout|(?<!environment variable `)UV_HTTP_TIMEOUT/,
  },
  { reason: 'network', pattern: /Failed to fetch: |error sending request for url/ },
  // A file that broke off, or the page of a proxy in its place.
  { reason: 'network', pattern: /has an invalid package format/ },
  {
    reason: 'build-failed',
    pattern: /Failed to (?:download and )?build(?: and install)? `([^`]+)`/,
  },
  { reason: 'build-failed', pattern: /The build backend returned an error/ },
  {
    reason: 'no-wheel',
    pattern:
      /(?<![\w.-])([\w.-]+?)(?:[=<>~!]=?[^\s]*)? (?:has|have) no (?:source distribution|(?:\S+ )?wheels)/,
  },
  {
    reason: 'no-version-for-python',
    pattern: /(?:does not satisfy Python|requires Python )[^]*?you require ([^\s,]+)/,
  },
  { reason: 'not-found', pattern: /(?<![\w.-])([\w.-]+) was not found in the / },
  { reason: 'no-fitting-version', pattern: /there (?:is|are) no versions? of ([^\s,]+)/ },
  {
    reason: 'no-fitting-version',
    pattern: /only (?:[^\n]*?) (?:is|are) available and you require ([^\s,]+)/,
  },
  {
    reason: 'conflict',
    pattern: /Because ([^\n]*?), we can conclude that [^\n]*? (?:are|is) incompatible/,
  },
  { reason: 'conflict', pattern: /Because ([^\n]* depends? on [^\n]*?), we can conclude/ },
  { reason: 'conflict', pattern: /Because (you require [^\n]* and [^\n]*?), we can/ },
  { reason: 'conflict', pattern: /No solution found when resolving/ },
  {
    reason: 'invalid-requirement',
    pattern: /Couldn't parse requirement in [^\n]*\n[^\n]*\n\s*(\S[^\n]*)\n\s+\^/,
  },
  {
    reason: 'invalid-requirement',
    pattern: /Unexpected [^\n]*, expected [^\n]* (\S+:\d+:\d+)/,
  },
  { reason: 'invalid-requirement', pattern: /Expected `--hash`, found [^\n]*: (\S+:\d+:\d+)/ },
  { reason: 'invalid-requirement', pattern: /failed to read from file `([^`]+)`/ },
  { reason: 'invalid-requirement', pattern: /Distribution not found at: (\S+)/ },
  {
    reason: 'invalid-requirement',
    pattern: /(?<![^`\s])([^`\s]+)`? does not appear to be a Python project/,
  },
  {
    reason: 'invalid-requirement',
    pattern: /Couldn't parse requirement|Failed to parse (?!environment)/,
  },
  { reason: 'invalid-requirement', pattern: /Failed to read `([^`]+)`/ },
];

/** uv takes it for a folder, and says so in a warning before its error. */
const INDEX_WITHOUT_SCHEME: Sign = {
  reason: 'index-without-scheme',
  pattern: /^warning: Relative paths passed to `--index`[^\n]*\(use `\.\/([^/`\n]*[.:][^`\n]+)`\)/m,
};

/** Tells why uv failed. */
export function classifyUvFailure(printed: string): Verdict {
  const text = unfolded(printed);
  const said = find(UV_SIGNS, ownWords(text));
  if (said.reason === 'not-found') {
    const index = find([INDEX_WITHOUT_SCHEME], text);
    return index.reason === 'unknown' ? said : index;
  }
  if (said.reason !== 'build-failed') return said;
  const built = find([DISK_FULL, ...BUILD_SIGNS], text);
  return built.reason === 'unknown' ? said : built;
}

/** Where uv begins to tell its error; what others print is set in deeper. */
const ERROR = /^(?:error: | {2}× )/;
const OUTPUT_OF_BUILDER = /^\s*\[std(?:out|err)\]/;

/** uv's error without what a builder printed, which may speak of connections in passing. */
function ownWords(text: string): string {
  const lines = text.split('\n');
  const told = lines.slice(Math.max(0, beginOfError(lines)));
  const output = told.findIndex((line) => OUTPUT_OF_BUILDER.test(line));
  return told.slice(0, output === -1 ? undefined : output).join('\n');
}

function beginOfError(lines: readonly string[]): number {
  return lines.findLastIndex((line) => ERROR.test(line));
}

/** How many quoted lines are the beginning of an error that is longer. */
const QUOTED_AT_BEGIN = 5;

/** The lines for a message. uv names what it could not build first, and the builder's output may be long. */
export function quotedOfUv(lines: readonly string[]): string[] {
  const begin = beginOfError(lines);
  if (begin === -1 || lines.length - begin <= QUOTED_LINES) return lines.slice(-QUOTED_LINES);
  const head = lines.slice(begin, begin + QUOTED_AT_BEGIN);
  const end = head.findIndex((line) => line.trim() === '' || OUTPUT_OF_BUILDER.test(line));
  const told = head.slice(0, end === -1 ? undefined : end);
  return [...told, '  …', ...lines.slice(told.length + 1 - QUOTED_LINES)];
}

/** uv before 0.13 drew its errors as a tree, folded at 80 columns. */
function unfolded(printed: string): string {
  return /[╰├]─▶/.test(printed) ? printed.replace(/\n[ │]{4,}(?=\S)/g, ' ') : printed;
}
