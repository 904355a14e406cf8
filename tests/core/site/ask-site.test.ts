// Asking a site: what is read of it, in which way it is found, and what every refusal becomes.

import assert from 'node:assert/strict';
import type { SiteProblem } from '../../../tasks/core/terms/site.js';
import { Stopped } from '../../../tasks/core/terms/failure.js';
import { ask, reasonsOf, type AskWishes } from '../../helpers/azure/ask.js';
import { startFakeAzure, type FakeAzure } from '../../helpers/azure/fake-azure.js';
import { CANARIES, shopWorld, type ScriptedAnswer, type World } from '../../helpers/azure/world.js';

const SITE =
  '/subscriptions/44444444-4444-4444-8444-444444444444/resourceGroups/rg-shop/providers/Microsoft.Web/sites/shop';

describe('asking a site', () => {
  const started: FakeAzure[] = [];

  async function fake(change: (world: World) => void = () => undefined): Promise<FakeAzure> {
    const world = shopWorld();
    change(world);
    const azure = await startFakeAzure(world);
    started.push(azure);
    return azure;
  }

  afterEach(async () => {
    for (const azure of started.splice(0)) {
      await azure.close();
      assert.deepEqual(azure.violations, []);
    }
  });

  it('reads all that the site is and has, and nothing else', async () => {
    const azure = await fake((world) => {
      world.stickyNames = ['SHOP_API_KEY'];
      world.production.settings['VAULTED'] = '@Microsoft.KeyVault(VaultName=v;SecretName=s)';
      world.production.keyVault['VAULTED'] = 'AccessToKeyVaultDenied';
      world.production.files = {
        antenv: null,
        'output.tar.zst': 70_000_000,
        'oryx-manifest.toml': 'PlatformName="python"\n',
      };
    });
    const { facts, problems } = await ask(azure);
    assert.deepEqual(problems, []);
    const { settings, ...rest } = facts ?? assert.fail();
    assert.deepEqual(rest, {
      app: 'shop',
      slot: undefined,
      resourceGroup: 'rg-shop',
      kind: 'app,linux',
      state: 'Running',
      isLinux: true,
      plan: 'plan-shop',
      tier: 'Basic',
      hosts: ['shop.azurewebsites.net'],
      config: {
        linuxFxVersion: 'PYTHON|3.11',
        appCommandLine: 'gunicorn app:app',
        alwaysOn: true,
        healthCheckPath: '/health',
      },
      stickyNames: ['SHOP_API_KEY'],
      keyVault: [{ setting: 'VAULTED', status: 'AccessToKeyVaultDenied' }],
      production: undefined,
      files: {
        entries: [
          { name: 'antenv', size: 0, isFolder: true },
          { name: 'output.tar.zst', size: 70_000_000, isFolder: false },
          { name: 'oryx-manifest.toml', size: 22, isFolder: false },
        ],
        manifest: 'PlatformName="python"\n',
      },
      deployments: [
        {
          id: 'd1',
          status: 'success',
          complete: true,
          received: '2026-11-20T18:00:00Z',
          deployer: 'VSTS_ZIP_DEPLOY',
        },
      ],
    });
    assert.deepEqual(
      settings?.map(({ name, slotSetting }) => [name, slotSetting]),
      [
        ['DATABASE_URL', false],
        ['SCM_DO_BUILD_DURING_DEPLOYMENT', false],
        ['SHOP_API_KEY', true],
        ['SHOP_WELCOME', false],
        ['VAULTED', false],
      ],
    );
    assert.deepEqual(azure.asked, [
      `POST 127.0.0.1/${azure.world.tenantId}/oauth2/v2.0/token`,
      `GET 127.0.0.1${SITE}`,
      `GET 127.0.0.1${SITE}/config/slotConfigNames`,
      `POST 127.0.0.1${SITE}/config/appsettings/list`,
      `GET 127.0.0.1${SITE}/config/web`,
      `GET 127.0.0.1${SITE}/config/configreferences/appsettings`,
      'GET localhost/api/vfs/site/wwwroot/',
      'GET localhost/api/vfs/site/wwwroot/oryx-manifest.toml',
      'GET localhost/api/deployments',
    ]);
  });

  it('reads a setting that is null as one without a value', async () => {
    const azure = await fake();
    const properties = { EMPTY: null, NESTED: {} };
    azure.world.script.push({ when: /appsettings\/list/, status: 200, body: { properties } });
    const { facts, problems } = await ask(azure);
    assert.deepEqual(problems, []);
    assert.deepEqual(facts?.settings, [{ name: 'EMPTY', value: '', slotSetting: false }]);
  });

  it('reads a slot, and production beside it', async () => {
    const azure = await fake((world) => {
      world.stickyNames = ['SHOP_API_KEY'];
      const config = world.slots['staging']?.config ?? assert.fail();
      config['linuxFxVersion'] = 'PYTHON|3.12';
    });
    const { facts, problems } = await ask(azure, { question: { slot: 'staging' } });
    assert.deepEqual(problems, []);
    assert.equal(facts?.config?.linuxFxVersion, 'PYTHON|3.12');
    assert.equal(facts.production?.config?.linuxFxVersion, 'PYTHON|3.11');
    const keyOf = (list: typeof facts.settings): string | undefined =>
      list?.find(({ name }) => name === 'SHOP_API_KEY')?.value;
    assert.equal(keyOf(facts.settings), 'canary-api-key-4711');
    assert.equal(keyOf(facts.production.settings), 'canary-production-4711');
  });

  it('finds the resource group, over many pages', async () => {
    const azure = await fake((world) => {
      world.pageSize = 1;
    });
    const { facts, problems } = await ask(azure, {
      question: { resourceGroup: undefined, app: 'SHOP' },
    });
    assert.deepEqual(problems, []);
    assert.equal(facts?.resourceGroup, 'rg-shop');
    const pages = azure.asked.filter((line) => line.endsWith('/resources'));
    assert.equal(pages.length, 2);
  });

  it('finds the subscription when there is one alone', async () => {
    const azure = await fake();
    const { facts, problems } = await ask(azure, { access: { subscriptionId: undefined } });
    assert.deepEqual(problems, []);
    assert.equal(facts?.app, 'shop');
  });

  it('sends names as names, whatever they hold', async () => {
    const azure = await fake();
    const { problems } = await ask(azure, {
      question: { app: '../../x?y#z', resourceGroup: 'rg-shop' },
    });
    assert.deepEqual(reasonsOf(problems), ['site: app-missing']);
    assert.equal(
      azure.asked.at(-1),
      `GET 127.0.0.1${SITE.replace(/shop$/, '')}..%2F..%2Fx%3Fy%23z`,
    );
  });

  interface Refusal {
    readonly change?: (world: World) => void;
    readonly script?: Omit<ScriptedAnswer, 'when'> & { readonly when?: RegExp };
    readonly wishes?: AskWishes;
    /** Parts and reasons; an empty list where all went well in the end. */
    readonly expect: readonly string[];
    readonly more?: Partial<SiteProblem>;
    /** Whether the rest was read. */
    readonly isFound: boolean;
  }

  const refusals: Record<string, Refusal> = {
    'an identity with no role': {
      change: (world) => (world.role = 'none'),
      expect: ['site: forbidden'],
      more: { action: 'Microsoft.Web/sites/read', scope: SITE },
      isFound: false,
    },
    'an identity with a role on the slot alone': {
      change: (world) => (world.role = 'slots'),
      wishes: { question: { slot: 'staging' } },
      expect: ['sticky settings: forbidden', 'production: forbidden', 'files: scm-refused'],
      more: { scope: SITE },
      isFound: true,
    },
    'a slot of a web app that is not there': {
      wishes: { question: { app: 'shopp', slot: 'staging' } },
      expect: ['site: app-missing'],
      more: { subject: 'shopp', said: 'in the resource group rg-shop' },
      isFound: false,
    },
    'an identity that may only read': {
      change: (world) => (world.role = 'reader'),
      expect: ['app settings: forbidden', 'files: scm-refused'],
      more: { action: 'Microsoft.Web/sites/config/list/action', scope: SITE },
      isFound: true,
    },
    'a refusal that does not say what was refused': {
      script: { when: /config\/web/, status: 403 },
      expect: ['configuration: forbidden'],
      more: { action: 'Microsoft.Web/sites/config/read', scope: SITE },
      isFound: true,
    },
    'a page that a gateway refuses with': {
      script: { when: /config\/web/, status: 403, body: '<html>Blocked by the proxy</html>' },
      expect: ['configuration: unexpected'],
      more: { said: 'status 403, and no JSON' },
      isFound: true,
    },
    'a page in the place of the web app': {
      script: { when: /sites\/shop\?/, status: 404, body: '<html>Not here</html>' },
      expect: ['site: unexpected'],
      more: { said: 'status 404, and no JSON' },
      isFound: false,
    },
    'a refusal in the form of App Service itself': {
      script: {
        when: /config\/web/,
        status: 400,
        body: { Code: 'BadRequest', Message: 'The worker is away.', Target: null },
      },
      expect: ['configuration: unexpected'],
      more: { said: 'BadRequest: The worker is away.' },
      isFound: true,
    },
    'a long refusal, of whose last word nothing is shown that would be half a secret': {
      script: {
        when: /config\/web/,
        status: 400,
        body: {
          error: { code: 'Bad', message: `${'so '.repeat(62)}${CANARIES.secret} is wrong` },
        },
      },
      expect: ['configuration: unexpected'],
      more: { said: `Bad: ${'so '.repeat(62).trimEnd()}…` },
      isFound: true,
    },
    'a site without properties': {
      script: { when: /sites\/shop\?/, status: 200, body: { name: 'shop' } },
      expect: ['site: unexpected'],
      more: { said: 'the answer has no properties' },
      isFound: false,
    },
    'app settings without properties': {
      script: { when: /appsettings\/list/, status: 200, body: [] },
      expect: ['app settings: unexpected'],
      more: { said: 'the answer has no properties' },
      isFound: true,
    },
    'a list of resources that is none': {
      script: { when: /\/resources\?/, status: 200, body: { value: null } },
      wishes: { question: { resourceGroup: undefined } },
      expect: ['site: unexpected'],
      more: { said: 'the answer is no list' },
      isFound: false,
    },
    'a token that is not taken': {
      script: {
        when: /sites\/shop\?/,
        status: 401,
        body: { error: { code: 'ExpiredAuthenticationToken', message: 'Expired. More.' } },
      },
      expect: ['site: unauthorized'],
      more: { said: 'ExpiredAuthenticationToken: Expired. More.' },
      isFound: false,
    },
    'a subscription that is not there': {
      wishes: { access: { subscriptionId: 'other' } },
      expect: ['site: subscription-missing'],
      more: { subject: 'other' },
      isFound: false,
    },
    'several subscriptions': {
      change: (world) => world.subscriptions.push('another'),
      wishes: { access: { subscriptionId: undefined } },
      expect: ['site: subscription-unclear'],
      isFound: false,
    },
    'no subscription': {
      change: (world) => (world.subscriptions = []),
      wishes: { access: { subscriptionId: undefined } },
      expect: ['site: subscription-unclear'],
      more: { known: [] },
      isFound: false,
    },
    'a resource group that is not there': {
      wishes: { question: { resourceGroup: 'rg-shopp' } },
      expect: ['site: group-missing'],
      more: { subject: 'rg-shopp' },
      isFound: false,
    },
    'a web app that is not in the group': {
      wishes: { question: { app: 'shopp' } },
      expect: ['site: app-missing'],
      more: { subject: 'shopp', said: 'in the resource group rg-shop' },
      isFound: false,
    },
    'a web app that is nowhere': {
      wishes: { question: { app: 'shopp', resourceGroup: undefined } },
      expect: ['site: app-missing'],
      more: {
        said: 'that the identity sees in the subscription 44444444-4444-4444-8444-444444444444',
      },
      isFound: false,
    },
    'a slot that is not there': {
      wishes: { question: { slot: 'stagging' } },
      expect: ['site: slot-missing'],
      more: { subject: 'stagging', known: ['staging', 'qa'] },
      isFound: false,
    },
    'a conflict': {
      script: {
        when: /config\/web/,
        status: 409,
        body: { error: { code: 'Conflict', message: 'Busy.' } },
      },
      expect: ['configuration: conflict'],
      more: { said: 'Conflict: Busy.' },
      isFound: true,
    },
    'a lock that refuses what is no GET': {
      script: {
        when: /appsettings\/list/,
        status: 409,
        body: {
          error: {
            code: 'ScopeLocked',
            message: `The scope '${SITE}/config/appsettings' cannot perform write operation because following scope(s) are locked: '/subscriptions/4/resourceGroups/rg-shop'. Please remove the lock and try again.`,
          },
        },
      },
      expect: ['app settings: locked'],
      more: { said: 'ScopeLocked', scope: '/subscriptions/4/resourceGroups/rg-shop' },
      isFound: true,
    },
    'a subscription that is disabled': {
      script: {
        when: /appsettings\/list/,
        status: 409,
        body: {
          error: {
            code: 'ReadOnlyDisabledSubscription',
            message: "The subscription '4' is disabled and therefore marked as read only. More.",
          },
        },
      },
      expect: ['app settings: subscription-disabled'],
      more: { subject: '44444444-4444-4444-8444-444444444444' },
      isFound: true,
    },
    'web apps of one name in several groups': {
      script: {
        when: /\/resources\?/,
        status: 200,
        body: {
          value: ['rg-a', 'rg-shop'].map((group) => ({
            id: `/subscriptions/4/resourceGroups/${group}/providers/Microsoft.Web/sites/shop`,
            name: 'shop',
          })),
        },
      },
      wishes: { question: { resourceGroup: undefined } },
      expect: ['site: app-unclear'],
      more: { subject: 'shop', known: ['rg-a', 'rg-shop'] },
      isFound: false,
    },
    'too many requests, then none': {
      script: { when: /config\/web/, status: 429, headers: { 'retry-after': '0' }, times: 2 },
      expect: [],
      isFound: true,
    },
    'too many requests, with a date': {
      script: {
        when: /config\/web/,
        status: 503,
        headers: { 'retry-after': new Date(Date.now() - 5000).toUTCString() },
        times: 1,
      },
      expect: [],
      isFound: true,
    },
    'too many requests for ever': {
      script: { when: /config\/web/, status: 429, headers: { 'retry-after': '0' } },
      expect: ['configuration: throttled'],
      more: { said: 'to be asked again in 0 s' },
      isFound: true,
    },
    'a time to wait that is too long': {
      script: { when: /config\/web/, status: 429, headers: { 'retry-after': '3600' } },
      expect: ['configuration: throttled'],
      more: { said: 'to be asked again in 3600 s' },
      isFound: true,
    },
    'a time to wait that is none': {
      script: { when: /config\/web/, status: 429, headers: { 'retry-after': '-1' } },
      expect: ['configuration: throttled'],
      more: { said: 'too many requests' },
      isFound: true,
    },
    'a day until which to wait': {
      script: {
        when: /config\/web/,
        status: 429,
        headers: { 'retry-after': 'Fri, 31 Dec 2100 23:59:59 GMT' },
      },
      expect: ['configuration: throttled'],
      more: { said: 'to be asked again after Fri, 31 Dec 2100 23:59:59 GMT' },
      isFound: true,
    },
    'a failure that passes': {
      script: { when: /config\/web/, status: 502, times: 1 },
      expect: [],
      isFound: true,
    },
    'a failure that stays': {
      script: { when: /config\/web/, status: 500 },
      expect: ['configuration: unavailable'],
      more: { said: 'status 500' },
      isFound: true,
    },
    'a connection that breaks off, once': {
      script: { when: /config\/web/, status: 0, hangUp: true, times: 1 },
      expect: [],
      isFound: true,
    },
    'a connection that always breaks off': {
      script: { when: /config\/web/, status: 0, hangUp: true },
      expect: ['configuration: network'],
      more: { said: 'ECONNRESET' },
      isFound: true,
    },
    'another protocol in the place of an answer': {
      script: {
        when: /config\/web/,
        status: 101,
        headers: { connection: 'upgrade', upgrade: 'other' },
      },
      expect: ['configuration: network'],
      more: { said: 'the connection was closed' },
      isFound: true,
    },
    silence: {
      script: { when: /config\/web/, status: 0, silent: true },
      wishes: { patience: { exchange: 100 } },
      expect: ['configuration: timeout'],
      isFound: true,
    },
    'an answer that is no JSON': {
      script: { when: /config\/web/, status: 200, body: '<html>Sign in to the gateway</html>' },
      expect: ['configuration: unexpected'],
      isFound: true,
    },
    'an answer that is too large': {
      script: { when: /config\/web/, status: 200, body: 'x'.repeat(8 * 1024 * 1024 + 1) },
      expect: ['configuration: unexpected'],
      more: { said: 'more than 8388608 bytes' },
      isFound: true,
    },
    'a redirect': {
      script: {
        when: /config\/web/,
        status: 307,
        headers: { location: 'https://evil.example/login?ticket=canary' },
      },
      expect: ['configuration: redirected'],
      more: { said: "status 307 to 'https://evil.example'" },
      isFound: true,
    },
    'a next page at another host': {
      script: {
        when: /\/resources\?/,
        status: 200,
        body: { value: [], nextLink: 'https://evil.example/resources?api-version=2021-04-01' },
      },
      wishes: { question: { resourceGroup: undefined } },
      expect: ['site: redirected'],
      more: { said: 'the next page is elsewhere' },
      isFound: false,
    },
    'a list without end': {
      script: { when: /\/resources\?/, status: 200, body: { value: [], nextLink: 'self' } },
      wishes: { question: { resourceGroup: undefined } },
      expect: ['site: unexpected'],
      more: { said: 'a list without end' },
      isFound: false,
    },
    'an SCM site that does not take the identity': {
      script: { when: /wwwroot/, status: 401 },
      expect: ['files: scm-refused'],
      isFound: true,
    },
    'an SCM site that turns the address away': {
      script: { when: /wwwroot/, status: 403, headers: { 'x-ms-forbidden-ip': '203.0.113.7' } },
      expect: ['files: scm-address-refused'],
      isFound: true,
    },
    'an SCM site that wants people to sign in': {
      script: {
        when: /wwwroot/,
        status: 302,
        headers: { location: 'https://login.example/a?b=c' },
      },
      expect: ['files: redirected'],
      more: { said: "status 302 to 'https://login.example'" },
      isFound: true,
    },
    'an SCM site that is busy': {
      script: { when: /wwwroot/, status: 409 },
      expect: ['files: conflict'],
      isFound: true,
    },
    'deployments that cannot be listed': {
      script: { when: /deployments/, status: 500 },
      expect: ['deployments: unavailable'],
      isFound: true,
    },
    'a stopped site': {
      change: (world) => (world.production.state = 'Stopped'),
      expect: ['files: scm-stopped'],
      isFound: true,
    },
    'sticky names that cannot be read': {
      script: { when: /slotConfigNames/, status: 500 },
      expect: ['sticky settings: unavailable'],
      isFound: true,
    },
    'references whose state cannot be read': {
      change: (world) => (world.production.settings['V'] = '@Microsoft.KeyVault(SecretUri=x)'),
      script: { when: /configreferences/, status: 403 },
      expect: ['Key Vault references: forbidden'],
      isFound: true,
    },
    'production that cannot be read beside a slot': {
      script: { when: /sites\/shop\/config\/(?:web|appsettings)/, status: 500 },
      wishes: { question: { slot: 'staging' } },
      expect: ['production: unavailable'],
      isFound: true,
    },
  };

  for (const [name, { change, script, wishes, expect, more = {}, isFound }] of Object.entries(
    refusals,
  )) {
    it(`tells of ${name}`, async () => {
      const azure = await fake(change);
      if (script) {
        const body = JSON.stringify(script.body ?? {}).replace(
          '"self"',
          `"${azure.url}subscriptions/${azure.world.subscriptions[0]}/resources?api-version=2021-04-01"`,
        );
        azure.world.script.push({ when: /./, ...script, body: JSON.parse(body) as unknown });
      }
      const { facts, problems } = await ask(azure, wishes);
      assert.deepEqual(reasonsOf(problems), expect);
      assert.equal(facts !== undefined, isFound);
      const [first] = problems;
      const seen = Object.fromEntries(
        Object.keys(more).map((key) => [key, first?.[key as keyof SiteProblem]]),
      );
      assert.deepEqual(seen, more);
    });
  }

  it('asks again as often as it may, and no more', async () => {
    const azure = await fake();
    azure.world.script.push({ when: /config\/web/, status: 503 });
    await ask(azure);
    assert.equal(azure.asked.filter((line) => line.endsWith('/config/web')).length, 3);
  });

  it('says what a host says of its access, without asking anybody', async () => {
    const azure = await fake();
    const { facts, problems } = await ask(azure, {
      access: { identity: { kind: 'azure-cli' } },
      env: { PATH: '/nowhere' },
    });
    assert.equal(facts, undefined);
    assert.deepEqual(reasonsOf(problems), ['site: cli-missing']);
    assert.deepEqual(azure.asked, []);
  });

  it('ends at once when it is cancelled', async () => {
    const azure = await fake();
    azure.world.script.push({ when: /config\/web/, status: 0, silent: true });
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Stopped({ code: 'cancelled' })), 150);
    const error: unknown = await ask(azure, {
      signal: controller.signal,
      patience: { exchange: 30_000 },
    }).catch((reason: unknown) => reason);
    assert.ok(error instanceof Stopped && error.failure.code === 'cancelled', String(error));
  });
});
