// Values of app settings as the programs of the platform understand them.

import type { AppSetting } from '../../terms/app-setting.js';
import { originOf } from '../../terms/setting-reference.js';

/** What Go's `strconv.ParseBool` takes; the start-script generator panics at anything else (contract A13). */
const GO_TRUE = ['1', 't', 'T', 'TRUE', 'true', 'True'];
const GO_FALSE = ['0', 'f', 'F', 'FALSE', 'false', 'False'];

/**
 * The value of a setting; `undefined` when it is not set or empty, which the platform does not tell apart.
 * Of several with that name, the last.
 */
export function valueOf(settings: readonly AppSetting[], name: string): string | undefined {
  const value = settings.findLast((setting) => setting.name === name)?.value;
  return value === '' ? undefined : value;
}

/**
 * The same for a rule that judges the value's form; `undefined` also for a reference to Key Vault or App
 * Configuration, which the platform resolves before the container starts.
 */
export function knownValueOf(settings: readonly AppSetting[], name: string): string | undefined {
  const value = valueOf(settings, name);
  return value !== undefined && originOf(value) === undefined ? value : undefined;
}

/** A boolean of the start-script generator; `undefined` for a text at which it panics. */
export function goBoolean(value: string): boolean | undefined {
  if (GO_TRUE.includes(value)) return true;
  return GO_FALSE.includes(value) ? false : undefined;
}

/** Whether Kudu takes the value for true: `1`, or `true` in any case (contract A3). */
export function isTrueLike(value: string | undefined): boolean {
  return value === '1' || value?.toLowerCase() === 'true';
}

/** A whole number, without sign or with one; `undefined` for anything else. */
export function integerOf(value: string): number | undefined {
  return /^[+-]?\d{1,15}$/.test(value.trim()) ? Number(value) : undefined;
}
