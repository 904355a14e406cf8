import { settingBuildRules } from '../../../../tasks/core/check/rules/setting-build.js';
import type { PackageFacts, VenvFacts } from '../../../../tasks/core/check/evidence.js';
import { testRules, type RuleCase } from '../../../helpers/rule-cases.js';
import { del, found, set, settings } from './setting-cases.js';

const BUILD = 'SCM_DO_BUILD_DURING_DEPLOYMENT';
const SECRET_URL = 'https://account.blob.core.windows.net/p/app.zip?sig=s3cret';
const venv: VenvFacts = {
  folder: 'antenv',
  address: '/antenv',
  tree: { files: new Map(), complete: true },
  minors: ['3.12'],
  distributions: [],
};
const plainZip: PackageFacts = { path: 'app.zip', size: 1, entries: [], inner: undefined };

const removeBefore = (name: string) => `Remove it before the deployment: ${del(name)}`;
const renameBefore = (name: string) =>
  `Remove it before the deployment, or rename it if it is the app's own: ${del(name)}`;
const buildFix = `Set it to false before the deployment: ${set(`${BUILD}=false`)}`;

const cases: readonly RuleCase[] = [
  {
    rule: 'setting/run-from-url',
    name: 'a URL with a token',
    evidence: { settings: settings({ WEBSITE_RUN_FROM_PACKAGE: SECRET_URL }) },
    expect: [
      found(
        'error',
        'The app setting WEBSITE_RUN_FROM_PACKAGE is a URL: Kudu answers the deployment of a zip with 409 Conflict.',
        removeBefore('WEBSITE_RUN_FROM_PACKAGE'),
      ),
    ],
  },
  {
    rule: 'setting/run-from-url',
    name: 'the old name',
    evidence: { settings: settings({ WEBSITE_RUN_FROM_ZIP: 'HTTP://host/app.zip' }) },
    expect: [
      found(
        'error',
        'The app setting WEBSITE_RUN_FROM_ZIP is a URL: Kudu answers the deployment of a zip with 409 Conflict.',
        removeBefore('WEBSITE_RUN_FROM_ZIP'),
      ),
    ],
  },
  {
    rule: 'setting/run-from-url',
    name: 'the old name beside the new one',
    evidence: {
      settings: settings({
        WEBSITE_RUN_FROM_PACKAGE: '1',
        WEBSITE_RUN_FROM_ZIP: 'https://host/app.zip',
      }),
    },
    expect: [
      found(
        'error',
        'The app setting WEBSITE_RUN_FROM_ZIP is a URL: Kudu answers the deployment of a zip with 409 Conflict.',
        removeBefore('WEBSITE_RUN_FROM_ZIP'),
      ),
    ],
  },
  {
    rule: 'setting/run-from-package',
    name: 'the old name beside the new one',
    evidence: { settings: settings({ WEBSITE_RUN_FROM_PACKAGE: '1', WEBSITE_RUN_FROM_ZIP: '1' }) },
    expect: ['WEBSITE_RUN_FROM_PACKAGE', 'WEBSITE_RUN_FROM_ZIP'].map((name) =>
      found(
        'warning',
        `The app setting ${name} is '1', which is not supported for Python: the app's folder becomes read-only.`,
        removeBefore(name),
      ),
    ),
  },
  {
    rule: 'setting/run-from-url',
    name: 'the value 0',
    evidence: { settings: settings({ WEBSITE_RUN_FROM_PACKAGE: '0' }) },
    expect: [],
  },
  {
    rule: 'setting/other-builder',
    name: 'every setting that changes the builder',
    evidence: {
      settings: settings({
        SCM_TARGET_PATH: '/home/site/other',
        PROJECT: 'src',
        SCM_SCRIPT_GENERATOR_ARGS: '--basic',
        COMMAND: 'bash build.sh --token s3cret',
      }),
    },
    expect: [
      found(
        'error',
        'The app setting COMMAND is set: a script runs in place of the deployment.',
        renameBefore('COMMAND'),
      ),
      found(
        'error',
        'The app setting SCM_SCRIPT_GENERATOR_ARGS is set: a generated script runs in place of the deployment.',
        renameBefore('SCM_SCRIPT_GENERATOR_ARGS'),
      ),
      found(
        'warning',
        'The app setting PROJECT is set: one folder of the package alone is deployed.',
        renameBefore('PROJECT'),
      ),
      found(
        'warning',
        'The app setting SCM_TARGET_PATH is set: the package is copied to another folder than the one the app runs from.',
        renameBefore('SCM_TARGET_PATH'),
      ),
    ],
  },
  {
    rule: 'setting/other-builder',
    name: 'empty, and a name that is longer',
    evidence: { settings: settings({ COMMAND: '', PROJECT_NAME: 'shop' }) },
    expect: [],
  },
  {
    rule: 'setting/deployment-v2',
    name: 'in another case',
    evidence: { settings: settings({ BUILD_FLAGS: 'deploymentV2' }) },
    expect: [
      found(
        'warning',
        "The app setting BUILD_FLAGS is 'DeploymentV2': the package is stored, but the site's files are not updated.",
        removeBefore('BUILD_FLAGS'),
      ),
    ],
  },
  {
    rule: 'setting/deployment-v2',
    name: 'with a build, which Oryx does in another way',
    evidence: { settings: settings({ BUILD_FLAGS: 'DeploymentV2', [BUILD]: 'true' }) },
    expect: [],
  },
  {
    rule: 'setting/build-during-deployment',
    name: 'true with a packaged venv',
    evidence: { settings: settings({ [BUILD]: 'True' }), venv },
    expect: [
      found(
        'error',
        "The app setting SCM_DO_BUILD_DURING_DEPLOYMENT is 'True': the platform builds again and throws the packaged virtual environment away.",
        buildFix,
      ),
    ],
  },
  {
    rule: 'setting/build-during-deployment',
    name: '1 with the app in a tarball',
    evidence: { settings: settings({ [BUILD]: '1' }), layout: 'appTarball' },
    expect: [
      found(
        'error',
        "The app setting SCM_DO_BUILD_DURING_DEPLOYMENT is '1': the platform builds a site from the tarball itself, without the app in it.",
        buildFix,
      ),
    ],
  },
  {
    rule: 'setting/build-during-deployment',
    name: 'true where nothing is known of the package',
    evidence: { settings: settings({ [BUILD]: 'true' }) },
    expect: [
      found(
        'warning',
        "The app setting SCM_DO_BUILD_DURING_DEPLOYMENT is 'true': the platform builds again, and would throw a packaged virtual environment away.",
        buildFix,
      ),
    ],
  },
  {
    rule: 'setting/build-during-deployment',
    name: 'true with a package that has no venv',
    evidence: { settings: settings({ [BUILD]: 'true' }), package: plainZip, layout: 'flat' },
    expect: [],
  },
  {
    rule: 'setting/build-during-deployment',
    name: 'a text that Kudu does not take for true',
    evidence: { settings: settings({ [BUILD]: 'yes' }), venv },
    expect: [],
  },
  {
    rule: 'setting/oryx-build-contradiction',
    name: 'no build, but Oryx',
    evidence: { settings: settings({ [BUILD]: 'false', ENABLE_ORYX_BUILD: 'true' }) },
    expect: [
      found(
        'warning',
        "The app settings ENABLE_ORYX_BUILD ('true') and SCM_DO_BUILD_DURING_DEPLOYMENT ('false') contradict each other: the platform does not build.",
        `Keep SCM_DO_BUILD_DURING_DEPLOYMENT alone: ${del('ENABLE_ORYX_BUILD')}`,
      ),
    ],
  },
  {
    rule: 'setting/oryx-build-contradiction',
    name: 'a build, but no Oryx',
    evidence: { settings: settings({ [BUILD]: '1', ENABLE_ORYX_BUILD: 'not today' }) },
    expect: [
      found(
        'warning',
        "The app settings ENABLE_ORYX_BUILD (not true) and SCM_DO_BUILD_DURING_DEPLOYMENT ('1') contradict each other: the platform builds.",
        `Keep SCM_DO_BUILD_DURING_DEPLOYMENT alone: ${del('ENABLE_ORYX_BUILD')}`,
      ),
    ],
  },
  {
    rule: 'setting/oryx-build-contradiction',
    name: 'both say no',
    evidence: { settings: settings({ [BUILD]: 'false', ENABLE_ORYX_BUILD: '0' }) },
    expect: [],
  },
  {
    rule: 'setting/run-from-package',
    name: 'on',
    evidence: { settings: settings({ WEBSITE_RUN_FROM_PACKAGE: '1' }) },
    expect: [
      found(
        'warning',
        "The app setting WEBSITE_RUN_FROM_PACKAGE is '1', which is not supported for Python: the app's folder becomes read-only.",
        removeBefore('WEBSITE_RUN_FROM_PACKAGE'),
      ),
    ],
  },
  {
    rule: 'setting/run-from-package',
    name: 'on together with a build',
    evidence: { settings: settings({ WEBSITE_RUN_FROM_PACKAGE: '1', [BUILD]: 'true' }) },
    expect: [
      found(
        'error',
        'The app settings WEBSITE_RUN_FROM_PACKAGE and SCM_DO_BUILD_DURING_DEPLOYMENT exclude each other: a package that is run from its zip is never built.',
        removeBefore('WEBSITE_RUN_FROM_PACKAGE'),
      ),
    ],
  },
  {
    rule: 'setting/run-from-package',
    name: 'off, as the tasks for function apps write it',
    evidence: { settings: settings({ WEBSITE_RUN_FROM_PACKAGE: '0', [BUILD]: 'true' }) },
    expect: [],
  },
  {
    rule: 'setting/app-cache-conflict',
    name: 'the cache and a package',
    evidence: {
      settings: settings({ WEBSITES_ENABLE_APP_CACHE: 'true', WEBSITE_RUN_FROM_PACKAGE: '1' }),
    },
    expect: [
      found(
        'warning',
        'The app settings WEBSITES_ENABLE_APP_CACHE and WEBSITE_RUN_FROM_PACKAGE cannot work together.',
        `Keep one of them: ${del('WEBSITE_RUN_FROM_PACKAGE')}`,
      ),
    ],
  },
  {
    rule: 'setting/app-cache-conflict',
    name: 'the cache alone',
    evidence: { settings: settings({ WEBSITES_ENABLE_APP_CACHE: 'true' }) },
    expect: [],
  },
  {
    rule: 'setting/dynamic-install',
    name: 'a version in the manifest, its key in another case',
    evidence: {
      settings: settings({ ENABLE_DYNAMIC_INSTALL: 'T' }),
      manifest: { pythonversion: '3.12.4' },
    },
    expect: [
      found(
        'warning',
        "The app setting ENABLE_DYNAMIC_INSTALL is on and the manifest names Python '3.12.4': unless the image has exactly this one, every start downloads it.",
        `Remove the setting: ${del('ENABLE_DYNAMIC_INSTALL')}`,
      ),
    ],
  },
  {
    rule: 'setting/dynamic-install',
    name: 'no version in the manifest',
    evidence: {
      settings: settings({ ENABLE_DYNAMIC_INSTALL: 'true' }),
      manifest: { virtualEnvName: 'antenv' },
    },
    expect: [],
  },
  {
    rule: 'setting/dynamic-install',
    name: 'off',
    evidence: {
      settings: settings({ ENABLE_DYNAMIC_INSTALL: 'false' }),
      manifest: { PythonVersion: '3.12.4' },
    },
    expect: [],
  },
];

testRules('setting', settingBuildRules, cases);
