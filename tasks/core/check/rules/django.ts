// Rules about Django's settings, as the sources of the settings module and of what it star-imports say.

import type { Place } from '../../terms/finding.js';
import { shellWord } from '../../terms/shell-word.js';
import {
  collectsAtStart,
  djangoSettings,
  listOf,
  placeOfSetting,
  SETTINGS_VARIABLE,
  TAKE_OWN_HOST,
  type DjangoSettings,
} from '../sources/django-settings.js';
import { additionWithin } from '../sources/dependencies-of.js';
import { lacksOs, withOs } from '../sources/import-os.js';
import { dotted, missingSettings, type MissingSettings } from '../sources/missing-settings.js';
import type { Evidence, Tree } from '../evidence.js';
import type { PythonSources } from '../sources/python-sources.js';
import { rule, type Rule } from '../rule.js';
import { hasFolder } from '../tree.js';

/** Hosts that only a developer's machine has. */
const LOCAL_HOSTS = /^(?:localhost|\.localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[?::1\]?|testserver)$/i;

/** Names of settings that let something else than the app serve its static files. */
const STORAGES = ['STORAGES', 'STATICFILES_STORAGE'];

export const djangoRules: readonly Rule[] = [
  rule({
    code: 'django/allowed-hosts',
    severity: 'warning',
    why: 'Django answers 400 Bad Request to a host that ALLOWED_HOSTS does not name. App Service puts the site’s own host name into WEBSITE_HOSTNAME.',
    source: 'F120: OSS support blog 2022-02-20',
    example: {
      bad: 'ALLOWED_HOSTS = []',
      good: 'ALLOWED_HOSTS = [os.environ["WEBSITE_HOSTNAME"]]',
    },
    needs: ['sources'],
    *find(evidence) {
      const settings = djangoSettings(evidence);
      const found = settings?.get('ALLOWED_HOSTS');
      if (settings === undefined || found === undefined) return;
      const hosts = found.kind === 'unset' ? [] : listOf(found);
      if (hosts === undefined || !hosts.every((host) => LOCAL_HOSTS.test(host))) return;
      const where = placeOfSetting(settings, 'ALLOWED_HOSTS');
      yield { hosts, lacking: lacksOs(evidence.sources, where.file), where };
    },
    message: ({ hosts, where }) =>
      hosts.length === 0
        ? `ALLOWED_HOSTS of ${where.file} is empty, so Django refuses requests for the site's host name with 400.`
        : `ALLOWED_HOSTS of ${where.file} names only ${hosts.map((host) => `'${host}'`).join(', ')}, so Django refuses requests for the site's host name with 400.`,
    fix: ({ lacking }) => withOs(lacking, TAKE_OWN_HOST),
  }),

  rule({
    code: 'django/debug',
    severity: 'warning',
    why: 'With DEBUG every error page shows settings and source to whoever asks for it. Whether a site has it belongs in an app setting, not in the package.',
    source: 'F122: OSS support blog 2022-02-20',
    example: {
      bad: 'DEBUG = True',
      good: 'DEBUG = os.environ.get("DEBUG") == "1"',
    },
    needs: ['sources'],
    *find(evidence) {
      const debug = djangoSettings(evidence)?.get('DEBUG');
      if (debug?.kind !== 'constant' || debug.value !== true) return;
      yield { where: debug.where, lacking: lacksOs(evidence.sources, debug.where.file) };
    },
    message: ({ where }) =>
      `DEBUG is True in ${where.file}, so every error page shows settings and source.`,
    fix: ({ lacking }) =>
      withOs(lacking, 'Let an app setting decide: DEBUG = os.environ.get("DEBUG") == "1"'),
  }),

  rule({
    code: 'django/settings-missing',
    severity: 'error',
    why: 'Django imports the settings module as soon as wsgi.py or asgi.py makes the app. Without that module the server ends at once: "No module named …".',
    source: 'F83: the same end for another module; measured with Django',
    example: {
      bad: 'DJANGO_SETTINGS_MODULE=mysite.production, and no mysite/production.py in the package',
      good: 'DJANGO_SETTINGS_MODULE=mysite.settings',
    },
    needs: ['startup', 'app', 'sources'],
    find: missingSettings,
    message: ({ module, by, part, where }) => {
      const named = NAMED[by](module, where.file);
      if (part === undefined) return `${named}, a path; Django takes the name of a module.`;
      return part === module
        ? `${named}, a module that the app does not have.`
        : `${named}, but the app has no module '${part}'.`;
    },
    fix: ({ module, part, file, nearest }) => {
      if (part === undefined) return `Write it with dots and without .py: ${dotted(module)}`;
      return nearest === undefined
        ? `Add ${file} to the app, or name a settings module that it has.`
        : `Name the settings module that the app has: ${nearest}`;
    },
  }),

  rule({
    code: 'django/static-missing',
    severity: 'warning',
    why: 'gunicorn, uvicorn and daphne serve no static files. Something in the app has to, such as WhiteNoise, from a STATIC_ROOT that collectstatic has filled; a package that is not built on App Service must bring that folder.',
    source: 'F121: OSS support blog 2022-02-20; Oryx PythonBashBuildSnippet.sh.tpl',
    example: {
      bad: 'STATIC_ROOT = BASE_DIR / "staticfiles", and no staticfiles/ in the package',
      good: 'python manage.py collectstatic --noinput before packaging',
    },
    needs: ['sources', 'app'],
    *find(evidence) {
      const settings = djangoSettings(evidence);
      const problem = settings && staticProblem(settings, evidence);
      if (settings === undefined || problem === undefined) return;
      const manage = manageOf(evidence.app);
      const whitenoise = additionWithin(evidence, 'whitenoise');
      const { where = { file: settings.path } } = problem;
      yield { problem, manage, whitenoise, path: settings.path, where };
    },
    message: ({ problem, path }) => STATIC[problem.kind].message(path, problem.folder),
    fix: ({ problem, ...words }) => STATIC[problem.kind].fix(words),
  }),

  rule({
    code: 'django/secret-key',
    severity: 'warning',
    why: 'Whoever knows SECRET_KEY can forge sessions. It belongs in an app setting, not in the package.',
    source: 'F122: OSS support blog 2022-02-20',
    example: {
      bad: "SECRET_KEY = 'django-insecure-…'",
      good: 'SECRET_KEY = os.environ["SECRET_KEY"]',
    },
    needs: ['sources'],
    *find(evidence) {
      const key = djangoSettings(evidence)?.get('SECRET_KEY');
      if (key?.kind === 'constant' && typeof key.value === 'string' && key.value !== '') {
        yield { where: key.where, lacking: lacksOs(evidence.sources, key.where.file) };
      }
    },
    message: ({ where }) =>
      `SECRET_KEY is written in ${where.file}, for everybody who has the package.`,
    fix: ({ lacking }) =>
      withOs(lacking, 'Read it from an app setting: SECRET_KEY = os.environ["SECRET_KEY"]'),
  }),
];

/** Who names the settings module, as the beginning of a sentence. */
const NAMED: {
  readonly [By in MissingSettings['by']]: (module: string, file: string) => string;
} = {
  setting: (module) => `The app setting ${SETTINGS_VARIABLE} is '${module}'`,
  command: (module) => `The startup command sets ${SETTINGS_VARIABLE} to '${module}'`,
  source: (module, file) => `${file} sets ${SETTINGS_VARIABLE} to '${module}'`,
};

interface StaticProblem {
  readonly kind: 'nobody-serves' | 'no-root' | 'not-collected';
  readonly folder: string;
  /** Where the setting is that is to be changed, if there is one. */
  readonly where?: Place;
}

const STATIC: {
  readonly [Kind in StaticProblem['kind']]: {
    fix(words: { readonly manage: string; readonly whitenoise: string }): string;
    message(path: string, folder: string): string;
  };
} = {
  'nobody-serves': {
    message: (path) =>
      `${path} uses django.contrib.staticfiles, but nothing in the app serves static files; gunicorn, uvicorn and daphne serve none.`,
    fix: ({ whitenoise }) =>
      `Add ${whitenoise}, and to MIDDLEWARE: "whitenoise.middleware.WhiteNoiseMiddleware"`,
  },
  'no-root': {
    message: (path) => `${path} sets no STATIC_ROOT, so collectstatic has no folder to fill.`,
    fix: () => 'Set the folder: STATIC_ROOT = BASE_DIR / "staticfiles"',
  },
  'not-collected': {
    message: (path, folder) =>
      `STATIC_ROOT of ${path} is '${folder}', but the package has no file there.`,
    fix: ({ manage }) =>
      `Collect before packaging: python ${shellWord(manage)} collectstatic --noinput`,
  },
};

function staticProblem(settings: DjangoSettings, evidence: Evidence): StaticProblem | undefined {
  const { app, sources } = evidence;
  const installed = listOf(settings.get('INSTALLED_APPS'));
  const layers = settings.get('MIDDLEWARE');
  const middleware = listOf(layers);
  if (app === undefined || sources === undefined || !app.complete) return undefined;
  if (installed?.includes('django.contrib.staticfiles') !== true) return undefined;
  if (layers.kind !== 'constant' || middleware === undefined) return undefined;
  const url = settings.get('STATIC_URL');
  if (url.kind === 'unknown' || (url.kind === 'constant' && /^https?:/.test(String(url.value)))) {
    return undefined;
  }
  if (!middleware.some((name) => name.startsWith('whitenoise.'))) {
    const isServed = servesOtherwise(sources) || STORAGES.some((name) => isSet(settings, name));
    return isServed ? undefined : { kind: 'nobody-serves', folder: '', where: layers.where };
  }
  const root = settings.get('STATIC_ROOT');
  if (root.kind === 'unset') return { kind: 'no-root', folder: '' };
  if (root.kind !== 'path' || collectsAtStart(evidence)) return undefined;
  const isThere = hasFolder(app, root.value);
  return isThere ? undefined : { kind: 'not-collected', folder: root.value, where: root.where };
}

/** The project may be in a folder of the app: the one nearest to its root. */
function manageOf(app: Tree | undefined): string {
  const found = [...(app?.files.keys() ?? [])].filter((path) => /(?:^|\/)manage\.py$/.test(path));
  const [nearest = 'manage.py'] = found.toSorted(
    (a, b) => a.split('/').length - b.split('/').length,
  );
  return nearest;
}

function isSet(settings: DjangoSettings, name: string): boolean {
  return settings.get(name).kind !== 'unset';
}

/** Whether a module wraps the app in, or routes to, something that serves files. */
function servesOtherwise(sources: PythonSources): boolean {
  const servers = ['whitenoise', 'dj_static', 'static', 'storages', 'servestatic'];
  const views = [
    'django.views.static',
    'django.contrib.staticfiles.urls',
    'django.conf.urls.static',
  ];
  return [...sources.modules.values()].some(
    ({ imports, aliases }) =>
      imports.some(({ module }) => servers.includes(module)) ||
      aliases?.some(({ module }) => views.includes(module)) === true,
  );
}
