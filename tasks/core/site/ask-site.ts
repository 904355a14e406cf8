// Asking a site: sign in, find it, read each part. A part that cannot be read is told, and the others are read all the same.

import { isDeepStrictEqual } from 'node:util';
import type { Host } from '../host.js';
import type { AzureAccess } from '../terms/azure-access.js';
import type {
  SiteFacts,
  SitePart,
  SiteProblem,
  SiteQuestion,
  SiteReading,
  SwapPartner,
} from '../terms/site.js';
import { Arm } from './arm.js';
import { findSite } from './find-site.js';
import { HttpClient, PATIENCE, type Patience } from './http/client.js';
import { Kudu } from './kudu.js';
import { fieldsOf, textOf } from './reading/json.js';
import {
  readConfig,
  readKeyVaultReference,
  readSettings,
  readSite,
  readStickyNames,
  type SiteItself,
} from './reading/read-site.js';
import type { Session, SignInTools } from './sign-in/session.js';
import { signIn } from './sign-in/sign-in.js';
import { problemOf, Unread, unread } from './unread.js';

/**
 * Asks a site what it is and has. Only reads.
 * @returns what could be read, and why the rest could not
 * @throws Stopped `cancelled`
 */
export async function askSite(
  host: Host,
  question: SiteQuestion,
  patience: Patience = PATIENCE,
): Promise<SiteReading> {
  const problems: SiteProblem[] = [];
  const access = host.azure.access(question.connection);
  if ('problem' in access) {
    return { question, facts: undefined, problems: [{ part: 'site', ...access.problem }] };
  }
  const limit = AbortSignal.timeout(patience.whole);
  const signal = AbortSignal.any([host.signal, limit]);
  const client = new HttpClient(host.azure.network, signal, patience);
  const reader = new Reader(problems, (error) => {
    host.signal.throwIfAborted();
    return limit.aborted
      ? unread('timeout', question.app, `${patience.whole / 1000} s for all`, error)
      : error;
  });
  const facts = await reader.read('site', () =>
    askAll({ host, client, signal, name: access.name }, reader, access, question),
  );
  return { question, facts, problems };
}

/** Keeps what cannot be read as a problem of its part. */
class Reader {
  private readonly problems: SiteProblem[];
  private readonly meaning: (error: unknown) => unknown;

  constructor(problems: SiteProblem[], meaning: (error: unknown) => unknown) {
    this.problems = problems;
    this.meaning = meaning;
  }

  async read<Value>(part: SitePart, ask: () => Promise<Value>): Promise<Value | undefined> {
    try {
      return await ask();
    } catch (error) {
      const problem = problemOf(part, this.meaning(error));
      // Two questions about one part may be refused for one reason.
      if (!this.problems.some((known) => isDeepStrictEqual(known, problem))) {
        this.problems.push(problem);
      }
      return undefined;
    }
  }
}

/** What every question about one site wants. */
interface Asking {
  readonly arm: Arm;
  readonly reader: Reader;
  /** Of the web app itself. */
  readonly path: string;
  /** Of the web app or of its slot. */
  readonly own: string;
}

async function askAll(
  tools: SignInTools,
  reader: Reader,
  access: AzureAccess,
  question: SiteQuestion,
): Promise<SiteFacts> {
  const { app, slot } = question;
  const { client } = tools;
  const session = await signIn(tools, access);
  const arm = new Arm(client, session);
  const { path, resourceGroup } = await findSite(arm, session.subscriptionId, question);
  const own = slot === undefined ? path : `${path}/slots/${encodeURIComponent(slot)}`;
  const asking: Asking = { arm, reader, path, own };
  const site = await askSiteItself(asking, question, resourceGroup);
  const stickyNames = await reader.read('sticky settings', () => askStickyNames(asking));
  const settings = await reader.read('app settings', () => askSettings(arm, own, stickyNames));
  return {
    app,
    slot,
    resourceGroup,
    kind: site.kind,
    state: site.state,
    isLinux: site.isLinux,
    plan: site.plan,
    tier: site.tier,
    hosts: site.hosts,
    config: await reader.read('configuration', () => askConfig(arm, own)),
    settings,
    stickyNames,
    keyVault: await askKeyVault(asking, settings),
    production: slot === undefined ? undefined : await askProduction(asking, settings, stickyNames),
    ...(await askKudu(client, session, reader, site)),
  };
}

/** A slot is asked without its web app: the identity may have its role on the slot alone. */
async function askSiteItself(
  asking: Asking,
  { app, slot }: SiteQuestion,
  group: string,
): Promise<SiteItself> {
  const { arm, path, own } = asking;
  if (slot === undefined) return readSite(await askApp(arm, path, app, group));
  const missing = { reason: 'slot-missing', subject: slot } as const;
  const action = 'Microsoft.Web/sites/slots/read';
  try {
    return readSite(await arm.get({ path: own, version: 'web', action, missing }));
  } catch (error) {
    if (!(error instanceof Unread) || error.trouble.reason !== 'slot-missing') throw error;
    // Either may be what is not there.
    await askApp(arm, path, app, group);
    throw new Unread({ ...error.trouble, known: await slotNames(arm, path) }, { cause: error });
  }
}

function askApp(arm: Arm, path: string, app: string, group: string): Promise<unknown> {
  const missing = { reason: 'app-missing', subject: app } as const;
  const action = 'Microsoft.Web/sites/read';
  return arm.get({ path, version: 'web', action, missing }).catch((error: unknown) => {
    if (!(error instanceof Unread) || error.trouble.reason !== 'app-missing') throw error;
    throw unread('app-missing', app, `in the resource group ${group}`, error);
  });
}

async function slotNames(arm: Arm, path: string): Promise<string[]> {
  const slots = await arm.pages({
    path: `${path}/slots`,
    version: 'web',
    action: 'Microsoft.Web/sites/slots/read',
  });
  return slots.flatMap((one) => textOf(fieldsOf(one)['name'])?.split('/').at(-1) ?? []);
}

async function askStickyNames({ arm, path }: Asking): Promise<readonly string[]> {
  return readStickyNames(
    await arm.get({
      path: `${path}/config/slotConfigNames`,
      version: 'web',
      action: 'Microsoft.Web/sites/config/read',
    }),
  );
}

async function askConfig(arm: Arm, path: string): Promise<SiteFacts['config']> {
  const action = 'Microsoft.Web/sites/config/read';
  return readConfig(await arm.get({ path: `${path}/config/web`, version: 'web', action }));
}

async function askSettings(
  arm: Arm,
  path: string,
  sticky: readonly string[] | undefined,
): Promise<SiteFacts['settings']> {
  const action = 'Microsoft.Web/sites/config/list/action';
  const list = `${path}/config/appsettings/list` as const;
  return readSettings(await arm.readList({ path: list, version: 'web', action }), sticky);
}

/** Asked only where there is a reference, or where nobody knows. */
async function askKeyVault(
  { arm, reader, own }: Asking,
  settings: SiteFacts['settings'],
): Promise<SiteFacts['keyVault']> {
  const hasReference = settings?.some(({ value }) => /^\s*@Microsoft\.KeyVault/i.test(value));
  if (hasReference === false) return [];
  return reader.read('Key Vault references', async () => {
    const path = `${own}/config/configreferences/appsettings`;
    const action = 'Microsoft.Web/sites/config/read';
    return (await arm.pages({ path, version: 'web', action })).map(readKeyVaultReference);
  });
}

/** Its settings are asked only where those of the slot may be read: it would be refused as those were. */
async function askProduction(
  { arm, reader, path }: Asking,
  own: SiteFacts['settings'],
  sticky: readonly string[] | undefined,
): Promise<SwapPartner> {
  return {
    config: await reader.read('production', () => askConfig(arm, path)),
    settings: own && (await reader.read('production', () => askSettings(arm, path, sticky))),
  };
}

async function askKudu(
  client: HttpClient,
  { token }: Session,
  reader: Reader,
  { scmHost, state }: SiteItself,
): Promise<Pick<SiteFacts, 'files' | 'deployments'>> {
  const kudu = await reader.read('files', async () => {
    if (scmHost === undefined) throw unread('unexpected', 'the site', 'it names no SCM host');
    return new Kudu(client, token, scmHost, state === 'Stopped');
  });
  if (!kudu) return { files: undefined, deployments: undefined };
  const files = await reader.read('files', () => kudu.files());
  // It would say the same again.
  if (files === undefined) return { files, deployments: undefined };
  return { files, deployments: await reader.read('deployments', () => kudu.deployments()) };
}
