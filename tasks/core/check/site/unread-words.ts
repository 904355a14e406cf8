// The words for each reason why a site, or a part of it, could not be read: why, and the one thing to do.

import type { SitePart, SiteProblem, SiteReason } from '../../terms/site.js';
import type { InputWords } from '../../terms/input-name.js';

interface Words {
  /** Ends the sentence "The … could not be read: …". */
  readonly why: (problem: SiteProblem) => string;
  readonly fix: (problem: SiteProblem, input: InputWords) => string;
}

/** What came back, where something did. */
function said({ said: text }: SiteProblem): string {
  return text === '' ? '' : ` (${text.replace(/\.$/, '')})`;
}

/** The smallest role of Azure that may do what was refused, and where it is given. */
function roleFor({ part, action = '', scope = '' }: SiteProblem, input: InputWords): string {
  // Source: Microsoft Learn, built-in-roles: Reader has */read, Website Contributor all of Microsoft.Web/sites.
  const role = action.endsWith('/read') ? 'Reader' : 'Website Contributor';
  const given = `it the role '${role}' on '${scope}', in Azure under "Access control (IAM)".`;
  // They are listed to find the group alone; the web app itself may well be allowed.
  if (action === 'Microsoft.Resources/subscriptions/resources/read') {
    return `Name the resource group in ${input.name('resourceGroupName')}, or give ${given}`;
  }
  // Azure refuses what is not there like what is there, wherever the identity has no role.
  return part === 'site'
    ? `Check the names in it; if they are right, give ${given}`
    : `Give ${given}`;
}

const NAMED = 'as the service connection or the environment names it';

const SIGN_IN: Partial<Record<SiteReason, Words>> = {
  'connection-unknown': {
    why: ({ subject, said: text }) => `${subject} cannot be used, because ${text}`,
    fix: () =>
      'Name a service connection of the kind Azure Resource Manager that this pipeline may use, as plain text in azureSubscription.',
  },
  'connection-kind': {
    why: ({ subject, said: text }) =>
      `${subject} is of the kind '${text}', which cannot ask Azure Resource Manager`,
    fix: () =>
      'Use a service connection with workload identity federation, a service principal or a managed identity.',
  },
  'connection-incomplete': {
    why: ({ subject, said: text }) => `${subject} has no usable '${text}'`,
    fix: ({ said: text }) =>
      text.startsWith('AZURE_')
        ? `Set ${text}, or unset the other AZURE_ variables and sign in: az login`
        : 'Edit and save the service connection anew.',
  },
  'address-insecure': {
    why: ({ subject }) => `a token would go to '${subject}', which is not https`,
    fix: () => `Name an address that begins with https://, ${NAMED}.`,
  },
  'secret-wrong': {
    why: (problem) =>
      `Microsoft Entra does not take the secret of ${problem.subject}${said(problem)}`,
    fix: () => "Enter the secret's value, not its ID, and save the service connection anew.",
  },
  'secret-expired': {
    why: (problem) => `the secret of ${problem.subject} is expired${said(problem)}`,
    fix: () =>
      'Make a new secret for the app registration and enter it, or change the connection to workload identity federation, which has none.',
  },
  'principal-unknown': {
    why: (problem) =>
      `the directory does not know who signs in by ${problem.subject}${said(problem)}`,
    fix: () =>
      'Check the ID of the service principal and the tenant; the app registration may have been deleted.',
  },
  'tenant-unknown': {
    why: (problem) => `the directory of ${problem.subject} is not known${said(problem)}`,
    fix: () =>
      'Check the tenant ID, and that it is in the same cloud as the address that signs in.',
  },
  'certificate-unusable': {
    why: ({ subject, said: text }) => `the certificate of ${subject} cannot be used, ${text}`,
    fix: () =>
      'Give one PEM text with certificate and private key; of a .pfx: openssl pkcs12 -in cert.pfx -out cert.pem -nodes',
  },
  'certificate-not-rsa': {
    why: ({ subject, said: text }) =>
      `the private key of ${subject} is of the kind '${text}', and Microsoft Entra takes RSA alone`,
    fix: () =>
      'Make a certificate with an RSA key and add it to the app registration: openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem',
  },
  'certificate-expired': {
    why: ({ subject, said: text }) => `the certificate of ${subject} ended on ${text}`,
    fix: () => 'Make a new certificate, add it to the app registration, and enter it.',
  },
  'certificate-unknown': {
    why: (problem) =>
      `Microsoft Entra does not know the certificate of ${problem.subject}${said(problem)}`,
    fix: () => 'Add the certificate to the app registration under "Certificates & secrets".',
  },
  'federation-mismatch': {
    why: (problem) => `no federated credential fits ${problem.subject}${said(problem)}`,
    fix: () =>
      "Compare issuer and subject of the app registration's federated credential with those that the service connection shows.",
  },
  'federation-unavailable': {
    why: ({ subject, said: text }) => `there is no token for ${subject}: ${text}`,
    fix: () =>
      'Run in a job of Azure DevOps Services whose service connection this pipeline is authorised to use; Azure DevOps Server has no federation.',
  },
  'federation-file': {
    why: ({ subject, said: text }) =>
      `the file with the federated token is not usable: '${subject}', ${text}`,
    fix: () => 'Let AZURE_FEDERATED_TOKEN_FILE name a file with a fresh token.',
  },
  'managed-identity-missing': {
    why: (problem) => `this machine gives no token of a managed identity${said(problem)}`,
    fix: () =>
      'Run the job on an agent in Azure that has the identity: az vm identity assign, or choose another service connection.',
  },
  'cli-missing': {
    why: () => 'neither AZURE_CLIENT_ID and the like are set, nor is the Azure CLI there',
    fix: () => 'Install the Azure CLI and sign in: az login',
  },
  'cli-signed-out': {
    why: (problem) => `the Azure CLI gives no token${said(problem)}`,
    fix: () => 'Sign in: az login',
  },
  'conditional-access': {
    why: (problem) => `a rule of conditional access refuses ${problem.subject}${said(problem)}`,
    fix: () =>
      "Run on an agent that the rule allows, or ask the directory's administrator to leave this identity out of it.",
  },
  'assertion-untimely': {
    why: (problem) =>
      `the assertion of ${problem.subject} is expired or not valid yet${said(problem)}`,
    fix: () =>
      'Set the clock of this machine; where AZURE_FEDERATED_TOKEN_FILE is used, let it name a file with a fresh token.',
  },
  'sign-in-refused': {
    why: (problem) => `Microsoft Entra refuses ${problem.subject}${said(problem)}`,
    fix: () =>
      'Look the number up at https://login.microsoftonline.com/error and correct the cause.',
  },
};

const ASKED: Partial<Record<SiteReason, Words>> = {
  unauthorized: {
    why: (problem) => `${problem.subject} does not take the token${said(problem)}`,
    fix: () => 'Check that the identity is of the directory to which the subscription belongs.',
  },
  forbidden: {
    why: ({ action = '', scope = '' }) => `the identity may not do '${action}' on '${scope}'`,
    fix: roleFor,
  },
  locked: {
    why: ({ scope = '' }) =>
      `the read-only lock on '${scope}' refuses what is no GET, and Azure gives app settings to a POST alone`,
    fix: (_, input) =>
      `Type them in as ${input.name('appSettings')}, or make it a lock of the type Delete, which lets them be read.`,
  },
  'subscription-disabled': {
    why: ({ subject }) => `the subscription '${subject}' is disabled`,
    fix: () => 'Have it enabled again, in Azure under "Subscriptions": nothing deploys until then.',
  },
  'subscription-missing': {
    why: (problem) =>
      `there is no subscription '${problem.subject}' for this identity${said(problem)}`,
    fix: () =>
      'Check the subscription of the service connection (or AZURE_SUBSCRIPTION_ID), and that the identity has a role in it.',
  },
  'subscription-unclear': {
    why: ({ known = [] }) =>
      known.length === 0
        ? 'the identity sees no subscription'
        : `the identity sees ${known.length} subscriptions, and none is named`,
    fix: ({ known = [] }) =>
      known.length === 0
        ? "Give the identity the role 'Reader' on the web app or on its subscription."
        : 'Use a service connection of one subscription, or set AZURE_SUBSCRIPTION_ID.',
  },
  'group-missing': {
    why: ({ subject }) => `the subscription has no resource group '${subject}'`,
    fix: (_, input) =>
      `Correct ${input.name('resourceGroupName')}, or give none: the group is then found.`,
  },
  'app-missing': {
    why: ({ subject, said: text }) => `there is no web app '${subject}' ${text}`,
    fix: (_, input) =>
      `Correct ${input.name('appName')} (its name alone, without .azurewebsites.net), or ${input.name('resourceGroupName')}, or the subscription of the connection.`,
  },
  'app-unclear': {
    why: ({ subject, known = [] }) =>
      `there are web apps '${subject}' in several resource groups: ${known.map((name) => `'${name}'`).join(', ')}`,
    fix: (_, input) => `Name the one that is meant in ${input.name('resourceGroupName')}.`,
  },
  'slot-missing': {
    why: ({ subject, known = [] }) =>
      known.length === 0
        ? `the web app has no slot '${subject}', and no slots at all`
        : `the web app has no slot '${subject}', but ${known.map((name) => `'${name}'`).join(', ')}`,
    fix: ({ known = [] }, input) =>
      known.length === 0
        ? `Give no ${input.name('slotName')} for production.`
        : `Correct ${input.name('slotName')}, or give none for production.`,
  },
  conflict: {
    why: (problem) => `${problem.subject} is busy with another operation${said(problem)}`,
    fix: () => 'Wait for the other deployment or operation to end, and run again.',
  },
  throttled: {
    why: (problem) => `${problem.subject} was asked too often${said(problem)}`,
    fix: () => 'Run again later; let fewer pipelines ask at the same time.',
  },
  unavailable: {
    why: (problem) => `${problem.subject} has a failure of its own${said(problem)}`,
    fix: () => 'Run again later; https://status.azure.com tells of outages.',
  },
  unexpected: {
    why: (problem) => `the answer of ${problem.subject} is none that is known${said(problem)}`,
    fix: () =>
      'Check for a proxy or a gateway between that answers in its place, and report it if there is none.',
  },
  redirected: {
    why: (problem) =>
      `${problem.subject} leads elsewhere, and a token follows nowhere${said(problem)}`,
    fix: () =>
      `Check for a proxy on the way that wants a sign-in, and the addresses of the cloud, ${NAMED}.`,
  },
};

const ON_THE_WAY: Partial<Record<SiteReason, Words>> = {
  network: {
    why: (problem) => `${problem.subject} cannot be reached${said(problem)}`,
    fix: ({ subject }) =>
      `Let the agent reach https://${subject}: check its firewall, its proxy and DNS.`,
  },
  timeout: {
    why: (problem) => `${problem.subject} did not answer in time${said(problem)}`,
    fix: () => 'Run again; if it stays so, check firewall and proxy of this machine.',
  },
  'certificate-untrusted': {
    why: (problem) => `the certificate of ${problem.subject} is not trusted here${said(problem)}`,
    fix: ({ said: text }) =>
      /^CERT_(?:HAS_EXPIRED|NOT_YET_VALID)$/.test(text)
        ? 'Set the clock of this machine; if it is right, have the certificate renewed, which may be that of your proxy.'
        : 'Give the agent the roots of your proxy: ./config.sh --sslcacert FILE, on a laptop NODE_EXTRA_CA_CERTS=FILE.',
  },
  proxy: {
    why: (problem) => `the proxy ${problem.subject} does not let us through${said(problem)}`,
    fix: () =>
      "Check the agent's proxy and its user (./config.sh --proxyurl …), on a laptop HTTPS_PROXY.",
  },
};

const SCM: Partial<Record<SiteReason, Words>> = {
  'scm-refused': {
    why: ({ subject, said: text }) => `${subject} does not take the identity (${text})`,
    fix: () =>
      "Give it the role 'Website Contributor' on the web app: reading its files needs Microsoft.Web/sites/publish/Action.",
  },
  'scm-address-refused': {
    why: ({ subject }) => `access restrictions of ${subject} turn this machine's address away`,
    fix: () =>
      'Allow the address of the agent under "Networking", "Access restrictions", "Advanced tool site", or run on an agent in the network of the web app.',
  },
  'scm-stopped': {
    why: ({ subject }) => `the site is stopped, and ${subject} with it`,
    fix: () => 'Start the site to have its files looked at: az webapp start',
  },
};

const ALL = { ...SIGN_IN, ...ASKED, ...ON_THE_WAY, ...SCM } as Record<SiteReason, Words>;

const PART: Readonly<Record<SitePart, string>> = {
  site: 'The site',
  configuration: "The site's configuration",
  'app settings': "The site's app settings",
  'sticky settings': 'The list of sticky settings',
  'Key Vault references': 'The state of the Key Vault references',
  production: 'The production slot',
  files: "The site's files",
  deployments: "The site's deployments",
};

/** What could not be read, and why. */
export function unreadMessage(problem: SiteProblem): string {
  return `${PART[problem.part]} could not be read: ${ALL[problem.reason].why(problem)}.`;
}

/** The one thing to do. */
export function unreadFix(problem: SiteProblem, input: InputWords): string {
  return ALL[problem.reason].fix(problem, input);
}

/** Whether it is about signing in. */
export function isSignIn({ reason }: SiteProblem): boolean {
  return SIGN_IN[reason] !== undefined;
}
