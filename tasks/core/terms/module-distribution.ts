// The distribution that brings a module, for advice: most are called like the module.

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
