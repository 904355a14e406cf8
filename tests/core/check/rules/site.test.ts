import { sourcesReading } from '../../../helpers/azure/sources.js';
import type { Evidence } from '../../../../tasks/core/check/evidence.js';
import { siteRules } from '../../../../tasks/core/check/rules/site.js';
import type { AppSetting } from '../../../../tasks/core/terms/app-setting.js';
import type {
  SiteConfig,
  SiteDeployment,
  SiteFacts,
  SiteFile,
  SitePart,
  SiteReason,
} from '../../../../tasks/core/terms/site.js';
import { packageOf } from '../../../helpers/rule-cases.js';
import { BARE_SITE } from '../../../helpers/site-facts.js';
import { testRules, type RuleCase } from '../../../helpers/rule-cases.js';
import { settings } from './setting-cases.js';

const where = { file: 'site' };
const atSettings = { file: 'app settings' };
const atFiles = { file: '/home/site/wwwroot' };

const CONFIG: SiteConfig = {
  linuxFxVersion: 'PYTHON|3.11',
  appCommandLine: 'gunicorn app:app',
  alwaysOn: true,
  healthCheckPath: undefined,
};

function site(facts: Partial<SiteFacts> = {}): SiteFacts {
  return { ...BARE_SITE, ...facts };
}

interface Typed {
  readonly runtimeStack?: string;
  readonly startupCommand?: string;
  readonly settings?: readonly AppSetting[];
}

function asked(typed: Typed = {}): NonNullable<Evidence['askedSite']> {
  const none = { runtimeStack: undefined, startupCommand: undefined, settings: undefined };
  return { problems: [], typed: { ...none, ...typed } };
}

function problem(reason: SiteReason, part: SitePart = 'site'): NonNullable<Evidence['askedSite']> {
  const problems = [{ part, reason, subject: 'the subject', said: 'that' }];
  return { ...asked(), problems };
}

function files(entries: Record<string, number | null>, manifest?: string): Evidence['siteFiles'] {
  const list = Object.entries(entries).map(([name, size]): SiteFile => ({
    name,
    size: size ?? 0,
    isFolder: size === null,
  }));
  return { entries: list, manifest };
}

function deployment(facts: Partial<SiteDeployment>): SiteDeployment {
  return {
    id: 'd',
    status: 'success',
    complete: true,
    received: '2026-11-20T18:00:00Z',
    deployer: 'VSTS_ZIP_DEPLOY',
    ...facts,
  };
}

function sticky(values: Record<string, string>): AppSetting[] {
  return Object.entries(values).map(([name, value]) => ({ name, value, slotSetting: true }));
}

const gzip = packageOf({ inner: { name: 'output.tar.gz', entries: [] } });
const OURS = 'AntenvLayout="flat"\n';
const OUR_TARBALL = 'AntenvLayout="appTarball"\n';

const cases: readonly RuleCase[] = [
  // What could not be read; the words are in tests/golden/site.md.
  {
    rule: 'site/sign-in-failed',
    name: 'beside what is known',
    evidence: { askedSite: problem('tenant-unknown'), runtimeStack: 'PYTHON|3.12' },
    expect: [
      {
        severity: 'warning',
        message: 'The site could not be read: the directory of the subject is not known (that).',
        fix: 'Check the tenant ID, and that it is in the same cloud as the address that signs in.',
        where,
      },
    ],
  },
  {
    rule: 'site/sign-in-failed',
    name: 'where nothing else is known',
    evidence: { askedSite: problem('tenant-unknown') },
    expect: [
      {
        severity: 'error',
        message: 'The site could not be read: the directory of the subject is not known (that).',
        fix: 'Check the tenant ID, and that it is in the same cloud as the address that signs in.',
        where,
      },
    ],
  },
  {
    rule: 'site/sign-in-failed',
    name: 'another reason',
    evidence: { askedSite: problem('forbidden') },
    expect: [],
  },
  {
    rule: 'site/not-allowed',
    name: 'a part of it',
    evidence: { askedSite: problem('unauthorized', 'app settings') },
    expect: [
      {
        severity: 'warning',
        message:
          "The site's app settings could not be read: the subject does not take the token (that).",
        fix: 'Check that the identity is of the directory to which the subscription belongs.',
        where,
      },
    ],
  },
  {
    rule: 'site/not-allowed',
    name: 'all was allowed',
    evidence: { askedSite: asked() },
    expect: [],
  },
  {
    rule: 'site/not-found',
    name: 'no such group',
    evidence: { askedSite: problem('group-missing'), startup: undefined, settings: [] },
    expect: [
      {
        severity: 'warning',
        message:
          "The site could not be read: the subscription has no resource group 'the subject'.",
        fix: 'Correct resourceGroupName, or give none: the group is then found.',
        where,
      },
    ],
  },
  {
    rule: 'site/not-found',
    name: 'found',
    evidence: { askedSite: asked() },
    expect: [],
  },
  {
    rule: 'site/not-reached',
    name: 'the network',
    evidence: { askedSite: problem('network', 'configuration') },
    expect: [
      {
        severity: 'warning',
        message:
          "The site's configuration could not be read: the subject cannot be reached (that).",
        fix: 'Let the agent reach https://the subject: check its firewall, its proxy and DNS.',
        where,
      },
    ],
  },
  {
    rule: 'site/not-reached',
    name: 'the network, on the way to the files',
    evidence: { askedSite: problem('network', 'files') },
    expect: [],
  },
  {
    rule: 'site/files-not-read',
    name: 'a note, whatever the reason',
    evidence: { askedSite: problem('network', 'files') },
    expect: [
      {
        severity: 'note',
        message: "The site's files could not be read: the subject cannot be reached (that).",
        fix: 'Let the agent reach https://the subject: check its firewall, its proxy and DNS.',
        where,
      },
    ],
  },
  {
    rule: 'site/files-not-read',
    name: 'another part',
    evidence: { askedSite: problem('network') },
    expect: [],
  },
  // The site itself.
  {
    rule: 'site/not-linux',
    name: 'Windows',
    evidence: { site: site({ isLinux: false, kind: 'app', slot: 'staging' }) },
    expect: [
      {
        severity: 'error',
        message:
          "The slot 'staging' of the web app 'shop' runs on Windows, where a Python package does not run.",
        fix: 'Name a web app on Linux, or make one: az webapp create --runtime PYTHON:3.12 …',
        where,
      },
    ],
  },
  { rule: 'site/not-linux', name: 'Linux', evidence: { site: site() }, expect: [] },
  {
    rule: 'site/not-a-web-app',
    name: 'a function app',
    evidence: { site: site({ kind: 'functionapp,linux' }) },
    expect: [
      {
        severity: 'error',
        message: "The web app 'shop' is no web app, but of the kind 'functionapp,linux'.",
        fix: 'Name a web app in appName; for a function app this package is not made.',
        where,
      },
    ],
  },
  { rule: 'site/not-a-web-app', name: 'a web app', evidence: { site: site() }, expect: [] },
  {
    rule: 'site/not-python',
    name: 'a container, whose image is not shown',
    evidence: {
      site: site(),
      siteConfig: { ...CONFIG, linuxFxVersion: 'DOCKER|registry.example/shop:s3cret' },
      askedSite: asked(),
    },
    expect: [
      {
        severity: 'error',
        message:
          "The site's runtime stack is of the kind 'DOCKER', on which a Python package does not run.",
        fix: "Set one of Python: az webapp config set --name shop --resource-group rg-shop --linux-fx-version 'PYTHON|3.12'",
        where,
      },
    ],
  },
  {
    rule: 'site/not-python',
    name: 'no stack, and a deployment that may set one',
    evidence: {
      site: site(),
      siteConfig: { ...CONFIG, linuxFxVersion: '' },
      askedSite: asked({ runtimeStack: 'PYTHON|3.11' }),
    },
    expect: [
      {
        severity: 'warning',
        message: 'The site has no runtime stack.',
        fix: "Set one of Python: az webapp config set --name shop --resource-group rg-shop --linux-fx-version 'PYTHON|3.11'",
        where,
      },
    ],
  },
  {
    rule: 'site/not-python',
    name: 'Python, and Windows, which another rule tells',
    evidence: {
      site: site({ isLinux: false }),
      siteConfig: { ...CONFIG, linuxFxVersion: '' },
      askedSite: asked(),
    },
    expect: [],
  },
  {
    rule: 'site/not-python',
    name: 'a function app without a stack, which another rule tells',
    evidence: {
      site: site({ kind: 'functionapp,linux' }),
      siteConfig: { ...CONFIG, linuxFxVersion: '' },
      askedSite: asked(),
    },
    expect: [],
  },
  {
    rule: 'site/stopped',
    name: 'a stopped slot',
    evidence: { site: site({ state: 'Stopped', slot: 'staging' }) },
    expect: [
      {
        severity: 'warning',
        message: "The slot 'staging' of the web app 'shop' is stopped.",
        fix: 'Start it: az webapp start --name shop --resource-group rg-shop --slot staging',
        where,
      },
    ],
  },
  {
    rule: 'site/stopped',
    name: 'another state',
    evidence: { site: site({ state: 'QuotaExceeded' }) },
    expect: [
      {
        severity: 'warning',
        message: "The web app 'shop' is in the state 'QuotaExceeded'.",
        fix: 'Start it: az webapp start --name shop --resource-group rg-shop',
        where,
      },
    ],
  },
  {
    rule: 'site/stopped',
    name: 'a resource group whose name a shell would take apart',
    evidence: { site: site({ state: 'Stopped', resourceGroup: 'rg-shop(prod)' }) },
    expect: [
      {
        severity: 'warning',
        message: "The web app 'shop' is stopped.",
        fix: 'Start it: az webapp start --name shop --resource-group "rg-shop(prod)"',
        where,
      },
    ],
  },
  { rule: 'site/stopped', name: 'running', evidence: { site: site() }, expect: [] },
  {
    rule: 'site/runtime-stack-differs',
    name: 'another minor',
    evidence: {
      site: site(),
      siteConfig: CONFIG,
      askedSite: asked({ runtimeStack: 'python|3.12' }),
    },
    expect: [
      {
        severity: 'warning',
        message: "The site's runtime stack is 'PYTHON|3.11', but 'python|3.12' is given here.",
        fix: "Let the deployment set it, change the site, or build for the site's stack: az webapp config set --name shop --resource-group rg-shop --linux-fx-version 'PYTHON|3.12'",
        where,
      },
    ],
  },
  {
    rule: 'site/runtime-stack-differs',
    name: 'another minor, named alone: a command that can be pasted',
    evidence: { site: site(), siteConfig: CONFIG, askedSite: asked({ runtimeStack: '3.12' }) },
    expect: [
      {
        severity: 'warning',
        message: "The site's runtime stack is 'PYTHON|3.11', but '3.12' is given here.",
        fix: "Let the deployment set it, change the site, or build for the site's stack: az webapp config set --name shop --resource-group rg-shop --linux-fx-version 'PYTHON|3.12'",
        where,
      },
    ],
  },
  {
    rule: 'site/runtime-stack-differs',
    name: 'a site whose stack cannot be built for, and none typed in',
    evidence: {
      site: site(),
      siteConfig: { ...CONFIG, linuxFxVersion: 'PYTHON|3.8' },
      askedSite: asked(),
      runtimeStack: 'PYTHON|3.12',
    },
    expect: [
      {
        severity: 'warning',
        message: "The site's runtime stack is 'PYTHON|3.8', but the package is for 'PYTHON|3.12'.",
        fix: "Let the deployment set it, change the site, or build for the site's stack: az webapp config set --name shop --resource-group rg-shop --linux-fx-version 'PYTHON|3.12'",
        where,
      },
    ],
  },
  {
    rule: 'site/runtime-stack-differs',
    name: 'none typed in, and the one that was built for',
    evidence: {
      site: site(),
      siteConfig: CONFIG,
      askedSite: asked(),
      runtimeStack: 'PYTHON|3.11',
    },
    expect: [],
  },
  {
    rule: 'site/runtime-stack-differs',
    name: 'the same in another spelling',
    evidence: { site: site(), siteConfig: CONFIG, askedSite: asked({ runtimeStack: '3.11' }) },
    expect: [],
  },
  {
    rule: 'site/startup-command-differs',
    name: 'another command',
    evidence: {
      site: site(),
      siteConfig: CONFIG,
      askedSite: asked({ startupCommand: 'gunicorn main:app' }),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "The site has the startup command 'gunicorn app:app', but 'gunicorn main:app' is given here.",
        fix: 'Let the deployment set the command (an empty one clears nothing), or set it yourself: az webapp config set --name shop --resource-group rg-shop --startup-file "…"',
        where,
      },
    ],
  },
  {
    rule: 'site/startup-command-differs',
    name: 'none here, one there',
    evidence: { site: site(), siteConfig: CONFIG, askedSite: asked({ startupCommand: '' }) },
    expect: [
      {
        severity: 'warning',
        message:
          "The site has the startup command 'gunicorn app:app', though none is expected here; it is judged with the site's.",
        fix: 'Let the deployment set the command (an empty one clears nothing), or set it yourself: az webapp config set --name shop --resource-group rg-shop --startup-file "…"',
        where,
      },
    ],
  },
  {
    rule: 'site/startup-command-differs',
    name: 'one here, none there; a word that is too long may be a secret',
    evidence: {
      site: site(),
      siteConfig: { ...CONFIG, appCommandLine: '' },
      askedSite: asked({ startupCommand: 'x'.repeat(300) }),
    },
    expect: [
      {
        severity: 'warning',
        message: `The site has no startup command, but '…' is given here.`,
        fix: 'Let the deployment set the command (an empty one clears nothing), or set it yourself: az webapp config set --name shop --resource-group rg-shop --startup-file "…"',
        where,
      },
    ],
  },
  {
    rule: 'site/startup-command-differs',
    name: 'a long one, of whose last word nothing is shown that would be half a secret',
    evidence: {
      site: site(),
      siteConfig: { ...CONFIG, appCommandLine: `${'x'.repeat(190)} --token=${'s'.repeat(40)}` },
      askedSite: asked({ startupCommand: '' }),
    },
    expect: [
      {
        severity: 'warning',
        message: `The site has the startup command '${'x'.repeat(190)}…', though none is expected here; it is judged with the site's.`,
        fix: 'Let the deployment set the command (an empty one clears nothing), or set it yourself: az webapp config set --name shop --resource-group rg-shop --startup-file "…"',
        where,
      },
    ],
  },
  {
    rule: 'site/startup-command-differs',
    name: 'the same, and none typed in',
    evidence: {
      site: site(),
      siteConfig: CONFIG,
      askedSite: asked({ startupCommand: ' gunicorn app:app ' }),
    },
    expect: [],
  },
  {
    rule: 'site/setting-differs',
    name: 'values that cannot be secrets are shown, others are not',
    evidence: {
      siteSettings: settings({ WORKERS: '2', API_KEY: 'old-secret', SAME: 'same' }),
      askedSite: asked({
        settings: settings({ WORKERS: '4', API_KEY: 'new-secret', SAME: 'same', NEW: 'x' }),
      }),
    },
    expect: [
      {
        severity: 'note',
        message: "The app setting 'WORKERS' is '2' on the site, but '4' here.",
        fix: 'Let the deployment write it, or take it out of what is typed in.',
        where,
      },
      {
        severity: 'note',
        message: "The app setting 'API_KEY' has another value on the site than here.",
        fix: 'Let the deployment write it, or take it out of what is typed in.',
        where,
      },
      {
        severity: 'note',
        message: "The site does not have the app setting 'NEW' yet.",
        fix: 'Let the deployment write it, or take it out of what is typed in.',
        where,
      },
    ],
  },
  {
    rule: 'site/setting-differs',
    name: 'nothing typed in',
    evidence: { siteSettings: settings({ A: '1' }), askedSite: asked() },
    expect: [],
  },
  {
    rule: 'site/build-setting-late',
    name: 'a build that is turned off too late',
    evidence: {
      site: site({ slot: 'staging' }),
      siteSettings: settings({ SCM_DO_BUILD_DURING_DEPLOYMENT: 'true' }),
      askedSite: asked({ settings: settings({ SCM_DO_BUILD_DURING_DEPLOYMENT: 'false' }) }),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "The site still has SCM_DO_BUILD_DURING_DEPLOYMENT 'true', and settings that a deployment writes come after the upload.",
        fix: 'Set it in a step before the deployment: az webapp config appsettings set --name shop --resource-group rg-shop --settings SCM_DO_BUILD_DURING_DEPLOYMENT=false --slot staging',
        where,
      },
    ],
  },
  {
    rule: 'site/build-setting-late',
    name: 'names that hold the places for them, and what a shell would take apart',
    evidence: {
      site: site({ app: 'MY-GROUP', resourceGroup: 'APP(1)' }),
      siteSettings: settings({ SCM_DO_BUILD_DURING_DEPLOYMENT: 'true' }),
      askedSite: asked({ settings: settings({ SCM_DO_BUILD_DURING_DEPLOYMENT: 'false' }) }),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "The site still has SCM_DO_BUILD_DURING_DEPLOYMENT 'true', and settings that a deployment writes come after the upload.",
        fix: 'Set it in a step before the deployment: az webapp config appsettings set --name MY-GROUP --resource-group "APP(1)" --settings SCM_DO_BUILD_DURING_DEPLOYMENT=false',
        where,
      },
    ],
  },
  {
    rule: 'site/build-setting-late',
    name: 'a package at an address that is not shown',
    evidence: {
      site: site(),
      siteSettings: settings({ WEBSITE_RUN_FROM_PACKAGE: 'https://x.example/a.zip?sig=s' }),
      askedSite: asked({ settings: settings({ WEBSITE_RUN_FROM_PACKAGE: '' }) }),
    },
    expect: [
      {
        severity: 'warning',
        message:
          'The site still has WEBSITE_RUN_FROM_PACKAGE, and settings that a deployment writes come after the upload.',
        fix: 'Set it in a step before the deployment: az webapp config appsettings set --name shop --resource-group rg-shop --settings WEBSITE_RUN_FROM_PACKAGE="…"',
        where,
      },
    ],
  },
  {
    rule: 'site/build-setting-late',
    name: 'a site that does not build, and one that shall go on',
    evidence: {
      site: site(),
      siteSettings: settings({ SCM_DO_BUILD_DURING_DEPLOYMENT: 'false', BUILD_FLAGS: 'Off' }),
      askedSite: asked({ settings: settings({ SCM_DO_BUILD_DURING_DEPLOYMENT: 'true' }) }),
    },
    expect: [],
  },
  // Its settings.
  {
    rule: 'site/key-vault-unreadable',
    name: 'states, known and unknown',
    evidence: {
      siteKeyVault: [
        { setting: 'A', status: 'AccessToKeyVaultDenied' },
        { setting: 'B', status: 'OtherReasons' },
        { setting: 'C', status: 'Resolved' },
      ],
      askedSite: asked(),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "The site cannot read the Key Vault reference of the app setting 'A' (AccessToKeyVaultDenied).",
        fix: "Give the site's managed identity the role 'Key Vault Secrets User' on the vault, or let the vault's firewall through.",
        where: atSettings,
      },
      {
        severity: 'warning',
        message:
          "The site cannot read the Key Vault reference of the app setting 'B' (OtherReasons).",
        fix: 'See what the portal tells of it under "Environment variables".',
        where: atSettings,
      },
    ],
  },
  {
    rule: 'site/key-vault-unreadable',
    name: 'a setting that the deployment replaces',
    evidence: {
      siteKeyVault: [{ setting: 'A', status: 'SecretNotFound' }],
      askedSite: asked({ settings: settings({ A: 'value' }) }),
    },
    expect: [],
  },
  {
    rule: 'site/swap-setting',
    name: 'sticky settings that differ',
    evidence: {
      settings: [
        ...sticky({ PORT: '8000', API_KEY: 'slot-secret', SAME: 'x' }),
        ...settings({ FREE: '1' }),
      ],
      productionSettings: [
        ...sticky({ API_KEY: 'production-secret', SAME: 'x' }),
        ...settings({ FREE: '2' }),
      ],
    },
    expect: [
      {
        severity: 'note',
        message:
          "The setting 'API_KEY' is sticky: in the slot it is another value, in production another value. A swap brings production's to the app.",
        fix: 'See that the app runs with both, or make the setting equal in both slots.',
        where: atSettings,
      },
      {
        severity: 'warning',
        message:
          "The setting 'PORT' is sticky: in the slot it is '8000', in production not set. A swap brings production's to the app, and the app starts another way.",
        fix: 'See that the app runs with both, or make the setting equal in both slots.',
        where: atSettings,
      },
    ],
  },
  {
    rule: 'site/swap-setting',
    name: 'settings that swap along',
    evidence: { settings: settings({ A: '1' }), productionSettings: settings({ A: '2' }) },
    expect: [],
  },
  {
    rule: 'site/swap-missing-setting',
    name: 'a sticky setting that production lacks',
    evidence: {
      settings: [...sticky({ DATABASE_URL: 'x' }), ...settings({ OTHER: '1' })],
      productionSettings: [],
      sources: sourcesReading({ 'app.py': ['DATABASE_URL', 'OTHER', 'NEVER_SET'] }),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "The code reads 'DATABASE_URL' without a default, but the setting is sticky and production has none: after a swap it is missing.",
        fix: 'Add DATABASE_URL to production as a slot setting, or let it swap.',
        where: { file: 'app.py', line: 1 },
      },
    ],
  },
  {
    rule: 'site/swap-missing-setting',
    name: 'production has its own',
    evidence: {
      settings: sticky({ DATABASE_URL: 'x' }),
      productionSettings: sticky({ DATABASE_URL: 'y' }),
      sources: sourcesReading({ 'app.py': ['DATABASE_URL'] }),
    },
    expect: [],
  },
  {
    rule: 'site/swap-start',
    name: 'another stack and another command',
    evidence: {
      siteConfig: { ...CONFIG, linuxFxVersion: 'PYTHON|3.12', appCommandLine: '' },
      productionConfig: CONFIG,
    },
    expect: [
      {
        severity: 'note',
        message:
          "The runtime stack of the slot is 'PYTHON|3.12', that of production 'PYTHON|3.11': a swap brings the slot's to production.",
        fix: 'Nothing, if production is to get this runtime stack; else make them equal.',
        where,
      },
      {
        severity: 'note',
        message:
          "The startup command of the slot is '', that of production 'gunicorn app:app': a swap brings the slot's to production.",
        fix: 'Nothing, if production is to get this startup command; else make them equal.',
        where,
      },
    ],
  },
  {
    rule: 'site/swap-start',
    name: 'the same',
    evidence: { siteConfig: CONFIG, productionConfig: CONFIG },
    expect: [],
  },
  // What lies in it.
  {
    rule: 'site/stale-tarball',
    name: 'a newer format of an older build',
    evidence: { siteFiles: files({ 'output.tar.zst': 7e7 }), package: gzip },
    expect: [
      {
        severity: 'error',
        message:
          "The site holds output.tar.zst of an earlier build, which starts in the place of the package's output.tar.gz.",
        fix: "Remove it once in the console of the site's SCM service: rm -r /home/site/wwwroot/output.tar.zst, or choose the layout venvTarball.",
        where: atFiles,
      },
    ],
  },
  {
    rule: 'site/stale-tarball',
    name: 'the same format, which is replaced',
    evidence: { siteFiles: files({ 'output.tar.gz': 7e7 }), package: gzip },
    expect: [],
  },
  {
    rule: 'site/stale-tarball',
    name: 'another layout',
    evidence: { siteFiles: files({ 'output.tar.zst': 7e7 }), package: packageOf() },
    expect: [],
  },
  {
    rule: 'site/stale-tarball',
    name: 'one that a package of ours has brought, which goes with it',
    evidence: { siteFiles: files({ 'output.tar.zst': 7e7 }, OUR_TARBALL), package: gzip },
    expect: [],
  },
  {
    rule: 'site/stale-tarball',
    name: 'one that stands beside that of a package of ours',
    evidence: {
      siteFiles: files({ 'output.tar.zst': 7e7, 'output.tar.gz': 6e7 }, OUR_TARBALL),
      package: gzip,
    },
    expect: [
      {
        severity: 'error',
        message:
          "The site holds output.tar.zst of an earlier build, which starts in the place of the package's output.tar.gz.",
        fix: "Remove it once in the console of the site's SCM service: rm -r /home/site/wwwroot/output.tar.zst, or choose the layout venvTarball.",
        where: atFiles,
      },
    ],
  },
  {
    rule: 'site/leftover-output',
    name: 'one that a package of ours has brought, which goes with it',
    evidence: { siteFiles: files({ 'output.tar.gz': 7e7 }, OUR_TARBALL), layout: 'venvTarball' },
    expect: [],
  },
  {
    rule: 'site/leftover-output',
    name: 'an archive that nothing uses',
    evidence: { siteFiles: files({ 'output.tar.gz': 71_250_000 }), layout: 'venvTarball' },
    expect: [
      {
        severity: 'note',
        message:
          'The site holds output.tar.gz (71.3 MB) of an earlier build, which nothing uses any more.',
        fix: "Remove it once in the console of the site's SCM service: rm -r /home/site/wwwroot/output.tar.gz.",
        where: atFiles,
      },
    ],
  },
  {
    rule: 'site/leftover-output',
    name: 'the layout that has one itself',
    evidence: { siteFiles: files({ 'output.tar.gz': 1 }), layout: 'appTarball' },
    expect: [],
  },
  {
    rule: 'site/leftover-venv',
    name: 'between the files of a flat package',
    evidence: { siteFiles: files({ antenv: null }), layout: 'flat' },
    expect: [
      {
        severity: 'warning',
        message:
          'The site holds a folder antenv of another build, whose files stay between those of the package.',
        fix: "Remove it once in the console of the site's SCM service: rm -r /home/site/wwwroot/antenv.",
        where: atFiles,
      },
    ],
  },
  {
    rule: 'site/leftover-venv',
    name: 'in the way of the first start',
    evidence: { siteFiles: files({ antenv: null }, 'no = toml = at all'), layout: 'venvTarball' },
    expect: [
      {
        severity: 'note',
        message:
          'The site holds a folder antenv of another build, which the first start has to move away.',
        fix: "Remove it once in the console of the site's SCM service: rm -r /home/site/wwwroot/antenv.",
        where: atFiles,
      },
    ],
  },
  {
    rule: 'site/leftover-venv',
    name: 'one that a package of ours has brought',
    evidence: { siteFiles: files({ antenv: null }, OURS), layout: 'flat' },
    expect: [],
  },
  {
    rule: 'site/leftover-venv',
    name: 'beside a package whose app and venv are in one tarball, which looks for none',
    evidence: { siteFiles: files({ antenv: null }), layout: 'appTarball' },
    expect: [],
  },
  {
    rule: 'site/leftover-venv',
    name: 'a file of that name',
    evidence: { siteFiles: files({ antenv: 3 }), layout: 'flat' },
    expect: [],
  },
  {
    rule: 'site/manifest-of-build',
    name: "the platform's own manifest",
    evidence: { siteFiles: files({}, 'PlatformName="python"\nOperationId="x"\n') },
    expect: [
      {
        severity: 'note',
        message: 'The app that is on the site was built there, by the platform.',
        fix: 'Nothing, if this deployment is to take its place; check that no other deployment source builds it again.',
        where: atFiles,
      },
    ],
  },
  {
    rule: 'site/manifest-of-build',
    name: 'ours',
    evidence: { siteFiles: files({}, OURS) },
    expect: [],
  },
  {
    rule: 'site/manifest-of-build',
    name: 'ours, with the key of the platform beside it',
    evidence: { siteFiles: files({}, `${OURS}PlatformName="python"\n`) },
    expect: [],
  },
  {
    rule: 'site/manifest-of-build',
    name: 'none, as before the first deployment',
    evidence: { siteFiles: files({ 'hostingstart.html': 3499 }) },
    expect: [],
  },
  {
    rule: 'site/deployment-running',
    name: 'not complete',
    evidence: { siteDeployments: [deployment({ complete: false, status: 'building' })] },
    expect: [
      {
        severity: 'warning',
        message:
          "A deployment by 'VSTS_ZIP_DEPLOY' of 2026-11-20T18:00:00Z is still running on the site.",
        fix: 'Wait until it has ended, and let pipelines deploy one after another.',
        where: { file: 'deployments' },
      },
    ],
  },
  {
    rule: 'site/deployment-running',
    name: 'by somebody who is not named',
    evidence: { siteDeployments: [deployment({ complete: false, deployer: '' })] },
    expect: [
      {
        severity: 'warning',
        message: 'A deployment of 2026-11-20T18:00:00Z is still running on the site.',
        fix: 'Wait until it has ended, and let pipelines deploy one after another.',
        where: { file: 'deployments' },
      },
    ],
  },
  {
    rule: 'site/deployment-running',
    name: 'none, and complete',
    evidence: { siteDeployments: [] },
    expect: [],
  },
  {
    rule: 'site/last-deployment-failed',
    name: 'the latest failed',
    evidence: { siteDeployments: [deployment({ status: 'failed' }), deployment({})] },
    expect: [
      {
        severity: 'note',
        message:
          "The latest deployment of the site, by 'VSTS_ZIP_DEPLOY' of 2026-11-20T18:00:00Z, failed.",
        fix: 'A restart now may find half an app: deploy a good package.',
        where: { file: 'deployments' },
      },
    ],
  },
  {
    rule: 'site/last-deployment-failed',
    name: 'the latest failed, by somebody who is not named',
    evidence: { siteDeployments: [deployment({ status: 'failed', deployer: '' })] },
    expect: [
      {
        severity: 'note',
        message: 'The latest deployment of the site, of 2026-11-20T18:00:00Z, failed.',
        fix: 'A restart now may find half an app: deploy a good package.',
        where: { file: 'deployments' },
      },
    ],
  },
  {
    rule: 'site/last-deployment-failed',
    name: 'an earlier one failed',
    evidence: { siteDeployments: [deployment({}), deployment({ status: 'failed' })] },
    expect: [],
  },
];

testRules('site', siteRules, cases);
