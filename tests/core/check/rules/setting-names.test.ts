import type { Evidence } from '../../../../tasks/core/check/evidence.js';
import type {
  ModuleFact,
  PythonSources,
} from '../../../../tasks/core/check/sources/python-sources.js';
import { settingNameRules } from '../../../../tasks/core/check/rules/setting-names.js';
import { testRules, type RuleCase } from '../../../helpers/rule-cases.js';
import { del, found, settings } from './setting-cases.js';
import { moduleFact } from '../../../helpers/module-fact.js';

function reads(path: string, name: string, line: number): [string, ModuleFact] {
  return [path, moduleFact(path, { environment: [{ name, line }] })];
}

function sources(...modules: [string, ModuleFact][]): PythonSources {
  return { modules: new Map(modules), broken: [] };
}

const twice = (name: string, value: string, other: string) => [
  { name, value, slotSetting: undefined },
  { name, value: other, slotSetting: undefined },
];

const GOOD_REFERENCE =
  'Write it as @Microsoft.KeyVault(SecretUri=https://VAULT.vault.azure.net/secrets/SECRET) or @Microsoft.KeyVault(VaultName=VAULT;SecretName=SECRET).';
const ESCAPE = 'If the app gets another value than this one, put a backslash before each of them.';
const RENAME = 'Rename it: letters, digits, dots and underscores.';

/** A site was asked. */
const ASKED: NonNullable<Evidence['askedSite']> = {
  problems: [],
  typed: { runtimeStack: undefined, startupCommand: undefined, settings: undefined },
};

const NO_DATABASE_URL = {
  severity: 'note',
  message:
    "The code reads the environment variable 'DATABASE_URL' without a default, but no app setting has this name.",
  fix: 'Add an app setting DATABASE_URL, or read it with a default.',
  where: { file: 'app.py', line: 7 },
} as const;

const cases: readonly RuleCase[] = [
  {
    rule: 'setting/missing',
    name: 'read in two modules',
    evidence: {
      settings: settings({ OTHER: '1' }),
      sources: sources(reads('app.py', 'DATABASE_URL', 7), reads('db.py', 'DATABASE_URL', 3)),
    },
    expect: [NO_DATABASE_URL],
  },
  {
    rule: 'setting/missing',
    name: 'neither typed in nor on the site, whose settings are known',
    evidence: {
      settings: settings({ OTHER: '1' }),
      sources: sources(reads('app.py', 'DATABASE_URL', 7)),
      askedSite: ASKED,
      siteSettings: settings({ OTHER: '1' }),
    },
    expect: [NO_DATABASE_URL],
  },
  {
    rule: 'setting/missing',
    name: 'perhaps on the site, whose settings could not be read',
    evidence: {
      settings: settings({ OTHER: '1' }),
      sources: sources(reads('app.py', 'DATABASE_URL', 7)),
      askedSite: ASKED,
    },
    expect: [],
  },
  {
    rule: 'setting/missing',
    name: 'set, under a name that Linux changes',
    evidence: {
      settings: settings({ 'Database.Url': 'x' }),
      sources: sources(reads('app.py', 'Database_Url', 7)),
    },
    expect: [],
  },
  {
    rule: 'setting/name-invalid',
    name: 'a dash, and a blank',
    evidence: { settings: settings({ 'my-key': '1', 'a b/c': '2' }) },
    expect: [
      found(
        'error',
        "The name of the app setting 'my-key' holds '-', which App Service does not take.",
        RENAME,
      ),
      found(
        'error',
        "The name of the app setting 'a b/c' holds ' ', '/', which App Service does not take.",
        RENAME,
      ),
    ],
  },
  {
    rule: 'setting/name-invalid',
    name: 'a value in the place of a name is not shown; a name that is empty',
    evidence: { settings: settings({ 'Pa$$w0rd!': '', '': '1' }) },
    expect: [
      found(
        'error',
        "The name of the app setting holds '$', '!', which App Service does not take.",
        RENAME,
      ),
      found('error', 'The name of an app setting is empty.', RENAME),
    ],
  },
  {
    rule: 'setting/name-invalid',
    name: 'good names, and letters of another language',
    evidence: {
      settings: settings({ KEY_1: '1', Logging__Level: '2', 'a.b': '3', schlüssel: '4' }),
    },
    expect: [],
  },
  {
    rule: 'setting/name-renamed',
    name: 'a dot, and a colon',
    evidence: { settings: settings({ 'app.debug': '1', 'Logging:Level': '2' }) },
    expect: [
      found(
        'warning',
        "The app setting 'app.debug' does not reach the app under this name: Linux has it as 'app_debug'.",
        'Rename it to app_debug, which is also what the app has to read.',
      ),
      found(
        'warning',
        "The name of the app setting 'Logging:Level' holds ':', which Linux does not have in names: it is written 'Logging__Level'.",
        'Rename it to Logging__Level, which is also what the app has to read.',
      ),
    ],
  },
  {
    rule: 'setting/name-renamed',
    name: 'underscores; a name that another rule is about',
    evidence: { settings: settings({ Logging__Level: '1', 'a-b.c': '2' }) },
    expect: [],
  },
  {
    rule: 'setting/unresolved-variable',
    name: 'a variable that is the whole value',
    evidence: { settings: settings({ DATABASE_URL: '$(database.url)' }) },
    expect: [
      found(
        'warning',
        "The app setting 'DATABASE_URL' is '$(database.url)', which nobody has replaced.",
        'Define that variable for the stage, or write its value.',
      ),
    ],
  },
  {
    rule: 'setting/unresolved-variable',
    name: 'a variable within a value, which may be a secret',
    evidence: { settings: settings({ DSN: 'host=db;password=$(hunter2)$(more)' }) },
    expect: [
      found(
        'warning',
        "The value of the app setting 'DSN' holds a $(name), which nobody has replaced.",
        'Define that variable for the stage, or write its value.',
      ),
    ],
  },
  {
    rule: 'setting/unresolved-variable',
    name: 'an expression of a template, whole and within',
    evidence: {
      settings: settings({ A: '${{ parameters.a }}', B: 'x${{ variables.b }}' }),
    },
    expect: [
      found(
        'warning',
        "The app setting 'A' is '${{ parameters.a }}', which nobody has replaced.",
        'Write its value: only YAML templates know such an expression.',
      ),
      found(
        'warning',
        "The value of the app setting 'B' holds ${{ … }}, which nobody has replaced.",
        'Write its value: only YAML templates know such an expression.',
      ),
    ],
  },
  {
    rule: 'setting/unresolved-variable',
    name: "one behind a backslash, the shell's own, other signs",
    evidence: {
      settings: settings({
        A: '\\$(name)',
        B: '$(nproc)',
        C: '${HOME}',
        D: '$(two words)',
        E: '$',
      }),
    },
    expect: [],
  },
  {
    rule: 'setting/value-needs-escape',
    name: 'a variable of the pipeline, which no backslash helps, alone and beside a quote',
    evidence: { settings: settings({ A: '$(name)', B: '"$(name)' }) },
    expect: [
      found(
        'note',
        "The value of the app setting 'B' holds '\"' without a backslash before it.",
        ESCAPE,
      ),
    ],
  },
  {
    rule: 'setting/value-needs-escape',
    name: 'characters of the shell',
    evidence: { settings: settings({ KEY: 'pa$$w0rd\\', JSON: '{"a":1}' }) },
    expect: [
      found(
        'note',
        "The value of the app setting 'KEY' holds '$', '\\' without a backslash before it.",
        ESCAPE,
      ),
      found(
        'note',
        "The value of the app setting 'JSON' holds '\"' without a backslash before it.",
        ESCAPE,
      ),
    ],
  },
  {
    rule: 'setting/value-needs-escape',
    name: 'the same, escaped',
    evidence: { settings: settings({ KEY: 'pa\\$\\$w0rd\\\\', PLAIN: "it's #1; a&b" }) },
    expect: [],
  },
  {
    rule: 'setting/duplicate',
    name: 'two values for one name',
    evidence: { settings: twice('KEY', 'one', 'two') },
    expect: [
      found(
        'error',
        "The app setting 'KEY' is there more than once, with different values: one is lost.",
        'Keep one of them.',
      ),
    ],
  },
  {
    rule: 'setting/duplicate',
    name: 'the same value twice loses nothing',
    evidence: { settings: twice('KEY', 'one', 'one') },
    expect: [
      found('warning', "The app setting 'KEY' is there more than once.", 'Keep one of them.'),
    ],
  },
  {
    rule: 'setting/duplicate',
    name: 'names that differ in case, and by a dot',
    evidence: { settings: settings({ 'api.key': '1', API_KEY: '1', Api_Key: '1' }) },
    expect: [
      found(
        'error',
        "App settings become the same variable, of which one value is lost: 'api.key', 'API_KEY', 'Api_Key'.",
        'Keep one of them.',
      ),
    ],
  },
  {
    rule: 'setting/duplicate',
    name: 'names that differ',
    evidence: { settings: settings({ API_KEY: '1', APIKEY: '1', API__KEY: '1' }) },
    expect: [],
  },
  {
    rule: 'setting/key-vault-reference',
    name: 'no closing bracket',
    evidence: {
      settings: settings({
        KEY: '@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/s',
      }),
    },
    expect: [
      found(
        'warning',
        "The app setting 'KEY' holds a Key Vault reference that App Service does not resolve: it does not have the form @Microsoft.KeyVault(…).",
        GOOD_REFERENCE,
      ),
    ],
  },
  {
    rule: 'setting/key-vault-reference',
    name: 'a good reference',
    evidence: {
      settings: settings({
        KEY: '@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/s/)',
      }),
    },
    expect: [],
  },
  {
    rule: 'setting/overrides-platform',
    name: 'PATH and APP_PATH',
    evidence: { settings: settings({ APP_PATH: '/tmp/x', PATH: '/usr/bin' }) },
    expect: [
      found(
        'warning',
        "The app setting PATH takes the place of the platform's own variable: the image's Python and shell tools are no longer found.",
        `Remove it: ${del('PATH')}`,
      ),
      found(
        'warning',
        "The app setting APP_PATH takes the place of the platform's own variable: commands that use $APP_PATH look for the app elsewhere.",
        `Remove it: ${del('APP_PATH')}`,
      ),
    ],
  },
  {
    rule: 'setting/overrides-platform',
    name: 'names that only look alike',
    evidence: { settings: settings({ Path: '/x', DATA_HOME: '/home/data', PYTHONPATH: 'src' }) },
    expect: [],
  },
  {
    rule: 'setting/python-path',
    name: 'a folder of the agent',
    evidence: { settings: settings({ PYTHONPATH: 'src:/home/vsts/work/1/s/lib' }) },
    expect: [
      found(
        'warning',
        "The app setting PYTHONPATH names '/home/vsts/work/1/s/lib', which is a folder of the build machine.",
        `Remove it, or keep folders of the app alone, such as src: ${del('PYTHONPATH')}`,
      ),
    ],
  },
  {
    rule: 'setting/python-path',
    name: 'a folder of the app',
    evidence: { settings: settings({ PYTHONPATH: '/home/site/wwwroot/src' }), layout: 'flat' },
    expect: [],
  },
];

testRules('setting', settingNameRules, cases);
