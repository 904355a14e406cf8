// What was read of a site as parts of the evidence, so that a rule whose part could not be read is named as not run.

import type { AppSetting } from '../../terms/app-setting.js';
import type {
  KeyVaultReference,
  SiteConfig,
  SiteDeployment,
  SiteFacts,
  SiteFiles,
  SiteProblem,
  SiteReading,
} from '../../terms/site.js';

/** What the user typed in, before the site added to it. */
export interface TypedValues {
  readonly runtimeStack: string | undefined;
  readonly startupCommand: string | undefined;
  readonly settings: readonly AppSetting[] | undefined;
}

/** A site that was asked: what could not be read, and what was typed in beside it. */
export interface AskedSite {
  readonly problems: readonly SiteProblem[];
  readonly typed: TypedValues;
}

/** The parts; each but the first is `undefined` when it could not be read. */
export interface SiteEvidence {
  readonly askedSite: AskedSite;
  readonly site: SiteFacts | undefined;
  readonly siteConfig: SiteConfig | undefined;
  readonly siteSettings: readonly AppSetting[] | undefined;
  readonly siteKeyVault: readonly KeyVaultReference[] | undefined;
  readonly siteFiles: SiteFiles | undefined;
  readonly siteDeployments: readonly SiteDeployment[] | undefined;
  /** Of production, when a slot was asked. */
  readonly productionConfig: SiteConfig | undefined;
  readonly productionSettings: readonly AppSetting[] | undefined;
}

/** Makes the parts. */
export function siteEvidence({ facts, problems }: SiteReading, typed: TypedValues): SiteEvidence {
  return {
    askedSite: { problems, typed },
    site: facts,
    siteConfig: facts?.config,
    siteSettings: facts?.settings,
    siteKeyVault: facts?.keyVault,
    siteFiles: facts?.files,
    siteDeployments: facts?.deployments,
    productionConfig: facts?.production?.config,
    productionSettings: facts?.production?.settings,
  };
}
