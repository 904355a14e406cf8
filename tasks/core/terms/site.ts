// A site: a web app or one of its slots, as it really is. Read from Azure, never changed.

import type { AppSetting } from './app-setting.js';

/** Which site is asked for. */
export interface SiteQuestion {
  /** The id of a service connection; `undefined` where the host finds its own way to sign in. */
  readonly connection: string | undefined;
  readonly app: string;
  /** Found when `undefined`. */
  readonly resourceGroup: string | undefined;
  /** `undefined` for production. */
  readonly slot: string | undefined;
}

/** What a swap moves, or the platform reads at each start. */
export interface SiteConfig {
  /** `PYTHON|3.12`; empty on Windows. */
  readonly linuxFxVersion: string;
  /** The startup command; empty when none is set. */
  readonly appCommandLine: string;
  readonly alwaysOn: boolean;
  readonly healthCheckPath: string | undefined;
}

/** A setting whose value is in a key vault, and whether the site could read it. */
export interface KeyVaultReference {
  readonly setting: string;
  /** `Resolved`, or the reason why not, such as `AccessToKeyVaultDenied`. */
  readonly status: string;
}

/** One entry of the folder that the app runs from. */
export interface SiteFile {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly isFolder: boolean;
}

export interface SiteFiles {
  /** What `/home/site/wwwroot` holds, without what is in its folders. */
  readonly entries: readonly SiteFile[];
  /** The text of `oryx-manifest.toml`, where it is there and small. */
  readonly manifest: string | undefined;
}

export interface SiteDeployment {
  readonly id: string;
  /** `pending`, `building`, `deploying`, `failed`, `success`, a number that is new to us, or `unknown`. */
  readonly status: string;
  readonly complete: boolean;
  /** When it was received, as Kudu writes it. */
  readonly received: string;
  readonly deployer: string;
}

/** Production as a slot would meet it at a swap; a part that could not be read is `undefined`. */
export interface SwapPartner {
  readonly config: SiteConfig | undefined;
  readonly settings: readonly AppSetting[] | undefined;
}

/** What was read of a site; a part that could not be read is `undefined`. */
export interface SiteFacts {
  readonly app: string;
  readonly resourceGroup: string;
  readonly slot: string | undefined;
  /** `app,linux` and the like. */
  readonly kind: string;
  /** `Running` or `Stopped`. */
  readonly state: string;
  /** `reserved`: whether it runs on Linux. */
  readonly isLinux: boolean;
  /** The hosting plan's name, and its tier where that is told. */
  readonly plan: string;
  readonly tier: string | undefined;
  /** By which it is asked: the default one first, then its own domains. */
  readonly hosts: readonly string[];
  readonly config: SiteConfig | undefined;
  /** `slotSetting` is known where the sticky names are. */
  readonly settings: readonly AppSetting[] | undefined;
  readonly stickyNames: readonly string[] | undefined;
  readonly keyVault: readonly KeyVaultReference[] | undefined;
  /** Of a slot only. */
  readonly production: SwapPartner | undefined;
  readonly files: SiteFiles | undefined;
  /** Newest first. */
  readonly deployments: readonly SiteDeployment[] | undefined;
}

/** What could not be read. */
export type SitePart =
  | 'site'
  | 'configuration'
  | 'app settings'
  | 'sticky settings'
  | 'Key Vault references'
  | 'production'
  | 'files'
  | 'deployments';

/** Why a part could not be read. The words are in check/site/unread-words.ts. */
export const SITE_REASONS = [
  // Signing in.
  'connection-unknown',
  'connection-kind',
  'connection-incomplete',
  'address-insecure',
  'secret-wrong',
  'secret-expired',
  'principal-unknown',
  'tenant-unknown',
  'certificate-unusable',
  'certificate-not-rsa',
  'certificate-expired',
  'certificate-unknown',
  'federation-mismatch',
  'federation-unavailable',
  'federation-file',
  'managed-identity-missing',
  'cli-missing',
  'cli-signed-out',
  'conditional-access',
  'assertion-untimely',
  'sign-in-refused',
  // Asking.
  'unauthorized',
  'forbidden',
  'locked',
  'subscription-disabled',
  'subscription-missing',
  'subscription-unclear',
  'group-missing',
  'app-missing',
  'app-unclear',
  'slot-missing',
  'conflict',
  'throttled',
  'unavailable',
  'unexpected',
  'redirected',
  // The way there.
  'network',
  'timeout',
  'certificate-untrusted',
  'proxy',
  // The site's own service for deployments.
  'scm-refused',
  'scm-address-refused',
  'scm-stopped',
] as const;

export type SiteReason = (typeof SITE_REASONS)[number];

/** A part that could not be read, with the facts that its words want. */
export interface SiteProblem {
  readonly part: SitePart;
  readonly reason: SiteReason;
  /** Who or what was asked, as a name that its reader knows. */
  readonly subject: string;
  /** What came back, in short; never a secret. */
  readonly said: string;
  /** The action that was refused, such as `Microsoft.Web/sites/read`, and on what. */
  readonly action?: string;
  readonly scope?: string;
  /** Names that are there instead. */
  readonly known?: readonly string[];
}

/** What asking gave. */
export interface SiteReading {
  readonly question: SiteQuestion;
  /** `undefined` when not even the site itself could be read. */
  readonly facts: SiteFacts | undefined;
  readonly problems: readonly SiteProblem[];
}
