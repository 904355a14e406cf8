// Cases of rehearsal/…: the server, its app and its address.

import type { Evidence } from '../../../../tasks/core/check/evidence.js';
import type {
  ModuleFact,
  PythonSources,
} from '../../../../tasks/core/check/sources/python-sources.js';
import type { Startup } from '../../../../tasks/core/check/startup/startup.js';
import { findImage } from '../../../../tasks/core/runtime/images.js';
import { commandOf, serverOf, startupOf } from '../../../helpers/app-evidence.js';
import type { RuleCase } from '../../../helpers/rule-cases.js';
import { treeOf } from '../../../helpers/rule-cases.js';
import { STARTS } from './logs-of-starts.js';
import { answered, ended, rehearsalOf, silent } from './rehearsal-fixtures.js';
import { moduleFact } from '../../../helpers/module-fact.js';

/** `import streamlit as st` */
const STREAMLIT = moduleFact('app.py', {
  names: ['st'],
  imports: [{ module: 'streamlit', line: 1, optional: false }],
});

const FASTAPI = moduleFact('main.py', {
  names: ['app'],
  apps: [{ name: 'app', framework: 'fastapi', line: 2 }],
});

/** An app that the platform starts below gunicorn's own worker. */
const FASTAPI_BY_DEFAULT: Evidence = {
  app: treeOf({ 'app.py': 'from fastapi import FastAPI\napp = FastAPI()\n' }),
  image: findImage('3.12'),
  sources: { modules: new Map([['app.py', { ...FASTAPI, path: 'app.py' }]]), broken: [] },
};

const ON_UNIX_SOCKET = {
  severity: 'error',
  message:
    'The app listens on unix:/tmp/x.sock, but the platform waits for an answer on port 8000.',
  fix: 'Bind all addresses and the port that the platform sets: --bind 0.0.0.0:$PORT for gunicorn, --host 0.0.0.0 --port $PORT for uvicorn.',
  where: { file: 'startup command' },
} as const;

/** A module that starts one server. */
function serving(path: string, call: string, facts: Partial<ModuleFact> = {}): PythonSources {
  const run = { call, host: undefined, port: undefined, debug: false, line: 12 };
  return { modules: new Map([[path, moduleFact(path, { runs: [run], ...facts })]]), broken: [] };
}

const BY_PYTHON = startupOf(serverOf('python app.py', { server: 'python' }));

const BY_SCRIPT: Startup = { ...startupOf(), commands: [commandOf('my-web')] };

const PROJECT = treeOf({
  'pyproject.toml': '[project]\nname = "my-web"\n[project.scripts]\nmy-web = "my_web.main:run"\n',
});

export const SERVER_CASES: readonly RuleCase[] = [
  {
    rule: 'rehearsal/asgi-on-sync-worker',
    name: 'FastAPI below gunicorn',
    evidence: { rehearsal: answered(STARTS['asgi-sync'], 500) },
    expect: [
      {
        severity: 'error',
        message:
          "The app speaks ASGI, but its server WSGI: every request is answered with 500: TypeError: FastAPI.__call__() missing 1 required positional argument: 'send'.",
        fix: 'Add uvicorn to requirements.txt, and this to the command: -k uvicorn.workers.UvicornWorker',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/asgi-on-sync-worker',
    name: "FastAPI below gunicorn, by the platform's default",
    evidence: {
      rehearsal: answered(STARTS['asgi-sync'], 500, { startupCommand: '', commandKnown: false }),
      sources: { modules: new Map([['main.py', FASTAPI]]), broken: [] },
    },
    expect: [
      {
        severity: 'note',
        message:
          "The app speaks ASGI, but its server WSGI: every request is answered with 500: TypeError: FastAPI.__call__() missing 1 required positional argument: 'send'.",
        fix: 'Add uvicorn to requirements.txt, and set the startup command: python -m uvicorn main:app --host 0.0.0.0',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/asgi-on-sync-worker',
    name: "FastAPI by the platform's default, on a site that surely has no command",
    evidence: {
      rehearsal: answered(STARTS['asgi-sync'], 500, { startupCommand: '' }),
      startup: startupOf(),
      ...FASTAPI_BY_DEFAULT,
    },
    expect: [
      {
        severity: 'error',
        message:
          "The app speaks ASGI, but its server WSGI: every request is answered with 500: TypeError: FastAPI.__call__() missing 1 required positional argument: 'send'.",
        fix: 'Add uvicorn to requirements.txt, and set the startup command: python -m uvicorn app:app --host 0.0.0.0',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/asgi-on-sync-worker',
    name: 'an exception in a route',
    evidence: { rehearsal: answered(STARTS['500'], 500) },
    expect: [],
  },
  {
    rule: 'rehearsal/wsgi-on-asgi-server',
    name: 'Flask below uvicorn',
    evidence: { rehearsal: answered(STARTS['wsgi-uvicorn'], 500) },
    expect: [
      {
        severity: 'error',
        message:
          "The app speaks WSGI, but its server ASGI: every request is answered with 500: TypeError: Flask.__call__() missing 1 required positional argument: 'start_response'.",
        fix: 'Serve it with gunicorn and its own worker: gunicorn app:app',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/wsgi-on-asgi-server',
    name: 'an exception in a route',
    evidence: { rehearsal: answered(STARTS['500'], 500) },
    expect: [],
  },
  {
    rule: 'rehearsal/callable-missing',
    name: 'told by gunicorn',
    evidence: { rehearsal: ended(STARTS.attr, 4) },
    expect: [
      {
        severity: 'error',
        message: "The module 'app' has no 'server': Failed to find attribute 'server' in 'app'.",
        fix: 'Name what the module has; a Flask app is mostly app:app',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/callable-missing',
    name: 'the usual name, in a module of a distribution',
    evidence: {
      rehearsal: ended("Failed to find attribute 'app' in 'datasette.app'.", 4),
    },
    expect: [
      {
        severity: 'error',
        message:
          "The module 'datasette.app' has no 'app': Failed to find attribute 'app' in 'datasette.app'.",
        fix: 'Name what the module has, or another module, which makes the app.',
        where: { file: 'startup command' },
      },
    ],
  },
  {
    rule: 'rehearsal/callable-missing',
    name: 'told by gunicorn of a page of Streamlit',
    evidence: {
      rehearsal: ended(STARTS.attr, 4),
      sources: { modules: new Map([['app.py', STREAMLIT]]), broken: [] },
    },
    expect: [
      {
        severity: 'error',
        message: "The module 'app' has no 'server': Failed to find attribute 'server' in 'app'.",
        fix: 'Start the app that the package has: python -m streamlit run app.py --server.port $PORT --server.address 0.0.0.0',
        where: { file: 'startup command' },
      },
    ],
  },
  {
    rule: 'rehearsal/callable-missing',
    name: 'told by uvicorn',
    evidence: { rehearsal: ended(STARTS['attr-uv'], 3) },
    expect: [
      {
        severity: 'error',
        message:
          'The module \'app\' has no \'server\': Error loading ASGI app. Attribute "server" not found in module "app".',
        fix: 'Name what the module has; a Flask app is mostly app:app',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/callable-missing',
    name: 'told by gunicorn with --preload',
    evidence: { rehearsal: ended(STARTS['attr-pre'], 1) },
    expect: [
      {
        severity: 'error',
        message:
          "The module 'app' has no 'server': gunicorn.errors.AppImportError: Failed to find attribute 'server' in 'app'.",
        fix: 'Name what the module has; a Flask app is mostly app:app',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/callable-missing',
    name: 'the site may have another command',
    evidence: { rehearsal: ended(STARTS.attr, 4, { startupCommand: '', commandKnown: false }) },
    expect: [
      {
        severity: 'note',
        message: "The module 'app' has no 'server': Failed to find attribute 'server' in 'app'.",
        fix: 'Name what the module has; a Flask app is mostly app:app',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/callable-missing',
    name: 'an app that is no app',
    evidence: { rehearsal: ended(STARTS.notcallable, 4) },
    expect: [],
  },
  {
    rule: 'rehearsal/not-callable',
    name: 'a number',
    evidence: { rehearsal: ended(STARTS.notcallable, 4) },
    expect: [
      {
        severity: 'error',
        message: 'What the startup command loads is no app: Application object must be callable.',
        fix: 'Name the app object, or with parentheses what makes it: gunicorn "app:create_app()"',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/not-callable',
    name: 'an attribute of a name, as of an app of Dash',
    evidence: {
      rehearsal: ended("Failed to parse 'app.server' as an attribute name or function call.", 4, {
        command: 'gunicorn --bind=0.0.0.0:8000 web.dash:app.server',
      }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "What the startup command loads is no app: Failed to parse 'app.server' as an attribute name or function call.",
        fix: 'Give it a name in the module (server = app.server), and load that: web.dash:server',
        where: { file: 'startup command' },
      },
    ],
  },
  {
    rule: 'rehearsal/not-callable',
    name: 'a name that is missing',
    evidence: { rehearsal: ended(STARTS.attr, 4) },
    expect: [],
  },
  {
    rule: 'rehearsal/worker-class-missing',
    name: 'gevent',
    evidence: { rehearsal: ended(STARTS['no-worker-class'], 1) },
    expect: [
      {
        severity: 'error',
        message:
          "gunicorn cannot load its worker class 'gevent': ModuleNotFoundError: No module named 'gevent'.",
        fix: 'Add it to requirements.txt: gevent',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/worker-class-missing',
    name: 'a class of the app, in a folder of it',
    evidence: {
      rehearsal: ended(
        "Error: class uri 'own_worker.OwnWorker' invalid or not found: \n[Traceback (most recent call last):\nModuleNotFoundError: No module named 'own_worker'\n]",
        1,
      ),
      app: treeOf({ 'src/own_worker.py': '' }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "gunicorn cannot load its worker class 'own_worker.OwnWorker': ModuleNotFoundError: No module named 'own_worker'.",
        fix: "It is in 'src': gunicorn --pythonpath src …",
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/worker-class-missing',
    name: 'a class at the root of the app, while the server was started elsewhere',
    evidence: {
      rehearsal: ended(
        "Error: class uri 'own_worker.OwnWorker' invalid or not found: \n[Traceback (most recent call last):\nModuleNotFoundError: No module named 'own_worker'\n]",
        1,
      ),
      app: treeOf({ 'own_worker.py': '' }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "gunicorn cannot load its worker class 'own_worker.OwnWorker': ModuleNotFoundError: No module named 'own_worker'.",
        fix: `The package has 'own_worker' at its root, where the server was not started: cd "$APP_PATH" before it.`,
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  ...[
    {
      name: 'eventlet',
      message: "gunicorn has no worker class 'eventlet'.",
      fix: 'Take a gunicorn that still has it, in requirements.txt: gunicorn<26',
    },
    {
      name: 'gevnt',
      message: "gunicorn has no worker class 'gevnt'.",
      fix: 'Name the one that it has: -k gevent',
    },
    {
      name: 'uvicorn',
      message: "gunicorn has no worker class 'uvicorn'.",
      fix: 'Name the class with its module: -k uvicorn.workers.UvicornWorker',
    },
    {
      name: 'meinheld',
      message: "gunicorn has no worker class 'meinheld'.",
      fix: 'Name one that it has (sync, gthread, gevent, tornado), or a class with its module, such as: -k uvicorn.workers.UvicornWorker',
    },
  ].map(({ name, message, fix }): RuleCase => ({
    rule: 'rehearsal/worker-class-missing',
    name: `a name that gunicorn does not know: ${name}`,
    evidence: { rehearsal: ended(STARTS['worker-class-unknown'].replaceAll('eventlet', name), 1) },
    expect: [{ severity: 'error', message, fix, where: { file: 'startup command' } }],
  })),
  ...[
    {
      name: 'uvicorn.workers.UvicornWorkers',
      fix: 'Name the one that it has: -k uvicorn.workers.UvicornWorker',
    },
    {
      name: 'uvicorn.UvicornWorker',
      fix: 'Name the one that it has: -k uvicorn.workers.UvicornWorker',
    },
    {
      name: 'aiohttp.worker.GunicornWebWorkr',
      fix: 'Name the one that it has: -k aiohttp.GunicornWebWorker',
    },
    {
      name: 'gunicorn.workers.gthread.Thread',
      fix: 'Name one that it has (sync, gthread, gevent, tornado), or a class with its module, such as: -k uvicorn.workers.UvicornWorker',
    },
  ].map(({ name, fix }): RuleCase => ({
    rule: 'rehearsal/worker-class-missing',
    name: `a class that its module does not have: ${name}`,
    evidence: {
      rehearsal: ended(
        STARTS['worker-class-not-in-module'].replace('uvicorn.workers.UvicornWorkers', name),
        255,
      ),
    },
    expect: [
      {
        severity: 'error',
        message: `gunicorn has no worker class '${name}'.`,
        fix,
        where: { file: 'startup command' },
      },
    ],
  })),
  {
    rule: 'rehearsal/worker-class-missing',
    name: 'a text that the app calls',
    evidence: {
      rehearsal: ended(
        'Traceback (most recent call last):\n  File "/home/site/wwwroot/app.py", line 2, in <module>\n    worker = make("a")\nTypeError: \'str\' object is not callable',
        1,
      ),
    },
    expect: [],
  },
  {
    rule: 'rehearsal/worker-class-missing',
    name: 'an option that is wrong',
    evidence: { rehearsal: ended(STARTS.badarg, 2) },
    expect: [],
  },
  {
    rule: 'rehearsal/app-module-missing',
    name: 'told by gunicorn',
    evidence: { rehearsal: ended(STARTS['no-app-module'], 3) },
    expect: [
      {
        severity: 'error',
        message:
          "The startup command loads 'app', which is not found: ModuleNotFoundError: No module named 'app'.",
        fix: 'Add app.py to the package, or name the module of the app.',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/app-module-missing',
    name: 'at the root of the package, while the server was started elsewhere',
    evidence: {
      rehearsal: ended(STARTS['no-app-module'], 3),
      app: treeOf({ 'app.py': '' }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "The startup command loads 'app', which is not found: ModuleNotFoundError: No module named 'app'.",
        fix: `The package has 'app' at its root, where the server was not started: cd "$APP_PATH" before it.`,
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/app-module-missing',
    name: 'told by uvicorn, and it is in a folder',
    evidence: {
      rehearsal: ended(STARTS['no-app-module-uv'], 3),
      app: treeOf({ 'src/app.py': '' }),
    },
    expect: [
      {
        severity: 'error',
        message:
          'The startup command loads \'app\', which is not found: Error loading ASGI app. Could not import module "app".',
        fix: "It is in 'src': gunicorn --chdir src …, or uvicorn --app-dir src …",
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/app-module-missing',
    name: 'it is in a folder whose name has a space',
    evidence: {
      rehearsal: ended(STARTS['no-app-module'], 3),
      app: treeOf({ 'my site/app.py': '' }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "The startup command loads 'app', which is not found: ModuleNotFoundError: No module named 'app'.",
        fix: 'It is in \'my site\': gunicorn --chdir "my site" …, or uvicorn --app-dir "my site" …',
        where: { file: 'startup command' },
      },
    ],
  },
  {
    rule: 'rehearsal/app-module-missing',
    name: 'in a folder, and a distribution in a venv of the repository has one of that name',
    evidence: {
      rehearsal: ended(STARTS['no-app-module'], 3),
      app: treeOf({ 'env/lib/python3.12/site-packages/flask/app.py': '', 'src/app.py': '' }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "The startup command loads 'app', which is not found: ModuleNotFoundError: No module named 'app'.",
        fix: "It is in 'src': gunicorn --chdir src …, or uvicorn --app-dir src …",
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/app-module-missing',
    name: 'a module that the app imports',
    evidence: { rehearsal: ended(STARTS['no-module'], 3) },
    expect: [],
  },
  {
    rule: 'rehearsal/wrong-option',
    name: 'of gunicorn',
    evidence: { rehearsal: ended(STARTS.badarg, 2) },
    expect: [
      {
        severity: 'error',
        message:
          'The server does not understand the startup command: gunicorn: error: unrecognized arguments: --nope.',
        fix: 'Correct the options of the startup command.',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/wrong-option',
    name: 'of uvicorn',
    evidence: { rehearsal: ended(STARTS['badarg-uv'], 2) },
    expect: [
      {
        severity: 'error',
        message:
          "The server does not understand the startup command: Error: No such option '--nope'. Did you mean '--loop'?",
        fix: 'Correct the options of the startup command.',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/wrong-option',
    name: 'in the frame of Litestar, over two lines',
    evidence: { rehearsal: ended(STARTS['badarg-framed'], 2) },
    expect: [
      {
        severity: 'error',
        message:
          "The server does not understand the startup command: Error: Invalid value for '-W' / '--wc' / '--web-concurrency': 4 is not in the range 1<=x<=3.",
        fix: 'Correct the options of the startup command.',
        where: { file: 'startup command' },
      },
    ],
  },
  {
    rule: 'rehearsal/wrong-option',
    name: 'a worker class',
    evidence: { rehearsal: ended(STARTS['no-worker-class'], 1) },
    expect: [],
  },
  {
    rule: 'rehearsal/port-in-use',
    name: 'told by gunicorn',
    evidence: { rehearsal: ended(STARTS.inuse, 1) },
    expect: [
      {
        severity: 'error',
        message:
          "The port is taken by another program of the start: connection to ('0.0.0.0', 8000) failed: [Errno 98] Address already in use.",
        fix: 'Start one program that listens on port 8000; give another one another port.',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/port-in-use',
    name: 'told by uvicorn',
    evidence: { rehearsal: ended(STARTS['inuse-uv'], 3) },
    expect: [
      {
        severity: 'error',
        message:
          "The port is taken by another program of the start: [Errno 98] error while attempting to bind on address ('0.0.0.0', 8000): address already in use.",
        fix: 'Start one program that listens on port 8000; give another one another port.',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/port-in-use',
    name: 'a server that retried and got it',
    evidence: { rehearsal: answered(STARTS.inuse, 200) },
    expect: [],
  },
  {
    rule: 'rehearsal/warm-up-status',
    name: '404',
    evidence: {
      rehearsal: silent('', [{ address: '0.0.0.0', port: 8000 }], {
        refused: { path: '/robots933456.txt', status: 404, seconds: 3 },
      }),
    },
    expect: [
      {
        severity: 'error',
        message:
          'The app answers /robots933456.txt with 404, which WEBSITE_WARMUP_STATUSES does not count, for 230 s.',
        fix: 'Add 404 to WEBSITE_WARMUP_STATUSES, or set WEBSITE_WARMUP_PATH to a path that answers with one of them.',
        where: {
          file: 'app settings',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/warm-up-status',
    name: 'an answer that counted in the end',
    evidence: {
      rehearsal: rehearsalOf({ refused: { path: '/robots933456.txt', status: 503, seconds: 1 } }),
    },
    expect: [],
  },
  {
    rule: 'rehearsal/bound-to-loopback',
    name: 'uvicorn',
    evidence: { rehearsal: silent(STARTS.loop, [{ address: '127.0.0.1', port: 8000 }]) },
    expect: [
      {
        severity: 'error',
        message: 'The app listens on 127.0.0.1:8000, where only the container itself can reach it.',
        fix: 'Bind all addresses: --host 0.0.0.0 for uvicorn, --bind 0.0.0.0:$PORT for gunicorn.',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/bound-to-loopback',
    name: 'IPv6',
    evidence: { rehearsal: silent('', [{ address: '::1', port: 8000 }]) },
    expect: [
      {
        severity: 'error',
        message: 'The app listens on ::1:8000, where only the container itself can reach it.',
        fix: 'Bind all addresses: --host 0.0.0.0 for uvicorn, --bind 0.0.0.0:$PORT for gunicorn.',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  ...[
    {
      name: 'a program of the app',
      evidence: { startup: BY_PYTHON, sources: serving('app.py', 'uvicorn.run') },
      fix: 'Hand it where to listen in uvicorn.run: host="0.0.0.0"',
      where: { file: 'app.py', line: 12 },
    },
    {
      name: 'a script of the project',
      evidence: {
        startup: BY_SCRIPT,
        app: PROJECT,
        sources: serving('src/my_web/main.py', 'uvicorn.run'),
      },
      fix: 'Hand it where to listen in uvicorn.run: host="0.0.0.0"',
      where: { file: 'src/my_web/main.py', line: 12 },
    },
    {
      name: 'a server that takes the address when it is made',
      evidence: {
        startup: BY_PYTHON,
        sources: serving('app.py', 'mcp.run', {
          runs: [
            {
              call: 'mcp.run',
              host: 'default',
              port: 'default',
              debug: false,
              line: 12,
              of: 'mcp',
            },
          ],
          aliases: [
            { name: 'mcp', module: 'mcp.server.fastmcp', attribute: 'FastMCP', called: true },
          ],
        }),
      },
      fix: 'Hand it where to listen in FastMCP: host="0.0.0.0"',
      where: { file: 'app.py', line: 12 },
    },
    {
      name: 'a program whose call is not known',
      evidence: { startup: BY_PYTHON, sources: serving('other.py', 'uvicorn.run') },
      fix: 'Bind all addresses where the app starts its server: 0.0.0.0 in place of 127.0.0.1',
      where: { file: 'startup command' },
    },
    {
      name: 'a script of a library',
      evidence: {
        startup: { ...BY_SCRIPT, commands: [commandOf('fastmcp run my_web/main.py')] },
        app: PROJECT,
        sources: serving('src/my_web/main.py', 'uvicorn.run'),
      },
      fix: 'Bind all addresses: --host 0.0.0.0 for uvicorn, --bind 0.0.0.0:$PORT for gunicorn.',
      where: { file: 'startup command' },
    },
  ].map(({ name, evidence, fix, where }): RuleCase => ({
    rule: 'rehearsal/bound-to-loopback',
    name,
    evidence: { rehearsal: silent('', [{ address: '127.0.0.1', port: 8000 }]), ...evidence },
    expect: [
      {
        severity: 'error',
        message: 'The app listens on 127.0.0.1:8000, where only the container itself can reach it.',
        fix,
        where,
      },
    ],
  })),
  {
    rule: 'rehearsal/bound-to-loopback',
    name: 'one socket of two',
    evidence: {
      rehearsal: silent('', [
        { address: '127.0.0.1', port: 8000 },
        { address: '0.0.0.0', port: 8000 },
      ]),
    },
    expect: [],
  },
  {
    rule: 'rehearsal/ipv6-only',
    name: 'a server that wants no IPv4',
    evidence: { rehearsal: silent('', [{ address: '::', port: 8000 }]) },
    expect: [
      {
        severity: 'error',
        message:
          'The app listens on [::]:8000 for IPv6 alone, and the platform asks over IPv4, which is refused.',
        fix: 'Bind all addresses of IPv4: --host 0.0.0.0 for uvicorn, --bind 0.0.0.0:$PORT for gunicorn.',
        where: { file: 'startup command' },
      },
    ],
  },
  {
    rule: 'rehearsal/ipv6-only',
    name: 'a server for both that took a request and did not answer',
    evidence: {
      rehearsal: silent('', [{ address: '::', port: 8000 }], {
        refused: { path: '/robots933456.txt', status: null, seconds: 12 },
      }),
    },
    expect: [],
  },
  {
    rule: 'rehearsal/ipv6-only',
    name: 'a socket for each of the two',
    evidence: {
      rehearsal: silent('', [
        { address: '0.0.0.0', port: 8000 },
        { address: '::', port: 8000 },
      ]),
    },
    expect: [],
  },
  {
    rule: 'rehearsal/wrong-port',
    name: 'streamlit',
    evidence: { rehearsal: silent('', [{ address: '::', port: 8501 }]) },
    expect: [
      {
        severity: 'error',
        message: 'The app listens on :::8501, but the platform waits for an answer on port 8000.',
        fix: 'Bind all addresses and the port that the platform sets: 0.0.0.0:$PORT',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/wrong-port',
    name: 'pserve, whose ini file says where it listens',
    evidence: {
      rehearsal: silent('', [{ address: '127.0.0.1', port: 6543 }]),
      startup: { ...startupOf(), commands: [commandOf('pserve production.ini')] },
      app: treeOf({ 'production.ini': '[server:main]\nlisten = localhost:6543\n' }),
    },
    expect: [
      {
        severity: 'error',
        message:
          'The app listens on 127.0.0.1:6543, but the platform waits for an answer on port 8000.',
        fix: 'Write in production.ini: listen = 0.0.0.0:8000',
        where: { file: 'startup command' },
      },
    ],
  },
  ...[
    {
      name: 'a program of the app, bound to loopback',
      address: '127.0.0.1',
      sources: serving('app.py', 'demo.launch'),
      fix: 'Import os in app.py, and hand it where to listen in demo.launch: server_name="0.0.0.0", server_port=int(os.environ.get("PORT", "8000"))',
      where: { file: 'app.py', line: 12 },
    },
    {
      name: 'a program of the app, for everybody',
      address: '0.0.0.0',
      sources: serving('app.py', 'app.listen'),
      fix: 'Import os in app.py, and hand it where to listen in app.listen: port=int(os.environ.get("PORT", "8000"))',
      where: { file: 'app.py', line: 12 },
    },
    {
      name: 'a program that imports os already',
      address: '0.0.0.0',
      sources: serving('app.py', 'app.listen', { names: ['os'] }),
      fix: 'Hand it where to listen in app.listen: port=int(os.environ.get("PORT", "8000"))',
      where: { file: 'app.py', line: 12 },
    },
    {
      name: 'a program whose call is not known',
      address: '127.0.0.1',
      sources: serving('other.py', 'uvicorn.run'),
      fix: 'Bind all addresses and the port that the platform sets where the app starts its server: 0.0.0.0, int(os.environ.get("PORT", "8000"))',
      where: { file: 'startup command' },
    },
  ].map(({ name, address, sources, fix, where }): RuleCase => ({
    rule: 'rehearsal/wrong-port',
    name,
    evidence: { rehearsal: silent('', [{ address, port: 7860 }]), startup: BY_PYTHON, sources },
    expect: [
      {
        severity: 'error',
        message: `The app listens on ${address}:7860, but the platform waits for an answer on port 8000.`,
        fix,
        where,
      },
    ],
  })),
  {
    rule: 'rehearsal/wrong-port',
    name: 'the one that can be reached is named',
    evidence: {
      rehearsal: silent('', [
        { address: '127.0.0.1', port: 5555 },
        { address: '0.0.0.0', port: 8080 },
      ]),
    },
    expect: [
      {
        severity: 'error',
        message:
          'The app listens on 0.0.0.0:8080, but the platform waits for an answer on port 8000.',
        fix: 'Bind all addresses and the port that the platform sets: 0.0.0.0:$PORT',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/wrong-port',
    name: 'a unix socket of gunicorn',
    evidence: {
      rehearsal: silent(
        '[2026-11-22 17:04:08 +0000] [13] [INFO] Listening at: unix:/tmp/x.sock (13)\n[2026-11-22 17:04:08 +0000] [13] [INFO] Using worker: sync',
        [],
      ),
    },
    expect: [ON_UNIX_SOCKET],
  },
  {
    rule: 'rehearsal/wrong-port',
    name: 'a unix socket of uvicorn',
    evidence: {
      rehearsal: silent(
        'INFO:     Uvicorn running on unix socket /tmp/x.sock (Press CTRL+C to quit)',
        [],
      ),
    },
    expect: [ON_UNIX_SOCKET],
  },
  {
    rule: 'rehearsal/wrong-port',
    name: 'a unix socket behind a server that has the port and does not answer',
    evidence: {
      rehearsal: silent(
        '[2026-11-22 17:04:08 +0000] [13] [INFO] Listening at: unix:/tmp/x.sock (13)',
        [{ address: '0.0.0.0', port: 8000 }],
      ),
    },
    expect: [],
  },
  {
    rule: 'rehearsal/wrong-port',
    name: 'the right one, though it is bound to loopback',
    evidence: { rehearsal: silent('', [{ address: '127.0.0.1', port: 8000 }]) },
    expect: [],
  },
  {
    rule: 'rehearsal/worker-timeout',
    name: 'while it loads',
    evidence: { rehearsal: silent(STARTS['timeout-boot'], [{ address: '0.0.0.0', port: 8000 }]) },
    expect: [
      {
        severity: 'error',
        message: 'gunicorn stops its workers before they are ready: WORKER TIMEOUT (pid:32557).',
        fix: 'Give the app time to load: --timeout 600; better, load less at the start.',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/worker-timeout',
    name: 'after the start',
    evidence: { rehearsal: answered(STARTS['timeout-boot'], 200) },
    expect: [],
  },
  {
    rule: 'rehearsal/worker-killed',
    name: 'for want of memory',
    evidence: { rehearsal: silent(STARTS['worker-killed'], [{ address: '0.0.0.0', port: 8000 }]) },
    expect: [
      {
        severity: 'error',
        message:
          "gunicorn's workers are killed while they load the app: Worker (pid:172) was sent SIGKILL! Perhaps out of memory?",
        fix: 'See how much memory the app takes at its start; use fewer workers, or --preload.',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/worker-killed',
    name: 'after the start',
    evidence: { rehearsal: answered(STARTS['worker-killed'], 200) },
    expect: [],
  },
];
