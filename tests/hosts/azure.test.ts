// How hosts know who signs in, in which cloud, and over which network: from what the agent and the environment hand over.

import assert from 'node:assert/strict';
import { accessOfEnvironment } from '../../tasks/hosts/environment-identity.js';
import {
  networkOfAgent,
  networkOfEnvironment,
  secretsOfNetwork,
} from '../../tasks/hosts/network.js';
import { accessOfConnection } from '../../tasks/hosts/service-connection.js';
import { cloudOf } from '../../tasks/core/terms/azure-access.js';

const ID = '33333333-3333-4333-8333-ABCDEF333333';
const UPPER = ID.toUpperCase();

/** The variables of a service connection, by upper-case name. */
function endpoints(
  scheme: string,
  parameters: Record<string, string>,
  data: Record<string, string> = {},
  url = 'https://management.azure.com/',
): Record<string, string> {
  const named = (kind: string, values: Record<string, string>): [string, string][] =>
    Object.entries(values).map(([name, value]) => [
      `ENDPOINT_${kind}_${UPPER}_${name.toUpperCase()}`,
      value,
    ]);
  return {
    [`ENDPOINT_URL_${UPPER}`]: url,
    [`ENDPOINT_AUTH_SCHEME_${UPPER}`]: scheme,
    ...Object.fromEntries([...named('AUTH_PARAMETER', parameters), ...named('DATA', data)]),
  };
}

const PRINCIPAL = { tenantid: 't', serviceprincipalid: 'c' };

describe('a service connection', () => {
  const of = (
    variables: Record<string, string>,
    env: Record<string, string> = {},
  ): ReturnType<typeof accessOfConnection> =>
    accessOfConnection({ endpoints: variables, env }, ID.toLowerCase());

  const identities: Record<string, readonly [ReturnType<typeof of>, unknown]> = {
    'with a secret': [
      of(
        endpoints('ServicePrincipal', {
          ...PRINCIPAL,
          authenticationType: 'spnKey',
          serviceprincipalkey: 's',
        }),
      ),
      { kind: 'secret', tenantId: 't', clientId: 'c', secret: 's' },
    ],
    'with a secret, as old connections are': [
      of(endpoints('ServicePrincipal', { ...PRINCIPAL, serviceprincipalkey: 's' })),
      { kind: 'secret', tenantId: 't', clientId: 'c', secret: 's' },
    ],
    'with a certificate': [
      of(
        endpoints('ServicePrincipal', {
          ...PRINCIPAL,
          authenticationType: 'spnCertificate',
          servicePrincipalCertificate: 'pem',
        }),
      ),
      {
        kind: 'certificate',
        tenantId: 't',
        clientId: 'c',
        pem: { text: 'pem' },
        passphrase: undefined,
      },
    ],
    'with federation': [
      of(
        {
          ...endpoints('WorkloadIdentityFederation', PRINCIPAL),
          ENDPOINT_AUTH_PARAMETER_SYSTEMVSSCONNECTION_ACCESSTOKEN: 'job',
        },
        { SYSTEM_OIDCREQUESTURI: 'https://dev.azure.com/oidctoken' },
      ),
      {
        kind: 'federated',
        tenantId: 't',
        clientId: 'c',
        assertion: {
          kind: 'pipeline',
          requestUri: 'https://dev.azure.com/oidctoken',
          accessToken: 'job',
          connection: ID.toLowerCase(),
        },
      },
    ],
    'with the identity of a virtual machine': [
      of(endpoints('ManagedServiceIdentity', { tenantid: 't' }, { msiclientId: 'user-made' })),
      {
        kind: 'managed',
        clientId: 'user-made',
        endpoint: undefined,
        metadata: 'http://169.254.169.254',
      },
    ],
    'with the identity of a container app': [
      of(endpoints('ManagedServiceIdentity', { tenantid: 't' }), {
        IDENTITY_ENDPOINT: 'http://localhost:42356/msi/token',
        IDENTITY_HEADER: 'h',
      }),
      {
        kind: 'managed',
        clientId: undefined,
        endpoint: { url: 'http://localhost:42356/msi/token', header: 'h' },
        metadata: 'http://169.254.169.254',
      },
    ],
  };
  for (const [name, [access, expected]] of Object.entries(identities)) {
    it(name, () => {
      assert.ok('identity' in access, JSON.stringify(access));
      assert.deepEqual(access.identity, expected);
    });
  }

  const problems: Record<string, readonly [ReturnType<typeof of>, string, string]> = {
    'that the job did not get': [of({}), 'connection-unknown', 'the job did not get it'],
    'without an address': [
      of(endpoints('ServicePrincipal', { ...PRINCIPAL, serviceprincipalkey: 's' }, {}, '')),
      'connection-unknown',
      'the job did not get it',
    ],
    'with an empty secret': [
      of(endpoints('ServicePrincipal', { ...PRINCIPAL, serviceprincipalkey: ' ' })),
      'connection-incomplete',
      'serviceprincipalkey',
    ],
    'with a publish profile': [
      of(endpoints('PublishProfile', { publishProfile: 'x' })),
      'connection-kind',
      'PublishProfile',
    ],
    'with a token alone': [of(endpoints('Token', { apitoken: 'x' })), 'connection-kind', 'Token'],
    'without a directory': [
      of(endpoints('ServicePrincipal', { serviceprincipalid: 'c' })),
      'connection-incomplete',
      'tenantid',
    ],
    'without a client': [
      of(endpoints('ServicePrincipal', { tenantid: 't' })),
      'connection-incomplete',
      'serviceprincipalid',
    ],
    'without its secret': [
      of(endpoints('ServicePrincipal', PRINCIPAL)),
      'connection-incomplete',
      'serviceprincipalkey',
    ],
    'without its certificate': [
      of(endpoints('ServicePrincipal', { ...PRINCIPAL, authenticationType: 'spnCertificate' })),
      'connection-incomplete',
      'servicePrincipalCertificate',
    ],
  };
  for (const [name, [access, reason, said]] of Object.entries(problems)) {
    it(`${name} is told`, () => {
      assert.deepEqual(access, { problem: { reason, subject: 'the service connection', said } });
    });
  }

  it('by the address and the name that the job has for the identity of a machine', () => {
    const identity = (env: Record<string, string>): unknown => {
      const access = of(endpoints('ManagedServiceIdentity', {}), env);
      return 'identity' in access ? access.identity : access;
    };
    const managed = { kind: 'managed', clientId: undefined, endpoint: undefined };
    const metadata = 'http://169.254.169.254';
    // Something else sets one of the two.
    assert.deepEqual(identity({ IDENTITY_ENDPOINT: 'http://x/' }), { ...managed, metadata });
    assert.deepEqual(identity({ IDENTITY_HEADER: 'h' }), { ...managed, metadata });
    assert.deepEqual(identity({ AZURE_POD_IDENTITY_AUTHORITY_HOST: 'http://pod' }), {
      ...managed,
      metadata: 'http://pod',
    });
  });

  const clouds: Record<string, readonly [Record<string, string>, string, unknown]> = {
    public: [
      {
        environment: 'AzureCloud',
        environmentAuthorityUrl: 'https://login.windows.net/',
        activeDirectoryAuthority: 'https://login.microsoftonline.com/',
        activeDirectoryServiceEndpointResourceId: 'https://management.core.windows.net/',
        subscriptionid: 'sub',
      },
      'https://management.azure.com/',
      {
        resourceManager: 'https://management.azure.com/',
        authority: 'https://login.microsoftonline.com/',
        audience: 'https://management.azure.com',
      },
    ],
    'public, that tells little': [
      {},
      'https://management.azure.com/',
      {
        resourceManager: 'https://management.azure.com/',
        authority: 'https://login.microsoftonline.com/',
        audience: 'https://management.azure.com',
      },
    ],
    'of the US Government': [
      {
        environment: 'AzureUSGovernment',
        activeDirectoryAuthority: 'https://login.microsoftonline.us/',
      },
      'https://management.usgovcloudapi.net/',
      {
        resourceManager: 'https://management.usgovcloudapi.net/',
        authority: 'https://login.microsoftonline.us/',
        audience: 'https://management.usgovcloudapi.net',
      },
    ],
    'of the US Government, that tells its name alone': [
      { environment: 'AzureUSGovernment' },
      'https://management.usgovcloudapi.net/',
      {
        resourceManager: 'https://management.usgovcloudapi.net/',
        authority: 'https://login.microsoftonline.us/',
        audience: 'https://management.usgovcloudapi.net',
      },
    ],
    'of the US Government, that tells its address alone': [
      {},
      'https://management.usgovcloudapi.net',
      {
        resourceManager: 'https://management.usgovcloudapi.net',
        authority: 'https://login.microsoftonline.us/',
        audience: 'https://management.usgovcloudapi.net',
      },
    ],
    'of China': [
      {
        environment: 'AzureChinaCloud',
        environmentAuthorityUrl: 'https://login.chinacloudapi.cn/',
      },
      'https://management.chinacloudapi.cn/',
      {
        resourceManager: 'https://management.chinacloudapi.cn/',
        authority: 'https://login.chinacloudapi.cn/',
        audience: 'https://management.chinacloudapi.cn',
      },
    ],
    'on premises': [
      {
        environment: 'AzureStack',
        environmentAuthorityUrl: 'https://login.stack.example/',
        activeDirectoryServiceEndpointResourceId: 'https://management.stack.example/guid',
      },
      'https://management.stack.example/',
      {
        resourceManager: 'https://management.stack.example/',
        authority: 'https://login.stack.example/',
        audience: 'https://management.stack.example/guid',
      },
    ],
  };
  for (const [name, [data, url, expected]] of Object.entries(clouds)) {
    it(`in the cloud ${name}`, () => {
      const parameters = { ...PRINCIPAL, serviceprincipalkey: 's' };
      const access = of(endpoints('ServicePrincipal', parameters, data, url));
      assert.ok('identity' in access);
      assert.deepEqual(access.cloud, expected);
      assert.equal(access.subscriptionId, data['subscriptionid']);
    });
  }
});

describe('the environment', () => {
  const base = { AZURE_TENANT_ID: 't', AZURE_CLIENT_ID: 'c' };
  const who = { tenantId: 't', clientId: 'c' };
  const cases: Record<string, readonly [Record<string, string>, unknown]> = {
    'with nothing is the Azure CLI': [{}, { kind: 'azure-cli' }],
    'with names alone is the Azure CLI': [base, { kind: 'azure-cli' }],
    'with a secret': [
      { ...base, AZURE_CLIENT_SECRET: 's' },
      { kind: 'secret', ...who, secret: 's' },
    ],
    'with a certificate': [
      { ...base, AZURE_CLIENT_CERTIFICATE_PATH: '/c.pem', AZURE_CLIENT_CERTIFICATE_PASSWORD: 'p' },
      { kind: 'certificate', ...who, pem: { path: '/c.pem' }, passphrase: 'p' },
    ],
    'with a secret and a certificate takes the secret': [
      { ...base, AZURE_CLIENT_SECRET: 's', AZURE_CLIENT_CERTIFICATE_PATH: '/c.pem' },
      { kind: 'secret', ...who, secret: 's' },
    ],
    'with a blank secret and a federated token takes the token': [
      { ...base, AZURE_CLIENT_SECRET: ' ', AZURE_FEDERATED_TOKEN_FILE: '/token' },
      { kind: 'federated', ...who, assertion: { kind: 'file', path: '/token' } },
    ],
    'with a federated token': [
      { ...base, AZURE_FEDERATED_TOKEN_FILE: '/token' },
      { kind: 'federated', ...who, assertion: { kind: 'file', path: '/token' } },
    ],
  };
  for (const [name, [env, expected]] of Object.entries(cases)) {
    it(name, () => {
      const access = accessOfEnvironment(env);
      assert.ok('identity' in access);
      assert.deepEqual(access.identity, expected);
    });
  }

  it('leaves the cloud to the Azure CLI, unless one is named; and says which subscription', () => {
    const asked = (env: Record<string, string>): unknown[] => {
      const access = accessOfEnvironment(env);
      assert.ok('identity' in access);
      return [access.name, access.cloud, access.subscriptionId];
    };
    const china = cloudOf({ authority: 'https://login.chinacloudapi.cn' });
    const name = 'the Azure CLI';
    assert.deepEqual(asked({}), [name, undefined, undefined]);
    assert.deepEqual(
      asked({ AZURE_AUTHORITY_HOST: 'login.chinacloudapi.cn', AZURE_SUBSCRIPTION_ID: 's' }),
      [name, china, 's'],
    );
    const arm = 'https://arm.private.example/';
    assert.deepEqual(asked({ AZURE_RESOURCE_MANAGER_URL: arm }), [
      name,
      cloudOf({ resourceManager: arm }),
      undefined,
    ]);
    const [said] = asked({ ...base, AZURE_CLIENT_SECRET: 's' });
    assert.equal(said, 'the environment (AZURE_CLIENT_ID)');
  });

  it('names the variable that is missing', () => {
    const reason = 'connection-incomplete';
    const subject = 'the environment (AZURE_CLIENT_ID)';
    assert.deepEqual(accessOfEnvironment({ AZURE_CLIENT_SECRET: 's' }), {
      problem: { reason, subject, said: 'AZURE_TENANT_ID' },
    });
    assert.deepEqual(accessOfEnvironment({ AZURE_CLIENT_SECRET: 's', AZURE_TENANT_ID: 't' }), {
      problem: { reason, subject, said: 'AZURE_CLIENT_ID' },
    });
  });

  it('names the cloud by its authority, or by the address of a private one', () => {
    const cloud = (env: Record<string, string>): unknown => {
      const access = accessOfEnvironment({ ...base, AZURE_CLIENT_SECRET: 's', ...env });
      return 'identity' in access ? access.cloud : access;
    };
    assert.deepEqual(cloud({}), cloudOf({}));
    assert.deepEqual(cloud({ AZURE_AUTHORITY_HOST: 'login.microsoftonline.us' }), {
      resourceManager: 'https://management.usgovcloudapi.net/',
      authority: 'https://login.microsoftonline.us',
      audience: 'https://management.usgovcloudapi.net',
    });
    assert.deepEqual(cloud({ AZURE_AUTHORITY_HOST: 'https://login.chinacloudapi.cn/' }), {
      resourceManager: 'https://management.chinacloudapi.cn/',
      authority: 'https://login.chinacloudapi.cn/',
      audience: 'https://management.chinacloudapi.cn',
    });
    assert.deepEqual(
      cloud({
        AZURE_AUTHORITY_HOST: 'https://login.private.example/',
        AZURE_RESOURCE_MANAGER_URL: 'https://arm.private.example/',
      }),
      {
        resourceManager: 'https://arm.private.example/',
        authority: 'https://login.private.example/',
        audience: 'https://arm.private.example',
      },
    );
  });
});

describe('the network', () => {
  it('of an agent: its proxy, what goes past it, and its roots', () => {
    const network = networkOfAgent(
      {
        AGENT_PROXYURL: 'http://proxy.example:8080/',
        AGENT_PROXYUSERNAME: 'agent',
        AGENT_PROXYBYPASSLIST: '["Management\\\\.azure\\\\.com", "(", 7, ""]',
        AGENT_CAINFO: '/roots.pem',
        NODE_EXTRA_CA_CERTS: '/more.pem',
        HTTPS_PROXY: 'http://other.example',
      },
      'password',
    );
    const { proxy } = network;
    assert.ok(proxy);
    assert.deepEqual(
      [proxy.url, proxy.user, proxy.password, network.trusted],
      ['http://proxy.example:8080', 'agent', 'password', ['/roots.pem', '/more.pem']],
    );
    assert.equal(proxy.bypasses(new URL('https://management.azure.com/x')), true);
    assert.equal(proxy.bypasses(new URL('https://login.microsoftonline.com/x')), false);
    assert.deepEqual(secretsOfNetwork(network), ['password', 'YWdlbnQ6cGFzc3dvcmQ=']);
  });

  it('of an agent that has none: that of the environment', () => {
    const { proxy, trusted } = networkOfAgent({ https_proxy: 'https://proxy.example' }, undefined);
    assert.deepEqual([proxy?.url, trusted], ['https://proxy.example', []]);
  });

  for (const [given, expected] of [
    [{ AGENT_CAINFO: '/roots.pem' }, ['/roots.pem']],
    [{ AGENT_CAINFO: '/roots.pem', NODE_EXTRA_CA_CERTS: '/more.pem' }, ['/roots.pem', '/more.pem']],
    [{ NODE_EXTRA_CA_CERTS: '/more.pem' }, []],
  ] as const) {
    it(`of an agent without a proxy, and its roots: ${Object.keys(given).join(', ')}`, () => {
      assert.deepEqual(networkOfAgent(given, undefined), { proxy: undefined, trusted: expected });
    });
  }

  for (const name of ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy']) {
    it(`of the environment: ${name}, without a name or a password, and with no_proxy`, () => {
      const network = networkOfEnvironment({ [name]: 'proxy.example', no_proxy: 'a.example' });
      const { proxy } = network;
      assert.ok(proxy);
      assert.deepEqual(
        [proxy.url, proxy.user, proxy.password],
        ['http://proxy.example', undefined, undefined],
      );
      assert.deepEqual([Object.keys(network), network.trusted], [['proxy', 'trusted'], []]);
      assert.equal(proxy.bypasses(new URL('https://a.example')), true);
      assert.equal(proxy.bypasses(new URL('https://b.example')), false);
      assert.deepEqual(secretsOfNetwork(network), []);
    });
  }

  it('of the environment: name and password in the address, decoded', () => {
    const network = networkOfEnvironment({ HTTPS_PROXY: 'us%40er:p%40ss@proxy.example:3128' });
    const { url, user, password } = network.proxy ?? assert.fail();
    assert.deepEqual([url, user, password], ['http://proxy.example:3128', 'us@er', 'p@ss']);
    assert.deepEqual(secretsOfNetwork(network), ['p@ss', 'dXNAZXI6cEBzcw==']);
  });

  it('of the environment: a lone percent sign, which is legal in a name and a password', () => {
    const network = networkOfEnvironment({ HTTPS_PROXY: 'http://10%:50%off@proxy.example:8080' });
    const { url, user, password } = network.proxy ?? assert.fail();
    assert.deepEqual([url, user, password], ['http://proxy.example:8080', '10%', '50%off']);
    assert.deepEqual(secretsOfNetwork(network), ['50%off', 'MTAlOjUwJW9mZg==']);
  });

  it('without a proxy', () => {
    for (const env of [{}, { HTTPS_PROXY: '' }, { HTTPS_PROXY: ' ' }]) {
      const network = networkOfEnvironment(env);
      assert.deepEqual(
        [network, secretsOfNetwork(network)],
        [{ proxy: undefined, trusted: [] }, []],
      );
    }
  });

  for (const { env, unreadProxy } of [
    { env: { HTTPS_PROXY: 'http://' }, unreadProxy: 'HTTPS_PROXY' },
    { env: { all_proxy: 'http://user:secret@proxy example:80' }, unreadProxy: 'all_proxy' },
    { env: { AGENT_PROXYURL: 'http://proxy:port' }, unreadProxy: 'AGENT_PROXYURL' },
  ]) {
    it(`with a proxy that is no address: names ${unreadProxy}, and not its value`, () => {
      const network = networkOfAgent(env, undefined);
      assert.deepEqual(network, { proxy: undefined, unreadProxy, trusted: [] });
      assert.deepEqual(secretsOfNetwork(network), []);
    });
  }

  const past: readonly (readonly [string, string, boolean])[] = [
    ['*', 'https://a.example', true],
    ['a.example', 'https://a.example', true],
    ['a.example', 'https://sub.a.example', true],
    ['.a.example', 'https://sub.a.example', true],
    ['.a.example', 'https://a.example', true],
    ['.a.example', 'https://b.example', false],
    ['*.a.example', 'https://sub.a.example', true],
    ['a.example', 'https://ba.example', false],
    ['a.example:443', 'https://a.example', true],
    ['a.example:8443', 'https://a.example', false],
    ['A.Example', 'https://a.example', true],
    ['b.example, a.example', 'https://a.example', true],
    ['', 'https://a.example', false],
  ];
  for (const [list, url, expected] of past) {
    it(`NO_PROXY '${list}' ${expected ? 'holds' : 'does not hold'} ${url}`, () => {
      const { proxy } = networkOfEnvironment({ HTTPS_PROXY: 'http://p.example', NO_PROXY: list });
      assert.equal(proxy?.bypasses(new URL(url)), expected);
    });
  }
});
