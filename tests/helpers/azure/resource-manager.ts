// The fake's Resource Manager: GET alone, and POST of the one list that holds settings.
// Source: Microsoft Learn, rest/api/appservice/web-apps 2022-03-01, rest/api/resources 2021-04-01.

import { plainly, type Answer, type Around, type Asked } from './answer.js';
import type { FakeSite, World } from './world.js';

const LIST = '/config/appsettings/list';

/** Answers a request that is signed in. */
export function answerOfArm({ method, url }: Asked, { world, violations }: Around): Answer {
  const path = decodeURIComponent(url.pathname);
  const isRead = method === 'GET' || (method === 'POST' && path.endsWith(LIST));
  if (!isRead) {
    violations.push(`${method} ${path}`);
    return plainly(405, 'MethodNotAllowed', 'Reading alone is allowed.');
  }
  const version = versionFor(path);
  if (url.searchParams.get('api-version') !== version) {
    violations.push(`${path} in ${url.searchParams.get('api-version') ?? 'no version'}`);
    return plainly(400, 'InvalidApiVersionParameter', `The api-version must be ${version}.`);
  }
  return below(path.split('/').slice(1), method, url, world);
}

function versionFor(path: string): string {
  if (path.includes('/providers/Microsoft.Web/')) return '2022-03-01';
  return path === '/subscriptions' ? '2020-01-01' : '2021-04-01';
}

function below(parts: readonly string[], method: string, url: URL, world: World): Answer {
  const [, subscription = '', ...rest] = parts;
  if (parts.length === 1) {
    return page(
      url,
      world,
      world.subscriptions.map((id) => ({ subscriptionId: id })),
    );
  }
  if (!world.subscriptions.includes(subscription)) {
    return plainly(
      404,
      'SubscriptionNotFound',
      `The subscription '${subscription}' could not be found.`,
    );
  }
  if (rest[0] === 'resources') return resources(url, world, subscription);
  const [, group = '', , , , app = '', ...inSite] = rest;
  if (group.toLowerCase() !== world.resourceGroup) {
    return plainly(404, 'ResourceGroupNotFound', `Resource group '${group}' could not be found.`);
  }
  const id = `/${parts.slice(0, 8).join('/')}`;
  if (app.toLowerCase() !== world.app) return missing(`Microsoft.Web/sites/${app}`);
  if (world.role === 'none') return forbidden('Microsoft.Web/sites/read', id);
  return ofApp(inSite, { method, url, world, id });
}

interface AtApp {
  readonly method: string;
  readonly url: URL;
  readonly world: World;
  readonly id: string;
}

function ofApp(parts: readonly string[], at: AtApp): Answer {
  const { url, world, id } = at;
  const [first, slot, ...rest] = parts;
  if (world.role === 'slots' && first !== 'slots') return forbidden('Microsoft.Web/sites/read', id);
  if (first !== 'slots') return ofSite(parts, world.production, at);
  if (slot === undefined) {
    return page(
      url,
      world,
      Object.keys(world.slots).map((name) => ({ name: `${world.app}/${name}` })),
    );
  }
  const found = world.slots[slot];
  if (!found) return missing(`Microsoft.Web/sites/${world.app}/slots/${slot}`);
  return ofSite(rest, found, { ...at, id: `${id}/slots/${slot}` });
}

function ofSite(parts: readonly string[], site: FakeSite, at: AtApp): Answer {
  const { url, world, id, method } = at;
  const name = parts.join('/');
  if (name === '') return { status: 200, body: siteBody(site, url, id) };
  if (name === 'config/web') return { status: 200, body: { properties: site.config } };
  if (name === 'config/slotConfigNames') {
    return { status: 200, body: { properties: { appSettingNames: world.stickyNames } } };
  }
  if (name === 'config/configreferences/appsettings') {
    const items = Object.entries(site.keyVault).map(([setting, status]) => ({
      name: setting,
      properties: { status, reference: 'canary-reference-4711' },
    }));
    return page(url, world, items);
  }
  if (name === 'config/appsettings/list' && method === 'POST') {
    if (world.role === 'reader') return forbidden('Microsoft.Web/sites/config/list/action', id);
    return { status: 200, body: { properties: site.settings } };
  }
  return missing(name);
}

function siteBody({ kind, state, reserved, hosts }: FakeSite, url: URL, id: string): unknown {
  return {
    id,
    kind,
    properties: {
      state,
      reserved,
      sku: 'Basic',
      defaultHostName: hosts[0],
      hostNames: hosts,
      serverFarmId:
        '/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/serverfarms/plan-shop',
      hostNameSslStates: [
        { name: 'shop.example', hostType: 'Standard' },
        { name: scmHostOf(url), hostType: 'Repository' },
      ],
    },
  };
}

function scmHostOf({ hostname, port }: URL): string {
  return hostname.endsWith('.example') ? 'shop.scm.fabrikam.example' : `localhost:${port}`;
}

function resources(url: URL, world: World, subscription: string): Answer {
  const filter = url.searchParams.get('$filter') ?? '';
  const asked = /resourceType eq 'Microsoft\.Web\/sites' and name eq '([^']+)'/.exec(filter)?.[1];
  if (asked === undefined) return plainly(400, 'InvalidFilter', filter);
  const id = `/subscriptions/${subscription}/resourceGroups/${world.resourceGroup}/providers/Microsoft.Web/sites/${world.app}`;
  const other = { id: id.replace(/[^/]+$/, 'other'), name: 'other' };
  const own = asked.toLowerCase() === world.app ? [{ id, name: world.app }] : [];
  return page(url, world, [other, ...own]);
}

/** A page of a list, with the address of the next one. */
function page(url: URL, { pageSize }: World, items: readonly unknown[]): Answer {
  const from = Number(url.searchParams.get('$skiptoken') ?? '0');
  const next = new URL(url);
  next.searchParams.set('$skiptoken', String(from + pageSize));
  const isLast = from + pageSize >= items.length;
  const value = items.slice(from, from + pageSize);
  return { status: 200, body: isLast ? { value } : { value, nextLink: next.href } };
}

function missing(what: string): Answer {
  return plainly(404, 'ResourceNotFound', `The Resource '${what}' was not found.`);
}

function forbidden(action: string, scope: string): Answer {
  return plainly(
    403,
    'AuthorizationFailed',
    `The client 'canary-client' with object id 'canary-object-id' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid.`,
  );
}
