// A managed identity: the machine itself is known to Azure, and gives tokens to whoever runs on it.
// Source: Microsoft Learn, managed-identities-azure-resources/how-to-use-vm-token (2018-02-01) and
// app-service/overview-managed-identity (2019-08-01), which Container Apps share.

import type { AzureCloud, AzureIdentity } from '../../terms/azure-access.js';
import { ownAddress } from '../http/address.js';
import type { HttpAnswer, HttpRequest } from '../http/exchange.js';
import { fieldsOf, parsed, textOf } from '../reading/json.js';
import { inShort, Unread, unread } from '../unread.js';
import type { SignInTools } from './session.js';

type Managed = Extract<AzureIdentity, { kind: 'managed' }>;

/**
 * Asks the machine for a token.
 * @throws Unread `managed-identity-missing`, `address-insecure`
 */
export async function requestOfMachine(
  { client, name }: SignInTools,
  cloud: AzureCloud,
  identity: Managed,
): Promise<string> {
  const request = requestFor(cloud, identity);
  const answer = await client
    .hasty()
    .send(request)
    .catch((error: unknown) => {
      if (!(error instanceof Unread)) throw error;
      throw unread('managed-identity-missing', name, error.trouble.said, error);
    });
  const token = textOf(fieldsOf(parsed(answer.body))['access_token']);
  if (answer.status === 200 && token !== undefined) return token;
  throw unread('managed-identity-missing', name, saidBy(answer));
}

function requestFor(
  cloud: AzureCloud,
  { clientId, endpoint, metadata }: Managed,
): HttpRequest & { method: 'GET' } {
  const url = ownAddress(endpoint ? endpoint.url : `${metadata}/metadata/identity/oauth2/token`);
  url.searchParams.set('api-version', endpoint ? '2019-08-01' : '2018-02-01');
  url.searchParams.set('resource', cloud.audience);
  if (clientId !== undefined) url.searchParams.set('client_id', clientId);
  const headers: Record<string, string> = endpoint
    ? { 'x-identity-header': endpoint.header }
    : { metadata: 'true' };
  return { method: 'GET', url, headers };
}

function saidBy({ status, body }: HttpAnswer): string {
  const description = textOf(fieldsOf(parsed(body))['error_description']);
  return description === undefined ? `status ${status}` : inShort(description);
}
