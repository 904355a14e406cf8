// The token endpoint of Microsoft Entra: a secret or an assertion goes in, a token comes out.
// Source: Microsoft Learn, identity-platform/v2-oauth2-client-creds-grant-flow.

import type { AzureCloud } from '../../terms/azure-access.js';
import type { SiteReason } from '../../terms/site.js';
import { secureAddress } from '../http/address.js';
import { redirectText, type HttpAnswer } from '../http/exchange.js';
import { fieldsOf, itemsOf, parsed, textOf } from '../reading/json.js';
import { inShort, unread } from '../unread.js';
import type { SignInTools } from './session.js';

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

export type Proof = { readonly secret: string } | { readonly assertion: string };

/**
 * The address of a directory's token endpoint; it is also the audience of an assertion.
 * @throws Unread `address-insecure`, `connection-incomplete`
 */
export function tokenEndpoint({ authority }: AzureCloud, tenantId: string): URL {
  if (!/^[\w.-]+$/.test(tenantId)) throw unread('connection-incomplete', 'tenant', 'no directory');
  const base = secureAddress(authority);
  return new URL(`/${tenantId}/oauth2/v2.0/token`, base);
}

/**
 * Asks for a token by which the Resource Manager of a cloud knows us.
 * @throws Unread any reason of signing in
 */
export async function requestToken(
  { client, name }: SignInTools,
  cloud: AzureCloud,
  { tenantId, clientId }: { readonly tenantId: string; readonly clientId: string },
  proof: Proof,
): Promise<string> {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    scope: `${cloud.audience}/.default`,
    ...('secret' in proof
      ? { client_secret: proof.secret }
      : { client_assertion_type: ASSERTION_TYPE, client_assertion: proof.assertion }),
  });
  const url = tokenEndpoint(cloud, tenantId);
  const answer = await client.send({
    method: 'POST',
    url,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
    },
    body: form.toString(),
  });
  const token = textOf(fieldsOf(parsed(answer.body))['access_token']);
  if (answer.status === 200 && token !== undefined) return token;
  throw refusal(answer, name, url);
}

/** Numbers of errors, `AADSTS…`. Source: Microsoft Learn, identity-platform/reference-error-codes. */
const REASONS: Readonly<Record<string, SiteReason>> = {
  7000215: 'secret-wrong',
  7000222: 'secret-expired',
  700016: 'principal-unknown',
  7000229: 'principal-unknown',
  90002: 'tenant-unknown',
  900023: 'tenant-unknown',
  900382: 'tenant-unknown',
  700027: 'certificate-unknown',
  7000213: 'certificate-unknown',
  70021: 'federation-mismatch',
  70025: 'federation-mismatch',
  700211: 'federation-mismatch',
  700212: 'federation-mismatch',
  700213: 'federation-mismatch',
  7002138: 'federation-mismatch',
  700024: 'assertion-untimely',
  53003: 'conditional-access',
};

function refusal(answer: HttpAnswer, name: string, url: URL): Error {
  const { status, body } = answer;
  if (status === 429) return unread('throttled', 'Microsoft Entra', String(status));
  if (status >= 500) return unread('unavailable', 'Microsoft Entra', String(status));
  if (status >= 300 && status < 400) {
    return unread('redirected', 'Microsoft Entra', redirectText(answer, url));
  }
  const error = fieldsOf(parsed(body));
  const description = textOf(error['error_description']) ?? '';
  const number =
    /AADSTS(\d+)/.exec(description)?.[1] ?? itemsOf(error['error_codes']).map(String)[0] ?? '';
  const said = inShort(description) || textOf(error['error']);
  // What it says itself is JSON with an error: a gateway on the way has answered.
  if (said === undefined) return unread('unexpected', url.host, `status ${status}`);
  return unread(REASONS[number] ?? 'sign-in-refused', name, said);
}
