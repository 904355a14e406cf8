// Finding a site: its subscription and its resource group, where nobody named them.

import type { SiteQuestion } from '../terms/site.js';
import type { Arm } from './arm.js';
import { fieldsOf, textOf } from './reading/json.js';
import { Unread, unread } from './unread.js';

/** Where a web app is. */
export interface SitePlace {
  readonly resourceGroup: string;
  /** The path of the web app in the Resource Manager, encoded. */
  readonly path: string;
}

/**
 * Finds the place of a web app.
 * @throws Unread `subscription-missing`, `subscription-unclear`, `app-missing`, `app-unclear`, `forbidden`, …
 */
export async function findSite(
  arm: Arm,
  known: string | undefined,
  { app, resourceGroup }: SiteQuestion,
): Promise<SitePlace> {
  const subscription = known ?? (await findSubscription(arm));
  const group = resourceGroup ?? (await findGroup(arm, subscription, app));
  const path = `${groupPath(subscription, group)}/providers/Microsoft.Web/sites/${encodeURIComponent(app)}`;
  return { resourceGroup: group, path };
}

function groupPath(subscription: string, group: string): string {
  return `/subscriptions/${encodeURIComponent(subscription)}/resourceGroups/${encodeURIComponent(group)}`;
}

async function findSubscription(arm: Arm): Promise<string> {
  const found = await arm.pages({
    path: '/subscriptions',
    version: 'subscriptions',
    action: 'Microsoft.Resources/subscriptions/read',
  });
  const ids = found.flatMap((one) => textOf(fieldsOf(one)['subscriptionId']) ?? []);
  const [only, ...more] = ids;
  if (only !== undefined && more.length === 0) return only;
  throw new Unread({ reason: 'subscription-unclear', subject: '', said: '', known: ids });
}

async function findGroup(arm: Arm, subscription: string, app: string): Promise<string> {
  const found = await arm.pages({
    path: `/subscriptions/${encodeURIComponent(subscription)}/resources`,
    version: 'resources',
    action: 'Microsoft.Resources/subscriptions/resources/read',
    query: {
      $filter: `resourceType eq 'Microsoft.Web/sites' and name eq '${app.replaceAll("'", "''")}'`,
    },
    missing: { reason: 'subscription-missing', subject: subscription },
  });
  // Names of web apps count without case, and the filter is not trusted to be right.
  const groups = found
    .map(fieldsOf)
    .filter(({ name }) => textOf(name)?.toLowerCase() === app.toLowerCase())
    .flatMap(({ id }) => /\/resourceGroups\/([^/]+)\//i.exec(textOf(id) ?? '')?.[1] ?? []);
  const [group, ...more] = new Set(groups);
  if (group === undefined) {
    throw unread('app-missing', app, `that the identity sees in the subscription ${subscription}`);
  }
  if (more.length === 0) return group;
  // Two groups may have web apps of one name, where Azure adds something of its own to the names of hosts.
  throw new Unread({ reason: 'app-unclear', subject: app, said: '', known: groups });
}
