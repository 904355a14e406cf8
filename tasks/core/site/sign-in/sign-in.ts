// Signing in: each kind of identity has its way; the token is hidden before anything else is done with it.

import type { AzureAccess, AzureCloud, AzureIdentity } from '../../terms/azure-access.js';
import { cloudOf } from '../../terms/azure-access.js';
import { secureAddress } from '../http/address.js';
import { sessionOfCli } from './azure-cli.js';
import { loadPem, readKeyPair, writeAssertion } from './certificate.js';
import { findAssertion } from './federation.js';
import { requestOfMachine } from './managed-identity.js';
import type { Session, SignInTools } from './session.js';
import { requestToken, tokenEndpoint, type Proof } from './token-endpoint.js';

/**
 * Signs in.
 * @throws Unread any reason of signing in, or of the way there
 */
export async function signIn(tools: SignInTools, access: AzureAccess): Promise<Session> {
  const { identity, subscriptionId } = access;
  if (identity.kind === 'azure-cli') {
    return sessionOfCli(tools, access.cloud, subscriptionId);
  }
  const cloud = access.cloud ?? cloudOf({});
  // Before a token is asked for that could then not be used.
  const resourceManager = secureAddress(cloud.resourceManager);
  const token = await tokenOf(tools, cloud, identity);
  tools.host.azure.protect(token);
  return { token, resourceManager, subscriptionId };
}

async function tokenOf(
  tools: SignInTools,
  cloud: AzureCloud,
  identity: Exclude<AzureIdentity, { kind: 'azure-cli' }>,
): Promise<string> {
  if (identity.kind === 'managed') {
    if (identity.endpoint) tools.host.azure.protect(identity.endpoint.header);
    return requestOfMachine(tools, cloud, identity);
  }
  return requestToken(tools, cloud, identity, await proofOf(tools, cloud, identity));
}

async function proofOf(
  tools: SignInTools,
  cloud: AzureCloud,
  identity: Exclude<AzureIdentity, { kind: 'azure-cli' | 'managed' }>,
): Promise<Proof> {
  if (identity.kind === 'secret') return { secret: identity.secret };
  const assertion =
    identity.kind === 'certificate'
      ? await signedAssertion(tools, cloud, identity)
      : await findAssertion(tools, identity.assertion);
  tools.host.azure.protect(assertion);
  return { assertion };
}

async function signedAssertion(
  { host, name }: SignInTools,
  cloud: AzureCloud,
  identity: Extract<AzureIdentity, { kind: 'certificate' }>,
): Promise<string> {
  const { pem, passphrase, clientId, tenantId } = identity;
  const text = 'path' in pem ? await loadPem(pem.path) : pem.text;
  host.azure.protect(text);
  if (passphrase !== undefined) host.azure.protect(passphrase);
  const now = Math.floor(Date.now() / 1000);
  const pair = readKeyPair(text, passphrase, now, 'path' in pem ? pem.path : name);
  const audience = tokenEndpoint(cloud, tenantId).href;
  return writeAssertion(pair, { clientId, audience, now });
}
