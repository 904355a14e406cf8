// Words and small questions that several rules on the startup command share.

import { programName } from './shell/wrappers.js';
import type { ShellCommand } from './startup.js';

const LONGEST = 80;

/** Variables whose values are no secrets and say what a command does. */
const HARMLESS = [
  'APP_PATH',
  'DJANGO_SETTINGS_MODULE',
  'FLASK_APP',
  'HOME',
  'HOST',
  'LANG',
  'PATH',
  'PORT',
  'PYTHONPATH',
  'PYTHONUNBUFFERED',
  'TZ',
  'WEB_CONCURRENCY',
];

/** `NAME=value` at the start of a word, with all that quotes hold together. */
const ASSIGNMENT = /(?<![\w.$/?&-])([A-Za-z_]\w*)=((?:"[^"]*"?|'[^']*'?|[^\s"';&|])+)/g;

/** The same text without the values that it assigns: `API_KEY=***`. */
function withoutValues(text: string): string {
  return text.replace(ASSIGNMENT, (whole: string, name: string) =>
    HARMLESS.includes(name) ? whole : `${name}=***`,
  );
}

/** Text of the user in quotes, on one line, without assigned values, and cut where it is long. */
export function quote(text: string): string {
  const line = withoutValues(text).replace(/\s+/g, ' ').trim();
  return line.length > LONGEST ? `'${line.slice(0, LONGEST)}…'` : `'${line}'`;
}

/** Commands that look at paths and use none. */
const LOOKING = ['[', '[[', 'test', 'echo', 'printf', 'ls', 'find', 'which', 'command', 'type'];

/** The texts of a command that may hold a path it uses; none where it runs only behind a test. */
export function usedTexts(command: ShellCommand): readonly string[] {
  const [program = ''] = command.words;
  if (command.conditional || LOOKING.includes(programName(program))) return [];
  const values = (command.assigned ?? []).map((name) => command.environment[name] ?? '');
  return [...command.words, ...values];
}

/** What of a text fits, up to where the path ends. */
export function pathsLike(start: RegExp, texts: readonly string[]): string[] {
  // A path begins here, and is no part of a longer one.
  const pattern = new RegExp(`(?<![\\w./}-])(?:${start.source})[^\\s'":;,|&<>()]*`, 'g');
  return [...new Set(texts.flatMap((text) => text.match(pattern) ?? []))];
}
