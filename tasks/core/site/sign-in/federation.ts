// Workload identity federation: somebody else's token says who we are, and is fetched afresh each time.
// Source: Azure DevOps REST, distributedtask/oidctoken/create 7.1; azure-identity, AzurePipelinesCredential.

import { readFile } from 'node:fs/promises';
import type { AssertionSource } from '../../terms/azure-access.js';
import { secureAddress } from '../http/address.js';
import { fieldsOf, parsed, textOf } from '../reading/json.js';
import { unread } from '../unread.js';
import type { SignInTools } from './session.js';
import { messageOf } from '../../terms/failure.js';

const OIDC_VERSION = '7.1';

/**
 * The assertion of a federated identity.
 * @throws Unread `federation-unavailable`, `federation-file`, `address-insecure`, `throttled`, `unavailable`
 */
export async function findAssertion(tools: SignInTools, source: AssertionSource): Promise<string> {
  return source.kind === 'file' ? loadToken(source.path) : requestOfPipeline(tools, source);
}

async function loadToken(path: string): Promise<string> {
  try {
    const text = (await readFile(path, 'utf8')).trim();
    if (text !== '') return text;
  } catch (error) {
    const said = messageOf(error);
    throw unread('federation-file', path, said, error);
  }
  throw unread('federation-file', path, 'it is empty');
}

async function requestOfPipeline(
  { client, name }: SignInTools,
  source: Extract<AssertionSource, { kind: 'pipeline' }>,
): Promise<string> {
  const { requestUri, accessToken, connection } = source;
  if (requestUri === '' || accessToken === '') {
    const missing = requestUri === '' ? 'System.OidcRequestUri' : 'the token of the job';
    throw unread('federation-unavailable', name, `${missing} is missing`);
  }
  const url = secureAddress(requestUri);
  url.searchParams.set('api-version', OIDC_VERSION);
  url.searchParams.set('serviceConnectionId', connection);
  const { status, body } = await client.send({
    method: 'POST',
    url,
    headers: {
      authorization: `Bearer ${accessToken}`,
      'content-type': 'application/json',
      accept: 'application/json',
      // Otherwise a refusal is a redirect to a page for people.
      'x-tfs-fedauthredirect': 'Suppress',
    },
    body: '',
  });
  const token = textOf(fieldsOf(parsed(body))['oidcToken']);
  if (status === 200 && token !== undefined) return token;
  if (status === 429) throw unread('throttled', 'Azure DevOps', String(status));
  if (status >= 500) throw unread('unavailable', 'Azure DevOps', String(status));
  throw unread('federation-unavailable', name, `Azure DevOps answered ${status}`);
}
