// Access to Azure: who signs in, in which cloud, and over which network. Made by a host, used by the stage that asks.

import { withoutTrailingSlashes } from './trailing-slashes.js';

/** The addresses of one cloud of Azure. */
export interface AzureCloud {
  /** Where Azure Resource Manager answers, such as `https://management.azure.com/`. */
  readonly resourceManager: string;
  /** Where tokens are given, such as `https://login.microsoftonline.com/`. */
  readonly authority: string;
  /** For whom a token is: nearly always the Resource Manager's own address. */
  readonly audience: string;
}

/** Where the assertion of a federated identity comes from; either gives a fresh one each time. */
export type AssertionSource =
  | {
      readonly kind: 'pipeline';
      /** `System.OidcRequestUri` of the job. */
      readonly requestUri: string;
      /** The job's own token. */
      readonly accessToken: string;
      readonly connection: string;
    }
  | { readonly kind: 'file'; readonly path: string };

/** An application in a directory. */
interface Principal {
  readonly tenantId: string;
  readonly clientId: string;
}

/** Who signs in. */
export type AzureIdentity =
  | (Principal & { readonly kind: 'secret'; readonly secret: string })
  | (Principal & {
      readonly kind: 'certificate';
      /** Certificate and private key as PEM, or the path of a file with both. */
      readonly pem: { readonly text: string } | { readonly path: string };
      readonly passphrase: string | undefined;
    })
  | (Principal & { readonly kind: 'federated'; readonly assertion: AssertionSource })
  | {
      readonly kind: 'managed';
      /** Of an identity that the user made; the machine's own when `undefined`. */
      readonly clientId: string | undefined;
      /** Where App Service and Container Apps give tokens, with the header they want. */
      readonly endpoint: { readonly url: string; readonly header: string } | undefined;
      /** Where a virtual machine gives tokens. */
      readonly metadata: string;
    }
  | { readonly kind: 'azure-cli' };

export interface AzureAccess {
  readonly identity: AzureIdentity;
  /** `undefined` where whoever signs in knows it: the Azure CLI. */
  readonly cloud: AzureCloud | undefined;
  /** `undefined` when it is to be found. */
  readonly subscriptionId: string | undefined;
  /** What the access is called in messages: the service connection, or where its values come from. */
  readonly name: string;
}

/** How the network is to be used. */
export interface NetworkSettings {
  readonly proxy: Proxy | undefined;
  /** The variable that should name a proxy and holds no address; its value may hold a password. */
  readonly unreadProxy?: string;
  /** Files with certificates that are trusted besides those of Node.js. */
  readonly trusted: readonly string[];
}

export interface Proxy {
  readonly url: string;
  readonly user: string | undefined;
  readonly password: string | undefined;
  /** Whether an address is asked without the proxy. */
  bypasses(url: URL): boolean;
}

/** The address of a machine's own metadata service (Azure Instance Metadata Service). */
export const METADATA_SERVICE = 'http://169.254.169.254';

const KNOWN_CLOUDS: Readonly<Record<string, Omit<AzureCloud, 'audience'>>> = {
  azurecloud: {
    resourceManager: 'https://management.azure.com/',
    authority: 'https://login.microsoftonline.com/',
  },
  azureusgovernment: {
    resourceManager: 'https://management.usgovcloudapi.net/',
    authority: 'https://login.microsoftonline.us/',
  },
  azurechinacloud: {
    resourceManager: 'https://management.chinacloudapi.cn/',
    authority: 'https://login.partner.microsoftonline.cn/',
  },
};

/**
 * A cloud by the name that service connections give it, or by one of its addresses; what is given besides
 * wins. Source: Microsoft Learn, authentication-national-cloud and azure-government/compare-azure-government.
 */
export function cloudOf(known: {
  readonly name?: string | undefined;
  readonly authority?: string | undefined;
  readonly resourceManager?: string | undefined;
}): AzureCloud {
  const base =
    byName(known.name) ??
    byAuthority(known.authority) ??
    byAddress('resourceManager', known.resourceManager) ??
    KNOWN_CLOUDS['azurecloud'];
  const resourceManager = known.resourceManager ?? base?.resourceManager ?? '';
  return {
    resourceManager,
    authority: known.authority ?? base?.authority ?? '',
    audience: withoutTrailingSlashes(resourceManager),
  };
}

function byName(name: string | undefined): Omit<AzureCloud, 'audience'> | undefined {
  return name === undefined ? undefined : KNOWN_CLOUDS[name.toLowerCase()];
}

/** Some clouds have had more than one authority. */
const OTHER_AUTHORITIES: Readonly<Record<string, string>> = {
  'login.chinacloudapi.cn': 'azurechinacloud',
  'login.usgovcloudapi.net': 'azureusgovernment',
};

function byAuthority(authority: string | undefined): Omit<AzureCloud, 'audience'> | undefined {
  if (authority === undefined || !URL.canParse(authority)) return undefined;
  const other = OTHER_AUTHORITIES[new URL(authority).hostname];
  return byAddress('authority', authority) ?? byName(other);
}

function byAddress(
  kind: 'authority' | 'resourceManager',
  address: string | undefined,
): Omit<AzureCloud, 'audience'> | undefined {
  if (address === undefined || !URL.canParse(address)) return undefined;
  const { hostname } = new URL(address);
  return Object.values(KNOWN_CLOUDS).find((cloud) => new URL(cloud[kind]).hostname === hostname);
}
