// A service connection of the kind Azure Resource Manager: its parts as the agent hands them over, and who signs in by them.
// Source: azure-pipelines-tasks-common-packages, azure-arm-rest/azure-arm-endpoint.ts: names of the parts.

import {
  cloudOf,
  METADATA_SERVICE,
  type AzureAccess,
  type AzureCloud,
  type AzureIdentity,
} from '../core/terms/azure-access.js';
import type { AzureDoor } from '../core/host.js';
import type { SiteReason } from '../core/terms/site.js';

type Access = ReturnType<AzureDoor['access']>;

/** What the agent knows besides the connection. */
export interface JobFacts {
  /** Variables `ENDPOINT_…` by upper-case name. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** The plain environment of the job. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

const NAME = 'the service connection';

/** Who signs in by a service connection, or why nobody can. */
export function accessOfConnection(job: JobFacts, id: string): Access {
  const parts = new Parts(job.endpoints, id);
  const scheme = parts.scheme();
  if (scheme === undefined || parts.url() === undefined) {
    return problem('connection-unknown', 'the job did not get it');
  }
  const identity = identityOf(job, parts, id, scheme.toLowerCase());
  if (typeof identity === 'string') return problem('connection-incomplete', identity);
  if (identity === undefined) return problem('connection-kind', scheme);
  const access: AzureAccess = {
    identity,
    cloud: cloudOfParts(parts),
    subscriptionId: parts.data('subscriptionid'),
    name: NAME,
  };
  return access;
}

function problem(reason: SiteReason, said: string): Access {
  return { problem: { reason, subject: NAME, said } };
}

/** One connection's variables. */
class Parts {
  private readonly endpoints: Readonly<Record<string, string>>;
  private readonly id: string;

  constructor(endpoints: Readonly<Record<string, string>>, id: string) {
    this.endpoints = endpoints;
    this.id = id.toUpperCase();
  }

  url(): string | undefined {
    return this.value(`ENDPOINT_URL_${this.id}`);
  }

  scheme(): string | undefined {
    return this.value(`ENDPOINT_AUTH_SCHEME_${this.id}`);
  }

  data(name: string): string | undefined {
    return this.value(`ENDPOINT_DATA_${this.id}_${name.toUpperCase()}`);
  }

  parameter(name: string): string | undefined {
    return this.value(`ENDPOINT_AUTH_PARAMETER_${this.id}_${name.toUpperCase()}`);
  }

  private value(name: string): string | undefined {
    const text = this.endpoints[name]?.trim();
    return text === '' ? undefined : text;
  }
}

function cloudOfParts(parts: Parts): AzureCloud {
  const cloud = cloudOf({
    name: parts.data('environment'),
    authority: parts.data('activeDirectoryAuthority') ?? parts.data('environmentAuthorityUrl'),
    resourceManager: parts.url(),
  });
  const isOnPremises = parts.data('environment')?.toLowerCase() === 'azurestack';
  const audience = parts.data('activeDirectoryServiceEndpointResourceId');
  // Everywhere else the Resource Manager's own address is the audience.
  return isOnPremises && audience !== undefined ? { ...cloud, audience } : cloud;
}

/** The name of a part that is missing, or `undefined` for a kind that cannot ask the Resource Manager. */
function identityOf(
  { endpoints, env }: JobFacts,
  parts: Parts,
  id: string,
  scheme: string,
): AzureIdentity | string | undefined {
  if (scheme === 'managedserviceidentity') return managedIdentity(env, parts.data('msiclientId'));
  if (scheme !== 'serviceprincipal' && scheme !== 'workloadidentityfederation') return undefined;
  const tenantId = parts.parameter('tenantid');
  const clientId = parts.parameter('serviceprincipalid');
  if (tenantId === undefined) return 'tenantid';
  if (clientId === undefined) return 'serviceprincipalid';
  const principal = { tenantId, clientId };
  if (scheme === 'workloadidentityfederation') {
    const requestUri = env['SYSTEM_OIDCREQUESTURI'] ?? '';
    const accessToken = endpoints['ENDPOINT_AUTH_PARAMETER_SYSTEMVSSCONNECTION_ACCESSTOKEN'] ?? '';
    const assertion = { kind: 'pipeline', requestUri, accessToken, connection: id } as const;
    return { kind: 'federated', ...principal, assertion };
  }
  if (parts.parameter('authenticationType')?.toLowerCase() === 'spncertificate') {
    const text = parts.parameter('servicePrincipalCertificate');
    if (text === undefined) return 'servicePrincipalCertificate';
    return { kind: 'certificate', ...principal, pem: { text }, passphrase: undefined };
  }
  const secret = parts.parameter('serviceprincipalkey');
  return secret === undefined ? 'serviceprincipalkey' : { kind: 'secret', ...principal, secret };
}

/**
 * The identity of the machine. App Service and Container Apps name their own address for it; the other variable is
 * what the libraries of Azure take where pods have an identity.
 */
function managedIdentity(env: JobFacts['env'], clientId: string | undefined): AzureIdentity {
  const { IDENTITY_ENDPOINT: url, IDENTITY_HEADER: header } = env;
  return {
    kind: 'managed',
    clientId,
    endpoint: url !== undefined && header !== undefined ? { url, header } : undefined,
    metadata: env['AZURE_POD_IDENTITY_AUTHORITY_HOST'] ?? METADATA_SERVICE,
  };
}
