// App settings as `-KEY value -KEY2 "two words"`: the text that Microsoft's deployment tasks take.

import type { AppSetting, ReadSettings, SettingProblem } from '../../terms/app-setting.js';
import { listed } from './setting-words.js';

/** A word of the text, as its blanks divide it; quotes and brackets hold blanks together. */
interface Word {
  readonly text: string;
  readonly line: number;
  /** Whether it is free of quotes, brackets and backticks: only then can it be a name. */
  readonly plain: boolean;
  /** The quote or bracket in it that nothing closes. */
  readonly unclosed: string | undefined;
}

const CLOSERS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/**
 * Reads app settings by the rules of the tasks' own parser (ParameterParserUtility.ts, contract A15): a word
 * that begins with `-` and is neither quoted nor a number is a name, another is the value of the name before
 * it, double quotes around a whole value go. Line breaks divide words here, which they do not there.
 */
export function readTextSettings(text: string, file: string): ReadSettings {
  const settings: AppSetting[] = [];
  const lost: Word[] = [];
  const empty: { name: string; line: number }[] = [];
  const paired: { name: string; line: number }[] = [];
  const found = wordsOf(text);
  let pending: Word | undefined;
  for (const word of found) {
    const pair = word.plain || !pending ? pairOf(word) : undefined;
    if (pair) {
      if (pending) settings.push(settingOf(pending, ''));
      pending = undefined;
      settings.push(pair);
      paired.push({ name: pair.name, line: word.line });
    } else if (isName(word)) {
      if (pending) {
        settings.push(settingOf(pending, ''));
        empty.push({ name: pending.text.slice(1), line: pending.line });
      }
      pending = word;
    } else if (pending) {
      settings.push(settingOf(pending, withoutQuotes(word.text)));
      pending = undefined;
    } else {
      lost.push(word);
    }
  }
  if (pending) settings.push(settingOf(pending, ''));
  const problems = [
    ...unclosedProblems(found, file),
    ...lostProblems(lost, file),
    ...pairProblems(paired, file),
    ...emptyProblems(empty, file),
    ...lineProblems(found, settings, file),
  ];
  return { settings, problems };
}

function isName({ text, plain }: Word): boolean {
  return text.startsWith('-') && plain && Number.isNaN(Number(text));
}

/**
 * `-KEY=value`, which the tasks take for a name: read as what was meant, so that its value is handled as one
 * and is shown nowhere.
 */
function pairOf({ text }: Word): AppSetting | undefined {
  const [, name, value = ''] = /^-([A-Za-z_][\w.:]*)=(.*)$/s.exec(text) ?? [];
  if (name === undefined) return undefined;
  return { name, value: withoutQuotes(value), slotSetting: undefined };
}

function withoutQuotes(value: string): string {
  return value.replace(/^"(.*)"$/, '$1');
}

function settingOf(name: Word, value: string): AppSetting {
  return { name: name.text.slice(1), value, slotSetting: undefined };
}

function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  let line = 1;
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text[at] ?? '')) {
      if (text[at] === '\n') line++;
      at++;
      continue;
    }
    const { end, plain, unclosed } = scanWord(text, at);
    const word = text.slice(at, end);
    words.push({ text: word.trimEnd(), line, plain, unclosed });
    line += word.split('\n').length - 1;
    at = end;
  }
  return words;
}

/** Brackets nest and hold quotes; a backtick takes the meaning of the character after it. */
function scanWord(
  text: string,
  start: number,
): { end: number; plain: boolean; unclosed: string | undefined } {
  const open: string[] = [];
  let plain = true;
  let at = start;
  for (; at < text.length; at++) {
    const char = text[at] ?? '';
    if (open.length === 0 && /\s/.test(char)) break;
    if (char === '`') {
      at++;
    } else if (char === open.at(-1)) {
      open.pop();
    } else if (isQuote(open.at(-1))) {
      continue;
    } else if (isQuote(char)) {
      open.push(char);
    } else if (CLOSERS[char] !== undefined) {
      open.push(CLOSERS[char]);
    } else {
      continue;
    }
    plain = false;
  }
  return { end: Math.min(at, text.length), plain, unclosed: open[0] };
}

function isQuote(char: string | undefined): boolean {
  return char === '"' || char === "'";
}

function unclosedProblems(words: readonly Word[], file: string): SettingProblem[] {
  const word = words.find(({ unclosed }) => unclosed !== undefined);
  if (word?.unclosed === undefined) return [];
  return [
    {
      severity: 'error',
      message: `A value of the app settings opens something that ${word.unclosed} never closes: all that follows is taken for one value.`,
      fix: 'Put the value into double quotes, with a backtick before each quote or bracket that is part of it.',
      where: { file, line: word.line },
    },
  ];
}

function lostProblems(lost: readonly Word[], file: string): SettingProblem[] {
  const [first] = lost;
  if (!first) return [];
  return [
    {
      severity: 'warning',
      message: `${lost.length === 1 ? 'A value' : `${lost.length} values`} of the app settings ${lost.length === 1 ? 'has' : 'have'} no name before ${lost.length === 1 ? 'it' : 'them'}: a blank ends a value.`,
      fix: 'Put values with blanks into double quotes: -KEY "two words".',
      where: { file, line: first.line },
    },
  ];
}

function emptyProblems(
  empty: readonly { name: string; line: number }[],
  file: string,
): SettingProblem[] {
  const [first] = empty;
  if (!first) return [];
  return [
    {
      severity: 'note',
      message: `A name follows where a value was expected, so these app settings are empty: ${listed(empty.map(({ name }) => name))}.`,
      fix: 'Quote a value that begins with a dash: -KEY "-value".',
      where: { file, line: first.line },
    },
  ];
}

function pairProblems(
  paired: readonly { name: string; line: number }[],
  file: string,
): SettingProblem[] {
  const [first] = paired;
  if (!first) return [];
  return [
    {
      severity: 'error',
      message: `Between name and value of the app settings stands '=', and the deployment tasks take all of it for a name: ${listed(paired.map(({ name }) => name))}.`,
      fix: 'Write a blank in its place: -KEY "value".',
      where: { file, line: first.line },
    },
  ];
}

function lineProblems(
  words: readonly Word[],
  settings: readonly AppSetting[],
  file: string,
): SettingProblem[] {
  const [first] = words;
  const next = words.find(({ line }) => line !== first?.line);
  if (!next || settings.length < 2) return [];
  return [
    {
      severity: 'note',
      message:
        'The app settings are on several lines, which AzureWebApp@1 does not divide: to it a line break is a part of the value.',
      fix: 'Where that task takes the same text, fold it into one line: `appSettings: >-`.',
      where: { file, line: next.line },
    },
  ];
}
