// Rules about what could not be read of the site: a rule for each kind of reason, so that each can be suppressed.

import type { Severity } from '../../terms/finding.js';
import type { SitePart, SiteProblem, SiteReason } from '../../terms/site.js';
import type { Evidence } from '../evidence.js';
import { rule, type RuleCode, type Row, type Rule } from '../rule.js';
import { isSignIn, unreadFix, unreadMessage } from '../site/unread-words.js';
import type { AskedSite } from '../site/site-evidence.js';

const where = { file: 'site' };

/** Parts without which every other rule still runs on something. */
const BESIDE: readonly SitePart[] = ['Key Vault references', 'files', 'deployments'];

/** When nothing else is known, nothing was judged: that may not pass for good. */
function severityOf({ part }: SiteProblem, evidence: Evidence): Severity {
  if (BESIDE.includes(part)) return 'note';
  const { app, venv, package: zip, startup, settings, runtimeStack } = evidence;
  const known = [app, venv, zip, startup, settings, runtimeStack];
  return part === 'site' && known.every((one) => one === undefined) ? 'error' : 'warning';
}

type Kind = 'sign-in' | 'not-allowed' | 'not-found' | 'files' | 'not-reached';

const NOT_ALLOWED: readonly SiteReason[] = ['unauthorized', 'forbidden', 'locked'];
const NOT_FOUND: readonly SiteReason[] = [
  'subscription-disabled',
  'subscription-missing',
  'subscription-unclear',
  'group-missing',
  'app-missing',
  'app-unclear',
  'slot-missing',
];

function kindOf(problem: SiteProblem): Kind {
  if (problem.part === 'files' || problem.part === 'deployments') return 'files';
  if (isSignIn(problem)) return 'sign-in';
  if (NOT_ALLOWED.includes(problem.reason)) return 'not-allowed';
  return NOT_FOUND.includes(problem.reason) ? 'not-found' : 'not-reached';
}

type Said = Pick<Row<object, 'askedSite'>, 'severity' | 'why' | 'source' | 'example'>;

function unreadRule(code: RuleCode, kind: Kind, row: Said): Rule {
  return rule({
    ...row,
    code,
    needs: ['askedSite'],
    *find(evidence) {
      const { problems }: AskedSite = evidence.askedSite;
      for (const problem of problems.filter((one) => kindOf(one) === kind)) {
        yield { problem, severity: severityOf(problem, evidence), where };
      }
    },
    message: ({ problem }) => unreadMessage(problem),
    fix: ({ problem }, input) => unreadFix(problem, input),
  });
}

export const siteUnreadRules: readonly Rule[] = [
  unreadRule('site/sign-in-failed', 'sign-in', {
    severity: 'warning',
    why: 'Without signing in nothing of the site is known, and it is judged by what was typed in alone. It is an error when that is nothing.',
    source:
      'Microsoft Learn: identity platform, reference-error-codes; Azure Resource Manager service connections',
    example: {
      bad: 'a service connection whose secret is expired',
      good: 'a service connection with workload identity federation',
    },
  }),
  unreadRule('site/not-allowed', 'not-allowed', {
    severity: 'warning',
    why: 'Reading a web app needs the role Reader; its app settings may hold secrets, and reading them needs more. What could not be read is not judged as missing.',
    source: 'Microsoft Learn: built-in-roles, Microsoft.Web permissions',
    example: {
      bad: 'an identity with the role Reader, when settings are to be read',
      good: 'an identity with the role Website Contributor on the web app',
    },
  }),
  unreadRule('site/not-found', 'not-found', {
    severity: 'warning',
    why: 'Names of subscription, resource group, web app and slot that do not fit together name no site.',
    source: 'Microsoft Learn: Azure Resource Manager, common deployment errors',
    example: { bad: 'slotName: stagging', good: 'slotName: staging' },
  }),
  unreadRule('site/not-reached', 'not-reached', {
    severity: 'warning',
    why: 'Azure did not answer, or asked to come again later more often than we did.',
    source: 'Microsoft Learn: request-limits-and-throttling',
    example: {
      bad: 'an agent behind a proxy that it is not told of',
      good: './config.sh --proxyurl http://proxy:8080',
    },
  }),
  unreadRule('site/files-not-read', 'files', {
    severity: 'note',
    why: "What lies in the app's folder from earlier deployments is read from the site's SCM service, which has access rules of its own.",
    source: 'Microsoft Learn: resources-kudu, app-service-ip-restrictions',
    example: {
      bad: 'an SCM site that is closed to the agent',
      good: 'an agent in the network of the web app',
    },
  }),
];
