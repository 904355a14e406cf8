// Rules about the settings that the site has: what it cannot read itself, and what a swap would change.

import { readRuntimeStack } from '../../runtime/images.js';
import type { AppSetting } from '../../terms/app-setting.js';
import { rule, type Rule } from '../rule.js';
import { neededVariables } from '../settings/needed-variables.js';
import { harmless, quoted } from '../settings/setting-words.js';
import { changesStart, settingsAfterSwap, swappedSettings } from '../site/after-swap.js';
import { APP_SETTINGS } from '../places.js';

const where = APP_SETTINGS;
const AT = { file: 'site' };

/** What to do for each state of a reference. Source: Microsoft Learn, app-service-key-vault-references. */
const KEY_VAULT_FIXES: Readonly<Record<string, string>> = {
  AccessToKeyVaultDenied:
    "Give the site's managed identity the role 'Key Vault Secrets User' on the vault, or let the vault's firewall through.",
  MSINotEnabled: 'Give the site a managed identity: az webapp identity assign',
  SecretNotFound: 'Make the secret in the vault, or correct its name in the reference.',
  SecretVersionNotFound: 'Correct the version in the reference, or leave it out.',
  VaultNotFound: 'Correct the name of the vault in the reference.',
  InvalidSyntax:
    'Write it as @Microsoft.KeyVault(SecretUri=https://VAULT.vault.azure.net/secrets/NAME/)',
  Initialized: 'Wait until the site has read it, and run again.',
};

/** The value of the setting that was typed in wins, so that a reference on the site is gone then. */
function isTyped(typed: readonly AppSetting[] | undefined, name: string): boolean {
  return typed?.some((one) => one.name === name) === true;
}

function valueText(value: string | undefined): string {
  if (value === undefined) return 'not set';
  return harmless(value) ?? 'another value';
}

export const siteSettingsRules: readonly Rule[] = [
  rule({
    code: 'site/key-vault-unreadable',
    severity: 'warning',
    why: 'A setting whose reference the site cannot resolve reaches the app as the text of the reference: it is there, and of no use.',
    source: 'F110: Microsoft Learn app-service-key-vault-references; ApiKVReference.status',
    example: {
      bad: 'a reference with the state AccessToKeyVaultDenied',
      good: 'a reference with the state Resolved',
    },
    needs: ['siteKeyVault', 'askedSite'],
    *find({ siteKeyVault, askedSite: { typed } }) {
      for (const { setting, status } of siteKeyVault) {
        if (status === 'Resolved' || status === '' || isTyped(typed.settings, setting)) continue;
        yield { setting, status, where };
      }
    },
    message: ({ setting, status }) =>
      `The site cannot read the Key Vault reference of the app setting ${quoted(setting)} (${status}).`,
    fix: ({ status }) =>
      KEY_VAULT_FIXES[status] ?? 'See what the portal tells of it under "Environment variables".',
  }),
  rule({
    code: 'site/swap-setting',
    severity: 'note',
    why: 'Sticky settings stay where they are on a swap, so that the app of the slot meets those of production. It is a warning for settings by which the platform starts the app.',
    source: 'F111: OSS support blog 2023-03-17; Microsoft Learn deploy-staging-slots',
    example: {
      bad: 'PORT=8000 in the slot and PORT=80 in production, both sticky',
      good: 'PORT=8000 in both',
    },
    needs: ['settings', 'productionSettings'],
    *find({ settings, productionSettings }) {
      for (const swapped of swappedSettings(settings, productionSettings)) {
        const severity = changesStart(swapped.name) ? 'warning' : 'note';
        yield { ...swapped, severity, where };
      }
    },
    message: ({ name, slot, production, severity }) => {
      const values = `in the slot it is ${valueText(slot)}, in production ${valueText(production)}`;
      const effect = severity === 'warning' ? ', and the app starts another way' : '';
      return `The setting ${quoted(name)} is sticky: ${values}. A swap brings production's to the app${effect}.`;
    },
    fix: () => 'See that the app runs with both, or make the setting equal in both slots.',
  }),
  rule({
    code: 'site/swap-missing-setting',
    severity: 'warning',
    why: 'A sticky setting that production does not have is gone for the app after the swap; code that reads it without a default then ends with a KeyError.',
    source: 'F22, F111: OSS support blog 2023-03-17',
    example: {
      bad: 'DATABASE_URL sticky in the slot, and not set in production',
      good: 'DATABASE_URL sticky in both',
    },
    needs: ['settings', 'productionSettings', 'sources'],
    *find({ settings, productionSettings, sources, startup, app }) {
      const rest = { sources, startup, app };
      const now = new Set(neededVariables({ settings, ...rest }).map(({ name }) => name));
      const swapped = settingsAfterSwap(settings, productionSettings);
      for (const needed of neededVariables({ settings: swapped, ...rest })) {
        if (!now.has(needed.name)) yield needed;
      }
    },
    message: ({ name }) =>
      `The code reads ${quoted(name)} without a default, but the setting is sticky and production has none: after a swap it is missing.`,
    fix: ({ name }) => `Add ${name} to production as a slot setting, or let it swap.`,
  }),
  rule({
    code: 'site/swap-start',
    severity: 'note',
    why: 'Runtime stack and startup command go along on a swap: what the slot has is what production gets, and the other way round.',
    source: 'F111: Microsoft Learn deploy-staging-slots',
    example: {
      bad: 'PYTHON|3.12 in the slot and PYTHON|3.11 in production',
      good: 'the same stack and command in both',
    },
    needs: ['siteConfig', 'productionConfig'],
    *find({ siteConfig, productionConfig }) {
      const stacks = [siteConfig, productionConfig].map(({ linuxFxVersion }) => linuxFxVersion);
      if (readRuntimeStack(stacks[0] ?? '') !== readRuntimeStack(stacks[1] ?? '')) {
        yield {
          what: 'runtime stack',
          slot: stacks[0] ?? '',
          production: stacks[1] ?? '',
          where: AT,
        };
      }
      const [slot, production] = [siteConfig.appCommandLine, productionConfig.appCommandLine];
      if (slot.trim() !== production.trim()) {
        yield { what: 'startup command', slot, production, where: AT };
      }
    },
    message: ({ what, slot, production }) =>
      `The ${what} of the slot is '${slot}', that of production '${production}': a swap brings the slot's to production.`,
    fix: ({ what }) => `Nothing, if production is to get this ${what}; else make them equal.`,
  }),
];
