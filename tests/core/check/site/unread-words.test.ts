// Every message about what could not be read of a site: compared with tests/golden/site.md, which is read as prose.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { siteUnreadRules } from '../../../../tasks/core/check/rules/site-unread.js';
import type { Finding } from '../../../../tasks/core/terms/finding.js';
import {
  SITE_REASONS,
  type SiteProblem,
  type SiteReason,
} from '../../../../tasks/core/terms/site.js';

const CONNECTION = 'the service connection';
const SITE =
  '/subscriptions/44444444-4444-4444-8444-444444444444/resourceGroups/rg-shop/providers/Microsoft.Web/sites/shop';
const ARM = 'management.azure.com';
const SCM = 'shop.scm.azurewebsites.net';

type Sample = Omit<SiteProblem, 'reason' | 'part'> & Partial<Pick<SiteProblem, 'part'>>;

/** Samples of every reason; the compiler names a reason that is missing. */
const SAMPLES: Readonly<Record<SiteReason, readonly Sample[]>> = {
  'connection-unknown': [{ subject: CONNECTION, said: 'the job did not get it' }],
  'connection-kind': [{ subject: CONNECTION, said: 'PublishProfile' }],
  'connection-incomplete': [
    { subject: CONNECTION, said: 'serviceprincipalkey' },
    { subject: 'the environment (AZURE_CLIENT_ID)', said: 'AZURE_TENANT_ID' },
  ],
  'address-insecure': [{ subject: 'http://management.example', said: '' }],
  'secret-wrong': [{ subject: CONNECTION, said: 'AADSTS7000215: Invalid client secret provided.' }],
  'secret-expired': [
    { subject: CONNECTION, said: 'AADSTS7000222: The provided client secret keys are expired.' },
  ],
  'principal-unknown': [
    {
      subject: CONNECTION,
      said: "AADSTS700016: Application with identifier '2222' was not found.",
    },
  ],
  'tenant-unknown': [{ subject: CONNECTION, said: "AADSTS90002: Tenant '1111' not found." }],
  'certificate-unusable': [
    { subject: CONNECTION, said: 'it holds no private key' },
    { subject: '/home/me/shop.pfx', said: 'it holds no private key' },
  ],
  'certificate-not-rsa': [{ subject: CONNECTION, said: 'ec' }],
  'certificate-expired': [{ subject: CONNECTION, said: '2026-10-31' }],
  'certificate-unknown': [{ subject: CONNECTION, said: 'AADSTS700027: The key was not found.' }],
  'federation-mismatch': [
    {
      subject: CONNECTION,
      said: "AADSTS700213: No matching federated identity record found for presented assertion subject 'sc://fabrikam/Shop/shop'.",
    },
  ],
  'federation-unavailable': [
    { subject: CONNECTION, said: 'System.OidcRequestUri is missing' },
    { subject: CONNECTION, said: 'Azure DevOps answered 401' },
  ],
  'federation-file': [{ subject: '/var/run/secrets/token', said: 'it is empty' }],
  'managed-identity-missing': [{ subject: CONNECTION, said: 'Identity not found' }],
  'cli-missing': [{ subject: 'az', said: '' }],
  'cli-signed-out': [{ subject: 'az', said: "ERROR: Please run 'az login' to setup account." }],
  'conditional-access': [
    { subject: CONNECTION, said: 'AADSTS53003: Access has been blocked by Conditional Access.' },
  ],
  'assertion-untimely': [
    {
      subject: CONNECTION,
      said: 'AADSTS700024: Client assertion is not within its valid time range.',
    },
  ],
  'sign-in-refused': [{ subject: CONNECTION, said: 'AADSTS50001: Something else.' }],
  unauthorized: [
    {
      subject: ARM,
      said: 'InvalidAuthenticationTokenTenant: The access token is from the wrong issuer.',
    },
  ],
  forbidden: [
    { subject: ARM, said: 'AuthorizationFailed', action: 'Microsoft.Web/sites/read', scope: SITE },
    {
      subject: ARM,
      said: 'AuthorizationFailed',
      action: 'Microsoft.Resources/subscriptions/resources/read',
      scope: '/subscriptions/44444444-4444-4444-8444-444444444444',
    },
    {
      part: 'app settings',
      subject: ARM,
      said: 'AuthorizationFailed',
      action: 'Microsoft.Web/sites/config/list/action',
      scope: SITE,
    },
    {
      part: 'Key Vault references',
      subject: ARM,
      said: 'AuthorizationFailed',
      action: 'Microsoft.Web/sites/config/read',
      scope: SITE,
    },
  ],
  locked: [
    {
      part: 'app settings',
      subject: ARM,
      said: 'ScopeLocked',
      scope: '/subscriptions/4444/resourceGroups/rg-shop',
    },
  ],
  'subscription-disabled': [
    { part: 'app settings', subject: '4444', said: 'ReadOnlyDisabledSubscription' },
  ],
  'subscription-missing': [
    { subject: '4444', said: "SubscriptionNotFound: The subscription '4444' could not be found." },
  ],
  'subscription-unclear': [
    { subject: '', said: '', known: ['4444', '5555'] },
    { subject: '', said: '', known: [] },
  ],
  'group-missing': [{ subject: 'rg-shopp', said: 'ResourceGroupNotFound' }],
  'app-missing': [
    { subject: 'shopp', said: 'in the resource group rg-shop' },
    { subject: 'shopp', said: 'that the identity sees in the subscription 4444' },
  ],
  'app-unclear': [{ subject: 'shop', said: '', known: ['rg-shop', 'rg-shop-eu'] }],
  'slot-missing': [
    { subject: 'stagging', said: 'ResourceNotFound', known: ['staging', 'qa'] },
    { subject: 'staging', said: 'ResourceNotFound', known: [] },
  ],
  conflict: [
    { part: 'configuration', subject: ARM, said: 'Conflict: Another operation is in progress.' },
  ],
  throttled: [{ part: 'app settings', subject: ARM, said: 'to be asked again in 3600 s' }],
  unavailable: [{ part: 'configuration', subject: ARM, said: 'status 503' }],
  unexpected: [{ part: 'configuration', subject: ARM, said: 'the answer is no JSON' }],
  redirected: [{ part: 'configuration', subject: ARM, said: 'status 302' }],
  network: [{ subject: 'login.microsoftonline.com', said: 'ENOTFOUND' }],
  timeout: [{ part: 'sticky settings', subject: ARM, said: '45 s' }],
  'certificate-untrusted': [
    { subject: 'login.microsoftonline.com', said: 'SELF_SIGNED_CERT_IN_CHAIN' },
    { subject: 'login.microsoftonline.com', said: 'CERT_HAS_EXPIRED' },
  ],
  proxy: [{ subject: 'proxy.example:8080', said: 'it answered 407' }],
  'scm-refused': [{ part: 'files', subject: SCM, said: 'status 401' }],
  'scm-address-refused': [{ part: 'files', subject: SCM, said: 'status 403' }],
  'scm-stopped': [{ part: 'files', subject: SCM, said: 'status 403' }],
};

/** One reason with all of its samples' findings, as they are logged. */
function sectionOf({ reason, found }: { reason: string; found: readonly Finding[] }): string {
  const texts = found.map(
    ({ severity, message, fix, code }) => `${severity}: ${message}\n${fix} [${code}]`,
  );
  return [`## ${reason}`, '', '```text', texts.join('\n'), '```', ''].join('\n');
}

describe('the words for what could not be read of a site', () => {
  const findings = SITE_REASONS.flatMap((reason) =>
    SAMPLES[reason].map((sample) => {
      const problem: SiteProblem = { part: 'site', ...sample, reason };
      const typed = { runtimeStack: undefined, startupCommand: undefined, settings: undefined };
      const askedSite = { problems: [problem], typed };
      const evidence = { askedSite, runtimeStack: 'PYTHON|3.12' };
      const found = siteUnreadRules.flatMap((rule) => rule.check(evidence) ?? []);
      return { reason, found };
    }),
  );

  it('are one finding each', () => {
    assert.deepEqual(
      findings.filter(({ found }) => found.length !== 1).map(({ reason }) => reason),
      [],
    );
  });

  it('are those of the golden page', () => {
    const text = [
      '# What could not be read of a site, as the user sees it',
      '',
      'Made by `tests/core/check/site/unread-words.test.ts`; `UPDATE_GOLDEN=1 npm test` writes it anew. These are findings: the',
      'run goes on over what is known. A warning is an error where nothing else is known.',
      '',
      ...findings.map(sectionOf),
    ].join('\n');
    const path = 'tests/golden/site.md';
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(path, text);
    assert.equal(readFileSync(path, 'utf8'), text);
  });
});
