// Rules about Django's settings: each on a case made for it, and silent on its nearest good neighbour.

import assert from 'node:assert/strict';
import type { Evidence } from '../../../../tasks/core/check/evidence.js';
import { djangoRules } from '../../../../tasks/core/check/rules/django.js';
import type { ShellCommand } from '../../../../tasks/core/check/startup/startup.js';
import type { Finding } from '../../../../tasks/core/terms/finding.js';
import { appOf, commandOf, serverOf, startupOf, venvOf } from '../../../helpers/app-evidence.js';

const WSGI =
  'import os\nfrom django.core.wsgi import get_wsgi_application\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings")\napplication = get_wsgi_application()\n';
const MANAGE = 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings")\n';
const SITE = { 'manage.py': MANAGE, 'mysite/wsgi.py': WSGI };
const WHITENOISE = 'MIDDLEWARE = ["whitenoise.middleware.WhiteNoiseMiddleware"]\n';
const STATIC =
  'from pathlib import Path\nBASE_DIR = Path(__file__).resolve().parent.parent\nINSTALLED_APPS = ["django.contrib.staticfiles"]\nSTATIC_URL = "static/"\n';

/** As in Microsoft's samples: a site has settings of its own. */
const ON_A_SITE = {
  'mysite/asgi.py': MANAGE,
  'mysite/wsgi.py':
    'import os\nsettings = "mysite.production" if "WEBSITE_HOSTNAME" in os.environ else "mysite.settings"\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", settings)\n',
  'mysite/production.py':
    'import os\nfrom .settings import *\nDEBUG = False\nALLOWED_HOSTS = [os.environ["WEBSITE_HOSTNAME"]] if "WEBSITE_HOSTNAME" in os.environ else []\n',
};

const ASSIGNS = WSGI.replace(
  'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings")',
  'os.environ["DJANGO_SETTINGS_MODULE"] = "mysite.settings"',
);

function site(settings: string, more: Readonly<Record<string, string>> = {}) {
  return { ...SITE, 'mysite/settings.py': settings, ...more };
}

interface Row {
  readonly rule: string;
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly evidence?: Evidence;
  readonly expect: readonly Omit<Finding, 'code'>[];
}

const SETTINGS = { file: 'mysite/settings.py' };
const inSettings = (line: number) => ({ ...SETTINGS, line });
const hostFix = (file: string) =>
  `Import os in ${file}, and add the host that App Service names: ALLOWED_HOSTS = [os.environ["WEBSITE_HOSTNAME"]]`;

const SERVED = startupOf(serverOf('gunicorn mysite.wsgi', { module: 'mysite.wsgi' }));
const APP_SERVED = startupOf(serverOf('gunicorn app:app', { module: 'app', callable: 'app' }));
const FROM_WSGI = { 'app.py': 'from mysite.wsgi import application as app\n' };
const NO_SETTINGS: Evidence['settings'] = [];
const PACKAGE = { 'mysite/__init__.py': '' };
const INSTALLED = 'INSTALLED_APPS = []\n';

/** An app setting that names the settings. */
function named(value: string): NonNullable<Evidence['settings']>[number] {
  return { name: 'DJANGO_SETTINGS_MODULE', value, slotSetting: undefined };
}

/** Files without those that a case takes away. */
function present(files: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).filter((file): file is [string, string] => file[1] !== undefined),
  );
}

/** A command and what stands before it. */
function servedWith(words: string, command: Partial<ShellCommand> = {}): Evidence['startup'] {
  return startupOf(serverOf(words, { module: 'mysite.wsgi', command }));
}

/** An app setting names settings that are not there: where that is certain, and where it is not. */
const WITH_SETTING: readonly {
  readonly name: string;
  readonly files?: Readonly<Record<string, string | undefined>>;
  readonly evidence?: Evidence;
}[] = [
  {
    name: 'wsgi.py assigns others, which are there',
    files: { 'mysite/wsgi.py': ASSIGNS },
  },
  {
    name: 'wsgi.py may assign others',
    files: { 'mysite/wsgi.py': ASSIGNS.replace('os.environ[', 'if True and b: os.environ[') },
  },
  {
    name: 'another module assigns others',
    files: { 'mysite/env.py': 'import os\nos.environ["DJANGO_SETTINGS_MODULE"] = "a"\n' },
  },
  {
    name: 'wsgi.py changes where modules are found',
    files: { 'mysite/wsgi.py': `import sys\nsys.path.append("apps")\n${WSGI}` },
  },
  {
    name: 'a package changes where modules are found',
    files: { 'mysite/__init__.py': 'import sys\nsys.path.append("apps")\n' },
  },
  {
    name: 'wsgi.py sets variables that nobody knows',
    files: {
      'mysite/wsgi.py': `from dotenv import load_dotenv\nload_dotenv("/home/.env")\n${WSGI}`,
    },
  },
  {
    name: 'wsgi.py has settings without a module',
    files: { 'mysite/wsgi.py': `from django.conf import settings\n${WSGI}` },
  },
  {
    name: 'what is served is no app of Django',
    files: { 'mysite/wsgi.py': 'from flask import Flask\napplication = Flask(__name__)\n' },
  },
  {
    name: 'a package that a library may make anything of',
    files: { 'mysite/__init__.py': 'from library import *\n' },
  },
  {
    name: 'a package whose star import makes modules',
    files: {
      'mysite/__init__.py': 'from .more import *\n',
      'mysite/more.py': 'import sys\nsys.modules["mysite.production"] = sys\n',
    },
  },
  {
    name: 'a package whose star import is compiled',
    files: { 'mysite/__init__.py': 'from .more import *\n', 'mysite/more.pyc': '' },
  },
  {
    name: 'a package that takes modules from elsewhere, too',
    files: { 'mysite/__init__.py': '__path__.append("/home/settings")\n' },
  },
  { name: 'a folder that packages may add to', files: { 'mysite/__init__.py': undefined } },
  {
    name: 'a module that the venv may add to a folder',
    files: { 'mysite/__init__.py': undefined },
    evidence: { venv: venvOf('mysite') },
  },
  { name: 'a module that is compiled', files: { 'mysite/production.pyc': '' } },
  {
    name: 'a packaged file of variables names others',
    files: { '.env': 'DJANGO_SETTINGS_MODULE=mysite.settings\n' },
  },
  {
    name: 'a setting of gunicorn sets others',
    files: { 'gunicorn.conf.py': 'raw_env = ["DJANGO_SETTINGS_MODULE=mysite.settings"]\n' },
  },
  {
    name: 'gunicorn’s own variable sets others',
    evidence: {
      settings: [
        named('mysite.production'),
        {
          name: 'GUNICORN_CMD_ARGS',
          value: '--env DJANGO_SETTINGS_MODULE=mysite.settings',
          slotSetting: undefined,
        },
      ],
    },
  },
  {
    name: 'the command names others',
    evidence: {
      startup: servedWith('gunicorn mysite.wsgi', {
        environment: { DJANGO_SETTINGS_MODULE: 'mysite.settings' },
      }),
    },
  },
  ...[
    commandOf('. ./variables'),
    commandOf('export $(xargs)'),
    commandOf('export DJANGO_SETTINGS_MODULE=mysite.settings', { conditional: true }),
    commandOf('cp production.py mysite/'),
  ].map((before) => ({
    name: `the command has before it: ${before.words.join(' ')}`,
    evidence: { startup: { ...SERVED, commands: [before, ...SERVED.commands] } },
  })),
  {
    name: 'PRE_RUN_COMMAND names others',
    evidence: { preRun: [commandOf('export DJANGO_SETTINGS_MODULE=mysite.settings')] },
  },
  {
    name: 'a reference to Key Vault',
    evidence: {
      settings: [named('@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/s)')],
    },
  },
  { name: 'a variable of the pipeline', evidence: { settings: [named('$(settingsModule)')] } },
  { name: 'a module that is there', evidence: { settings: [named('mysite.settings')] } },
  {
    name: 'a module of the venv',
    evidence: { settings: [named('company.settings')], venv: venvOf('company') },
  },
  {
    name: 'a module that may be in a venv that is not there',
    evidence: { settings: [named('company.settings')] },
  },
];

const SETTING_PLACE = { file: 'app settings' };

const ROWS: readonly Row[] = [
  {
    rule: 'django/settings-missing',
    name: 'an app setting',
    files: { ...site(INSTALLED), ...PACKAGE },
    evidence: { startup: SERVED, settings: [named('mysite.production')] },
    expect: [
      {
        severity: 'error',
        message:
          "The app setting DJANGO_SETTINGS_MODULE is 'mysite.production', a module that the app does not have.",
        fix: 'Add mysite/production.py to the app, or name a settings module that it has.',
        where: SETTING_PLACE,
      },
    ],
  },
  ...[
    { name: 'of the app', init: 'from .base import *\n', base: 'from mysite.common import *\n' },
    {
      name: 'of the app, and one that only a developer has',
      init: 'from .base import *\ntry:\n    from .local import *\nexcept ImportError:\n    pass\n',
      base: 'import sys\nsys.path.append("apps")\n',
    },
  ].map(({ name, init, base }): Row => ({
    rule: 'django/settings-missing',
    name: `an app setting that names no module of a package with star imports ${name}`,
    files: {
      ...SITE,
      ...PACKAGE,
      'mysite/common.py': 'DEBUG = False\n',
      'mysite/settings/__init__.py': init,
      'mysite/settings/base.py': `${base}${INSTALLED}`,
    },
    evidence: { startup: SERVED, settings: [named('mysite.settings.production')] },
    expect: [
      {
        severity: 'error',
        message:
          "The app setting DJANGO_SETTINGS_MODULE is 'mysite.settings.production', a module that the app does not have.",
        fix: 'Add mysite/settings/production.py to the app, or name a settings module that it has.',
        where: SETTING_PLACE,
      },
    ],
  })),
  {
    rule: 'django/settings-missing',
    name: 'an app setting with a slip, and no startup command',
    files: { ...site(INSTALLED), ...PACKAGE },
    evidence: { startup: startupOf(), settings: [named('mysite.setings')] },
    expect: [
      {
        severity: 'error',
        message:
          "The app setting DJANGO_SETTINGS_MODULE is 'mysite.setings', a module that the app does not have.",
        fix: 'Name the settings module that the app has: mysite.settings',
        where: SETTING_PLACE,
      },
    ],
  },
  {
    rule: 'django/settings-missing',
    name: 'an app setting that is a path',
    files: { ...site(INSTALLED), ...PACKAGE },
    evidence: { startup: SERVED, settings: [named('mysite/settings.py')] },
    expect: [
      {
        severity: 'error',
        message:
          "The app setting DJANGO_SETTINGS_MODULE is 'mysite/settings.py', a path; Django takes the name of a module.",
        fix: 'Write it with dots and without .py: mysite.settings',
        where: SETTING_PLACE,
      },
    ],
  },
  {
    rule: 'django/settings-missing',
    name: 'an app setting whose package is in no folder of the app, and not in the venv',
    files: { ...site(INSTALLED), ...PACKAGE },
    evidence: { startup: SERVED, settings: [named('mysit.settings')], venv: venvOf('django') },
    expect: [
      {
        severity: 'error',
        message:
          "The app setting DJANGO_SETTINGS_MODULE is 'mysit.settings', but the app has no module 'mysit'.",
        fix: 'Name the settings module that the app has: mysite.settings',
        where: SETTING_PLACE,
      },
    ],
  },
  ...[
    { words: 'gunicorn --env DJANGO_SETTINGS_MODULE=mysite.azure mysite.wsgi' },
    { words: 'gunicorn -eDJANGO_SETTINGS_MODULE=mysite.azure mysite.wsgi' },
    {
      words: 'gunicorn --env=DJANGO_SETTINGS_MODULE=mysite.azure mysite.wsgi',
      command: { environment: { DJANGO_SETTINGS_MODULE: 'mysite.settings' } },
    },
    {
      words: 'gunicorn mysite.wsgi',
      command: { environment: { DJANGO_SETTINGS_MODULE: 'mysite.azure' } },
    },
  ].map(({ words, command }, at): Row => ({
    rule: 'django/settings-missing',
    name: `the startup command, ${at + 1}: ${words}`,
    files: { ...site(INSTALLED), ...PACKAGE },
    evidence: { startup: servedWith(words, command), settings: [named('mysite.settings')] },
    expect: [
      {
        severity: 'error',
        message:
          "The startup command sets DJANGO_SETTINGS_MODULE to 'mysite.azure', a module that the app does not have.",
        fix: 'Add mysite/azure.py to the app, or name a settings module that it has.',
        where: { file: 'startup command' },
      },
    ],
  })),
  ...[
    { name: 'assigns', text: ASSIGNS, settings: [named('mysite.settings')] },
    { name: 'assigns, and no app setting is known', text: ASSIGNS, settings: undefined },
    { name: 'names by default', text: WSGI, settings: NO_SETTINGS },
  ].map(({ name, text, settings }): Row => ({
    rule: 'django/settings-missing',
    name: `wsgi.py of a folder ${name}`,
    files: {
      'src/mysite/__init__.py': '',
      'src/mysite/wsgi.py': text,
      'src/mysite/base.py': INSTALLED,
      'src/mysite/setting.py': 'from .base import *\n',
    },
    evidence: { settings, startup: servedWith('gunicorn mysite.wsgi', { folder: 'src' }) },
    expect: [
      {
        severity: 'error',
        message:
          "src/mysite/wsgi.py sets DJANGO_SETTINGS_MODULE to 'mysite.settings', a module that the app does not have.",
        fix: 'Name the settings module that the app has: mysite.setting',
        where: { file: 'src/mysite/wsgi.py' },
      },
    ],
  })),
  {
    rule: 'django/settings-missing',
    name: 'app.py, which has its app from wsgi.py',
    files: { ...SITE, ...PACKAGE, ...FROM_WSGI, 'mysite/setings.py': INSTALLED },
    evidence: { startup: APP_SERVED, settings: NO_SETTINGS },
    expect: [
      {
        severity: 'error',
        message:
          "mysite/wsgi.py sets DJANGO_SETTINGS_MODULE to 'mysite.settings', a module that the app does not have.",
        fix: 'Name the settings module that the app has: mysite.setings',
        where: { file: 'mysite/wsgi.py' },
      },
    ],
  },
  ...[
    {
      name: 'app.py has its app from wsgi.py, and other settings before',
      text: `import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.setings")\n${FROM_WSGI['app.py']}`,
    },
    {
      name: 'app.py has its app from wsgi.py, and changes where modules are found',
      text: `import sys\nsys.path.append("lib")\n${FROM_WSGI['app.py']}`,
    },
    {
      name: 'app.py has another name from wsgi.py than is served',
      text: 'from flask import Flask\nfrom mysite.wsgi import application\napp = Flask(__name__)\n',
    },
  ].map(({ name, text }): Row => ({
    rule: 'django/settings-missing',
    name: `silent: ${name}`,
    files: { ...SITE, ...PACKAGE, 'app.py': text, 'mysite/setings.py': INSTALLED },
    evidence: { startup: APP_SERVED, settings: NO_SETTINGS },
    expect: [],
  })),
  {
    rule: 'django/settings-missing',
    name: 'silent: wsgi.py names settings by default, and no app setting is known',
    files: { ...SITE, ...PACKAGE },
    evidence: { startup: SERVED },
    expect: [],
  },
  {
    rule: 'django/settings-missing',
    name: 'silent: wsgi.py names settings by default, and the package others before it',
    files: {
      ...site(INSTALLED),
      ...PACKAGE,
      'mysite/wsgi.py': WSGI.replace('mysite.settings', 'mysite.local'),
      'mysite/celery.py': MANAGE,
    },
    evidence: { startup: SERVED, settings: NO_SETTINGS },
    expect: [],
  },
  ...WITH_SETTING.map(({ name, files, evidence }): Row => ({
    rule: 'django/settings-missing',
    name: `silent: ${name}`,
    files: present({ ...site(INSTALLED), ...PACKAGE, ...files }),
    evidence: { startup: SERVED, settings: [named('mysite.production')], ...evidence },
    expect: [],
  })),
  {
    rule: 'django/allowed-hosts',
    name: 'an empty list',
    files: site('ALLOWED_HOSTS = []\n'),
    expect: [
      {
        severity: 'warning',
        message:
          "ALLOWED_HOSTS of mysite/settings.py is empty, so Django refuses requests for the site's host name with 400.",
        fix: hostFix('mysite/settings.py'),
        where: inSettings(1),
      },
    ],
  },
  {
    rule: 'django/allowed-hosts',
    name: 'hosts of a developer’s machine, in a module that is star-imported',
    files: site('from .base import *\nDEBUG = False\n', {
      'mysite/base.py': 'ALLOWED_HOSTS = ["localhost", "127.0.0.1"]\n',
    }),
    expect: [
      {
        severity: 'warning',
        message:
          "ALLOWED_HOSTS of mysite/base.py names only 'localhost', '127.0.0.1', so Django refuses requests for the site's host name with 400.",
        fix: hostFix('mysite/base.py'),
        where: { file: 'mysite/base.py', line: 1 },
      },
    ],
  },
  {
    rule: 'django/allowed-hosts',
    name: 'silent: a site has settings of its own, and asgi.py names those of a developer',
    files: site('ALLOWED_HOSTS = []\n', ON_A_SITE),
    expect: [],
  },
  {
    rule: 'django/allowed-hosts',
    name: 'silent: wsgi.py takes settings that a variable names, and asgi.py those of a developer',
    files: site('ALLOWED_HOSTS = []\n', {
      'mysite/asgi.py': MANAGE,
      'mysite/wsgi.py':
        'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", os.environ["SETTINGS"])\n',
    }),
    expect: [],
  },
  {
    rule: 'django/allowed-hosts',
    name: 'silent: all hosts, the site’s own, one that is added later',
    files: site('ALLOWED_HOSTS = []\nALLOWED_HOSTS.append("www.example.com")\n'),
    expect: [],
  },
  {
    rule: 'django/allowed-hosts',
    name: 'silent: a list that a variable decides',
    files: site('import os\nALLOWED_HOSTS = [os.environ["WEBSITE_HOSTNAME"]]\n'),
    expect: [],
  },
  ...[
    {
      name: 'the startup command names other settings',
      command: 'gunicorn --env DJANGO_SETTINGS_MODULE=mysite.azure mysite.wsgi',
    },
    {
      name: 'the startup command names other settings in one word',
      command: 'gunicorn --env=DJANGO_SETTINGS_MODULE=mysite.azure mysite.wsgi',
    },
    {
      name: 'the startup command sets the variable to what nobody knows',
      command: 'gunicorn --env DJANGO_SETTINGS_MODULE=$MODULE mysite.wsgi',
    },
  ].map(({ name, command }) => ({
    rule: 'django/allowed-hosts',
    name: `silent: ${name}`,
    files: site('ALLOWED_HOSTS = []\n', { 'mysite/azure.py': 'ALLOWED_HOSTS = ["*"]\n' }),
    evidence: { startup: startupOf(serverOf(command, { module: 'mysite.wsgi' })) },
    expect: [],
  })),
  ...['asgi', 'wsgi'].map((served) => ({
    rule: 'django/allowed-hosts',
    name: `${served}.py is served, and names other settings than its neighbour`,
    files: {
      'mysite/asgi.py': MANAGE.replace('mysite.settings', 'mysite.asgi_settings'),
      'mysite/wsgi.py': MANAGE.replace('mysite.settings', 'mysite.wsgi_settings'),
      'mysite/asgi_settings.py': 'ALLOWED_HOSTS = []\n',
      'mysite/wsgi_settings.py': 'ALLOWED_HOSTS = []\n',
    },
    evidence: {
      startup: startupOf(serverOf(`gunicorn mysite.${served}`, { module: `mysite.${served}` })),
    },
    expect: [
      {
        severity: 'warning' as const,
        message: `ALLOWED_HOSTS of mysite/${served}_settings.py is empty, so Django refuses requests for the site's host name with 400.`,
        fix: hostFix(`mysite/${served}_settings.py`),
        where: { file: `mysite/${served}_settings.py`, line: 1 },
      },
    ],
  })),
  {
    rule: 'django/allowed-hosts',
    name: 'a project below a folder, whose settings an app setting names',
    files: { 'src/manage.py': MANAGE, 'src/mysite/settings.py': 'ALLOWED_HOSTS = []\n' },
    evidence: {
      settings: [
        { name: 'DJANGO_SETTINGS_MODULE', value: 'mysite.settings', slotSetting: undefined },
      ],
    },
    expect: [
      {
        severity: 'warning',
        message:
          "ALLOWED_HOSTS of src/mysite/settings.py is empty, so Django refuses requests for the site's host name with 400.",
        fix: hostFix('src/mysite/settings.py'),
        where: { file: 'src/mysite/settings.py', line: 1 },
      },
    ],
  },
  {
    rule: 'django/allowed-hosts',
    name: 'silent: a star import of what is not of the app',
    files: site('from company.settings import *\n'),
    expect: [],
  },
  {
    rule: 'django/allowed-hosts',
    name: 'silent: the app setting names other settings',
    files: site('ALLOWED_HOSTS = []\n', { 'mysite/azure.py': 'ALLOWED_HOSTS = ["*"]\n' }),
    evidence: {
      settings: [{ name: 'DJANGO_SETTINGS_MODULE', value: 'mysite.azure', slotSetting: undefined }],
    },
    expect: [],
  },
  {
    rule: 'django/allowed-hosts',
    name: 'silent: a star import that is not in the app',
    files: site('from company.settings import *\n'),
    expect: [],
  },
  {
    rule: 'django/static-missing',
    name: 'nothing serves static files',
    files: site(`${STATIC}MIDDLEWARE = []\n`),
    expect: [
      {
        severity: 'warning',
        message:
          'mysite/settings.py uses django.contrib.staticfiles, but nothing in the app serves static files; gunicorn, uvicorn and daphne serve none.',
        fix: 'Add whitenoise to requirements.txt, and to MIDDLEWARE: "whitenoise.middleware.WhiteNoiseMiddleware"',
        where: inSettings(5),
      },
    ],
  },
  {
    rule: 'django/static-missing',
    name: 'no folder for them',
    files: site(STATIC + WHITENOISE),
    expect: [
      {
        severity: 'warning',
        message: 'mysite/settings.py sets no STATIC_ROOT, so collectstatic has no folder to fill.',
        fix: 'Set the folder: STATIC_ROOT = BASE_DIR / "staticfiles"',
        where: SETTINGS,
      },
    ],
  },
  {
    rule: 'django/static-missing',
    name: 'the folder is not in the package',
    files: site(`${STATIC}${WHITENOISE}STATIC_ROOT = BASE_DIR / "staticfiles"\n`),
    expect: [
      {
        severity: 'warning',
        message:
          "STATIC_ROOT of mysite/settings.py is 'staticfiles', but the package has no file there.",
        fix: 'Collect before packaging: python manage.py collectstatic --noinput',
        where: inSettings(6),
      },
    ],
  },
  {
    rule: 'django/static-missing',
    name: 'the folder is not in the package, of a project in a folder of the app',
    files: Object.fromEntries(
      Object.entries(site(`${STATIC}${WHITENOISE}STATIC_ROOT = BASE_DIR / "staticfiles"\n`)).map(
        ([path, text]) => [`src/${path}`, text],
      ),
    ),
    expect: [
      {
        severity: 'warning',
        message:
          "STATIC_ROOT of src/mysite/settings.py is 'src/staticfiles', but the package has no file there.",
        fix: 'Collect before packaging: python src/manage.py collectstatic --noinput',
        where: { file: 'src/mysite/settings.py', line: 6 },
      },
    ],
  },
  {
    rule: 'django/static-missing',
    name: 'the folder is not in the package, of a project in a folder whose name has a space',
    files: Object.fromEntries(
      Object.entries(site(`${STATIC}${WHITENOISE}STATIC_ROOT = BASE_DIR / "staticfiles"\n`)).map(
        ([path, text]) => [`my site/${path}`, text],
      ),
    ),
    expect: [
      {
        severity: 'warning',
        message:
          "STATIC_ROOT of my site/mysite/settings.py is 'my site/staticfiles', but the package has no file there.",
        fix: 'Collect before packaging: python "my site/manage.py" collectstatic --noinput',
        where: { file: 'my site/mysite/settings.py', line: 6 },
      },
    ],
  },
  {
    rule: 'django/static-missing',
    name: 'silent: the folder is in the package',
    files: site(`${STATIC}${WHITENOISE}STATIC_ROOT = BASE_DIR / "staticfiles"\n`, {
      'staticfiles/a.css': '',
    }),
    expect: [],
  },
  {
    rule: 'django/static-missing',
    name: 'silent: the startup command collects',
    files: site(`${STATIC}${WHITENOISE}STATIC_ROOT = BASE_DIR / "staticfiles"\n`),
    evidence: {
      startup: { ...startupOf(), commands: [commandOf('python manage.py collectstatic')] },
    },
    expect: [],
  },
  {
    rule: 'django/static-missing',
    name: 'silent: a storage of its own, another host',
    files: site(`${STATIC}MIDDLEWARE = []\nSTORAGES = {"staticfiles": {}}\n`),
    expect: [],
  },
  {
    rule: 'django/secret-key',
    name: 'a key in the source',
    files: site(
      'SECRET_KEY = (\n    "django-insecure-hunter2"\n)\nDEBUG = os.environ.get("DEBUG") == "1"\n',
    ),
    expect: [
      {
        severity: 'warning',
        message: 'SECRET_KEY is written in mysite/settings.py, for everybody who has the package.',
        fix: 'Import os in mysite/settings.py, and read it from an app setting: SECRET_KEY = os.environ["SECRET_KEY"]',
        where: inSettings(2),
      },
    ],
  },
  {
    rule: 'django/secret-key',
    name: 'a key in what the settings of a site begin with',
    files: site('SECRET_KEY = "django-insecure-hunter2"\nDEBUG = True\n', ON_A_SITE),
    expect: [
      {
        severity: 'warning',
        message: 'SECRET_KEY is written in mysite/settings.py, for everybody who has the package.',
        fix: 'Import os in mysite/settings.py, and read it from an app setting: SECRET_KEY = os.environ["SECRET_KEY"]',
        where: inSettings(1),
      },
    ],
  },
  {
    rule: 'django/debug',
    name: 'DEBUG in the source',
    files: site('import os\nSECRET_KEY = os.environ["SECRET_KEY"]\nDEBUG = True\n'),
    expect: [
      {
        severity: 'warning',
        message:
          'DEBUG is True in mysite/settings.py, so every error page shows settings and source.',
        fix: 'Let an app setting decide: DEBUG = os.environ.get("DEBUG") == "1"',
        where: inSettings(3),
      },
    ],
  },
  {
    rule: 'django/debug',
    name: 'silent: the settings of a site turn off what they begin with',
    files: site('SECRET_KEY = "django-insecure-hunter2"\nDEBUG = True\n', ON_A_SITE),
    expect: [],
  },
  ...['django/secret-key', 'django/debug'].flatMap((rule): Row[] => [
    {
      rule,
      name: 'silent: both from app settings, and overridden in what is served',
      files: site(
        'from .base import *\nimport os\nSECRET_KEY = os.environ["SECRET_KEY"]\nDEBUG = False\n',
        { 'mysite/base.py': 'SECRET_KEY = "django-insecure-hunter2"\nDEBUG = True\n' },
      ),
      expect: [],
    },
    {
      rule,
      name: 'silent: manage.py alone names the settings of the developer’s machine',
      files: {
        'manage.py': MANAGE.replace('mysite.settings', 'mysite.dev'),
        'mysite/wsgi.py': WSGI,
        'mysite/dev.py': 'SECRET_KEY = "django-insecure-hunter2"\nDEBUG = True\n',
        'mysite/settings.py': 'DEBUG = False\n',
      },
      expect: [],
    },
  ]),
];

describe('django rules', () => {
  for (const { rule: code, name, files, evidence, expect } of ROWS) {
    it(`${code}: ${name}`, async () => {
      const rule = djangoRules.find((one) => one.code === code);
      const found = rule?.check({ ...(await appOf(files)), ...evidence });
      assert.deepEqual(
        found,
        expect.map((finding) => Object.assign({ code }, finding)),
      );
    });
  }

  it('all fire and all stay silent', () => {
    const both = djangoRules.filter(({ code }) =>
      [true, false].every((fires) =>
        ROWS.some(({ rule, expect }) => rule === code && expect.length > 0 === fires),
      ),
    );
    assert.deepEqual(both, djangoRules);
  });

  it('are not run without sources', () => {
    assert.deepEqual(
      djangoRules.filter((rule) => rule.check({}) !== undefined),
      [],
    );
  });
});
