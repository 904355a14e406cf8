// An app setting: a name and a value of the web app's configuration. Values may be secrets.

import type { Finding } from './finding.js';

/** One app setting as given. */
export interface AppSetting {
  readonly name: string;
  readonly value: string;
  /** Whether it stays with the slot on a swap; `undefined` when the form does not say. */
  readonly slotSetting: boolean | undefined;
}

/** Something wrong with the text of app settings; it names settings but never shows a value. */
export type SettingProblem = Omit<Finding, 'code'>;

/** A text of app settings as read: every setting in it, and what was wrong with the text. */
export interface ReadSettings {
  /** In the order of the text; a name may come twice, or be none that App Service takes. */
  readonly settings: readonly AppSetting[];
  readonly problems: readonly SettingProblem[];
}

/**
 * The names in app settings as users write them: a JSON array of `{ name, value }`, a JSON object, or
 * `-NAME value` text. Unreadable text gives no names; judging it is not done here.
 */
export function settingNames(text: string): string[] {
  const json = parseJson(text);
  if (Array.isArray(json)) return json.flatMap((item: unknown) => nameOf(item));
  if (typeof json === 'object' && json !== null) return Object.keys(json);
  return [...text.matchAll(/(?:^|\s)-([A-Za-z_][\w.]*)(?=\s)/g)].map((match) => match[1] ?? '');
}

function nameOf(item: unknown): string[] {
  if (typeof item !== 'object' || item === null || !('name' in item)) return [];
  return typeof item.name === 'string' ? [item.name] : [];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
