// Parts of the evidence that rules look at, as people call them.

/** Those whose own names are no words. */
const WORDS: Readonly<Record<string, string>> = {
  preRun: 'app settings',
  settings: 'app settings',
  settingProblems: 'a text of app settings',
  runtimeStack: 'runtime stack',
  sharedObjects: 'shared objects',
  askedSite: 'site',
  siteConfig: "the site's configuration",
  siteSettings: "the site's app settings",
  siteKeyVault: "the site's Key Vault references",
  siteFiles: "the site's files",
  siteDeployments: "the site's deployments",
  productionConfig: "production's configuration",
  productionSettings: "production's app settings",
};

/** The parts in words, each once, one behind the other. */
export function evidenceWords(names: readonly string[]): string {
  return [...new Set(names.map((name) => WORDS[name] ?? name))].join(', ');
}
