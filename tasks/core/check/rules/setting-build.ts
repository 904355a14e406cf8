// App settings that decide what Kudu does with the package: which builder, and where its files go.

import { hasPackagedVenv } from '../settings/default-command.js';
import { manifestText } from '../../terms/manifest-keys.js';
import { rule, type Rule } from '../rule.js';
import { assignment, harmless, removal } from '../settings/setting-words.js';
import { goBoolean, isTrueLike, valueOf } from '../settings/setting-values.js';
import type { AppSetting } from '../../terms/app-setting.js';
import { APP_SETTINGS } from '../places.js';

const BUILD = 'SCM_DO_BUILD_DURING_DEPLOYMENT';
const BEFORE = 'before the deployment';
const where = APP_SETTINGS;

/** Kudu knows both names of the setting, and a site may have both. */
function runFromPackage(settings: readonly AppSetting[]): { name: string; value: string }[] {
  return ['WEBSITE_RUN_FROM_PACKAGE', 'WEBSITE_RUN_FROM_ZIP']
    .map((name) => ({ name, value: valueOf(settings, name) ?? '' }))
    .filter(({ value }) => value === '1' || /^http/i.test(value));
}

/** What each setting of Kudu's does to a package that needs no build. */
const OTHER_BUILDERS = [
  { name: 'COMMAND', severity: 'error', effect: 'a script runs in place of the deployment' },
  {
    name: 'SCM_SCRIPT_GENERATOR_ARGS',
    severity: 'error',
    effect: 'a generated script runs in place of the deployment',
  },
  { name: 'PROJECT', severity: 'warning', effect: 'one folder of the package alone is deployed' },
  {
    name: 'SCM_TARGET_PATH',
    severity: 'warning',
    effect: 'the package is copied to another folder than the one the app runs from',
  },
] as const;

export const settingBuildRules: readonly Rule[] = [
  rule({
    code: 'setting/run-from-url',
    severity: 'error',
    why: 'While the setting names a URL, Kudu answers every zip deployment with 409 Conflict.',
    source: 'F23: KuduLite FetchDeploymentManager.cs:102',
    example: {
      bad: 'WEBSITE_RUN_FROM_PACKAGE=https://account.blob.core.windows.net/packages/app.zip',
      good: 'no WEBSITE_RUN_FROM_PACKAGE',
    },
    needs: ['settings'],
    *find({ settings }) {
      for (const { name, value } of runFromPackage(settings)) {
        if (value !== '1') yield { name, where };
      }
    },
    message: ({ name }) =>
      `The app setting ${name} is a URL: Kudu answers the deployment of a zip with 409 Conflict.`,
    fix: ({ name }) => `Remove it ${BEFORE}: ${removal(name)}`,
  }),
  rule({
    code: 'setting/other-builder',
    severity: 'error',
    why: 'Kudu reads these settings before it looks at the package: it then runs a script of its own, or takes and puts the files elsewhere.',
    source: 'F24: KuduLite SiteBuilderFactory.cs:33-54, DeploymentManager.cs:845-865',
    example: { bad: 'COMMAND=bash deploy.sh', good: 'no COMMAND' },
    needs: ['settings'],
    *find({ settings }) {
      for (const builder of OTHER_BUILDERS) {
        if (valueOf(settings, builder.name) !== undefined) yield { ...builder, where };
      }
    },
    message: ({ name, effect }) => `The app setting ${name} is set: ${effect}.`,
    fix: ({ name }) => `Remove it ${BEFORE}, or rename it if it is the app's own: ${removal(name)}`,
  }),
  rule({
    code: 'setting/deployment-v2',
    severity: 'warning',
    why: 'With this flag and no build, Kudu stores the package as an artifact and leaves the site as it was.',
    source: 'F25: KuduLite DeploymentV2Builder',
    example: { bad: 'BUILD_FLAGS=DeploymentV2', good: 'no BUILD_FLAGS' },
    needs: ['settings'],
    *find({ settings }) {
      const isV2 = valueOf(settings, 'BUILD_FLAGS')?.toLowerCase() === 'deploymentv2';
      if (isV2 && !isTrueLike(valueOf(settings, BUILD))) yield { where };
    },
    message: () =>
      "The app setting BUILD_FLAGS is 'DeploymentV2': the package is stored, but the site's files are not updated.",
    fix: () => `Remove it ${BEFORE}: ${removal('BUILD_FLAGS')}`,
  }),
  rule({
    code: 'setting/build-during-deployment',
    severity: 'error',
    why: 'The platform then builds by itself: it leaves the packaged virtual environment out, installs the requirements again and replaces the manifest. A package that is one tarball has nothing that it could build.',
    source: 'F28, F29: KuduLite SiteBuilderFactory.cs:67-110, Oryx PythonPlatform.cs:363-379',
    example: {
      bad: 'SCM_DO_BUILD_DURING_DEPLOYMENT=true',
      good: 'SCM_DO_BUILD_DURING_DEPLOYMENT=false',
    },
    needs: ['settings'],
    *find(evidence) {
      const value = valueOf(evidence.settings, BUILD) ?? '';
      const isPackaged = hasPackagedVenv(evidence);
      if (!isTrueLike(value) || isPackaged === false) return;
      const severity = isPackaged === undefined ? 'warning' : 'error';
      yield { value, isTarball: evidence.layout === 'appTarball', severity, where };
    },
    message: ({ value, isTarball, severity }) =>
      `The app setting ${BUILD} is '${value}': ${
        isTarball
          ? 'the platform builds a site from the tarball itself, without the app in it.'
          : severity === 'error'
            ? 'the platform builds again and throws the packaged virtual environment away.'
            : 'the platform builds again, and would throw a packaged virtual environment away.'
      }`,
    fix: () => `Set it to false ${BEFORE}: ${assignment(BUILD, 'false')}`,
  }),
  rule({
    code: 'setting/oryx-build-contradiction',
    severity: 'warning',
    why: 'SCM_DO_BUILD_DURING_DEPLOYMENT alone decides whether a Python app is built on deployment; the other setting changes nothing, whatever it says.',
    source: 'F30: OSS support blog 2025-09-03',
    example: {
      bad: 'SCM_DO_BUILD_DURING_DEPLOYMENT=false and ENABLE_ORYX_BUILD=true',
      good: 'SCM_DO_BUILD_DURING_DEPLOYMENT=false and no ENABLE_ORYX_BUILD',
    },
    needs: ['settings'],
    *find({ settings }) {
      const build = valueOf(settings, BUILD);
      const oryx = valueOf(settings, 'ENABLE_ORYX_BUILD');
      if (build === undefined || oryx === undefined) return;
      const builds = isTrueLike(build);
      if (builds !== isTrueLike(oryx)) yield { build, oryx, builds, where };
    },
    message: ({ build, oryx, builds }) =>
      `The app settings ENABLE_ORYX_BUILD (${harmless(oryx) ?? 'not true'}) and ${BUILD} (${harmless(build) ?? 'not true'}) contradict each other: the platform ${builds ? 'builds' : 'does not build'}.`,
    fix: () => `Keep ${BUILD} alone: ${removal('ENABLE_ORYX_BUILD')}`,
  }),
  rule({
    code: 'setting/run-from-package',
    severity: 'warning',
    why: "Running from the zip is not supported for Python: the app's folder is read-only, and nothing is unpacked or built.",
    source: 'F32: Microsoft Learn deploy-run-package; OSS support blog 2023-04-17',
    example: { bad: 'WEBSITE_RUN_FROM_PACKAGE=1', good: 'no WEBSITE_RUN_FROM_PACKAGE' },
    needs: ['settings'],
    *find({ settings }) {
      const builds = isTrueLike(valueOf(settings, BUILD));
      const severity = builds ? 'error' : 'warning';
      for (const { name, value } of runFromPackage(settings)) {
        if (value === '1') yield { name, builds, severity, where };
      }
    },
    message: ({ name, builds }) =>
      builds
        ? `The app settings ${name} and ${BUILD} exclude each other: a package that is run from its zip is never built.`
        : `The app setting ${name} is '1', which is not supported for Python: the app's folder becomes read-only.`,
    fix: ({ name }) => `Remove it ${BEFORE}: ${removal(name)}`,
  }),
  rule({
    code: 'setting/app-cache-conflict',
    severity: 'warning',
    why: 'The local cache and running from a package both want to be what is mounted as the app.',
    source: 'F33: OSS support blog 2023-04-17',
    example: {
      bad: 'WEBSITES_ENABLE_APP_CACHE=true and WEBSITE_RUN_FROM_PACKAGE=1',
      good: 'WEBSITES_ENABLE_APP_CACHE=true alone',
    },
    needs: ['settings'],
    *find({ settings }) {
      if (!isTrueLike(valueOf(settings, 'WEBSITES_ENABLE_APP_CACHE'))) return;
      for (const { name } of runFromPackage(settings)) yield { name, where };
    },
    message: ({ name }) =>
      `The app settings WEBSITES_ENABLE_APP_CACHE and ${name} cannot work together.`,
    fix: ({ name }) => `Keep one of them: ${removal(name)}`,
  }),
  rule({
    code: 'setting/dynamic-install',
    severity: 'warning',
    why: 'When the manifest names a Python that the image does not have in exactly that version, each start downloads it.',
    source: 'F34: Oryx python/scriptgenerator.go:90-92',
    example: {
      bad: 'ENABLE_DYNAMIC_INSTALL=true and PythonVersion="3.12.4" in oryx-manifest.toml',
      good: 'no ENABLE_DYNAMIC_INSTALL',
    },
    needs: ['settings', 'manifest'],
    *find({ settings, manifest }) {
      const isOn = goBoolean(valueOf(settings, 'ENABLE_DYNAMIC_INSTALL') ?? '') === true;
      const version = manifestText(manifest, 'PythonVersion');
      // `/opt/python/3` is in every image.
      if (isOn && version !== '' && version !== '3') yield { version, where };
    },
    message: ({ version }) =>
      `The app setting ENABLE_DYNAMIC_INSTALL is on and the manifest names Python '${version}': unless the image has exactly this one, every start downloads it.`,
    fix: () => `Remove the setting: ${removal('ENABLE_DYNAMIC_INSTALL')}`,
  }),
];
