// Cases of rehearsal/…: settings, names and servers that are not there.

import type { PythonSources } from '../../../../tasks/core/check/sources/python-sources.js';
import type { ShellCommand, Startup } from '../../../../tasks/core/check/startup/startup.js';
import type { Rehearsal } from '../../../../tasks/core/terms/rehearsal.js';
import type { SettingReference } from '../../../../tasks/core/terms/setting-reference.js';
import { moduleFact } from '../../../helpers/module-fact.js';
import { treeOf, type RuleCase } from '../../../helpers/rule-cases.js';
import { DRIVERS } from './logs-of-drivers.js';
import { answered, ended, silent } from './rehearsal-fixtures.js';

const OPENAI =
  'openai.OpenAIError: Missing credentials. Please pass an `api_key`, `workload_identity`, `admin_api_key`, or set the `OPENAI_API_KEY` or `OPENAI_ADMIN_KEY` environment variable.';

/** An exception in the second line of app.py. */
function failedIn(code: string, exception: string, facts: Partial<Rehearsal> = {}): Rehearsal {
  const log = `Traceback (most recent call last):\n  File "/home/site/wwwroot/app.py", line 2, in <module>\n    ${code}\n${exception}`;
  return ended(log, 3, facts);
}

/** An exception that Dynaconf raises for the second line of app.py. */
function missedByDynaconf(
  code: string,
  exception: string,
  facts: Partial<Rehearsal> = {},
): Rehearsal {
  const frame = `  File "/antenv/lib/python3.12/site-packages/dynaconf/base.py", line 372, in __getattr__\n    raise AttributeError(key)`;
  return failedIn(code, `${frame}\n${exception}`, facts);
}

/** A startup script that sets variables. */
function startupOf(environment: Readonly<Record<string, string>>): Startup {
  const command: ShellCommand = {
    words: ['gunicorn', 'app:app'],
    environment,
    where: { file: 'startup.sh' },
    background: false,
    conditional: false,
    folder: '',
  };
  return {
    text: 'startup.sh',
    kind: 'script',
    effective: 'startup.sh',
    problem: undefined,
    commands: [command],
    servers: [],
    scripts: [],
    ignored: [],
  };
}

/** Sources that read these variables without a default. */
function sourcesThatRead(
  names: Readonly<Record<string, readonly string[]>>,
  fills = false,
): PythonSources {
  const facts = Object.entries(names).map(([path, read]) => {
    const environment = read.map((name, at) => ({ name, line: at + 2 }));
    return [path, moduleFact(path, { environment, fills })] as const;
  });
  return { modules: new Map(facts), broken: [] };
}

function vaulted(name: string): SettingReference {
  return { name, origin: 'Key Vault' };
}

export const WORLD_CASES: readonly RuleCase[] = [
  {
    rule: 'rehearsal/setting-missing',
    name: 'os.environ',
    evidence: { rehearsal: ended(DRIVERS.environ, 3) },
    expect: [
      {
        severity: 'warning',
        message:
          "The app does not start without the setting 'DATABASE_URL', which was not given (app.py, line 2): KeyError: 'DATABASE_URL'.",
        fix: 'Set DATABASE_URL on the site, and give the app settings in appSettings to rehearse with them.',
        where: {
          file: 'app.py',
          line: 2,
        },
      },
    ],
  },
  ...(
    [
      ['as its attribute', 'AttributeError: SECRET_KEY', 'settings.SECRET_KEY'],
      [
        'as its attribute, as it said before 3.3',
        "AttributeError: 'Settings' object has no attribute 'SECRET_KEY'",
        'settings.secret_key',
      ],
      ['as its item', "KeyError: 'secret_key does not exist'", 'settings["secret_key"]'],
      [
        'by a validator',
        'dynaconf.validator.ValidationError: SECRET_KEY is required in env main',
        'settings.SECRET_KEY',
      ],
    ] as const
  ).map(([how, exception, code]): RuleCase => ({
    rule: 'rehearsal/setting-missing',
    name: `a key of Dynaconf, asked for ${how}`,
    evidence: {
      rehearsal: missedByDynaconf(code, exception),
      app: treeOf({ 'conf.py': 'settings = Dynaconf(envvar_prefix="MYAPP")\n' }),
    },
    expect: [
      {
        severity: 'warning',
        message: `The app does not start without the setting 'MYAPP_SECRET_KEY', which was not given (app.py, line 2): ${exception}.`,
        fix: 'Set MYAPP_SECRET_KEY on the site, and give the app settings in appSettings to rehearse with them.',
        where: { file: 'app.py', line: 2 },
      },
    ],
  })),
  ...(
    [
      ['without sources', undefined, 'DYNACONF_SECRET_KEY'],
      ['without a prefix', 'settings = Dynaconf(envvar_prefix=False)', 'SECRET_KEY'],
      ['in settings of Django', 'settings = DjangoDynaconf(__name__)', 'DJANGO_SECRET_KEY'],
      ['in Flask', 'from dynaconf import FlaskDynaconf\nFlaskDynaconf(app)', 'FLASK_SECRET_KEY'],
    ] as const
  ).map(([where, source, name]): RuleCase => ({
    rule: 'rehearsal/setting-missing',
    name: `a key of Dynaconf ${where}`,
    evidence: {
      rehearsal: missedByDynaconf('settings.SECRET_KEY', 'AttributeError: SECRET_KEY'),
      ...(source === undefined ? {} : { app: treeOf({ 'conf.py': source }) }),
    },
    expect: [
      {
        severity: 'warning',
        message: `The app does not start without the setting '${name}', which was not given (app.py, line 2): AttributeError: SECRET_KEY.`,
        fix: `Set ${name} on the site, and give the app settings in appSettings to rehearse with them.`,
        where: { file: 'app.py', line: 2 },
      },
    ],
  })),
  {
    rule: 'rehearsal/app-failed',
    name: 'a key of Dynaconf that was given',
    evidence: {
      rehearsal: missedByDynaconf('settings.SECRET_KEY', 'AttributeError: SECRET_KEY', {
        settingNames: ['DYNACONF_SECRET_KEY'],
        settingsKnown: true,
      }),
    },
    expect: [
      {
        severity: 'error',
        message: 'The app fails when it is loaded (app.py, line 2): AttributeError: SECRET_KEY.',
        fix: 'Correct the app: the start would fail like this anywhere.',
        where: { file: 'app.py', line: 2 },
      },
    ],
  },
  {
    rule: 'rehearsal/setting-missing',
    name: 'a variable that bash has not, with set -u',
    evidence: {
      rehearsal: ended('/home/site/wwwroot/run.sh: line 3: APP_ENV: unbound variable', 1),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "The app does not start without the setting 'APP_ENV', which was not given: /home/site/wwwroot/run.sh: line 3: APP_ENV: unbound variable.",
        fix: 'Set APP_ENV on the site, and give the app settings in appSettings to rehearse with them.',
        where: { file: 'app settings' },
      },
    ],
  },
  {
    rule: 'rehearsal/setting-missing',
    name: 'a variable that dash has not',
    evidence: {
      rehearsal: ended('/home/site/wwwroot/run.sh: 3: APP_ENV: parameter not set or null', 2),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "The app does not start without the setting 'APP_ENV', which was not given: /home/site/wwwroot/run.sh: 3: APP_ENV: parameter not set or null.",
        fix: 'Set APP_ENV on the site, and give the app settings in appSettings to rehearse with them.',
        where: { file: 'app settings' },
      },
    ],
  },
  {
    rule: 'rehearsal/setting-missing',
    name: 'a variable that a script requires in its own words',
    evidence: {
      rehearsal: ended('/home/site/wwwroot/run.sh: line 3: APP_ENV: say which one', 1),
      startup: {
        ...startupOf({}),
        scripts: [{ path: 'run.sh', text: ': "${APP_ENV:?say which one}"', interpreter: 'bash' }],
      },
    },
    expect: [
      {
        severity: 'warning',
        message:
          "The app does not start without the setting 'APP_ENV', which was not given: /home/site/wwwroot/run.sh: line 3: APP_ENV: say which one.",
        fix: 'Set APP_ENV on the site, and give the app settings in appSettings to rehearse with them.',
        where: { file: 'app settings' },
      },
    ],
  },
  {
    rule: 'rehearsal/setting-missing',
    name: 'a complaint of a shell that is about no variable',
    evidence: {
      rehearsal: ended('/home/site/wwwroot/run.sh: line 3: APP_ENV: readonly variable', 1),
    },
    expect: [],
  },
  {
    rule: 'rehearsal/setting-missing',
    name: 'os.environ, in a file that reads more of it',
    evidence: {
      rehearsal: ended(DRIVERS.environ, 3, { settingNames: ['Given'] }),
      app: treeOf({ 'app.py': '', 'other.py': '' }),
      sources: sourcesThatRead({
        'app.py': ['DATABASE_URL', 'GIVEN', 'API_KEY', 'WEBSITE_HOSTNAME', 'QUEUE'],
        'other.py': ['ELSEWHERE'],
      }),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "The app does not start without the setting 'DATABASE_URL', which was not given (app.py, line 2): KeyError: 'DATABASE_URL'. The same file reads 'API_KEY', 'QUEUE' without a default as well.",
        fix: 'Set DATABASE_URL, API_KEY, QUEUE on the site, and give the app settings in appSettings to rehearse with them.',
        where: { file: 'app.py', line: 2 },
      },
    ],
  },
  {
    rule: 'rehearsal/setting-missing',
    name: 'os.environ, in a file that reads more of it, in an app that may set anything',
    evidence: {
      rehearsal: ended(DRIVERS.environ, 3),
      app: treeOf({ 'app.py': '' }),
      sources: sourcesThatRead({ 'app.py': ['DATABASE_URL', 'API_KEY'] }, true),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "The app does not start without the setting 'DATABASE_URL', which was not given (app.py, line 2): KeyError: 'DATABASE_URL'.",
        fix: 'Set DATABASE_URL on the site, and give the app settings in appSettings to rehearse with them.',
        where: { file: 'app.py', line: 2 },
      },
    ],
  },
  {
    rule: 'rehearsal/setting-missing',
    name: 'os.environ by another name',
    evidence: { rehearsal: ended(DRIVERS['environ-b'], 3) },
    expect: [
      {
        severity: 'warning',
        message:
          "The app does not start without the setting 'DATABASE_URL', which was not given (app.py, line 4): KeyError: 'DATABASE_URL'.",
        fix: 'Set DATABASE_URL on the site, and give the app settings in appSettings to rehearse with them.',
        where: {
          file: 'app.py',
          line: 4,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/setting-missing',
    name: 'a settings module of Django',
    evidence: { rehearsal: ended(DRIVERS['django-key'], 3) },
    expect: [
      {
        severity: 'warning',
        message:
          "The app does not start without the setting 'SECRET_KEY', which was not given (shop/settings.py, line 2): KeyError: 'SECRET_KEY'.",
        fix: 'Set SECRET_KEY on the site, and give the app settings in appSettings to rehearse with them.',
        where: {
          file: 'shop/settings.py',
          line: 2,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/setting-missing',
    name: 'pydantic-settings',
    evidence: { rehearsal: ended(DRIVERS.pyds, 3) },
    expect: [
      {
        severity: 'warning',
        message:
          "The app does not start without 'database_url', 'api_key' of its settings 'Settings', which were not given (app.py, line 5).",
        fix: 'Set DATABASE_URL, API_KEY on the site (with the prefix of the class, where it has one), and give the app settings in appSettings to rehearse with them.',
        where: {
          file: 'app.py',
          line: 5,
        },
      },
    ],
  },
  ...(
    [
      [
        'whose class has a prefix',
        'class Settings(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix="SHOP_")\n    database_url: str\n    api_key: str = Field(alias="KEY")\n',
        'Set SHOP_DATABASE_URL, KEY on the site, and give the app settings in appSettings to rehearse with them.',
      ],
      [
        'of a class that another makes',
        'class Settings(Common):\n    database_url: str\n    api_key: str\n',
        'Set DATABASE_URL, API_KEY on the site (with the prefix of the class, where it has one), and give the app settings in appSettings to rehearse with them.',
      ],
    ] as const
  ).map(([how, source, fix]): RuleCase => ({
    rule: 'rehearsal/setting-missing',
    name: `pydantic-settings ${how}, with the sources`,
    evidence: { rehearsal: ended(DRIVERS.pyds, 3), app: treeOf({ 'settings.py': source }) },
    expect: [
      {
        severity: 'warning',
        message:
          "The app does not start without 'database_url', 'api_key' of its settings 'Settings', which were not given (app.py, line 5).",
        fix,
        where: { file: 'app.py', line: 5 },
      },
    ],
  })),
  {
    rule: 'rehearsal/setting-missing',
    name: 'pydantic-settings with an alias',
    evidence: { rehearsal: ended(DRIVERS['pyds-alias'], 3) },
    expect: [
      {
        severity: 'warning',
        message:
          "The app does not start without 'DATABASE_URL' of its settings 'Settings', which was not given (app.py, line 5).",
        fix: 'Set DATABASE_URL on the site (with the prefix of the class, where it has one), and give the app settings in appSettings to rehearse with them.',
        where: {
          file: 'app.py',
          line: 5,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/setting-missing',
    name: 'environs',
    evidence: { rehearsal: ended(DRIVERS.environs, 3) },
    expect: [
      {
        severity: 'warning',
        message:
          'The app does not start without the setting \'DATABASE_URL\', which was not given (app.py, line 3): environs.exceptions.EnvNotSetError: Environment variable "DATABASE_URL" not set.',
        fix: 'Set DATABASE_URL on the site, and give the app settings in appSettings to rehearse with them.',
        where: {
          file: 'app.py',
          line: 3,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/setting-missing',
    name: 'python-decouple',
    evidence: { rehearsal: ended(DRIVERS.decouple, 3) },
    expect: [
      {
        severity: 'warning',
        message:
          "The app does not start without the setting 'DATABASE_URL', which was not given (app.py, line 2): decouple.UndefinedValueError: DATABASE_URL not found. Declare it as envvar or define a default value.",
        fix: 'Set DATABASE_URL on the site, and give the app settings in appSettings to rehearse with them.',
        where: {
          file: 'app.py',
          line: 2,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/setting-missing',
    name: 'django-environ',
    evidence: { rehearsal: ended(DRIVERS['dj-environ'], 3) },
    expect: [
      {
        severity: 'warning',
        message:
          "The app does not start without the setting 'DATABASE_URL', which was not given (app.py, line 3): django.core.exceptions.ImproperlyConfigured: Set the DATABASE_URL environment variable.",
        fix: 'Set DATABASE_URL on the site, and give the app settings in appSettings to rehearse with them.',
        where: {
          file: 'app.py',
          line: 3,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/setting-missing',
    name: "Starlette's Config",
    evidence: { rehearsal: ended(DRIVERS.starlette, 3) },
    expect: [
      {
        severity: 'warning',
        message:
          "The app does not start without the setting 'DATABASE_URL', which was not given (app.py, line 3): KeyError: \"Config 'DATABASE_URL' is missing, and has no default.\".",
        fix: 'Set DATABASE_URL on the site, and give the app settings in appSettings to rehearse with them.',
        where: {
          file: 'app.py',
          line: 3,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/setting-missing',
    name: 'os.getenv without a default',
    evidence: { rehearsal: ended(DRIVERS['getenv-none'], 3) },
    expect: [
      {
        severity: 'warning',
        message:
          "The app does not start without the setting 'WORKER_COUNT', which was not given (app.py, line 2): TypeError: int() argument must be a string, a bytes-like object or a real number, not 'NoneType'.",
        fix: 'Set WORKER_COUNT on the site, and give the app settings in appSettings to rehearse with them.',
        where: {
          file: 'app.py',
          line: 2,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/setting-missing',
    name: "the app's own words",
    evidence: { rehearsal: ended(DRIVERS.raise, 3) },
    expect: [
      {
        severity: 'warning',
        message:
          "The app does not start without the setting 'DATABASE_URL', which was not given (app.py, line 3): RuntimeError: DATABASE_URL is not set.",
        fix: 'Set DATABASE_URL on the site, and give the app settings in appSettings to rehearse with them.',
        where: {
          file: 'app.py',
          line: 3,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/setting-missing',
    name: 'os.environ, and an answer is insisted on',
    evidence: { rehearsal: ended(DRIVERS.environ, 3, { required: true }) },
    expect: [
      {
        severity: 'error',
        message:
          "The app does not start without the setting 'DATABASE_URL', which was not given (app.py, line 2): KeyError: 'DATABASE_URL'.",
        fix: 'Set DATABASE_URL on the site, and give the app settings in appSettings to rehearse with them.',
        where: {
          file: 'app.py',
          line: 2,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/setting-missing',
    name: 'one of two was given',
    evidence: { rehearsal: ended(DRIVERS.pyds, 3, { settingNames: ['Api_Key'] }) },
    expect: [
      {
        severity: 'warning',
        message:
          "The app does not start without 'database_url' of its settings 'Settings', which was not given (app.py, line 5).",
        fix: 'Set DATABASE_URL on the site (with the prefix of the class, where it has one), and give the app settings in appSettings to rehearse with them.',
        where: {
          file: 'app.py',
          line: 5,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/setting-missing',
    name: "the app's own words, the name before them",
    evidence: {
      rehearsal: failedIn(
        'raise RuntimeError("STORAGE_ACCOUNT environment variable is not set")',
        'RuntimeError: STORAGE_ACCOUNT environment variable is not set',
      ),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "The app does not start without the setting 'STORAGE_ACCOUNT', which was not given (app.py, line 2): RuntimeError: STORAGE_ACCOUNT environment variable is not set.",
        fix: 'Set STORAGE_ACCOUNT on the site, and give the app settings in appSettings to rehearse with them.',
        where: {
          file: 'app.py',
          line: 2,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/setting-missing',
    name: 'a key of the configuration that is taken from a variable',
    evidence: {
      rehearsal: failedIn(
        'db = SQLAlchemy(app)',
        "RuntimeError: Either 'SQLALCHEMY_DATABASE_URI' or 'SQLALCHEMY_BINDS' must be set.",
      ),
      app: treeOf({
        'app.py':
          'app.config["SQLALCHEMY_DATABASE_URI"] = os.environ.get("DATABASE_URL")\ndb = SQLAlchemy(app)\n',
      }),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "The app does not start without the setting 'DATABASE_URL', which was not given (app.py, line 2): RuntimeError: Either 'SQLALCHEMY_DATABASE_URI' or 'SQLALCHEMY_BINDS' must be set.",
        fix: 'Set DATABASE_URL on the site, and give the app settings in appSettings to rehearse with them.',
        where: {
          file: 'app.py',
          line: 2,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/setting-missing',
    name: 'a key of the configuration that is taken from nowhere',
    evidence: {
      rehearsal: failedIn(
        'db = SQLAlchemy(app)',
        "RuntimeError: Either 'SQLALCHEMY_DATABASE_URI' or 'SQLALCHEMY_BINDS' must be set.",
      ),
      app: treeOf({ 'app.py': 'app = Flask(__name__)\ndb = SQLAlchemy(app)\n' }),
    },
    expect: [],
  },
  {
    rule: 'rehearsal/setting-missing',
    name: 'names that a client reads by itself',
    evidence: {
      rehearsal: failedIn('client = OpenAI()', OPENAI),
      app: treeOf({ 'app.py': 'from openai import OpenAI\nclient = OpenAI()\n' }),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "The app does not start without one of the settings 'OPENAI_API_KEY', 'OPENAI_ADMIN_KEY', which were not given (app.py, line 2): openai.OpenAIError: Missing credentials. Please pass an `api_key`, `workload_identity`, `admin_api_key`, or set the `OPENAI_API_KEY` or `OPENAI_ADMIN_KEY` environment variable.",
        fix: 'Set one of OPENAI_API_KEY, OPENAI_ADMIN_KEY on the site, and give the app settings in appSettings to rehearse with them.',
        where: {
          file: 'app.py',
          line: 2,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/setting-missing',
    name: 'a helper of the app that reads any name',
    evidence: {
      rehearsal: failedIn(
        'raise RuntimeError(f"{name} is missing")',
        'RuntimeError: MAIL_HOST is missing',
      ),
      app: treeOf({
        'app.py': 'def need(name):\n    value = os.environ.get(name)\n',
        'mail.py': 'from app import need\nHOST = need("MAIL_HOST")\n',
      }),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "The app does not start without the setting 'MAIL_HOST', which was not given (app.py, line 2): RuntimeError: MAIL_HOST is missing.",
        fix: 'Set MAIL_HOST on the site, and give the app settings in appSettings to rehearse with them.',
        where: {
          file: 'app.py',
          line: 2,
        },
      },
    ],
  },
  ...[
    "NameError: name 'DATABASE_URL' is not defined",
    "ModuleNotFoundError: No module named 'MY_SETTINGS'",
  ].map((exception) => ({
    rule: 'rehearsal/setting-missing',
    name: `a name that is no setting: ${exception}`,
    evidence: { rehearsal: failedIn('run()', exception) },
    expect: [],
  })),
  {
    rule: 'rehearsal/setting-missing',
    name: 'an engine without an address',
    evidence: {
      rehearsal: failedIn(
        'engine = create_engine(os.getenv("DATABASE_URL", ""))',
        'sqlalchemy.exc.ArgumentError: Could not parse SQLAlchemy URL from given URL string',
      ),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "The app fails where it depends on 'DATABASE_URL', which was not given (app.py, line 2): sqlalchemy.exc.ArgumentError: Could not parse SQLAlchemy URL from given URL string.",
        fix: 'If the site has DATABASE_URL, give the app settings in appSettings to rehearse with it; else set it there.',
        where: { file: 'app.py', line: 2 },
      },
    ],
  },
  {
    rule: 'rehearsal/setting-missing',
    name: 'a client whose call takes several lines',
    evidence: {
      rehearsal: failedIn('client = CosmosClient(', 'TypeError: Unrecognized credential type'),
      app: treeOf({
        'app.py':
          'import os\nclient = CosmosClient(\n    os.getenv("COSMOS_URL"),\n    os.getenv("COSMOS_KEY"),\n)\n',
      }),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "The app fails where it depends on 'COSMOS_URL', 'COSMOS_KEY', which were not given (app.py, line 2): TypeError: Unrecognized credential type.",
        fix: 'If the site has COSMOS_URL, COSMOS_KEY, give the app settings in appSettings to rehearse with them; else set them there.',
        where: { file: 'app.py', line: 2 },
      },
    ],
  },
  {
    rule: 'rehearsal/setting-missing',
    name: 'a text that is empty by default',
    evidence: {
      rehearsal: failedIn(
        'SETTINGS = json.loads(os.environ.get("APP_CONFIG", ""))',
        'json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)',
      ),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "The app fails where it depends on 'APP_CONFIG', which was not given (app.py, line 2): json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0).",
        fix: 'If the site has APP_CONFIG, give the app settings in appSettings to rehearse with it; else set it there.',
        where: { file: 'app.py', line: 2 },
      },
    ],
  },
  {
    rule: 'rehearsal/setting-missing',
    name: 'a key that is empty by default',
    evidence: {
      rehearsal: failedIn(
        'box = Fernet(os.environ.get("FERNET_KEY", ""))',
        'ValueError: Fernet key must be 32 url-safe base64-encoded bytes.',
      ),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "The app fails where it depends on 'FERNET_KEY', which was not given (app.py, line 2): ValueError: Fernet key must be 32 url-safe base64-encoded bytes.",
        fix: 'If the site has FERNET_KEY, give the app settings in appSettings to rehearse with it; else set it there.',
        where: { file: 'app.py', line: 2 },
      },
    ],
  },
  {
    rule: 'rehearsal/setting-missing',
    name: 'a constant of another file',
    evidence: {
      rehearsal: failedIn(
        'engine = create_engine(DATABASE_URL)',
        'sqlalchemy.exc.ArgumentError: Expected string or URL object, got None',
      ),
      app: treeOf({
        'app.py': 'from config import DATABASE_URL\nengine = create_engine(DATABASE_URL)\n',
        'config.py': 'import os\nDATABASE_URL = os.environ.get("DB_ADDRESS")\n',
      }),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "The app fails where it depends on 'DB_ADDRESS', which was not given (app.py, line 2): sqlalchemy.exc.ArgumentError: Expected string or URL object, got None.",
        fix: 'If the site has DB_ADDRESS, give the app settings in appSettings to rehearse with it; else set it there.',
        where: { file: 'app.py', line: 2 },
      },
    ],
  },
  {
    rule: 'rehearsal/setting-missing',
    name: 'a field of the settings with a default',
    evidence: {
      rehearsal: failedIn(
        'engine = create_engine(settings.database_url)',
        'sqlalchemy.exc.ArgumentError: Could not parse SQLAlchemy URL from given URL string',
      ),
      app: treeOf({
        'app.py': 'from config import settings\nengine = create_engine(settings.database_url)\n',
        'config.py':
          'class Settings(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix="SHOP_")\n    database_url: str = ""\n    mode: str = "web"\n',
      }),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "The app fails where it depends on 'SHOP_DATABASE_URL', which was not given (app.py, line 2): sqlalchemy.exc.ArgumentError: Could not parse SQLAlchemy URL from given URL string.",
        fix: 'If the site has SHOP_DATABASE_URL, give the app settings in appSettings to rehearse with it; else set it there.',
        where: { file: 'app.py', line: 2 },
      },
    ],
  },
  {
    rule: 'rehearsal/setting-missing',
    name: 'one of two was given',
    evidence: {
      rehearsal: failedIn(
        'client = CosmosClient(os.getenv("COSMOS_URL"), os.getenv("COSMOS_KEY"))',
        'TypeError: Unrecognized credential type',
        { settingNames: ['COSMOS_URL'] },
      ),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "The app fails where it depends on 'COSMOS_KEY', which was not given (app.py, line 2): TypeError: Unrecognized credential type.",
        fix: 'If the site has COSMOS_KEY, give the app settings in appSettings to rehearse with it; else set it there.',
        where: { file: 'app.py', line: 2 },
      },
    ],
  },
  {
    rule: 'rehearsal/setting-missing',
    name: 'an answer is insisted on',
    evidence: {
      rehearsal: failedIn('box = Fernet(os.environ.get("FERNET_KEY", ""))', 'ValueError: bad key', {
        required: true,
      }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "The app fails where it depends on 'FERNET_KEY', which was not given (app.py, line 2): ValueError: bad key.",
        fix: 'If the site has FERNET_KEY, give the app settings in appSettings to rehearse with it; else set it there.',
        where: { file: 'app.py', line: 2 },
      },
    ],
  },
  {
    rule: 'rehearsal/setting-missing',
    name: 'None, where one variable was read',
    evidence: {
      rehearsal: failedIn(
        'engine = create_engine(os.getenv("DATABASE_URL"))',
        'sqlalchemy.exc.ArgumentError: Expected string or URL object, got None',
      ),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "The app does not start without the setting 'DATABASE_URL', which was not given (app.py, line 2): sqlalchemy.exc.ArgumentError: Expected string or URL object, got None.",
        fix: 'Set DATABASE_URL on the site, and give the app settings in appSettings to rehearse with them.',
        where: { file: 'app.py', line: 2 },
      },
    ],
  },
  {
    rule: 'rehearsal/setting-missing',
    name: 'a line that depends on a value from Key Vault',
    evidence: {
      rehearsal: failedIn('box = Fernet(os.environ.get("FERNET_KEY", ""))', 'ValueError: bad key', {
        references: [vaulted('FERNET_KEY')],
      }),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "The app fails where it depends on 'FERNET_KEY', whose value comes from Key Vault and was not known here (app.py, line 2): ValueError: bad key.",
        fix: 'The platform resolves it on the site; see that the site may read it. To rehearse with it, give FERNET_KEY a value in appSettings.',
        where: { file: 'app.py', line: 2 },
      },
    ],
  },
  {
    rule: 'rehearsal/setting-missing',
    name: 'names in the words of a client, and the variable that the app hands to it',
    evidence: {
      rehearsal: failedIn('client = OpenAI(api_key=os.getenv("SHOP_AI_KEY"))', OPENAI),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "The app fails where it depends on 'SHOP_AI_KEY', which was not given (app.py, line 2): openai.OpenAIError: Missing credentials. Please pass an `api_key`, `workload_identity`, `admin_api_key`, or set the `OPENAI_API_KEY` or `OPENAI_ADMIN_KEY` environment variable.",
        fix: 'If the site has SHOP_AI_KEY, give the app settings in appSettings to rehearse with it; else set it there.',
        where: { file: 'app.py', line: 2 },
      },
    ],
  },
  ...[
    "AttributeError: module 'shop' has no attribute 'start'",
    "ImportError: cannot import name 'start' from 'shop' (/home/site/wwwroot/shop.py)",
    "NameError: name 'shop' is not defined",
    'TypeError: start() takes 0 positional arguments but 1 was given',
    "AttributeError: 'Flask' object has no attribute 'before_first_request'",
  ].map((exception) => ({
    rule: 'rehearsal/setting-missing',
    name: `a fault that no setting mends: ${exception}`,
    evidence: { rehearsal: failedIn('shop.start(os.getenv("MODE", "web"))', exception) },
    expect: [],
  })),
  {
    rule: 'rehearsal/setting-missing',
    name: 'variables that the platform gives, that were given, and that the app sets itself',
    evidence: {
      rehearsal: failedIn(
        'serve(os.environ["PORT"], os.getenv("MODE"), os.getenv("LEVEL"), os.getenv("EXPORTED"))',
        'ValueError: no licence',
        { settingNames: ['Mode'] },
      ),
      app: treeOf({ 'app.py': 'os.environ["LEVEL"] = "1"\n' }),
      startup: startupOf({ EXPORTED: '1' }),
    },
    expect: [],
  },
  {
    rule: 'rehearsal/setting-missing',
    name: 'a name that another file reads as well, but no setting',
    evidence: {
      rehearsal: failedIn('run(name)', 'ValueError: no licence'),
      app: treeOf({
        'app.py': 'name = "web"\nrun(name)\n',
        'other.py': 'name = os.getenv("NAME")\n',
      }),
    },
    expect: [],
  },
  {
    rule: 'rehearsal/setting-missing',
    name: 'an end without an exception, which says that a variable of the app is missing',
    evidence: {
      rehearsal: ended(
        'DATABASE_URL is not set.\n[2026-11-21 11:05:02 +0000] [13] [ERROR] Reason: Worker failed to boot.',
        1,
      ),
      app: treeOf({
        'app.py': 'if not os.getenv("DATABASE_URL"):\n    sys.exit("DATABASE_URL is not set.")\n',
      }),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "The app does not start without the setting 'DATABASE_URL', which was not given: DATABASE_URL is not set.",
        fix: 'Set DATABASE_URL on the site, and give the app settings in appSettings to rehearse with them.',
        where: { file: 'app settings' },
      },
    ],
  },
  {
    rule: 'rehearsal/setting-missing',
    name: 'a worker that ends itself again and again, and says that a variable of the app is missing',
    evidence: {
      rehearsal: silent(
        'DATABASE_URL is not set.\n[2026-11-21 11:05:02 +0000] [13] [ERROR] Reason: Worker failed to boot.',
        [{ address: '0.0.0.0', port: 8000 }],
      ),
      app: treeOf({
        'app.py': 'if not os.getenv("DATABASE_URL"):\n    sys.exit("DATABASE_URL is not set.")\n',
      }),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "The app does not start without the setting 'DATABASE_URL', which was not given: DATABASE_URL is not set.",
        fix: 'Set DATABASE_URL on the site, and give the app settings in appSettings to rehearse with them.',
        where: { file: 'app settings' },
      },
    ],
  },
  {
    rule: 'rehearsal/setting-missing',
    name: 'a value from Key Vault',
    evidence: { rehearsal: ended(DRIVERS.environ, 3, { references: [vaulted('DATABASE_URL')] }) },
    expect: [
      {
        severity: 'warning',
        message:
          "The app does not start without the setting 'DATABASE_URL', whose value comes from Key Vault and was not known here (app.py, line 2): KeyError: 'DATABASE_URL'.",
        fix: 'The platform resolves it on the site; see that the site may read it. To rehearse with it, give DATABASE_URL a value in appSettings.',
        where: {
          file: 'app.py',
          line: 2,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/setting-missing',
    name: 'values from Key Vault and App Configuration, with the prefix of the class',
    evidence: {
      rehearsal: ended(DRIVERS.pyds, 3, {
        references: [
          vaulted('SHOP_DATABASE_URL'),
          { name: 'SHOP_API_KEY', origin: 'App Configuration' },
        ],
      }),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "The app does not start without 'database_url', 'api_key' of its settings 'Settings', whose values come from App Configuration and Key Vault and were not known here (app.py, line 5).",
        fix: 'The platform resolves them on the site; see that the site may read them. To rehearse with them, give SHOP_DATABASE_URL, SHOP_API_KEY values in appSettings.',
        where: {
          file: 'app.py',
          line: 5,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/setting-missing',
    name: 'one value from Key Vault, and another that was not given',
    evidence: { rehearsal: ended(DRIVERS.pyds, 3, { references: [vaulted('API_KEY')] }) },
    expect: [
      {
        severity: 'warning',
        message:
          "The app does not start without 'database_url', 'api_key' of its settings 'Settings', which were not given (app.py, line 5).",
        fix: 'Set DATABASE_URL on the site (with the prefix of the class, where it has one), and give the app settings in appSettings to rehearse with them. The value of API_KEY comes from Key Vault and was not known here.',
        where: {
          file: 'app.py',
          line: 5,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/setting-missing',
    name: 'pydantic 1',
    evidence: {
      rehearsal: ended(
        'Traceback (most recent call last):\n  File "/home/site/wwwroot/app.py", line 5, in <module>\n    settings = Settings()\n  File "pydantic/env_settings.py", line 40, in pydantic.env_settings.BaseSettings.__init__\npydantic.error_wrappers.ValidationError: 1 validation error for Settings\ndatabase_url\n  field required (type=value_error.missing)',
        1,
      ),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "The app does not start without 'database_url' of its settings 'Settings', which was not given (app.py, line 5).",
        fix: 'Set DATABASE_URL on the site (with the prefix of the class, where it has one), and give the app settings in appSettings to rehearse with them.',
        where: {
          file: 'app.py',
          line: 5,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/setting-missing',
    name: 'os.environ, and it was given',
    evidence: { rehearsal: ended(DRIVERS.environ, 3, { settingNames: ['DATABASE_URL'] }) },
    expect: [],
  },
  {
    rule: 'rehearsal/setting-missing',
    name: 'another mapping',
    evidence: { rehearsal: ended(DRIVERS.keyerror, 3) },
    expect: [],
  },
  {
    rule: 'rehearsal/setting-missing',
    name: 'data of the app',
    evidence: { rehearsal: ended(DRIVERS['pydantic-model'], 3) },
    expect: [],
  },
  {
    rule: 'rehearsal/setting-missing',
    name: 'a value that cannot be read',
    evidence: { rehearsal: ended(DRIVERS['pyds-invalid'], 3) },
    expect: [],
  },
  {
    rule: 'rehearsal/setting-missing',
    name: 'os.environ, and then another key',
    evidence: { rehearsal: ended(DRIVERS['environ-set'], 3, { settingNames: ['DATABASE_URL'] }) },
    expect: [],
  },
  {
    rule: 'rehearsal/name-not-resolved',
    name: 'psycopg2',
    evidence: { rehearsal: ended(DRIVERS.psycopg2, 3) },
    expect: [
      {
        severity: 'warning',
        message:
          'The app wants \'db.example.org\' at its start, whose name is not resolved in the rehearsal (app.py, line 2): psycopg2.OperationalError: could not translate host name "db.example.org" to address: Temporary failure in name resolution.',
        fix: 'Connect at the first request in place of the start, or rehearse with rehearseNetwork: host.',
        where: {
          file: 'app.py',
          line: 2,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/name-not-resolved',
    name: 'psycopg2, a host that was not given, and nothing tells by which variable',
    evidence: { rehearsal: ended(DRIVERS.psycopg2.replaceAll('db.example.org', 'None'), 3) },
    expect: [
      {
        severity: 'warning',
        message:
          'The app wants \'None\' at its start, whose name is not resolved in the rehearsal (app.py, line 2): psycopg2.OperationalError: could not translate host name "None" to address: Temporary failure in name resolution.',
        fix: "'None' is asked because an app setting was not given: set what the address is made of, on the site, and give the app settings in appSettings to rehearse with them.",
        where: { file: 'app.py', line: 2 },
      },
    ],
  },
  {
    rule: 'rehearsal/name-not-resolved',
    name: 'psycopg2, a host that was not given, whose variable another module reads',
    evidence: {
      app: treeOf({
        'app.py': 'import psycopg2\nfrom shop import connection\n',
        'shop.py':
          'import os\nhost = os.environ.get("POSTGRES_HOST")\nmode = os.environ.get("POSTGRES_SSL")\n',
      }),
      rehearsal: ended(DRIVERS.psycopg2.replaceAll('db.example.org', 'None'), 3),
    },
    expect: [
      {
        severity: 'warning',
        message:
          'The app wants \'None\' at its start, whose name is not resolved in the rehearsal (app.py, line 2): psycopg2.OperationalError: could not translate host name "None" to address: Temporary failure in name resolution.',
        fix: "'None' is asked because an app setting was not given: set what the address is made of, such as POSTGRES_HOST, on the site, and give the app settings in appSettings to rehearse with them.",
        where: { file: 'app.py', line: 2 },
      },
    ],
  },
  {
    rule: 'rehearsal/name-not-resolved',
    name: 'psycopg',
    evidence: { rehearsal: ended(DRIVERS.psycopg, 3) },
    expect: [
      {
        severity: 'warning',
        message:
          "The app wants 'db.example.org' at its start, whose name is not resolved in the rehearsal (app.py, line 2): psycopg.OperationalError: failed to resolve host 'db.example.org': [Errno -3] Temporary failure in name resolution.",
        fix: 'Connect at the first request in place of the start, or rehearse with rehearseNetwork: host.',
        where: {
          file: 'app.py',
          line: 2,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/name-not-resolved',
    name: 'asyncpg, by the line of the app',
    evidence: { rehearsal: ended(DRIVERS.asyncpg, 3) },
    expect: [
      {
        severity: 'warning',
        message:
          "The app wants 'db.example.org' at its start, whose name is not resolved in the rehearsal (app.py, line 2): socket.gaierror: [Errno -3] Temporary failure in name resolution.",
        fix: 'Connect at the first request in place of the start, or rehearse with rehearseNetwork: host.',
        where: {
          file: 'app.py',
          line: 2,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/name-not-resolved',
    name: 'PyMySQL',
    evidence: { rehearsal: ended(DRIVERS.pymysql, 3) },
    expect: [
      {
        severity: 'warning',
        message:
          "The app wants 'db.example.org' at its start, whose name is not resolved in the rehearsal (app.py, line 2): pymysql.err.OperationalError: (2003, \"Can't connect to MySQL server on 'db.example.org' ([Errno -3] Temporary failure in name resolution)\").",
        fix: 'Connect at the first request in place of the start, or rehearse with rehearseNetwork: host.',
        where: {
          file: 'app.py',
          line: 2,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/name-not-resolved',
    name: 'MySQL Connector',
    evidence: { rehearsal: ended(DRIVERS.mysqlconn, 3) },
    expect: [
      {
        severity: 'warning',
        message:
          "The app wants 'db.example.org:3306' at its start, whose name is not resolved in the rehearsal (app.py, line 2): mysql.connector.errors.InterfaceError: 2003: Can't connect to MySQL server on 'db.example.org:3306' (Errno -3: Temporary failure in name resolution).",
        fix: 'Connect at the first request in place of the start, or rehearse with rehearseNetwork: host.',
        where: {
          file: 'app.py',
          line: 2,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/name-not-resolved',
    name: 'redis',
    evidence: { rehearsal: ended(DRIVERS.redis, 3) },
    expect: [
      {
        severity: 'warning',
        message:
          "The app wants 'cache.example.org:6379' at its start, whose name is not resolved in the rehearsal (app.py, line 2): redis.exceptions.ConnectionError: Error -3 connecting to cache.example.org:6379. Temporary failure in name resolution.",
        fix: 'Connect at the first request in place of the start, or rehearse with rehearseNetwork: host.',
        where: {
          file: 'app.py',
          line: 2,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/name-not-resolved',
    name: 'PyMongo',
    evidence: { rehearsal: ended(DRIVERS.pymongo, 3) },
    expect: [
      {
        severity: 'warning',
        message:
          "The app wants 'db.example.org:27017' at its start, whose name is not resolved in the rehearsal (app.py, line 2): pymongo.errors.ServerSelectionTimeoutError: db.example.org:27017: [Errno -3] Temporary failure in name resolution (configured timeouts: socketTimeoutMS: 20000.0ms, connectTimeoutMS: 20000.0ms), Timeout: 1.5s, Topology Description:…",
        fix: 'Connect at the first request in place of the start, or rehearse with rehearseNetwork: host.',
        where: {
          file: 'app.py',
          line: 2,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/name-not-resolved',
    name: 'PyMongo with a seed list',
    evidence: { rehearsal: ended(DRIVERS['pymongo-srv'], 3) },
    expect: [
      {
        severity: 'warning',
        message:
          "The app wants 'db.example.org' at its start, whose name is not resolved in the rehearsal (app.py, line 2): pymongo.errors.ConfigurationError: All nameservers failed to answer the query _mongodb._tcp.db.example.org. IN SRV: Server Do53:10.0.0.53@53 answered [Errno 101] Network is unreachable.",
        fix: 'Connect at the first request in place of the start, or rehearse with rehearseNetwork: host.',
        where: {
          file: 'app.py',
          line: 2,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/name-not-resolved',
    name: 'requests',
    evidence: { rehearsal: ended(DRIVERS.requests, 3) },
    expect: [
      {
        severity: 'warning',
        message:
          "The app wants 'api.example.org' at its start, whose name is not resolved in the rehearsal (app.py, line 2): requests.exceptions.ConnectionError: HTTPSConnectionPool(host='api.example.org', port=443): Max retries exceeded with url: /config (Caused by NameResolutionError(\"HTTPSConnection(host='api.example.org', port=443): Failed to resolve…",
        fix: 'Connect at the first request in place of the start, or rehearse with rehearseNetwork: host.',
        where: {
          file: 'app.py',
          line: 2,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/name-not-resolved',
    name: 'httpx',
    evidence: { rehearsal: ended(DRIVERS.httpx, 3) },
    expect: [
      {
        severity: 'warning',
        message:
          "The app wants 'api.example.org' at its start, whose name is not resolved in the rehearsal (app.py, line 2): httpx.ConnectError: [Errno -3] Temporary failure in name resolution.",
        fix: 'Connect at the first request in place of the start, or rehearse with rehearseNetwork: host.',
        where: {
          file: 'app.py',
          line: 2,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/name-not-resolved',
    name: 'urllib',
    evidence: { rehearsal: ended(DRIVERS.urllib, 3) },
    expect: [
      {
        severity: 'warning',
        message:
          "The app wants 'api.example.org' at its start, whose name is not resolved in the rehearsal (app.py, line 2): urllib.error.URLError: <urlopen error [Errno -3] Temporary failure in name resolution>.",
        fix: 'Connect at the first request in place of the start, or rehearse with rehearseNetwork: host.',
        where: {
          file: 'app.py',
          line: 2,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/name-not-resolved',
    name: 'a socket',
    evidence: { rehearsal: ended(DRIVERS.socket, 3) },
    expect: [
      {
        severity: 'warning',
        message:
          "The app wants 'queue.example.org:5671' at its start, whose name is not resolved in the rehearsal (app.py, line 2): socket.gaierror: [Errno -3] Temporary failure in name resolution.",
        fix: 'Connect at the first request in place of the start, or rehearse with rehearseNetwork: host.',
        where: {
          file: 'app.py',
          line: 2,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/name-not-resolved',
    name: 'Key Vault',
    evidence: { rehearsal: ended(DRIVERS.kv, 3) },
    expect: [
      {
        severity: 'warning',
        message:
          "The app wants 'shop.vault.azure.net' at its start, whose name is not resolved in the rehearsal (app.py, line 4): azure.core.exceptions.ServiceRequestError: HTTPSConnection(host='shop.vault.azure.net', port=443): Failed to resolve 'shop.vault.azure.net' ([Errno -3] Temporary failure in name resolution).",
        fix: 'Connect at the first request in place of the start, or rehearse with rehearseNetwork: host.',
        where: {
          file: 'app.py',
          line: 4,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/name-not-resolved',
    name: 'SQLAlchemy',
    evidence: { rehearsal: ended(DRIVERS.sqlalchemy, 3) },
    expect: [
      {
        severity: 'warning',
        message:
          'The app wants \'db.example.org\' at its start, whose name is not resolved in the rehearsal (app.py, line 3): sqlalchemy.exc.OperationalError: (psycopg2.OperationalError) could not translate host name "db.example.org" to address: Temporary failure in name resolution.',
        fix: 'Connect at the first request in place of the start, or rehearse with rehearseNetwork: host.',
        where: {
          file: 'app.py',
          line: 3,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/name-not-resolved',
    name: 'the lifespan of uvicorn',
    evidence: { rehearsal: ended(DRIVERS.lifespan, 3) },
    expect: [
      {
        severity: 'warning',
        message:
          "The app wants 'db.example.org' at its start, whose name is not resolved in the rehearsal (main.py, line 6): socket.gaierror: [Errno -3] Temporary failure in name resolution.",
        fix: 'Connect at the first request in place of the start, or rehearse with rehearseNetwork: host.',
        where: {
          file: 'main.py',
          line: 6,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/name-not-resolved',
    name: 'a task group',
    evidence: { rehearsal: ended(DRIVERS.group, 3) },
    expect: [
      {
        severity: 'warning',
        message:
          "The app wants 'api.example.org' at its start, whose name is not resolved in the rehearsal (main.py, line 13): httpx.ConnectError: [Errno -3] Temporary failure in name resolution.",
        fix: 'Connect at the first request in place of the start, or rehearse with rehearseNetwork: host.',
        where: {
          file: 'main.py',
          line: 13,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/name-not-resolved',
    name: 'psycopg2, and an answer is insisted on',
    evidence: { rehearsal: ended(DRIVERS.psycopg2, 3, { required: true }) },
    expect: [
      {
        severity: 'error',
        message:
          'The app wants \'db.example.org\' at its start, whose name is not resolved in the rehearsal (app.py, line 2): psycopg2.OperationalError: could not translate host name "db.example.org" to address: Temporary failure in name resolution.',
        fix: 'Connect at the first request in place of the start, or rehearse with rehearseNetwork: host.',
        where: {
          file: 'app.py',
          line: 2,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/name-not-resolved',
    name: "Django's migrate",
    evidence: { rehearsal: ended(DRIVERS.migrate, 1, { network: 'host' }) },
    expect: [
      {
        severity: 'warning',
        message:
          "The app wants 'db.example.org' at its start, whose name is not resolved in the rehearsal (manage.py, line 4): django.db.utils.OperationalError: failed to resolve host 'db.example.org': [Errno -3] Temporary failure in name resolution.",
        fix: 'Connect at the first request in place of the start, or run this where it can be reached.',
        where: {
          file: 'manage.py',
          line: 4,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/name-not-resolved',
    name: 'a script that waits, without Python',
    evidence: {
      rehearsal: ended(
        'psql: error: could not translate host name "db.example.org" to address: Temporary failure in name resolution',
        2,
      ),
    },
    expect: [
      {
        severity: 'warning',
        message:
          'The app wants \'db.example.org\' at its start, whose name is not resolved in the rehearsal: the log ends with: psql: error: could not translate host name "db.example.org" to address: Temporary failure in name resolution.',
        fix: 'Connect at the first request in place of the start, or rehearse with rehearseNetwork: host.',
        where: {
          file: 'container log',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/name-not-resolved',
    name: 'the health path asks for it',
    evidence: {
      rehearsal: answered(DRIVERS.psycopg2, 404, {
        health: { path: '/health', status: 500, seconds: 2.5 },
      }),
    },
    expect: [
      {
        severity: 'warning',
        message:
          'The app wants \'db.example.org\' at its start, whose name is not resolved in the rehearsal (app.py, line 2): psycopg2.OperationalError: could not translate host name "db.example.org" to address: Temporary failure in name resolution.',
        fix: 'Connect at the first request in place of the start, or rehearse with rehearseNetwork: host.',
        where: {
          file: 'app.py',
          line: 2,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/name-not-resolved',
    name: 'a complaint of a server that listens elsewhere',
    evidence: { rehearsal: silent(DRIVERS.requests, [{ address: '127.0.0.1', port: 8000 }]) },
    expect: [],
  },
  {
    rule: 'rehearsal/name-not-resolved',
    name: 'a start that went well all the same',
    evidence: { rehearsal: answered(DRIVERS.requests, 200) },
    expect: [],
  },
  {
    rule: 'rehearsal/no-identity',
    name: 'DefaultAzureCredential',
    evidence: { rehearsal: ended(DRIVERS.cred, 3) },
    expect: [
      {
        severity: 'warning',
        message:
          'The app logs in to Azure at its start, and a rehearsal has no identity (app.py, line 2): azure.core.exceptions.ClientAuthenticationError: DefaultAzureCredential failed to retrieve a token from the included credentials.',
        fix: "Log in at the first request in place of the start; see that the site's managed identity is on.",
        where: {
          file: 'app.py',
          line: 2,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/no-identity',
    name: 'ManagedIdentityCredential',
    evidence: { rehearsal: ended(DRIVERS['kv-mi-env'], 3) },
    expect: [
      {
        severity: 'warning',
        message:
          'The app logs in to Azure at its start, and a rehearsal has no identity (app.py, line 2): azure.identity._exceptions.CredentialUnavailableError: ManagedIdentityCredential authentication unavailable, no response from the IMDS endpoint.',
        fix: "Log in at the first request in place of the start; see that the site's managed identity is on.",
        where: {
          file: 'app.py',
          line: 2,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/no-identity',
    name: 'a vault whose name is not resolved',
    evidence: { rehearsal: ended(DRIVERS.kv, 3) },
    expect: [],
  },
  {
    rule: 'rehearsal/not-reached',
    name: 'psycopg2',
    evidence: { rehearsal: ended(DRIVERS['psycopg2-local'], 3) },
    expect: [
      {
        severity: 'warning',
        message:
          'The app wants \'127.0.0.1:5432\' at its start, which refuses the connection in the rehearsal (app.py, line 2): psycopg2.OperationalError: connection to server at "127.0.0.1", port 5432 failed: Connection refused.',
        fix: "Give the app the real address as an app setting: '127.0.0.1' is inside of the container, on the site as well.",
        where: {
          file: 'app.py',
          line: 2,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/not-reached',
    name: 'psycopg2 by name',
    evidence: { rehearsal: ended(DRIVERS['psycopg2-localhost'], 3) },
    expect: [
      {
        severity: 'warning',
        message:
          'The app wants \'localhost:5432\' at its start, which refuses the connection in the rehearsal (app.py, line 2): psycopg2.OperationalError: connection to server at "localhost" (127.0.0.1), port 5432 failed: Connection refused.',
        fix: "Give the app the real address as an app setting: 'localhost' is inside of the container, on the site as well.",
        where: {
          file: 'app.py',
          line: 2,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/not-reached',
    name: 'psycopg2, no route',
    evidence: { rehearsal: ended(DRIVERS['psycopg2-ip'], 3) },
    expect: [
      {
        severity: 'warning',
        message:
          'The app wants \'10.0.0.4:5432\' at its start, which cannot be reached in the rehearsal (app.py, line 2): psycopg2.OperationalError: connection to server at "10.0.0.4", port 5432 failed: Network is unreachable.',
        fix: 'Connect at the first request in place of the start, or rehearse with rehearseNetwork: host.',
        where: {
          file: 'app.py',
          line: 2,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/not-reached',
    name: 'psycopg2 by a socket file',
    evidence: { rehearsal: ended(DRIVERS['psycopg2-socket'], 3) },
    expect: [
      {
        severity: 'warning',
        message:
          'The app wants \'/var/run/postgresql/.s.PGSQL.5432\' at its start, which cannot be reached in the rehearsal (app.py, line 2): psycopg2.OperationalError: connection to server on socket "/var/run/postgresql/.s.PGSQL.5432" failed: No such file or directory.',
        fix: "'/var/run/postgresql/.s.PGSQL.5432' is asked because the app was given no host: set what the address is made of, on the site, and give the app settings in appSettings to rehearse with them.",
        where: {
          file: 'app.py',
          line: 2,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/not-reached',
    name: 'a socket file that the app names',
    evidence: {
      rehearsal: ended(
        DRIVERS['psycopg2-socket'].replaceAll('/var/run/postgresql', '/cloudsql/shop'),
        3,
      ),
    },
    expect: [
      {
        severity: 'warning',
        message:
          'The app wants \'/cloudsql/shop/.s.PGSQL.5432\' at its start, which cannot be reached in the rehearsal (app.py, line 2): psycopg2.OperationalError: connection to server on socket "/cloudsql/shop/.s.PGSQL.5432" failed: No such file or directory.',
        fix: "Give the app the real address as an app setting: '/cloudsql/shop/.s.PGSQL.5432' is inside of the container, on the site as well.",
        where: { file: 'app.py', line: 2 },
      },
    ],
  },
  {
    rule: 'rehearsal/not-reached',
    name: 'psycopg with a port',
    evidence: { rehearsal: ended(DRIVERS['psycopg-local'], 3) },
    expect: [
      {
        severity: 'warning',
        message:
          'The app wants \'127.0.0.1:5433\' at its start, which refuses the connection in the rehearsal (app.py, line 2): psycopg.OperationalError: connection failed: connection to server at "127.0.0.1", port 5433 failed: Connection refused.',
        fix: "Give the app the real address as an app setting: '127.0.0.1' is inside of the container, on the site as well.",
        where: {
          file: 'app.py',
          line: 2,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/not-reached',
    name: 'asyncpg',
    evidence: { rehearsal: ended(DRIVERS['asyncpg-local'], 3) },
    expect: [
      {
        severity: 'warning',
        message:
          "The app wants '127.0.0.1:5432' at its start, which refuses the connection in the rehearsal (app.py, line 2): ConnectionRefusedError: [Errno 111] Connect call failed ('127.0.0.1', 5432).",
        fix: "Give the app the real address as an app setting: '127.0.0.1' is inside of the container, on the site as well.",
        where: {
          file: 'app.py',
          line: 2,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/not-reached',
    name: 'PyMySQL',
    evidence: { rehearsal: ended(DRIVERS['pymysql-local'], 3) },
    expect: [
      {
        severity: 'warning',
        message:
          "The app wants '127.0.0.1' at its start, which refuses the connection in the rehearsal (app.py, line 2): pymysql.err.OperationalError: (2003, \"Can't connect to MySQL server on '127.0.0.1' ([Errno 111] Connection refused)\").",
        fix: "Give the app the real address as an app setting: '127.0.0.1' is inside of the container, on the site as well.",
        where: {
          file: 'app.py',
          line: 2,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/not-reached',
    name: 'redis',
    evidence: { rehearsal: ended(DRIVERS['redis-local'], 3) },
    expect: [
      {
        severity: 'warning',
        message:
          "The app wants 'localhost:6379' at its start, which refuses the connection in the rehearsal (app.py, line 2): redis.exceptions.ConnectionError: Error 111 connecting to localhost:6379. Connection refused.",
        fix: "Give the app the real address as an app setting: 'localhost' is inside of the container, on the site as well.",
        where: {
          file: 'app.py',
          line: 2,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/not-reached',
    name: 'redis, no route',
    evidence: { rehearsal: ended(DRIVERS['redis-ip'], 3) },
    expect: [
      {
        severity: 'warning',
        message:
          "The app wants '10.0.0.5:6380' at its start, which cannot be reached in the rehearsal (app.py, line 2): redis.exceptions.ConnectionError: Error 101 connecting to 10.0.0.5:6380. Network is unreachable.",
        fix: 'Connect at the first request in place of the start, or rehearse with rehearseNetwork: host.',
        where: {
          file: 'app.py',
          line: 2,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/not-reached',
    name: 'requests',
    evidence: { rehearsal: ended(DRIVERS['requests-local'], 3) },
    expect: [
      {
        severity: 'warning',
        message:
          "The app wants '127.0.0.1:9000' at its start, which refuses the connection in the rehearsal (app.py, line 2): requests.exceptions.ConnectionError: HTTPConnectionPool(host='127.0.0.1', port=9000): Max retries exceeded with url: /config (Caused by NewConnectionError(\"HTTPConnection(host='127.0.0.1', port=9000): Failed to establish a new connection:…",
        fix: "Give the app the real address as an app setting: '127.0.0.1' is inside of the container, on the site as well.",
        where: {
          file: 'app.py',
          line: 2,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/not-reached',
    name: 'httpx, by the line of the app',
    evidence: { rehearsal: ended(DRIVERS['httpx-local'], 3) },
    expect: [
      {
        severity: 'warning',
        message:
          "The app wants '127.0.0.1:9000' at its start, which refuses the connection in the rehearsal (app.py, line 2): httpx.ConnectError: [Errno 111] Connection refused.",
        fix: "Give the app the real address as an app setting: '127.0.0.1' is inside of the container, on the site as well.",
        where: {
          file: 'app.py',
          line: 2,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/not-reached',
    name: 'a socket, by the line of the app',
    evidence: { rehearsal: ended(DRIVERS['socket-ip'], 3) },
    expect: [
      {
        severity: 'warning',
        message:
          "The app wants '10.0.0.4:5671' at its start, which cannot be reached in the rehearsal (app.py, line 2): OSError: [Errno 101] Network is unreachable.",
        fix: 'Connect at the first request in place of the start, or rehearse with rehearseNetwork: host.',
        where: {
          file: 'app.py',
          line: 2,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/not-reached',
    name: 'an ODBC driver',
    evidence: {
      rehearsal: ended(
        'Traceback (most recent call last):\n  File "/home/site/wwwroot/app.py", line 2, in <module>\n    pyodbc.connect("Driver={ODBC Driver 18 for SQL Server};Server=tcp:db.example.org,1433;Uid=u;Pwd=p")\npyodbc.OperationalError: (\'HYT00\', \'[HYT00] [Microsoft][ODBC Driver 18 for SQL Server]Login timeout expired (0) (SQLDriverConnect)\')',
        1,
      ),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "The app wants 'db.example.org:1433' at its start, which cannot be reached in the rehearsal (app.py, line 2): pyodbc.OperationalError: ('HYT00', '[HYT00] [Microsoft][ODBC Driver 18 for SQL Server]Login timeout expired (0) (SQLDriverConnect)').",
        fix: 'Connect at the first request in place of the start, or rehearse with rehearseNetwork: host.',
        where: {
          file: 'app.py',
          line: 2,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/not-reached',
    name: 'a name that is not resolved',
    evidence: { rehearsal: ended(DRIVERS.psycopg2, 3) },
    expect: [],
  },
];
