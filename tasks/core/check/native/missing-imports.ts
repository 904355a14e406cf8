// Imports of the app that nothing in the package, on the image or in Python itself provides. Pure.

import type { DistributionFact, Tree, VenvFacts } from '../evidence.js';
import type { PythonSources } from '../sources/python-sources.js';
import { isStandardModule } from './standard-library.js';

/** A top-level module that is missing, with its first import. */
export interface MissingImport {
  readonly module: string;
  readonly file: string;
  readonly line: number;
}

/** Folders and files that the server does not run, and that import what only developers have. */
const NOT_SERVED =
  /(?:^|\/)(?:tests?|testing|docs?|examples?|scripts|benchmarks?|node_modules|\.[^/]+)\/|(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest|setup|noxfile|fabfile|dodo)\.py$/;

/** What lies at the top of site-packages can be imported, whoever brought it. */
const SITE_PACKAGES = /^lib(?:64)?\/python[^/]+\/site-packages\/([^/.]+)/;

/**
 * Every missing module once, by its first import in order of path and line. Optional imports (in `try`,
 * in functions) are left out, and whatever may be found along any folder of the app counts as there.
 * @param minor the Python, such as `3.12`; any when not known
 * @param packages distributions of the image, normalised
 */
export function findMissingImports(
  sources: PythonSources,
  app: Tree,
  venv: VenvFacts,
  minor: string | undefined,
  packages: readonly string[],
): MissingImport[] {
  const provided = new Set([
    ...ownModules([...sources.modules.keys(), ...app.files.keys()]),
    ...ownModules(sources.broken.map(({ path }) => path)),
    ...[...venv.tree.files.keys()].map((path) => SITE_PACKAGES.exec(path)?.[1] ?? ''),
    ...venv.distributions.flatMap(modulesOf),
    ...packages.flatMap((name) => [asModule(name), ...(MODULES_OF_IMAGE[name] ?? [])]),
  ]);
  const found = new Map<string, MissingImport>();
  for (const { path, imports } of [...sources.modules.values()].toSorted(byPath)) {
    if (NOT_SERVED.test(path)) continue;
    for (const { module: dotted, line, optional } of imports) {
      const module = dotted.split('.')[0] ?? '';
      if (optional || module === '' || found.has(module) || provided.has(module)) continue;
      if (!isStandardModule(module, minor)) found.set(module, { module, file: path, line });
    }
  }
  return [...found.values()];
}

/** Modules that come with the image's own distributions under other names, or with what these require. */
const MODULES_OF_IMAGE: Readonly<Record<string, readonly string[]>> = {
  flask: ['werkzeug', 'jinja2', 'markupsafe', 'itsdangerous', 'click', 'blinker'],
  gunicorn: ['packaging'],
  uvicorn: ['click', 'h11'],
  virtualenv: ['distlib', 'filelock', 'platformdirs'],
};

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : 1;
}

/** Each folder's and each module's name, at any depth: a folder may be put on the path at start. */
function ownModules(paths: readonly string[]): string[] {
  return paths.flatMap((path) => path.split('/').map((part) => part.replace(/\..*$/, '')));
}

function modulesOf({ name, topLevel }: DistributionFact): readonly string[] {
  const own = topLevel.length > 0 ? topLevel : [asModule(name)];
  // setuptools puts a copy of distutils in its place (distutils-precedence.pth).
  return name === 'setuptools' ? [...own, 'distutils'] : own;
}

function asModule(distribution: string): string {
  return distribution.replaceAll('-', '_');
}

/** Distributions of modules with other names, for advice; by import name. */
const DISTRIBUTIONS: Readonly<Record<string, string>> = {
  allauth: 'django-allauth',
  attr: 'attrs',
  bs4: 'beautifulsoup4',
  bson: 'pymongo',
  corsheaders: 'django-cors-headers',
  crispy_forms: 'django-crispy-forms',
  Crypto: 'pycryptodome',
  cv2: 'opencv-python-headless',
  dateutil: 'python-dateutil',
  debug_toolbar: 'django-debug-toolbar',
  decouple: 'python-decouple',
  django_filters: 'django-filter',
  dns: 'dnspython',
  docx: 'python-docx',
  dotenv: 'python-dotenv',
  engineio: 'python-engineio',
  environ: 'django-environ',
  faiss: 'faiss-cpu',
  fitz: 'PyMuPDF',
  flask_cors: 'Flask-Cors',
  flask_login: 'Flask-Login',
  flask_migrate: 'Flask-Migrate',
  flask_sqlalchemy: 'Flask-SQLAlchemy',
  git: 'GitPython',
  gridfs: 'pymongo',
  import_export: 'django-import-export',
  jose: 'python-jose',
  jwt: 'PyJWT',
  ldap: 'python-ldap',
  magic: 'python-magic',
  markdown_it: 'markdown-it-py',
  model_utils: 'django-model-utils',
  mptt: 'django-mptt',
  multipart: 'python-multipart',
  MySQLdb: 'mysqlclient',
  nacl: 'PyNaCl',
  OpenSSL: 'pyOpenSSL',
  phonenumber_field: 'django-phonenumber-field',
  PIL: 'Pillow',
  // Gone from setuptools with 82.0.
  pkg_resources: 'setuptools<82',
  pptx: 'python-pptx',
  // By itself it looks for a libpq: the images have one, an agent need not, and a rehearsal takes the agent's libraries.
  psycopg: 'psycopg[binary]',
  psycopg2: 'psycopg2-binary',
  pythonjsonlogger: 'python-json-logger',
  rest_framework: 'djangorestframework',
  rest_framework_simplejwt: 'djangorestframework-simplejwt',
  ruamel: 'ruamel.yaml',
  serial: 'pyserial',
  simple_history: 'django-simple-history',
  skimage: 'scikit-image',
  sklearn: 'scikit-learn',
  slugify: 'python-slugify',
  socketio: 'python-socketio',
  storages: 'django-storages',
  taggit: 'django-taggit',
  telegram: 'python-telegram-bot',
  usb: 'pyusb',
  websocket: 'websocket-client',
  yaml: 'PyYAML',
  zmq: 'pyzmq',
};

/** Modules that many distributions share; one of the same name cannot be installed, or is something else. */
const SHARED: Readonly<Record<string, string>> = {
  azure: 'azure-identity for azure.identity',
  google: 'google-cloud-storage for google.cloud.storage',
};

/** The distribution that most likely has a module: usually of the same name. */
export function distributionOf(module: string): string {
  const example = SHARED[module];
  if (example !== undefined) return `the one of the part that is imported, such as ${example}`;
  return DISTRIBUTIONS[module] ?? module.replaceAll('_', '-');
}
