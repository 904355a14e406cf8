// App settings as JSON: the array that Azure prints and takes, or a plain object of names and values.

import type { AppSetting, ReadSettings, SettingProblem } from '../../terms/app-setting.js';
import { jsonBreak, jsonItems, lineAt, type JsonItem } from './json-items.js';
import { listed } from './setting-words.js';

type Oddity = 'lone-entry' | 'not-an-entry' | 'no-value' | 'not-text' | 'not-one-value';

interface Odd {
  readonly kind: Oddity;
  /** The setting's name, or the number of the entry. */
  readonly name: string;
  readonly at: number;
}

type Words = Record<
  Oddity,
  (names: string) => Pick<SettingProblem, 'severity' | 'message' | 'fix'>
>;

const WORDS: Words = {
  'lone-entry': (names) => ({
    severity: 'warning',
    message: `The app settings are one entry where a list of entries is expected: ${names}.`,
    fix: 'Put it into brackets: [{ "name": "KEY", "value": "value", "slotSetting": false }].',
  }),
  'not-an-entry': (entries) => ({
    severity: 'warning',
    message: `Entries of the app settings have no name and are lost: ${entries}.`,
    fix: 'Write each entry as { "name": "KEY", "value": "value", "slotSetting": false }.',
  }),
  'not-one-value': (names) => ({
    severity: 'warning',
    message: `App settings are objects or lists where App Service takes text alone: ${names}.`,
    fix: 'Write the value as one JSON string, with its inner quotes escaped.',
  }),
  'not-text': (names) => ({
    severity: 'note',
    message: `App settings are numbers or booleans in the JSON and reach the app as text: ${names}.`,
    fix: 'Put these values into double quotes.',
  }),
  'no-value': (names) => ({
    severity: 'note',
    message: `App settings have no value here, so it could not be checked: ${names}.`,
    fix: 'Take the output of `az webapp config appsettings list`; `set` prints every value as null.',
  }),
};

/** Reads app settings from a text that begins like JSON. */
export function readJsonSettings(text: string, file: string): ReadSettings {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    return unreadable(text, file, error instanceof Error ? error.message : '');
  }
  const lone = isLoneEntry(parsed)
    ? readEntry(text, { key: undefined, from: 0, to: text.length })
    : {};
  if (lone.setting) {
    const odd: Odd[] = [{ kind: 'lone-entry', name: lone.setting.name, at: text.search(/\S/) }];
    return { settings: [lone.setting], problems: problemsOf(odd, 1, text, file) };
  }
  const { slice: source, from } = unwrapped(text);
  const settings: AppSetting[] = [];
  const odd: Odd[] = [];
  for (const [index, item] of jsonItems(source).entries()) {
    const read = item.key === undefined ? readEntry(source, item) : readPair(source, item);
    if (read.setting) settings.push(read.setting);
    if (read.odd === undefined) continue;
    const name = read.setting?.name ?? String(index + 1);
    odd.push({ kind: read.odd, name, at: item.from + from });
  }
  return { settings, problems: problemsOf(odd, settings.length, text, file) };
}

/** `{ "name": "KEY", "value": "value" }`: an entry that has lost its list. */
function isLoneEntry(parsed: unknown): boolean {
  if (!isObject(parsed)) return false;
  const keys = Object.keys(parsed);
  const isEntry = keys.every((key) => ['name', 'value', 'slotsetting'].includes(key.toLowerCase()));
  return isEntry && ['name', 'value'].every((key) => member(parsed, key) !== undefined);
}

/** PowerShell prints the members of an entry as `Name` and `Value`. */
function member(entry: Record<string, unknown>, name: string): unknown {
  const key = Object.keys(entry).find((one) => one.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : entry[key];
}

/**
 * What settings are wrapped in: by the management API and by templates, of which `properties`, `siteConfig` and
 * `appSettings` may lie in one another, and in local.settings.json.
 */
const WRAPPERS = ['properties', 'siteconfig', 'appsettings', 'values'];

/** The innermost of the wrappers. */
function unwrapped(text: string): { readonly slice: string; readonly from: number } {
  let inner = { slice: text, from: 0 };
  for (;;) {
    const { slice, from } = inner;
    if (slice.trimStart()[0] !== '{') return inner;
    const item = jsonItems(slice).findLast(
      ({ key, from: start }) =>
        WRAPPERS.includes(key?.toLowerCase() ?? '') && /[[{]/.test(slice[start] ?? ''),
    );
    if (item === undefined) return inner;
    inner = { slice: slice.slice(item.from, item.to), from: from + item.from };
  }
}

interface Read {
  readonly setting?: AppSetting;
  readonly odd?: Oddity | undefined;
}

function readEntry(text: string, { from, to }: JsonItem): Read {
  const slice = text.slice(from, to);
  const entry: unknown = JSON.parse(slice);
  const name = isObject(entry) ? member(entry, 'name') : undefined;
  if (!isObject(entry) || typeof name !== 'string') return { odd: 'not-an-entry' };
  const item = jsonItems(slice).findLast(({ key }) => key?.toLowerCase() === 'value');
  const written = item ? slice.slice(item.from, item.to) : '';
  const { value, odd } = readValue(member(entry, 'value'), written);
  return {
    setting: { name, value, slotSetting: flagOf(member(entry, 'slotSetting')) },
    odd,
  };
}

function readPair(text: string, { key = '', from, to }: JsonItem): Read {
  const written = text.slice(from, to);
  const { value, odd } = readValue(JSON.parse(written), written);
  return { setting: { name: key, value, slotSetting: undefined }, odd };
}

/** @param written the value's own JSON: deep nesting would overflow the stack if it were made again */
function readValue(value: unknown, written: string): { value: string; odd: Oddity | undefined } {
  if (typeof value === 'string') return { value, odd: undefined };
  if (value === null || value === undefined) return { value: '', odd: 'no-value' };
  if (typeof value === 'object') return { value: written.trim(), odd: 'not-one-value' };
  return { value: JSON.stringify(value), odd: 'not-text' };
}

function flagOf(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string' || !/^(?:true|false)$/i.test(value)) return undefined;
  return value.toLowerCase() === 'true';
}

/** One problem for each kind, however many entries have it. */
function problemsOf(
  odd: readonly Odd[],
  read: number,
  text: string,
  file: string,
): SettingProblem[] {
  const kinds = Object.keys(WORDS) as Oddity[];
  return kinds.flatMap((kind) => {
    const those = odd.filter((one) => one.kind === kind);
    const [first] = those;
    if (!first) return [];
    const words = WORDS[kind](listed(those.map(({ name }) => name)));
    const isLost = kind === 'not-an-entry' && read === 0;
    const where = { file, line: lineAt(text, first.at) };
    return [{ ...words, ...(isLost ? { severity: 'error' as const } : {}), where }];
  });
}

/** The parser's own message stays out: it quotes the text around the mistake, which may hold a secret. */
function unreadable(text: string, file: string, message: string): ReadSettings {
  const end = text.trimEnd().length;
  const broken = jsonBreak(text, message);
  const isCut = /end of JSON input|Unterminated string/i.test(message) || (broken ?? 0) >= end;
  const at = isCut ? end : broken;
  const problem: SettingProblem = {
    severity: 'error',
    message: isCut
      ? 'The app settings begin like JSON but end too early.'
      : 'The app settings begin like JSON but are not valid JSON.',
    fix: 'Correct the JSON: names and texts in double quotes, no comments, no comma after the last entry.',
    where: at === undefined ? { file } : { file, line: lineAt(text, at) },
  };
  return { settings: [], problems: [problem] };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
