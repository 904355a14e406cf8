// The shapes of the Resource Manager as the field's nouns. Pure; what is not there is empty or undefined.
// Source: Microsoft Learn, rest/api/appservice/web-apps: Site, SiteConfigResource, StringDictionary, SlotConfigNamesResource.

import type { AppSetting } from '../../terms/app-setting.js';
import type { KeyVaultReference, SiteConfig } from '../../terms/site.js';
import { fieldsOf, itemsOf, textOf } from './json.js';

/** The site itself. */
export interface SiteItself {
  readonly kind: string;
  readonly state: string;
  readonly isLinux: boolean;
  readonly plan: string;
  readonly tier: string | undefined;
  /** The default one first, then the domains that were added; none where it has no default one. */
  readonly hosts: readonly string[];
  /** The host of the service that deploys, such as `shop.scm.azurewebsites.net`. */
  readonly scmHost: string | undefined;
}

/** Reads a site. */
export function readSite(value: unknown): SiteItself {
  const site = fieldsOf(value);
  const properties = fieldsOf(site['properties']);
  return {
    kind: textOf(site['kind']) ?? '',
    state: textOf(properties['state']) ?? '',
    isLinux: properties['reserved'] === true,
    plan: textOf(properties['serverFarmId'])?.split('/').at(-1) ?? '',
    tier: textOf(properties['sku']),
    hosts: hostsOf(properties),
    scmHost: scmHostOf(properties),
  };
}

function hostsOf({ defaultHostName, hostNames }: Readonly<Record<string, unknown>>): string[] {
  const first = textOf(defaultHostName);
  if (first === undefined) return [];
  return [...new Set([first, ...itemsOf(hostNames).flatMap((name) => textOf(name) ?? [])])];
}

/**
 * `hostType` is `Repository` for it; older answers have the number. Where no types are told, it is named like the web
 * app itself: at a domain of its owner the app would answer, and get the token.
 */
function scmHostOf(properties: Readonly<Record<string, unknown>>): string | undefined {
  const states = itemsOf(properties['hostNameSslStates']).map(fieldsOf);
  const state = states.find(({ hostType }) => hostType === 'Repository' || hostType === 1);
  const named = itemsOf(properties['enabledHostNames']).map(String);
  return textOf(state?.['name']) ?? named.find((name) => isScmOf(name, properties));
}

function isScmOf(name: string, { defaultHostName }: Readonly<Record<string, unknown>>): boolean {
  return name.includes('.scm.') && name.replace('.scm.', '.') === defaultHostName;
}

/** Reads `config/web`. */
export function readConfig(value: unknown): SiteConfig {
  const properties = fieldsOf(fieldsOf(value)['properties']);
  return {
    linuxFxVersion: textOf(properties['linuxFxVersion']) ?? '',
    appCommandLine: textOf(properties['appCommandLine']) ?? '',
    alwaysOn: properties['alwaysOn'] === true,
    healthCheckPath: textOf(properties['healthCheckPath']),
  };
}

/**
 * Reads `config/appsettings/list`.
 * @param sticky names that stay with the slot; `undefined` when that could not be read
 */
export function readSettings(value: unknown, sticky: readonly string[] | undefined): AppSetting[] {
  const properties = fieldsOf(fieldsOf(value)['properties']);
  return (
    Object.entries(properties)
      // `null` is a setting that is there with nothing in it.
      .map(([name, text]) => [name, text === null ? '' : text] as const)
      .filter((pair): pair is readonly [string, string] => typeof pair[1] === 'string')
      .map(([name, text]) => ({ name, value: text, slotSetting: sticky?.includes(name) }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
  );
}

/** Reads the names of sticky app settings from `config/slotConfigNames`. */
export function readStickyNames(value: unknown): string[] {
  const properties = fieldsOf(fieldsOf(value)['properties']);
  return itemsOf(properties['appSettingNames']).filter((name) => typeof name === 'string');
}

/** Reads an item of `config/configreferences/appsettings`. */
export function readKeyVaultReference(value: unknown): KeyVaultReference {
  const item = fieldsOf(value);
  const status = textOf(fieldsOf(item['properties'])['status']) ?? '';
  return { setting: textOf(item['name'])?.split('/').at(-1) ?? '', status };
}
