// App settings from text, in any form in which people hold them.

import type { ReadSettings } from '../../terms/app-setting.js';
import { APP_SETTINGS } from './setting-words.js';
import { readJsonSettings } from './settings-json.js';
import { readTextSettings } from './settings-text.js';

const FORMS =
  'Write [{ "name": "KEY", "value": "value" }], { "KEY": "value" } or -KEY "value", or name a file of one of these.';

/**
 * Reads app settings: a JSON array of `{ name, value, slotSetting }` as `az webapp config appsettings list`
 * prints it, a JSON object, or `-KEY value` text. Duplicates and invalid names are kept for the rules.
 * @param file what problems name as their place
 */
export function readSettings(text: string, file: string = APP_SETTINGS.file): ReadSettings {
  const plain = text.replace(/^\uFEFF/, '');
  const first = plain.trimStart()[0];
  if (first === undefined) return { settings: [], problems: [] };
  if (first === '[' || first === '{') return readJsonSettings(plain, file);
  if (first === '-') return readTextSettings(plain, file);
  const name = /^[\w./\\-]+\.(?:json|ya?ml|txt)$/i.exec(plain.trim())?.[0];
  const message =
    name === undefined
      ? 'The app settings are neither JSON nor -KEY value text.'
      : `There is no file '${name}' with app settings, and the name is no settings itself.`;
  return { settings: [], problems: [{ severity: 'error', message, fix: FORMS, where: { file } }] };
}
