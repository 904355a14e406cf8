// The way to Azure: through a proxy or past it, and in which certificates a connection may end.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { secureAddress } from '../../../tasks/core/site/http/address.js';
import { retryAfter } from '../../../tasks/core/site/http/client.js';
import { cloudOf, type Proxy } from '../../../tasks/core/terms/azure-access.js';
import { ask, reasonsOf, type AskWishes } from '../../helpers/azure/ask.js';
import { makeCertificate } from '../../helpers/azure/certificate.js';
import { startFakeAzure, type FakeAzure } from '../../helpers/azure/fake-azure.js';
import { startProxy, type FakeProxy, type ProxyWishes } from '../../helpers/azure/proxy.js';

/** Addresses that a proxy alone knows. */
const FABRIKAM = {
  cloud: cloudOf({
    authority: 'https://login.fabrikam.example/',
    resourceManager: 'https://management.fabrikam.example/',
  }),
};

describe('the way to Azure', () => {
  let azure: FakeAzure;
  let proxy: FakeProxy | undefined;

  beforeEach(async () => {
    azure = await startFakeAzure();
  });

  afterEach(async () => {
    await proxy?.close();
    proxy = undefined;
    await azure.close();
    assert.deepEqual(azure.violations, []);
  });

  async function through(
    wishes: Partial<ProxyWishes>,
    settings: Partial<Proxy> = {},
  ): Promise<AskWishes> {
    proxy = await startProxy({ to: Number(new URL(azure.url).port), ...wishes });
    const more = { user: undefined, password: undefined, bypasses: () => false };
    return { access: FABRIKAM, network: { proxy: { url: proxy.url, ...more, ...settings } } };
  }

  it('goes through a proxy, to each host by its name', async () => {
    const { facts, problems } = await ask(azure, await through({}));
    assert.deepEqual(problems, []);
    assert.equal(facts?.app, 'shop');
    assert.deepEqual(
      [...new Set(proxy?.tunnels)],
      [
        'login.fabrikam.example:443',
        'management.fabrikam.example:443',
        'shop.scm.fabrikam.example:443',
      ],
    );
  });

  it('gives the proxy the name and the password that it wants', async () => {
    const user = { user: 'agent@fabrikam', password: 'canary:proxy~password' };
    const wishes = await through({ user: 'agent@fabrikam:canary:proxy~password' }, user);
    const { problems } = await ask(azure, wishes);
    assert.deepEqual(problems, []);
  });

  it('tells of a proxy that does not let it pass', async () => {
    const { problems } = await ask(azure, await through({ user: 'somebody:else' }));
    assert.deepEqual(reasonsOf(problems), ['site: proxy']);
    assert.equal(problems[0]?.said, 'it answered 407');
    assert.equal(proxy?.tunnels.length, 1);
  });

  it('takes a proxy that speaks TLS by the name of the proxy, not by that of the host behind it', async () => {
    const { network = {} } = await through({ certificate: azure.certificate });
    const cloud = cloudOf({
      authority: 'https://login.contoso.example/',
      resourceManager: azure.url,
    });
    const { problems } = await ask(azure, { access: { cloud }, network });
    assert.deepEqual(proxy?.tunnels, ['login.contoso.example:443']);
    assert.equal(problems[0]?.subject, 'login.contoso.example');
  });

  const noProxies: readonly (readonly [string, (url: string) => string, RegExp, RegExp])[] = [
    [
      'speaks no TLS though its address says so',
      (url) => url.replace('http:', 'https:'),
      /^it speaks no TLS, so that its address begins with http:\/\/$/,
      /^127\.0\.0\.1:\d+$/,
    ],
    [
      'is for another protocol',
      () => 'socks5://127.0.0.1:1080',
      /^it is for socks5, and only http and https are spoken here$/,
      /^127\.0\.0\.1:1080$/,
    ],
    // Whatever is there, or not, is no proxy.
    ['names no port', () => 'http://127.0.0.2', /./, /^127\.0\.0\.2:80$/],
  ];
  for (const [name, urlOf, said, subject] of noProxies) {
    it(`tells of a proxy that ${name}`, async () => {
      const wishes = await through({});
      const { url = '' } = proxy ?? {};
      const settings = { user: undefined, password: undefined, bypasses: () => false };
      const { problems } = await ask(azure, {
        ...wishes,
        network: { proxy: { url: urlOf(url), ...settings } },
      });
      assert.deepEqual(reasonsOf(problems), ['site: proxy']);
      assert.match(problems[0]?.said ?? '', said);
      assert.match(problems[0]?.subject ?? '', subject);
    });
  }

  it('tells of a proxy that is not there', async () => {
    const wishes = await through({}, { url: 'http://127.0.0.1:1' });
    const { problems } = await ask(azure, wishes);
    assert.deepEqual(reasonsOf(problems), ['site: proxy']);
    assert.match(problems[0]?.said ?? '', /ECONNREFUSED/);
  });

  it('goes past the proxy where it is told to', async () => {
    const wishes = await through({}, { bypasses: ({ hostname }) => hostname.startsWith('login.') });
    const { problems } = await ask(azure, { ...wishes, patience: { tries: 1 } });
    assert.deepEqual(reasonsOf(problems), ['site: network']);
    assert.deepEqual(proxy?.tunnels, []);
  });

  it('asks this machine without the proxy', async () => {
    const { network = {} } = await through({});
    const { problems } = await ask(azure, { network });
    assert.deepEqual(problems, []);
    assert.deepEqual(proxy?.tunnels, []);
  });

  it('tells of a certificate that is not trusted, also through a proxy', async () => {
    for (const wishes of [{}, await through({})]) {
      const { problems } = await ask(azure, {
        ...wishes,
        network: { ...wishes.network, trusted: [] },
      });
      assert.deepEqual(reasonsOf(problems), ['site: certificate-untrusted']);
      assert.equal(problems[0]?.said, 'DEPTH_ZERO_SELF_SIGNED_CERT');
    }
    assert.deepEqual(azure.asked, []);
  });

  it('tells of a certificate for another host', async () => {
    proxy = await startProxy({ to: Number(new URL(azure.url).port) });
    const settings = { url: proxy.url, user: undefined, password: undefined };
    const cloud = cloudOf({
      authority: 'https://login.contoso.example/',
      resourceManager: azure.url,
    });
    const { problems } = await ask(azure, {
      access: { cloud },
      network: { proxy: { ...settings, bypasses: () => false } },
    });
    assert.deepEqual(reasonsOf(problems), ['site: certificate-untrusted']);
    assert.equal(problems[0]?.said, 'ERR_TLS_CERT_ALTNAME_INVALID');
  });

  it('does not call a certificate untrusted where the other side wants one of us', async () => {
    const { key, certificate: cert } = azure.certificate;
    const server = createServer({ key, cert, requestCert: true, rejectUnauthorized: true });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const authority = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const cloud = cloudOf({ authority, resourceManager: azure.url });
    const { problems } = await ask(azure, { access: { cloud } });
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    assert.deepEqual(reasonsOf(problems), ['site: network']);
  });

  it('tells of a file with roots that cannot be read, or holds none', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'antenv-roots-'));
    const empty = join(folder, 'empty.pem');
    await writeFile(empty, makeCertificate().key);
    for (const [file, said] of [
      [join(folder, 'none.pem'), /ENOENT/],
      [empty, /^the file holds no certificate$/],
    ] as const) {
      const { problems } = await ask(azure, { network: { trusted: [file] } });
      assert.deepEqual(reasonsOf(problems), ['site: certificate-untrusted']);
      assert.match(problems[0]?.said ?? '', said);
    }
    await rm(folder, { recursive: true });
  });
});

describe('addresses for secrets', () => {
  const cases: readonly (readonly [string, boolean])[] = [
    ['https://management.azure.com/', true],
    ['http://127.0.0.1:8080/', true],
    ['http://localhost/', true],
    ['http://[::1]:1/', true],
    ['http://management.azure.com/', false],
    ['http://127.0.0.1.evil.example/', false],
    ['http://localhost.evil.example/', false],
    ['https://user:pw@management.azure.com/', false],
    ['ftp://127.0.0.1/', false],
    ['no address', false],
  ];
  for (const [text, isGood] of cases) {
    it(`${isGood ? 'take' : 'refuse'} ${text}`, () => {
      if (isGood) assert.equal(secureAddress(text).href, new URL(text).href);
      else assert.throws(() => secureAddress(text), { message: 'address-insecure' });
    });
  }
});

describe('Retry-After', () => {
  const cases: readonly (readonly [string | undefined, number | undefined])[] = [
    ['7', 7000],
    [' 0 ', 0],
    ['Thu, 01 Jan 2015 00:00:00 GMT', 0],
    ['9999999', 9_999_999_000],
    ['soon', undefined],
    ['soon 1', undefined],
    ['-5', undefined],
    ['1.5', undefined],
    ['', undefined],
    [undefined, undefined],
  ];
  for (const [value, expected] of cases) {
    it(`of '${value}' is ${expected}`, () => {
      const headers = value === undefined ? {} : { 'retry-after': value };
      assert.equal(retryAfter({ headers }), expected);
    });
  }

  it('as a date is the time until then', () => {
    const headers = { 'retry-after': new Date(Date.now() + 20_000).toUTCString() };
    const wait = retryAfter({ headers }) ?? 0;
    assert.ok(wait > 15_000 && wait <= 20_000, String(wait));
  });
});
