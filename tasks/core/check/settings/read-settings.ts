// App settings from text, in any form in which people hold them.

import type { ReadSettings } from '../../terms/app-setting.js';
import { readJsonSettings } from './settings-json.js';
import { isLines, readLines } from './settings-lines.js';
import { readTextSettings } from './settings-text.js';
import { APP_SETTINGS } from '../places.js';

const FORMS =
  'Write [{ "name": "KEY", "value": "value" }], { "KEY": "value" }, -KEY "value" or lines of KEY=value, or name a file of one of these.';

/**
 * Reads app settings: a JSON array of `{ name, value, slotSetting }` as `az webapp config appsettings list`
 * prints it, a JSON object, `-KEY value` text, or lines of `KEY=value`. Duplicates and invalid names are kept for the rules.
 * @param file what problems name as their place
 */
export function readSettings(text: string, file: string = APP_SETTINGS.file): ReadSettings {
  const plain = text.replace(/^\uFEFF/, '');
  const first = plain.trimStart()[0];
  if (first === undefined) return { settings: [], problems: [] };
  if (first === '[' || first === '{') return readJsonSettings(plain, file);
  if (first === '-') return readTextSettings(plain, file);
  if (isLines(plain)) return readLines(plain, file);
  const name = /^[\w./\\-]*\.(?:json|ya?ml|txt|env)$/i.exec(plain.trim())?.[0];
  const message =
    name === undefined
      ? 'The app settings are neither JSON nor -KEY value text nor lines of KEY=value.'
      : `There is no file '${name}' with app settings, and the name is no settings itself.`;
  return { settings: [], problems: [{ severity: 'error', message, fix: FORMS, where: { file } }] };
}
