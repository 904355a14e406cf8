// The world of the fake: a directory, a subscription and a web app with a slot. Tests change what they care for.

import type { MadeCertificate } from './certificate.js';

/** Texts that must be read nowhere: whoever prints one has printed a secret. */
export const CANARIES = {
  secret: 'canary~client~secret~4711',
  database: 'postgres://shop:canary-db-4711@db.example/shop',
  apiKey: 'canary-api-key-4711',
  plain: 'canary plain words 4711',
  production: 'canary-production-4711',
} as const;

/** What is said of a site; `config/web` and the lists are behind it. */
export interface FakeSite {
  kind: string;
  state: string;
  reserved: boolean;
  /** The default one first. */
  hosts: string[];
  config: Record<string, unknown>;
  settings: Record<string, string>;
  keyVault: Record<string, string>;
  /** Names in wwwroot; a text is a file's content, a number the size of one that is not read, `null` a folder. */
  files: Record<string, string | number | null>;
  deployments: Record<string, unknown>[];
}

/** An answer that comes in place of the right one, some times or always. */
export interface ScriptedAnswer {
  /** Is looked for in method and address, such as `GET https://127.0.0.1:1/subscriptions`. */
  readonly when: RegExp;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Without an end when absent. */
  times?: number;
  /** Closes the connection instead. */
  readonly hangUp?: true;
  /** Never answers. */
  readonly silent?: true;
}

export interface World {
  readonly tenantId: string;
  readonly clientId: string;
  secret: string;
  certificate: MadeCertificate | undefined;
  readonly connectionId: string;
  /** The token of the job, by which it asks for assertions. */
  readonly jobToken: string;
  /** `sub` of the assertions that Azure DevOps gives, and the one that the application trusts. */
  subject: string;
  trustedSubject: string;
  /** The identity of the machine; `undefined` for a machine that has none. */
  managedClientId: string | undefined;
  subscriptions: string[];
  readonly resourceGroup: string;
  readonly app: string;
  /** What the identity may do; `slots` is all, but on slots alone. */
  role: 'contributor' | 'reader' | 'slots' | 'none';
  readonly production: FakeSite;
  readonly slots: Record<string, FakeSite>;
  stickyNames: string[];
  script: ScriptedAnswer[];
  /** How many items a page of a list has. */
  pageSize: number;
}

/** A web app as people have it: on Linux, with Python, settings and a slot. */
export function shopWorld(): World {
  return {
    tenantId: '11111111-1111-4111-8111-111111111111',
    clientId: '22222222-2222-4222-8222-222222222222',
    secret: CANARIES.secret,
    certificate: undefined,
    connectionId: '33333333-3333-4333-8333-333333333333',
    jobToken: 'access-token-of-the-emulated-job',
    subject: 'sc://fabrikam/Shop/shop-production',
    trustedSubject: 'sc://fabrikam/Shop/shop-production',
    managedClientId: undefined,
    subscriptions: ['44444444-4444-4444-8444-444444444444'],
    resourceGroup: 'rg-shop',
    app: 'shop',
    role: 'contributor',
    production: site(CANARIES.production),
    slots: { staging: site(CANARIES.apiKey), qa: site('canary-qa-4711') },
    stickyNames: [],
    script: [],
    pageSize: 100,
  };
}

function site(apiKey: string): FakeSite {
  return {
    kind: 'app,linux',
    state: 'Running',
    reserved: true,
    hosts: ['shop.azurewebsites.net'],
    config: {
      linuxFxVersion: 'PYTHON|3.11',
      appCommandLine: 'gunicorn app:app',
      alwaysOn: true,
      healthCheckPath: '/health',
    },
    settings: {
      SCM_DO_BUILD_DURING_DEPLOYMENT: 'false',
      DATABASE_URL: CANARIES.database,
      SHOP_API_KEY: apiKey,
      SHOP_WELCOME: CANARIES.plain,
    },
    keyVault: {},
    files: { 'hostingstart.html': 3499 },
    deployments: [
      {
        id: 'd1',
        status: 4,
        complete: true,
        received_time: '2026-11-20T18:00:00Z',
        deployer: 'VSTS_ZIP_DEPLOY',
      },
    ],
  };
}
