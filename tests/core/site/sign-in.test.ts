// Signing in, each way against a directory that checks what it is given.

import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AzureIdentity } from '../../../tasks/core/terms/azure-access.js';
import { ask, principalOf, reasonsOf, secretOf, type AskWishes } from '../../helpers/azure/ask.js';
import { makeCertificate } from '../../helpers/azure/certificate.js';
import { startFakeAzure, type FakeAzure } from '../../helpers/azure/fake-azure.js';

describe('signing in', () => {
  let azure: FakeAzure;
  let folder: string;

  beforeEach(async () => {
    azure = await startFakeAzure();
    folder = await mkdtemp(join(tmpdir(), 'antenv-sign-in-'));
  });

  afterEach(async () => {
    await azure.close();
    await rm(folder, { recursive: true });
    assert.deepEqual(azure.violations, []);
  });

  const rsa = makeCertificate({ name: 'shop' });
  const encrypted = makeCertificate({ name: 'shop', passphrase: 'canary passphrase' });
  const elliptic = makeCertificate({ kind: 'ec' });
  const expired = makeCertificate({ days: -0.5 });
  const other = makeCertificate({ name: 'other' });

  function certificate(pem: string, passphrase?: string): AzureIdentity {
    return { kind: 'certificate', ...principalOf(azure), pem: { text: pem }, passphrase };
  }

  function federated(
    change: Partial<{ requestUri: string; accessToken: string }> = {},
  ): AzureIdentity {
    const assertion = {
      kind: 'pipeline',
      requestUri: `${azure.url}oidctoken`,
      accessToken: azure.world.jobToken,
      connection: azure.world.connectionId,
      ...change,
    } as const;
    return { kind: 'federated', ...principalOf(azure), assertion };
  }

  function managed(
    change: Partial<Extract<AzureIdentity, { kind: 'managed' }>> = {},
  ): AzureIdentity {
    return {
      kind: 'managed',
      clientId: undefined,
      endpoint: { url: `${azure.machine}/msi/token`, header: 'canary-identity-header' },
      metadata: azure.machine,
      ...change,
    };
  }

  async function cli(script: string): Promise<AskWishes> {
    const az = join(folder, 'az');
    await writeFile(az, `#!/bin/sh\n${script}\n`);
    await chmod(az, 0o755);
    return {
      identity: { kind: 'azure-cli' },
      access: { cloud: undefined, subscriptionId: undefined },
      env: { PATH: `${folder}:/usr/bin:/bin` },
    };
  }

  async function cliOf(token: string, first = ':'): Promise<AskWishes> {
    const audience = azure.url.replace(/\/$/, '');
    const subscription = azure.world.subscriptions[0] ?? '';
    return cli(
      [
        first,
        `case "$*" in`,
        `"cloud show --output json") echo '{"name":"Fabrikam","endpoints":{"resourceManager":"${azure.url}"}}' ;;`,
        `"account get-access-token --resource ${audience} --output json")`,
        `  echo "WARNING: something of no concern" >&2`,
        `  echo '{"accessToken":"${token}","subscription":"${subscription}"}' ;;`,
        `*) echo "ERROR: unknown: $*" >&2; exit 2 ;;`,
        `esac`,
      ].join('\n'),
    );
  }

  const good: Record<string, () => Promise<AskWishes> | AskWishes> = {
    'a secret': () => ({ identity: secretOf(azure) }),
    'a certificate': () => {
      azure.world.certificate = rsa;
      return { identity: certificate(rsa.pem) };
    },
    'a certificate that stands before its key, with Windows line ends': () => {
      azure.world.certificate = rsa;
      return { identity: certificate(`${rsa.certificate}${rsa.key}`.replaceAll('\n', '\r\n')) };
    },
    'a certificate with its chain': () => {
      azure.world.certificate = rsa;
      return { identity: certificate(`${other.certificate}${rsa.pem}`) };
    },
    'a certificate in a file, whose key is encrypted': async () => {
      azure.world.certificate = encrypted;
      const path = join(folder, 'shop.pem');
      await writeFile(path, encrypted.pem);
      const identity = { kind: 'certificate', ...principalOf(azure), pem: { path } } as const;
      return { identity: { ...identity, passphrase: 'canary passphrase' } };
    },
    'federation in a pipeline': () => ({ identity: federated() }),
    'federation by a file': async () => {
      const path = join(folder, 'token');
      await writeFile(path, `${await azure.tokens.oidc(azure.world)}\n`);
      return {
        identity: { kind: 'federated', ...principalOf(azure), assertion: { kind: 'file', path } },
      };
    },
    'the identity of App Service or Container Apps': () => ({ identity: managed() }),
    'the identity of a virtual machine': () => ({ identity: managed({ endpoint: undefined }) }),
    'an identity that the user made': () => {
      azure.world.managedClientId = 'client-of-identity';
      return { identity: managed({ clientId: 'client-of-identity' }) };
    },
    'the Azure CLI': async () => cliOf(await azure.tokens.access(azure.url.replace(/\/$/, ''))),
  };

  for (const [name, wishes] of Object.entries(good)) {
    it(`goes with ${name}, and hides the token`, async () => {
      const { facts, problems, host } = await ask(azure, await wishes());
      assert.deepEqual(problems, []);
      assert.equal(facts?.app, 'shop');
      const access = azure.tokens.given.at(-1) ?? 'none';
      assert.ok(host.secrets.includes(access));
      assert.deepEqual(host.lines, []);
    });
  }

  it('hides what the identity of App Service is asked with', async () => {
    const { host } = await ask(azure, { identity: managed() });
    assert.ok(host.secrets.includes('canary-identity-header'));
  });

  it('hides a key and its passphrase', async () => {
    azure.world.certificate = encrypted;
    const identity = { ...certificate(encrypted.pem), passphrase: 'canary passphrase' };
    const { host } = await ask(azure, { identity });
    assert.ok(host.secrets.includes(encrypted.pem));
    assert.ok(host.secrets.includes('canary passphrase'));
  });

  it('takes what the Azure CLI says in JSON, whatever stands before it', async () => {
    const token = await azure.tokens.access(azure.url.replace(/\/$/, ''));
    const { env = {}, ...wishes } = await cliOf(token, 'echo "A new release is available {2.99}."');
    const { facts, problems } = await ask(azure, { ...wishes, env });
    assert.deepEqual(problems, []);
    assert.equal(facts?.app, 'shop');
  });

  it('signs a fresh assertion for each asking', async () => {
    azure.world.certificate = rsa;
    for (let time = 0; time < 2; time += 1) {
      const { problems } = await ask(azure, { identity: certificate(rsa.pem) });
      assert.deepEqual(problems, []);
    }
  });

  it('fetches a fresh assertion for each asking', async () => {
    for (let time = 0; time < 2; time += 1) {
      const { problems } = await ask(azure, { identity: federated() });
      assert.deepEqual(problems, []);
    }
    const assertions = azure.asked.filter((line) => line === 'POST 127.0.0.1/oidctoken');
    assert.equal(assertions.length, 2);
  });

  /** What Microsoft Entra says in the place of a token. */
  function refusedWith(description: string): AskWishes {
    const body = { error: 'invalid_client', error_description: description };
    azure.world.script.push({ when: /oauth2/, status: 401, body });
    return {};
  }

  interface Bad {
    readonly wishes: () => Promise<AskWishes> | AskWishes;
    readonly reason: string;
    readonly said?: RegExp;
  }

  const bad: Record<string, Bad> = {
    'a wrong secret': {
      wishes: () => {
        azure.world.secret = 'another';
        return { identity: { ...secretOf(azure), secret: 'wrong-secret' } as AzureIdentity };
      },
      reason: 'secret-wrong',
      said: /^AADSTS7000215/,
    },
    'an unknown client': {
      wishes: () => ({ identity: { ...secretOf(azure), clientId: 'nobody' } as AzureIdentity }),
      reason: 'principal-unknown',
    },
    'an unknown directory': {
      wishes: () => ({ identity: { ...secretOf(azure), tenantId: 'nowhere' } as AzureIdentity }),
      reason: 'tenant-unknown',
    },
    'a directory that is a path': {
      wishes: () => ({ identity: { ...secretOf(azure), tenantId: '../x' } as AzureIdentity }),
      reason: 'connection-incomplete',
    },
    'a certificate that the directory does not know': {
      wishes: () => {
        azure.world.certificate = other;
        return { identity: certificate(rsa.pem) };
      },
      reason: 'certificate-unknown',
    },
    'a certificate with an elliptic key': {
      wishes: () => ({ identity: certificate(elliptic.pem) }),
      reason: 'certificate-not-rsa',
      said: /^ec$/,
    },
    'an expired certificate': {
      wishes: () => ({ identity: certificate(expired.pem) }),
      reason: 'certificate-expired',
      said: /^\d{4}-\d\d-\d\d$/,
    },
    'a certificate without its key': {
      wishes: () => ({ identity: certificate(rsa.certificate) }),
      reason: 'certificate-unusable',
      said: /^it holds no private key$/,
    },
    'a key without its certificate': {
      wishes: () => ({ identity: certificate(`${rsa.key}${other.certificate}`) }),
      reason: 'certificate-unusable',
      said: /^it holds no certificate of this private key$/,
    },
    'a key whose passphrase is wrong': {
      wishes: () => ({ identity: certificate(encrypted.pem, 'wrong') }),
      reason: 'certificate-unusable',
      said: /^its private key cannot be read$/,
    },
    'a PKCS#12 file': {
      wishes: async () => {
        const path = join(folder, 'shop.pfx');
        await writeFile(path, Buffer.from([0x30, 0x82, 1, 2, 3]));
        const pem = { path };
        return {
          identity: { kind: 'certificate', ...principalOf(azure), pem, passphrase: undefined },
        };
      },
      reason: 'certificate-unusable',
    },
    'a certificate file that is not there': {
      wishes: () => ({
        identity: {
          kind: 'certificate',
          ...principalOf(azure),
          pem: { path: join(folder, 'none.pem') },
          passphrase: undefined,
        },
      }),
      reason: 'certificate-unusable',
      said: /ENOENT/,
    },
    'a federated credential for another subject': {
      wishes: () => {
        azure.world.trustedSubject = 'sc://fabrikam/Shop/other';
        return { identity: federated() };
      },
      reason: 'federation-mismatch',
    },
    'federation without System.OidcRequestUri': {
      wishes: () => ({ identity: federated({ requestUri: '' }) }),
      reason: 'federation-unavailable',
      said: /^System\.OidcRequestUri is missing$/,
    },
    'federation with a token that Azure DevOps does not take': {
      wishes: () => ({ identity: federated({ accessToken: 'other' }) }),
      reason: 'federation-unavailable',
      said: /^Azure DevOps answered 401$/,
    },
    'federation over plain http': {
      wishes: () => ({ identity: federated({ requestUri: 'http://dev.azure.com/oidctoken' }) }),
      reason: 'address-insecure',
      said: /^$/,
    },
    'a token file that is empty': {
      wishes: async () => {
        const path = join(folder, 'token');
        await writeFile(path, '\n');
        return {
          identity: { kind: 'federated', ...principalOf(azure), assertion: { kind: 'file', path } },
        };
      },
      reason: 'federation-file',
    },
    'a machine without an identity': {
      wishes: () => {
        azure.world.managedClientId = 'somebody';
        return { identity: managed() };
      },
      reason: 'managed-identity-missing',
    },
    'a machine outside Azure': {
      wishes: () => ({
        identity: managed({ endpoint: undefined, metadata: 'http://127.0.0.1:1' }),
      }),
      reason: 'managed-identity-missing',
      said: /ECONNREFUSED/,
    },
    'an identity endpoint elsewhere without https': {
      wishes: () => ({
        identity: managed({ endpoint: { url: 'http://example.com/msi', header: 'x' } }),
      }),
      reason: 'address-insecure',
    },
    'a Resource Manager without https': {
      wishes: () => ({
        access: {
          cloud: {
            resourceManager: 'http://management.example/',
            authority: azure.url,
            audience: 'x',
          },
        },
      }),
      reason: 'address-insecure',
    },
    'an authority without https': {
      wishes: () => ({
        access: {
          cloud: { resourceManager: azure.url, authority: 'http://login.example/', audience: 'x' },
        },
      }),
      reason: 'address-insecure',
    },
    'an authority with a password in its address': {
      wishes: () => ({
        access: {
          cloud: {
            resourceManager: azure.url,
            authority: 'https://user:pw@login.example/',
            audience: 'x',
          },
        },
      }),
      reason: 'address-insecure',
    },
    'no Azure CLI': {
      wishes: () => ({ identity: { kind: 'azure-cli' }, env: { PATH: folder } }),
      reason: 'cli-missing',
    },
    'nobody at the Azure CLI': {
      wishes: () =>
        cli("echo 'ERROR: Please run az login to setup account.' >&2; echo 'more' >&2; exit 1"),
      reason: 'cli-signed-out',
      said: /^ERROR: Please run az login to setup account\.$/,
    },
    'an Azure CLI that does not end': {
      wishes: async () => ({ ...(await cli('sleep 600')), patience: { whole: 200 } }),
      reason: 'timeout',
      said: /^0\.2 s for all$/,
    },
    'an Azure CLI that answers with something else than a token': {
      wishes: () => cli("echo 'Nothing here.'"),
      reason: 'cli-signed-out',
      said: /^it answered without a token$/,
    },
    'an Azure CLI that knows no such subscription': {
      wishes: () =>
        cli(
          `echo "ERROR: The subscription of '4' doesn't exist in cloud 'AzureCloud'." >&2; exit 1`,
        ),
      reason: 'subscription-missing',
    },
    'conditional access': {
      wishes: () => {
        azure.world.script.push({
          when: /oauth2/,
          status: 400,
          body: { error: 'invalid_grant', error_description: 'AADSTS53003: Blocked.\r\nTrace' },
        });
        return {};
      },
      reason: 'conditional-access',
      said: /^AADSTS53003: Blocked\.$/,
    },
    'an expired secret, by its number alone': {
      wishes: () => {
        azure.world.script.push({
          when: /oauth2/,
          status: 401,
          body: { error: 'invalid_client', error_codes: [7000222] },
        });
        return {};
      },
      reason: 'secret-expired',
    },
    'a refusal that is no JSON': {
      wishes: () => {
        azure.world.script.push({ when: /oauth2/, status: 400, body: '<html>no</html>' });
        return {};
      },
      reason: 'unexpected',
      said: /^status 400$/,
    },
    'a page in the place of a token': {
      wishes: () => {
        azure.world.script.push({ when: /oauth2/, status: 200, body: '<html>Welcome</html>' });
        return {};
      },
      reason: 'unexpected',
      said: /^status 200$/,
    },
    'a refusal with a number that is new': {
      wishes: () => refusedWith('AADSTS7000999: Something new.'),
      reason: 'sign-in-refused',
      said: /^AADSTS7000999: Something new\.$/,
    },
    'an application without federated credentials': {
      wishes: () => refusedWith("AADSTS70025: The client '2'(shop) has none."),
      reason: 'federation-mismatch',
    },
    'a federated credential that differs in case': {
      wishes: () => refusedWith('AADSTS7002138: No matching record found.'),
      reason: 'federation-mismatch',
    },
    'an assertion out of its time': {
      wishes: () => refusedWith('AADSTS700024: Client assertion is not within its time range.'),
      reason: 'assertion-untimely',
    },
    'a directory in another cloud': {
      wishes: () => refusedWith('AADSTS900382: Confidential Client is not supported.'),
      reason: 'tenant-unknown',
    },
    'Azure DevOps that gives no token, since it has a failure': {
      wishes: () => {
        azure.world.script.push({ when: /oidctoken/, status: 503 });
        return { identity: federated() };
      },
      reason: 'unavailable',
      said: /^503$/,
    },
    'Azure DevOps that was asked too often': {
      wishes: () => {
        azure.world.script.push({ when: /oidctoken/, status: 429 });
        return { identity: federated() };
      },
      reason: 'throttled',
      said: /^429$/,
    },
    'an authority that sends us elsewhere': {
      wishes: () => {
        azure.world.script.push({
          when: /oauth2/,
          status: 302,
          headers: { location: 'https://evil.example/' },
        });
        return {};
      },
      reason: 'redirected',
    },
  };

  for (const [name, { wishes, reason, said = /(?:)/ }] of Object.entries(bad)) {
    it(`tells of ${name}`, async () => {
      const { facts, problems, host } = await ask(azure, await wishes());
      assert.equal(facts, undefined);
      assert.deepEqual(reasonsOf(problems), [`site: ${reason}`]);
      assert.match(problems[0]?.said ?? '', said);
      assert.deepEqual(host.lines, []);
      assert.ok(!azure.asked.some((line) => line.includes('/subscriptions')));
    });
  }
});
