// Rules about the site itself: whether it is one that could run the app, and what differs from what was typed in.

import { readRuntimeStack, stackName } from '../../runtime/images.js';
import { rule, type Rule } from '../rule.js';
import { isTrueLike } from '../settings/setting-values.js';
import { assignment, harmless, quoted } from '../settings/setting-words.js';
import type { AppSetting } from '../../terms/app-setting.js';
import { shellWord } from '../../terms/shell-word.js';
import type { SiteFacts } from '../../terms/site.js';
import { wholeWords } from '../../terms/whole-words.js';
import { stackKind } from './runtime.js';

const where = { file: 'site' };

function nameOf({ app, slot }: SiteFacts): string {
  return slot === undefined ? `web app '${app}'` : `slot '${slot}' of the web app '${app}'`;
}

/** The command behind the name of a subcommand, for the site that was asked. */
function az(command: string, { app, resourceGroup, slot }: SiteFacts, more = ''): string {
  const names = `--name ${shellWord(app)} --resource-group ${shellWord(resourceGroup)}`;
  const place = slot === undefined ? names : `${names} --slot ${shellWord(slot)}`;
  return `az webapp ${command} ${place}${more}`;
}

const LONGEST_COMMAND = 200;

function shown(command: string): string {
  return `'${wholeWords(command.trim(), LONGEST_COMMAND)}'`;
}

/** Whether it starts by another road than a web app does. */
function isOtherKind({ kind }: SiteFacts): boolean {
  return /functionapp|workflowapp/i.test(kind);
}

interface Changed {
  readonly name: string;
  /** `undefined` where the site does not have it. */
  readonly before: string | undefined;
  readonly after: string;
}

/** The typed settings by which the site would change. */
function changed(typed: readonly AppSetting[], own: readonly AppSetting[]): Changed[] {
  return typed
    .map(({ name, value }) => ({
      name,
      before: own.find((one) => one.name === name)?.value,
      after: value,
    }))
    .filter(({ before, after }) => before !== after);
}

/** Values that make Kudu do something else than copy the package, while it arrives. */
function hindersUpload(name: string, value: string | undefined): boolean {
  if (name === 'SCM_DO_BUILD_DURING_DEPLOYMENT') return isTrueLike(value);
  if (name === 'BUILD_FLAGS') return value?.toLowerCase() === 'deploymentv2';
  return /^WEBSITE_RUN_FROM_(?:PACKAGE|ZIP)$/.test(name) && /^(?:1$|http)/i.test(value ?? '');
}

const UPLOAD_SETTINGS = [
  'SCM_DO_BUILD_DURING_DEPLOYMENT',
  'WEBSITE_RUN_FROM_PACKAGE',
  'WEBSITE_RUN_FROM_ZIP',
  'BUILD_FLAGS',
];

export const siteItselfRules: readonly Rule[] = [
  rule({
    code: 'site/not-linux',
    severity: 'error',
    why: 'Only App Service on Linux has images for Python; a package with a virtual environment does not run on Windows.',
    source: 'Microsoft Learn: configure-language-python; Site.reserved',
    example: { bad: 'a web app with kind app', good: 'a web app with kind app,linux' },
    needs: ['site'],
    *find({ site }) {
      if (!site.isLinux) yield { name: nameOf(site), where };
    },
    message: ({ name }) => `The ${name} runs on Windows, where a Python package does not run.`,
    fix: () => 'Name a web app on Linux, or make one: az webapp create --runtime PYTHON:3.12 …',
  }),
  rule({
    code: 'site/not-a-web-app',
    severity: 'error',
    why: 'Function apps and logic apps start by another road: the start script of web apps is not there.',
    source: 'Microsoft Learn: Site.kind; app-service-linux-docs kind_property.md',
    example: { bad: 'kind functionapp,linux', good: 'kind app,linux' },
    needs: ['site'],
    *find({ site }) {
      if (isOtherKind(site)) {
        yield { name: nameOf(site), kind: site.kind, where };
      }
    },
    message: ({ name, kind }) => `The ${name} is no web app, but of the kind '${kind}'.`,
    fix: (_, input) =>
      `Name a web app in ${input.name('appName')}; for a function app this package is not made.`,
  }),
  rule({
    code: 'site/not-python',
    severity: 'error',
    why: "With a stack of another kind nothing of the Python image is there: no start script, no virtual environment, none of the platform's gunicorn.",
    source: 'F118: linuxFxVersion of the web app',
    example: { bad: 'NODE|20-lts', good: 'PYTHON|3.12' },
    needs: ['site', 'siteConfig', 'askedSite'],
    *find({ site, siteConfig, askedSite }) {
      const kind = stackKind(siteConfig.linuxFxVersion) ?? '';
      if (!site.isLinux || isOtherKind(site) || kind.toLowerCase() === 'python') return;
      // A deployment that sets a stack mends it.
      const severity = askedSite.typed.runtimeStack === undefined ? 'error' : 'warning';
      yield { kind, command: setStack(site, askedSite.typed.runtimeStack), severity, where };
    },
    message: ({ kind }) =>
      kind === ''
        ? 'The site has no runtime stack.'
        : `The site's runtime stack is of the kind '${kind}', on which a Python package does not run.`,
    fix: ({ command }) => `Set one of Python: ${command}`,
  }),
  rule({
    code: 'site/stopped',
    severity: 'warning',
    why: 'A stopped site answers nobody, and a deployment does not start it.',
    source: 'Microsoft Learn: Site.state',
    example: { bad: 'state Stopped', good: 'state Running' },
    needs: ['site'],
    *find({ site }) {
      if (site.state !== '' && site.state !== 'Running') {
        yield { name: nameOf(site), state: site.state, command: az('start', site), where };
      }
    },
    message: ({ name, state }) =>
      state === 'Stopped' ? `The ${name} is stopped.` : `The ${name} is in the state '${state}'.`,
    fix: ({ command }) => `Start it: ${command}`,
  }),
  rule({
    code: 'site/runtime-stack-differs',
    severity: 'warning',
    why: 'Packages are found in a folder that is named after the Python minor: the package is for the stack that was typed in, and runs on the one that the site has, unless the deployment changes it.',
    source: 'F119: azureAppServiceUtility.ts:226',
    example: {
      bad: 'runtimeStack PYTHON|3.12 and a site with PYTHON|3.11',
      good: 'runtimeStack PYTHON|3.12 and a site with PYTHON|3.12',
    },
    needs: ['site', 'siteConfig', 'askedSite'],
    *find({ site, siteConfig, askedSite, runtimeStack }) {
      const typed = askedSite.typed.runtimeStack;
      // Where none is typed in and that of the site is none we know, the package is for the Python that made it.
      const stack = typed ?? runtimeStack;
      const own = readRuntimeStack(siteConfig.linuxFxVersion);
      if (stack === undefined || own === undefined || readRuntimeStack(stack) === own) return;
      const said =
        typed === undefined ? `the package is for '${stack}'` : `'${stack}' is given here`;
      yield { said, own: siteConfig.linuxFxVersion, command: setStack(site, stack), where };
    },
    message: ({ said, own }) => `The site's runtime stack is '${own}', but ${said}.`,
    fix: ({ command }) =>
      `Let the deployment set it, change the site, or build for the site's stack: ${command}`,
  }),
  rule({
    code: 'site/startup-command-differs',
    severity: 'warning',
    why: 'The app is judged with the command that was typed in, and starts with the one that the site has, unless the deployment changes it. One that is empty does not clear it.',
    source: 'F98: azureAppServiceUtility.ts:226-247',
    example: {
      bad: 'startupCommand gunicorn main:app and a site with startup.sh',
      good: 'the same command in both places, or none typed in',
    },
    needs: ['site', 'siteConfig', 'askedSite'],
    *find({ site, siteConfig, askedSite }) {
      const typed = askedSite.typed.startupCommand;
      const own = siteConfig.appCommandLine;
      if (typed === undefined || typed.trim() === own.trim()) return;
      yield { typed, own, command: az('config set', site, ' --startup-file "…"'), where };
    },
    message: ({ typed, own }) => {
      if (own === '') return `The site has no startup command, but ${shown(typed)} is given here.`;
      return typed === ''
        ? `The site has the startup command ${shown(own)}, though none is expected here; it is judged with the site's.`
        : `The site has the startup command ${shown(own)}, but ${shown(typed)} is given here.`;
    },
    fix: ({ command }) =>
      `Let the deployment set the command (an empty one clears nothing), or set it yourself: ${command}`,
  }),
  rule({
    code: 'site/setting-differs',
    severity: 'note',
    why: 'What is typed in is what the app is judged with; where the site has it otherwise, the deployment changes it, or the app starts with something else than was judged.',
    source: 'F111: AzureAppServiceSettingsV1, which lists, merges and writes',
    example: {
      bad: 'LOG_LEVEL=debug typed in, and info on the site',
      good: 'the same value in both places',
    },
    needs: ['siteSettings', 'askedSite'],
    *find({ siteSettings, askedSite }) {
      for (const one of changed(askedSite.typed.settings ?? [], siteSettings)) {
        if (!hindersUpload(one.name, one.before)) yield { ...one, where };
      }
    },
    message: ({ name, before, after }) => {
      if (before === undefined)
        return `The site does not have the app setting ${quoted(name)} yet.`;
      const [old, next] = [harmless(before), harmless(after)];
      return old !== undefined && next !== undefined
        ? `The app setting ${quoted(name)} is ${old} on the site, but ${next} here.`
        : `The app setting ${quoted(name)} has another value on the site than here.`;
    },
    fix: () => 'Let the deployment write it, or take it out of what is typed in.',
  }),
  rule({
    code: 'site/build-setting-late',
    severity: 'warning',
    why: 'Kudu reads these settings when the package arrives. AzureWebApp@1 uploads first and writes its app settings afterwards, so that they count for the next deployment only.',
    source: 'F31: AzureRmWebAppDeploymentProvider.ts:92-106',
    example: {
      bad: 'SCM_DO_BUILD_DURING_DEPLOYMENT=false typed in, and true on the site',
      good: 'AzureAppServiceSettings@1 with the setting, before AzureWebApp@1',
    },
    needs: ['site', 'siteSettings', 'askedSite'],
    *find({ site, siteSettings, askedSite }) {
      for (const { name, before, after } of changed(askedSite.typed.settings ?? [], siteSettings)) {
        if (!UPLOAD_SETTINGS.includes(name)) continue;
        if (!hindersUpload(name, before) || hindersUpload(name, after)) continue;
        const safe = harmless(after);
        const command =
          safe === undefined
            ? az('config appsettings set', site, ` --settings ${name}="…"`)
            : settingCommand(site, name, after);
        yield { name, before: harmless(before ?? ''), command, where };
      }
    },
    message: ({ name, before }) =>
      `The site still has ${name}${before === undefined ? '' : ` ${before}`}, and settings that a deployment writes come after the upload.`,
    fix: ({ command }) => `Set it in a step before the deployment: ${command}`,
  }),
];

function setStack(site: SiteFacts, stack = 'PYTHON|3.12'): string {
  const minor = readRuntimeStack(stack);
  return az(
    'config set',
    site,
    ` --linux-fx-version '${minor === undefined ? stack : stackName(minor)}'`,
  );
}

function settingCommand(site: SiteFacts, name: string, value: string): string {
  const { app, resourceGroup, slot } = site;
  const names: Readonly<Record<string, string>> = { APP: app, GROUP: resourceGroup };
  const filled = assignment(name, value).replace(/\b(?:APP|GROUP)\b/g, (one) =>
    shellWord(names[one] ?? one),
  );
  return slot === undefined ? filled : `${filled} --slot ${shellWord(slot)}`;
}
