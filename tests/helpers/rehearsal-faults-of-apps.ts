// Faults in the app: what it imports, how it ends, what it wants of a world that is not there.

import { FLASK, STARTUP_COMMAND, withVenv, type Fault } from './rehearsal-fault.js';

const GUNICORN = 'gunicorn app:app';

/** Seconds in which an app that ever starts has spoken, also where unpacking its venv to a busy disk takes ten. */
const SHORT = 30;

/** The Flask app with something done before all else. */
function after(lines: string): Fault['make'] {
  return withVenv({ 'app.py': `${lines}\n${FLASK}` });
}

const UNWELL = `

@app.get("/health")
def health():
    raise RuntimeError("no disk")
`;

/** Speaks before it loads anything, which may take seconds. */
const ENDLESS = `import time

print("loading the model", flush=True)
time.sleep(600)
${FLASK}`;

/** Of a site that visitors know by another host than its settings name. */
const OTHER_HOST = '-WEBSITE_HOSTNAME shop.azurewebsites.net -ALLOWED_HOSTS other.example';

const REFUSED = {
  code: 'rehearsal/host-refused',
  severity: 'warning',
  where: { file: 'container log' },
} as const;

const DJANGO = `import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

settings.configure(
    ALLOWED_HOSTS=os.environ["ALLOWED_HOSTS"].split(","),
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
    ROOT_URLCONF=__name__,
)
urlpatterns = [path("", lambda request: HttpResponse("ok"))]
app = get_wsgi_application()
`;

const TRUSTING = `import os

from fastapi import FastAPI
from starlette.middleware.trustedhost import TrustedHostMiddleware

app = FastAPI()
app.add_middleware(TrustedHostMiddleware, allowed_hosts=os.environ["ALLOWED_HOSTS"].split(","))
`;

const ASKS_POSTGRES = (host: string) => `import psycopg

connection = psycopg.connect("postgresql://web:secret@${host}:5432/shop")
`;

const SETTINGS = `from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    database_url: str
    api_key: str
    debug: bool = False


settings = Settings()
`;

export const FAULTS_OF_APPS: readonly Fault[] = [
  {
    name: 'a module that is missing',
    make: after('import stripe'),
    command: GUNICORN,
    told: {
      code: 'rehearsal/module-missing',
      severity: 'error',
      message:
        "The module 'stripe' is missing (app.py, line 1): ModuleNotFoundError: No module named 'stripe'.",
      fix: "If it is a package, add it to requirements.txt: stripe; if it is the app's own, add it to the package.",
      where: { file: 'app.py', line: 1 },
    },
  },
  {
    name: 'a name that a module has no more',
    make: after('from flask import escape'),
    command: GUNICORN,
    told: {
      code: 'rehearsal/import-error',
      severity: 'error',
      message:
        "The app cannot be imported (app.py, line 1): ImportError: cannot import name 'escape' from 'flask' (/antenv/lib/python3.11/site-packages/flask/__init__.py).",
      fix: 'Pin the version that the app was written for, or change the import.',
      where: { file: 'app.py', line: 1 },
    },
  },
  {
    name: 'an exception after 5 seconds',
    make: after('import time\n\ntime.sleep(5)\nraise RuntimeError("no licence")'),
    command: GUNICORN,
    told: {
      code: 'rehearsal/app-failed',
      severity: 'error',
      message: 'The app fails when it is loaded (app.py, line 4): RuntimeError: no licence.',
      fix: 'Correct the app: the start would fail like this anywhere.',
      where: { file: 'app.py', line: 4 },
    },
  },
  {
    name: 'an end after 5 seconds',
    make: withVenv({ 'app.py': 'import os, time\n\ntime.sleep(5)\nos._exit(3)\n' }),
    command: 'python app.py',
    told: {
      code: 'rehearsal/ended',
      severity: 'error',
      message:
        'The container ended with exit code 3 after … s, before it answered; the log is empty.',
      fix: 'See the container log for what was said before.',
      where: { file: 'container log' },
    },
  },
  {
    name: 'an app that never ends loading',
    make: withVenv({ 'app.py': ENDLESS }),
    command: GUNICORN,
    asked: { appSettings: `-WEBSITES_CONTAINER_START_TIME_LIMIT ${SHORT}` },
    told: {
      code: 'rehearsal/no-http-answer',
      severity: 'error',
      message: `Port 8000 takes connections, but no request was answered in ${SHORT} s; the log ends with: loading the model.`,
      fix: 'Load less before the first request: what takes long belongs into the pipeline, or behind the start.',
      where: { file: 'container log' },
    },
  },
  {
    name: 'the same, waited for a shorter time than the platform does',
    make: withVenv({ 'app.py': ENDLESS }),
    command: GUNICORN,
    asked: { rehearseTimeout: SHORT },
    told: {
      code: 'rehearsal/no-http-answer',
      severity: 'warning',
      message: `Port 8000 takes connections, but no request was answered in ${SHORT} s; the log ends with: loading the model.`,
      fix: 'Load less before the first request: what takes long belongs into the pipeline, or behind the start.',
      where: { file: 'container log' },
    },
  },
  {
    name: 'a server that never listens',
    make: withVenv({
      'app.py': 'import time\n\nprint("warming up", flush=True)\ntime.sleep(600)\n',
    }),
    command: 'python app.py',
    asked: { appSettings: `-WEBSITES_CONTAINER_START_TIME_LIMIT ${SHORT}` },
    told: {
      code: 'rehearsal/no-answer',
      severity: 'error',
      message: `Nothing listened on port 8000 within ${SHORT} s; the log ends with: warming up.`,
      fix: 'Start the server first; let work that takes long run in the pipeline.',
      where: STARTUP_COMMAND,
    },
  },
  {
    name: '500 at the health path',
    make: withVenv({ 'app.py': FLASK + UNWELL }),
    command: GUNICORN,
    asked: { healthCheckPath: '/health' },
    told: {
      code: 'rehearsal/health-fails',
      severity: 'error',
      message: 'The health path /health answers with 500: RuntimeError: no disk.',
      fix: 'Let /health answer with 200 when the app is ready for requests.',
      where: { file: 'app.py', line: 13 },
    },
  },
  {
    name: "the site's host, which Django refuses without a word in the log",
    make: withVenv({ 'app.py': DJANGO }),
    command: GUNICORN,
    asked: { appSettings: OTHER_HOST },
    told: {
      ...REFUSED,
      message:
        "The app refuses the site's own host 'shop.azurewebsites.net', so every visitor gets 400: Bad Request (400).",
      fix: 'Add the host that App Service names: ALLOWED_HOSTS = [os.environ["WEBSITE_HOSTNAME"]]',
    },
  },
  {
    name: "the site's host, which TrustedHostMiddleware refuses",
    make: withVenv({ 'app.py': TRUSTING }),
    command: 'python -m uvicorn app:app --host 0.0.0.0',
    asked: { appSettings: OTHER_HOST },
    told: {
      ...REFUSED,
      message:
        "The app refuses the site's own host 'shop.azurewebsites.net', so every visitor gets 400: Invalid host header.",
      fix: 'Let the check of hosts take the one that App Service names: allowed_hosts=[os.environ["WEBSITE_HOSTNAME"]]',
    },
  },
  {
    name: "the site's host, which Flask does not trust",
    make: withVenv({
      'app.py': `${FLASK}\n\nimport os\n\napp.config["TRUSTED_HOSTS"] = [os.environ["ALLOWED_HOSTS"]]\n`,
    }),
    command: GUNICORN,
    asked: { appSettings: OTHER_HOST },
    told: {
      ...REFUSED,
      message:
        "The app refuses the site's own host 'shop.azurewebsites.net', so every visitor gets 400: Host 'shop.azurewebsites.net' is not trusted.",
      fix: 'Trust the host that App Service names: app.config["TRUSTED_HOSTS"] = [os.environ["WEBSITE_HOSTNAME"]]',
    },
  },
  {
    name: 'a database by a name that nobody knows here',
    make: after(ASKS_POSTGRES('db.example.internal')),
    command: GUNICORN,
    told: {
      code: 'rehearsal/name-not-resolved',
      severity: 'warning',
      message:
        "The app wants 'db.example.internal' at its start, whose name is not resolved in the rehearsal (app.py, line 3): psycopg.OperationalError: failed to resolve host 'db.example.internal': [Errno -3] Temporary failure in name resolution.",
      fix: 'Connect at the first request in place of the start, or rehearse with rehearseNetwork: host.',
      where: { file: 'app.py', line: 3 },
    },
  },
  {
    name: 'a database by an address that nobody answers at',
    make: after(ASKS_POSTGRES('10.20.30.40')),
    command: GUNICORN,
    told: {
      code: 'rehearsal/not-reached',
      severity: 'warning',
      message: `The app wants '10.20.30.40:5432' at its start, which cannot be reached in the rehearsal (app.py, line 3): psycopg.OperationalError: connection is bad: connection to server at "10.20.30.40", port 5432 failed: Network is unreachable.`,
      fix: 'Connect at the first request in place of the start, or rehearse with rehearseNetwork: host.',
      where: { file: 'app.py', line: 3 },
    },
  },
  {
    name: 'a database on localhost',
    make: after(ASKS_POSTGRES('localhost')),
    command: GUNICORN,
    told: {
      code: 'rehearsal/not-reached',
      severity: 'warning',
      message: `The app wants '127.0.0.1:5432' at its start, which refuses the connection in the rehearsal (app.py, line 3): psycopg.OperationalError: connection failed: connection to server at "127.0.0.1", port 5432 failed: Connection refused.`,
      fix: "Give the app the real address as an app setting: '127.0.0.1' is inside of the container, on the site as well.",
      where: { file: 'app.py', line: 3 },
    },
  },
  {
    name: 'a setting that is read from the environment',
    make: after('import os\n\nURL = os.environ["DATABASE_URL"]'),
    command: GUNICORN,
    told: {
      code: 'rehearsal/setting-missing',
      severity: 'warning',
      message:
        "The app does not start without the setting 'DATABASE_URL', which was not given (app.py, line 3): KeyError: 'DATABASE_URL'.",
      fix: 'Set DATABASE_URL on the site, and give the app settings in appSettings to rehearse with them.',
      where: { file: 'app.py', line: 3 },
    },
  },
  {
    name: 'a setting that is empty by default',
    make: after('import json, os\n\nMODES = json.loads(os.getenv("MODES", ""))'),
    command: GUNICORN,
    told: {
      code: 'rehearsal/setting-missing',
      severity: 'warning',
      message:
        "The app fails where it depends on 'MODES', which was not given (app.py, line 3): json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0).",
      fix: 'If the site has MODES, give the app settings in appSettings to rehearse with it; else set it there.',
      where: { file: 'app.py', line: 3 },
    },
  },
  {
    name: 'a setting whose value is in a vault',
    make: after('import os\n\nURL = os.environ["DATABASE_URL"]'),
    command: GUNICORN,
    asked: { appSettings: '-DATABASE_URL "@Microsoft.KeyVault(VaultName=v;SecretName=s)"' },
    told: {
      code: 'rehearsal/setting-missing',
      severity: 'warning',
      message:
        "The app does not start without the setting 'DATABASE_URL', whose value comes from Key Vault and was not known here (app.py, line 3): KeyError: 'DATABASE_URL'.",
      fix: 'The platform resolves it on the site; see that the site may read it. To rehearse with it, give DATABASE_URL a value in appSettings.',
      where: { file: 'app.py', line: 3 },
    },
  },
  {
    name: 'settings that a model wants',
    make: after(SETTINGS),
    command: GUNICORN,
    told: {
      code: 'rehearsal/setting-missing',
      severity: 'warning',
      message:
        "The app does not start without 'database_url', 'api_key' of its settings 'Settings', which were not given (app.py, line 10).",
      fix: 'Set DATABASE_URL, API_KEY on the site, and give the app settings in appSettings to rehearse with them.',
      where: { file: 'app.py', line: 10 },
    },
  },
];
