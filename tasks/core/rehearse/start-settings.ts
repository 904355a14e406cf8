// The app settings of a start: which the app gets, how long the platform waits, and for which answer.

import type { AppSetting } from '../terms/app-setting.js';
import { originOf, type SettingReference } from '../terms/setting-reference.js';
import { variableName } from './platform/environment.js';

/** Seconds that the platform waits by default, and at most (platform contract A1). */
const DEFAULT_LIMIT = 230;
const LONGEST_LIMIT = 1800;

/** What the platform asks for by default (platform contract A1). */
const WARMUP_PATH = '/robots933456.txt';

type Settings = Readonly<Record<string, string>>;

/** What the app gets, under the names of its variables, and what it does not get. */
export interface SplitSettings {
  readonly given: Settings;
  readonly references: readonly SettingReference[];
}

/** Leaves out the values that only the platform knows: to an app the text of a reference is a wrong value. */
export function splitSettings(settings: readonly AppSetting[]): SplitSettings {
  const given: Record<string, string> = {};
  const references: SettingReference[] = [];
  for (const setting of settings) {
    const name = variableName(setting.name);
    const origin = originOf(setting.value);
    if (origin === undefined) given[name] = setting.value;
    else references.push({ name, origin });
  }
  return { given, references };
}

/**
 * How long to wait, in seconds: as the platform would, or shorter where the user says so.
 * A `WEBSITES_CONTAINER_START_TIME_LIMIT` that is no number counts as not set.
 */
export function limitOf(
  settings: Settings,
  asked: number | undefined,
): { readonly limit: number; readonly limitIsOurs: boolean } {
  const text = settings['WEBSITES_CONTAINER_START_TIME_LIMIT']?.trim() ?? '';
  const set = /^\d+$/.test(text) ? Math.min(Number(text), LONGEST_LIMIT) : DEFAULT_LIMIT;
  const platform = set > 0 ? set : DEFAULT_LIMIT;
  const limitIsOurs = asked !== undefined && asked < platform;
  return { limit: limitIsOurs ? asked : platform, limitIsOurs };
}

/** What the platform asks for until it is answered: `WEBSITE_WARMUP_PATH`, where that is set. */
export function warmupPathOf(settings: Settings): string {
  const path = settings['WEBSITE_WARMUP_PATH']?.trim() ?? '';
  if (path === '' || /\s/.test(path)) return WARMUP_PATH;
  return path.startsWith('/') ? path : `/${path}`;
}

/**
 * The statuses of `WEBSITE_WARMUP_STATUSES` that count as ready, such as `200,202`; none when every status does.
 */
export function warmupStatusesOf(settings: Settings): number[] {
  const text = settings['WEBSITE_WARMUP_STATUSES'] ?? '';
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => /^\d{3}$/.test(part))
    .map(Number);
}

/** A name, and no pattern: of `*.shop.example` nobody knows which names it stands for. */
const HOST_NAME = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i;

/**
 * The hosts by which visitors ask for the site: its own, and the one that the app is told where `WEBSITE_HOSTNAME` is set by
 * hand. None where one of them is no name.
 */
export function visitedHosts(settings: readonly AppSetting[], own: readonly string[]): string[] {
  const told = settings.filter(({ name }) => name === 'WEBSITE_HOSTNAME');
  const hosts = [...new Set([...own, ...told.map(({ value }) => value.trim())])];
  return hosts.every((host) => HOST_NAME.test(host)) ? hosts : [];
}
