// What is known of a site that was asked.

import type { SiteFacts } from '../../tasks/core/terms/site.js';

/** A site of which nothing but itself could be read. */
export const BARE_SITE: SiteFacts = {
  app: 'shop',
  resourceGroup: 'rg-shop',
  slot: undefined,
  kind: 'app,linux',
  state: 'Running',
  isLinux: true,
  plan: 'plan-shop',
  tier: undefined,
  hosts: [],
  config: undefined,
  settings: undefined,
  stickyNames: undefined,
  keyVault: undefined,
  production: undefined,
  files: undefined,
  deployments: undefined,
};
