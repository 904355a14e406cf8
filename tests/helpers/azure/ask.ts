// Asks the fake as the stage does, with the patience of a test.

import { writeFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Patience } from '../../../tasks/core/site/http/client.js';
import { askSite } from '../../../tasks/core/site/ask-site.js';
import {
  cloudOf,
  type AzureAccess,
  type AzureIdentity,
  type NetworkSettings,
} from '../../../tasks/core/terms/azure-access.js';
import type { SiteProblem, SiteQuestion, SiteReading } from '../../../tasks/core/terms/site.js';
import { fakeHost, type FakeHost } from '../fake-host.js';
import type { FakeAzure } from './fake-azure.js';

/** Nobody waits in a test. */
const HASTE: Patience = {
  tries: 3,
  exchange: 2000,
  firstWait: 1,
  longestWait: 1500,
  whole: 240_000,
};

/** A file with the certificate by which the fake is known, until `use` has ended. */
async function withRoots<Result>(
  azure: FakeAzure,
  use: (file: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'antenv-roots-'));
  const file = join(folder, 'roots.pem');
  await writeFile(file, azure.certificate.certificate);
  try {
    return await use(file);
  } finally {
    await rm(folder, { recursive: true });
  }
}

export interface AskWishes {
  readonly identity?: AzureIdentity;
  readonly access?: Partial<AzureAccess>;
  readonly question?: Partial<SiteQuestion>;
  readonly network?: Partial<NetworkSettings>;
  readonly patience?: Partial<Patience>;
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export interface AskedFake extends SiteReading {
  readonly host: FakeHost;
}

/** Asks the fake for its web app; a service principal with its secret signs in, unless told otherwise. */
export async function ask(azure: FakeAzure, wishes: AskWishes = {}): Promise<AskedFake> {
  return withRoots(azure, async (file) => {
    const access: AzureAccess = {
      identity: wishes.identity ?? secretOf(azure),
      cloud: cloudOf({ authority: azure.url, resourceManager: azure.url }),
      subscriptionId: azure.world.subscriptions[0],
      name: 'the service connection',
      ...wishes.access,
    };
    const host = fakeHost({
      ...(wishes.env ? { env: wishes.env } : {}),
      ...(wishes.signal ? { signal: wishes.signal } : {}),
      azure: {
        access: () => access,
        network: { proxy: undefined, trusted: [file], ...wishes.network },
      },
    });
    const question: SiteQuestion = {
      connection: undefined,
      app: azure.world.app,
      resourceGroup: azure.world.resourceGroup,
      slot: undefined,
      ...wishes.question,
    };
    const reading = await askSite(host, question, { ...HASTE, ...wishes.patience });
    return { ...reading, host };
  });
}

/** Client and directory of the fake's service principal. */
export function principalOf({ world }: FakeAzure): { tenantId: string; clientId: string } {
  return { tenantId: world.tenantId, clientId: world.clientId };
}

/** The identity that signs in with the secret. */
export function secretOf(azure: FakeAzure): AzureIdentity {
  return { kind: 'secret', ...principalOf(azure), secret: azure.world.secret };
}

/** `part: reason`, for tables. */
export function reasonsOf(problems: readonly SiteProblem[]): string[] {
  return problems.map(({ part, reason }) => `${part}: ${reason}`);
}
