// App settings by their names and values: which are missing, lost, renamed, or in the platform's way.

import { isKeyVaultReference, keyVaultProblem } from '../settings/key-vault-reference.js';
import { neededVariables } from '../settings/needed-variables.js';
import { pythonPathProblems } from '../settings/python-path.js';
import { rule, type Rule } from '../rule.js';
import { clashKey, refusedCharacters, variableName } from '../settings/setting-names.js';
import { listed, quoted, removal } from '../settings/setting-words.js';
import { valueOf } from '../settings/setting-values.js';
import type { AppSetting } from '../../terms/app-setting.js';
import { replacingFix, unreplacedIn } from '../../terms/pipeline-variable.js';
import { APP_SETTINGS } from '../places.js';

const where = APP_SETTINGS;

/** A mistaken text may have a value in the place of a name: only what could be a name is shown. */
function shownName(name: string): string {
  return /^[\p{L}\p{N}_.:/ -]{1,64}$/u.test(name) ? ` ${quoted(name)}` : '';
}

/** Settings that become one variable, in groups of two and more. */
function clashes(settings: readonly AppSetting[]): AppSetting[][] {
  const groups = new Map<string, AppSetting[]>();
  for (const setting of settings) {
    const key = clashKey(setting.name);
    const group = groups.get(key);
    if (group) group.push(setting);
    else groups.set(key, [setting]);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

function areSame(group: readonly AppSetting[]): boolean {
  return group.every(({ name, value }) => name === group[0]?.name && value === group[0].value);
}

/** Characters that the documentation wants behind a backslash, where they have none. */
function unescaped(value: string): string[] {
  // A variable of the pipeline is to be replaced, and no backslash helps it.
  const bare = unreplaced(value).reduce((rest, one) => rest.replaceAll(one, ''), plain(value));
  return ['$', '\\', '"'].filter((char) => bare.includes(char));
}

/** A value without what has its backslash. */
function plain(value: string): string {
  return value.replace(/\\[\\$"]/g, '');
}

function unreplaced(value: string): string[] {
  return unreplacedIn(plain(value));
}

/** What each variable of the image is for (contract A6, A11, A14). */
const PLATFORM_VARIABLES: readonly { readonly name: string; readonly effect: string }[] = [
  { name: 'PATH', effect: "the image's Python and shell tools are no longer found" },
  { name: 'PYTHONHOME', effect: 'Python no longer finds its own library' },
  { name: 'LD_LIBRARY_PATH', effect: "other libraries come before the image's own" },
  { name: 'HOME', effect: "the platform's own files and the SSH session are looked for elsewhere" },
  { name: 'PYTHON_VERSION', effect: 'the start script puts a Python on PATH that is not there' },
  { name: 'APP_PATH', effect: 'commands that use $APP_PATH look for the app elsewhere' },
];

export const settingNameRules: readonly Rule[] = [
  rule({
    code: 'setting/missing',
    severity: 'note',
    why: "Code that reads an environment variable without a default ends with an error when nobody sets it, often before the app answers the platform's first ping. It is looked for in os.environ and in calls of python-decouple, django-environ, environs and settings classes of pydantic; nothing is told where the app may get its variables from somewhere that it does not show.",
    source: 'F106: OSS support blog 2023-04-17 and 2022-02-20',
    example: {
      bad: "os.environ['DATABASE_URL'] without an app setting DATABASE_URL",
      good: "os.environ.get('DATABASE_URL', 'sqlite://')",
    },
    needs: ['settings', 'sources'],
    *find({ settings, sources, startup, app, askedSite, siteSettings }) {
      // What the site has and does not show is not missing.
      if (askedSite !== undefined && siteSettings === undefined) return;
      yield* neededVariables({ settings, sources, startup, app });
    },
    message: ({ name }) =>
      `The code reads the environment variable ${quoted(name)} without a default, but no app setting has this name.`,
    fix: ({ name }) => `Add an app setting ${name}, or read it with a default.`,
  }),
  rule({
    code: 'setting/name-invalid',
    severity: 'error',
    why: 'Names of app settings hold letters, digits, dots and underscores. App Service refuses others.',
    source: 'F107: Microsoft Learn configure-common',
    example: { bad: 'my-key=1', good: 'MY_KEY=1' },
    needs: ['settings'],
    *find({ settings }) {
      for (const { name } of settings) {
        const refused = refusedCharacters(name);
        if (refused.length > 0 || name === '') yield { name, refused, where };
      }
    },
    message: ({ name, refused }) =>
      name === ''
        ? 'The name of an app setting is empty.'
        : `The name of the app setting${shownName(name)} holds ${listed(refused)}, which App Service does not take.`,
    fix: () => 'Rename it: letters, digits, dots and underscores.',
  }),
  rule({
    code: 'setting/name-renamed',
    severity: 'warning',
    why: 'On Linux a dot in a name becomes an underscore on the way to the app, and a colon has to be written as two underscores.',
    source: 'F107: Microsoft Learn configure-common',
    example: { bad: 'app.debug=1, read as app_debug', good: 'APP_DEBUG=1' },
    needs: ['settings'],
    *find({ settings }) {
      for (const { name } of settings) {
        if (variableName(name) === name || refusedCharacters(name).length > 0) continue;
        yield { name, variable: variableName(name), where };
      }
    },
    message: ({ name, variable }) =>
      name.includes(':')
        ? `The name of the app setting ${quoted(name)} holds ':', which Linux does not have in names: it is written ${quoted(variable)}.`
        : `The app setting ${quoted(name)} does not reach the app under this name: Linux has it as ${quoted(variable)}.`,
    fix: ({ variable }) => `Rename it to ${variable}, which is also what the app has to read.`,
  }),
  rule({
    code: 'setting/unresolved-variable',
    severity: 'warning',
    why: 'A pipeline leaves $(name) as it is where no variable has that name, and ${{ … }} is for YAML templates alone. The app then gets that text in the place of the value.',
    source: 'Microsoft Learn: define variables in Azure Pipelines',
    example: { bad: 'DATABASE_URL=$(databaseUrl)', good: 'DATABASE_URL=sqlite://' },
    needs: ['settings'],
    *find({ settings }) {
      for (const { name, value } of settings) {
        const [written] = unreplaced(value);
        // Within a longer value it may be a part of a secret; as the whole of it, it is none.
        if (written !== undefined) yield { name, written, isAll: value === written, where };
      }
    },
    message: ({ name, written, isAll }) =>
      isAll
        ? `The app setting ${quoted(name)} is ${quoted(written)}, which nobody has replaced.`
        : `The value of the app setting ${quoted(name)} holds ${written.startsWith('${{') ? '${{ … }}' : 'a $(name)'}, which nobody has replaced.`,
    fix: ({ written }) => replacingFix(written),
  }),
  rule({
    code: 'setting/value-needs-escape',
    severity: 'note',
    why: 'On Linux the documentation wants $, \\ and " in a value behind a backslash; without it the app may get another value.',
    source: 'F108: Microsoft Learn configure-common',
    example: { bad: 'KEY=a$b', good: 'KEY=a\\$b' },
    needs: ['settings'],
    *find({ settings }) {
      for (const { name, value } of settings) {
        const characters = unescaped(value);
        if (characters.length > 0) yield { name, characters, where };
      }
    },
    message: ({ name, characters }) =>
      `The value of the app setting ${quoted(name)} holds ${listed(characters)} without a backslash before it.`,
    fix: () => 'If the app gets another value than this one, put a backslash before each of them.',
  }),
  rule({
    code: 'setting/duplicate',
    severity: 'error',
    why: 'App Service keeps one value for a name. Names are compared without case, and a dot is the same as an underscore on Linux.',
    source: 'F109: Microsoft Learn configure-common',
    example: { bad: 'API_KEY=1 and Api.Key=2', good: 'API_KEY=1' },
    needs: ['settings'],
    *find({ settings }) {
      for (const group of clashes(settings)) {
        const names = [...new Set(group.map(({ name }) => name))];
        yield { names, severity: areSame(group) ? 'warning' : 'error', where };
      }
    },
    message: ({ names, severity }) =>
      names.length > 1
        ? `App settings become the same variable, of which one value is lost: ${listed(names)}.`
        : `The app setting ${quoted(names[0] ?? '')} is there more than once${severity === 'error' ? ', with different values: one is lost' : ''}.`,
    fix: () => 'Keep one of them.',
  }),
  rule({
    code: 'setting/key-vault-reference',
    severity: 'warning',
    why: 'App Service resolves a reference only in its exact form; in any other the app gets the text of the reference in place of the secret.',
    source: 'F110: Microsoft Learn app-service-key-vault-references; OSS support blog 2023-04-17',
    example: {
      bad: '@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/s',
      good: '@Microsoft.KeyVault(VaultName=my-vault;SecretName=my-secret)',
    },
    needs: ['settings'],
    *find({ settings }) {
      for (const { name, value } of settings) {
        const problem = isKeyVaultReference(value) ? keyVaultProblem(value) : undefined;
        if (problem !== undefined) yield { name, problem, where };
      }
    },
    message: ({ name, problem }) =>
      `The app setting ${quoted(name)} holds a Key Vault reference that App Service does not resolve: ${problem}.`,
    fix: () =>
      'Write it as @Microsoft.KeyVault(SecretUri=https://VAULT.vault.azure.net/secrets/SECRET) or @Microsoft.KeyVault(VaultName=VAULT;SecretName=SECRET).',
  }),
  rule({
    code: 'setting/overrides-platform',
    severity: 'warning',
    why: "An app setting takes the place of the image's own variable of that name, on which the start script relies.",
    source: 'F112: ImageBuilder Dockerfile and init_container.sh; Oryx python/scriptgenerator.go',
    example: {
      bad: 'PATH=/home/site/wwwroot/bin',
      good: 'export PATH="$PATH:$APP_PATH/bin" in startup.sh',
    },
    needs: ['settings'],
    *find({ settings }) {
      for (const variable of PLATFORM_VARIABLES) {
        if (valueOf(settings, variable.name) !== undefined) yield { ...variable, where };
      }
    },
    message: ({ name, effect }) =>
      `The app setting ${name} takes the place of the platform's own variable: ${effect}.`,
    fix: ({ name }) => `Remove it: ${removal(name)}`,
  }),
  rule({
    code: 'setting/python-path',
    severity: 'warning',
    why: "Folders in PYTHONPATH come before the virtual environment and before Python's own library.",
    source: 'F113: ImageBuilder init_container.sh:22-26; OSS support blog 2023-08-09',
    example: {
      bad: 'PYTHONPATH=/opt/hostedtoolcache/Python/3.12.4/x64/lib',
      good: 'PYTHONPATH=/home/site/wwwroot/src',
    },
    needs: ['settings'],
    *find({ settings, layout }) {
      for (const problem of pythonPathProblems(valueOf(settings, 'PYTHONPATH') ?? '', layout)) {
        yield { ...problem, where };
      }
    },
    message: ({ folder, problem }) =>
      `The app setting PYTHONPATH names ${quoted(folder)}, which ${problem}.`,
    fix: () => `Remove it, or keep folders of the app alone, such as src: ${removal('PYTHONPATH')}`,
  }),
];
