// Rules about Django's settings: each on a case made for it, and silent on its nearest good neighbour.

import assert from 'node:assert/strict';
import type { Evidence } from '../../../../tasks/core/check/evidence.js';
import { djangoRules } from '../../../../tasks/core/check/rules/django.js';
import type { Finding } from '../../../../tasks/core/terms/finding.js';
import { appOf, commandOf, serverOf, startupOf } from '../../../helpers/app-evidence.js';

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
const HOST_FIX =
  'Add the host that App Service names: ALLOWED_HOSTS = [os.environ["WEBSITE_HOSTNAME"]]';

const ROWS: readonly Row[] = [
  {
    rule: 'django/allowed-hosts',
    name: 'an empty list',
    files: site('ALLOWED_HOSTS = []\n'),
    expect: [
      {
        severity: 'warning',
        message:
          "ALLOWED_HOSTS of mysite/settings.py is empty, so Django refuses requests for the site's host name with 400.",
        fix: HOST_FIX,
        where: SETTINGS,
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
        fix: HOST_FIX,
        where: { file: 'mysite/base.py' },
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
        fix: HOST_FIX,
        where: { file: `mysite/${served}_settings.py` },
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
        fix: HOST_FIX,
        where: { file: 'src/mysite/settings.py' },
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
          'mysite/settings.py uses django.contrib.staticfiles, but nothing in the app serves static files behind gunicorn.',
        fix: 'Add whitenoise to the requirements and to MIDDLEWARE: "whitenoise.middleware.WhiteNoiseMiddleware"',
        where: SETTINGS,
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
        where: SETTINGS,
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
        where: { file: 'src/mysite/settings.py' },
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
        where: { file: 'my site/mysite/settings.py' },
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
    name: 'a key and DEBUG in the source',
    files: site('SECRET_KEY = "django-insecure-hunter2"\nDEBUG = True\n'),
    expect: [
      {
        severity: 'warning',
        message: 'SECRET_KEY is written in mysite/settings.py, for everybody who has the package.',
        fix: 'Read it from an app setting: SECRET_KEY = os.environ["SECRET_KEY"]',
        where: SETTINGS,
      },
      {
        severity: 'warning',
        message:
          'DEBUG is True in mysite/settings.py, so every error page shows settings and source.',
        fix: 'Let an app setting decide: DEBUG = os.environ.get("DEBUG") == "1"',
        where: SETTINGS,
      },
    ],
  },
  {
    rule: 'django/secret-key',
    name: 'a key in what the settings of a site begin with, without their DEBUG',
    files: site('SECRET_KEY = "django-insecure-hunter2"\nDEBUG = True\n', ON_A_SITE),
    expect: [
      {
        severity: 'warning',
        message: 'SECRET_KEY is written in mysite/settings.py, for everybody who has the package.',
        fix: 'Read it from an app setting: SECRET_KEY = os.environ["SECRET_KEY"]',
        where: SETTINGS,
      },
    ],
  },
  {
    rule: 'django/secret-key',
    name: 'silent: both from app settings, and overridden in what is served',
    files: site(
      'from .base import *\nimport os\nSECRET_KEY = os.environ["SECRET_KEY"]\nDEBUG = False\n',
      { 'mysite/base.py': 'SECRET_KEY = "django-insecure-hunter2"\nDEBUG = True\n' },
    ),
    expect: [],
  },
  {
    rule: 'django/secret-key',
    name: 'silent: manage.py alone names the settings of the developer’s machine',
    files: {
      'manage.py': MANAGE.replace('mysite.settings', 'mysite.dev'),
      'mysite/wsgi.py': WSGI,
      'mysite/dev.py': 'DEBUG = True\n',
      'mysite/settings.py': 'DEBUG = False\n',
    },
    expect: [],
  },
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
