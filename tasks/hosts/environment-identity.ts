// Who signs in on a laptop: the environment variables that all tools of Azure take, else whoever did `az login`.
// Source: Microsoft Learn, azure-identity, EnvironmentCredential and WorkloadIdentityCredential: names of the variables.

import type { AzureDoor } from '../core/host.js';
import { cloudOf, type AzureIdentity } from '../core/terms/azure-access.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Who signs in by the environment. */
export function accessOfEnvironment(env: Environment): ReturnType<AzureDoor['access']> {
  const given = (name: string): string | undefined => env[name]?.trim() || undefined;
  const authority = given('AZURE_AUTHORITY_HOST');
  // For clouds that nobody here has heard of.
  const resourceManager = given('AZURE_RESOURCE_MANAGER_URL');
  const isNamed = authority !== undefined || resourceManager !== undefined;
  const identity = identityOf(given);
  if (typeof identity === 'string') {
    return { problem: { reason: 'connection-incomplete', subject: NAME, said: identity } };
  }
  const isCli = identity.kind === 'azure-cli';
  return {
    identity,
    cloud: isNamed
      ? cloudOf({ authority: withScheme(authority), resourceManager })
      : isCli
        ? undefined
        : cloudOf({}),
    subscriptionId: given('AZURE_SUBSCRIPTION_ID'),
    name: isCli ? 'the Azure CLI' : NAME,
  };
}

const NAME = 'the environment (AZURE_CLIENT_ID)';

/** The documented form is a host name. */
function withScheme(authority: string | undefined): string | undefined {
  if (authority === undefined || authority.includes('://')) return authority;
  return `https://${authority}`;
}

/** The name of a variable that is missing, or who signs in. */
function identityOf(given: (name: string) => string | undefined): AzureIdentity | string {
  const secret = given('AZURE_CLIENT_SECRET');
  const path = given('AZURE_CLIENT_CERTIFICATE_PATH');
  const token = given('AZURE_FEDERATED_TOKEN_FILE');
  if ([secret, path, token].every((one) => one === undefined)) return { kind: 'azure-cli' };
  const tenantId = given('AZURE_TENANT_ID');
  const clientId = given('AZURE_CLIENT_ID');
  if (tenantId === undefined) return 'AZURE_TENANT_ID';
  if (clientId === undefined) return 'AZURE_CLIENT_ID';
  const principal = { tenantId, clientId };
  if (secret !== undefined) return { kind: 'secret', ...principal, secret };
  if (path !== undefined) {
    const passphrase = given('AZURE_CLIENT_CERTIFICATE_PASSWORD');
    return { kind: 'certificate', ...principal, pem: { path }, passphrase };
  }
  return { kind: 'federated', ...principal, assertion: { kind: 'file', path: token ?? '' } };
}
