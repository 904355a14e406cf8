// Rules about the app's own sources: each on a case made for it, and silent on its nearest good neighbour.

import assert from 'node:assert/strict';
import { appRules } from '../../../../tasks/core/check/rules/app.js';
import type { Evidence } from '../../../../tasks/core/check/evidence.js';
import type { PythonSources } from '../../../../tasks/core/check/sources/python-sources.js';
import { findImage } from '../../../../tasks/core/runtime/images.js';
import type { Finding } from '../../../../tasks/core/terms/finding.js';
import { packageOf } from '../../../helpers/rule-cases.js';
import {
  appOf,
  commandOf,
  serverOf,
  startupOf,
  treeOf,
  venvOf,
} from '../../../helpers/app-evidence.js';

const STARTUP = { file: 'startup command' };
const FLASK = 'from flask import Flask\napp = Flask(__name__)\n';
const FASTAPI = 'from fastapi import FastAPI\napp = FastAPI()\n';
const WSGI =
  'from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n';
/** A server behind a command that installs. */
function installed(words: string): Evidence {
  const startup = startupOf(serverOf('gunicorn shop:app', { module: 'shop', callable: 'app' }));
  return { startup: { ...startup, commands: [commandOf(words), ...startup.commands] } };
}

const NO_COMMAND = { startup: startupOf() };
const PYTHON_312 = { image: findImage('3.12') };
const PYTHON_314 = { image: findImage('3.14') };

function gunicorn(module: string, callable: string, words = `gunicorn ${module}:${callable}`) {
  return { startup: startupOf(serverOf(words, { module, callable })) };
}

const FACTORY = 'import flask\ndef create_app():\n    return flask.Flask(__name__)\n';

/** `app.py`, served by what is no gunicorn. */
function served(server: string, words: string, callable = 'create_app', factory = true): Evidence {
  return { startup: startupOf(serverOf(words, { server, module: 'app', callable, factory })) };
}

/** Sources of which one does not parse. */
function broken(path: string, python?: string): PythonSources {
  return { modules: new Map(), broken: [{ path, line: 7, message: 'invalid syntax', python }] };
}

interface Row {
  readonly rule: string;
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly evidence: Evidence;
  readonly expect: readonly Omit<Finding, 'code'>[];
}

const FASTAPI_NOT_FOUND = {
  severity: 'error',
  message:
    "Without a startup command App Service finds no app in the package and shows its parking page; the app is 'main:app' in main.py.",
  fix: 'Set the startup command: python -m uvicorn main:app --host 0.0.0.0',
  where: STARTUP,
} as const;

const ROWS: readonly Row[] = [
  {
    rule: 'app/empty',
    name: 'a zip of nothing',
    files: {},
    evidence: { package: packageOf() },
    expect: [
      {
        severity: 'error',
        message: 'The package holds no file.',
        fix: "Archive the app's files: look at the path of the step that makes the package.",
        where: { file: 'package' },
      },
    ],
  },
  {
    rule: 'app/empty',
    name: 'a zip of one file',
    files: { 'app.py': '' },
    evidence: { package: packageOf() },
    expect: [],
  },
  {
    rule: 'app/callable-missing',
    name: 'a name that the module does not make',
    files: { 'app.py': FLASK },
    evidence: gunicorn('app', 'server'),
    expect: [
      {
        severity: 'error',
        message: "The startup command loads 'app:server', but app.py makes no name 'server'.",
        fix: 'Load what the module has: app:app',
        where: STARTUP,
      },
    ],
  },
  {
    rule: 'app/callable-missing',
    name: 'the default name of gunicorn, in a module without an app',
    files: { 'app.py': 'x = 1\n' },
    evidence: gunicorn('app', 'application', 'gunicorn app'),
    expect: [
      {
        severity: 'error',
        message: "The startup command loads 'app', but app.py makes no name 'application'.",
        fix: 'Name the variable of app.py that holds the app.',
        where: STARTUP,
      },
    ],
  },
  {
    rule: 'app/callable-missing',
    name: 'an app that only `python app.py` makes',
    files: { 'app.py': 'import x\nif __name__ == "__main__":\n    app = x.make()\n' },
    evidence: gunicorn('app', 'app'),
    expect: [
      {
        severity: 'error',
        message: "The startup command loads 'app:app', but app.py makes no name 'app'.",
        fix: 'Name the variable of app.py that holds the app.',
        where: STARTUP,
      },
    ],
  },
  {
    rule: 'app/callable-missing',
    name: 'a function that is not called',
    files: { 'app.py': 'import flask\ndef create_app():\n    return flask.Flask(__name__)\n' },
    evidence: gunicorn('app', 'create_app'),
    expect: [
      {
        severity: 'error',
        message:
          "The startup command loads 'app:create_app', a function of app.py that returns the app; gunicorn takes it for the app itself, and every request fails.",
        fix: 'Call it, in double quotes: "app:create_app()"',
        where: STARTUP,
      },
    ],
  },
  {
    rule: 'app/callable-missing',
    name: 'a function that is not called, and awaits: to call it would not help',
    files: {
      'app.py': 'from aiohttp import web\nasync def create_app():\n    return web.Application()\n',
    },
    evidence: gunicorn('app', 'create_app'),
    expect: [],
  },
  {
    rule: 'app/callable-missing',
    name: 'a function that returns the app, for a server that takes no call',
    files: { 'app.py': FACTORY },
    evidence: served('uvicorn', 'uvicorn app:nothing', 'nothing', false),
    expect: [
      {
        severity: 'error',
        message: "The startup command loads 'app:nothing', but app.py makes no name 'nothing'.",
        fix: 'Load what the module has: app:create_app --factory',
        where: STARTUP,
      },
    ],
  },
  ...(
    [
      ['uvicorn', 'Have it called: app:create_app --factory'],
      ['granian', 'Have it called: app:create_app --factory'],
      ['waitress', 'Have it called: --call app:create_app'],
      ['daphne', 'Name the variable of app.py that holds the app.'],
    ] as const
  ).map(([server, fix]): Row => {
    return {
      rule: 'app/callable-missing',
      name: `a call, which ${server} takes for a name`,
      files: { 'app.py': FACTORY },
      evidence: served(server, `${server} app:create_app()`),
      expect: [
        {
          severity: 'error',
          message: `The startup command loads 'app:create_app()', but ${server} calls nothing in a name: it looks for 'create_app()' in app.py.`,
          fix,
          where: STARTUP,
        },
      ],
    };
  }),
  {
    rule: 'app/callable-missing',
    name: 'silent: a call, which hypercorn makes',
    files: { 'app.py': FACTORY },
    evidence: served('hypercorn', 'hypercorn app:create_app()'),
    expect: [],
  },
  {
    rule: 'app/callable-missing',
    name: 'silent: uvicorn is told to call',
    files: { 'app.py': FACTORY },
    evidence: served('uvicorn', 'uvicorn app:create_app --factory'),
    expect: [],
  },
  {
    rule: 'app/callable-missing',
    name: 'silent: the name is there',
    files: { 'app.py': FLASK },
    evidence: gunicorn('app', 'app'),
    expect: [],
  },
  {
    rule: 'app/callable-missing',
    name: 'silent: the name may come by a star import',
    files: { 'app.py': 'from other import *\n' },
    evidence: gunicorn('app', 'app'),
    expect: [],
  },
  {
    rule: 'app/callable-missing',
    name: 'silent: a module of the package has that name',
    files: { 'pkg/__init__.py': '', 'pkg/app.py': FLASK },
    evidence: gunicorn('pkg', 'app'),
    expect: [],
  },
  {
    rule: 'app/callable-missing',
    name: 'silent: the function is called',
    files: { 'app.py': 'import flask\ndef create_app():\n    return flask.Flask(__name__)\n' },
    evidence: {
      startup: startupOf(
        serverOf('gunicorn app:create_app()', {
          module: 'app',
          callable: 'create_app',
          factory: true,
        }),
      ),
    },
    expect: [],
  },
  {
    rule: 'app/callable-missing',
    name: 'silent: the source does not parse with this Python',
    files: { 'app.py': 'x = = 1\n' },
    evidence: gunicorn('app', 'app'),
    expect: [],
  },
  {
    rule: 'app/module-missing',
    name: 'a module in another folder',
    files: { 'src/main.py': FLASK, 'requirements.txt': 'flask\n' },
    evidence: { ...gunicorn('main', 'app'), venv: venvOf('flask') },
    expect: [
      {
        severity: 'error',
        message: "The startup command loads 'main:app', but the app has no module 'main'.",
        fix: 'Say where it is: --chdir src',
        where: STARTUP,
      },
    ],
  },
  ...(
    [
      [
        'that is a package',
        'from .setup import make\n\napp = make()\n',
        'Say where it is: --chdir src',
      ],
      [
        'that is a package and imported as one',
        'from src.web.setup import make\n\napp = make()\n',
        'Add web.py to the app, or name the module that makes the app.',
      ],
    ] as const
  ).map(([situation, main, fix]): Row => ({
    rule: 'app/module-missing',
    name: `a module in another folder ${situation}`,
    files: {
      'src/__init__.py': '',
      'src/web/__init__.py': '',
      'src/web/main.py': main,
      'tests/test_web.py': 'from src.web.main import app\n',
    },
    evidence: { ...gunicorn('web.main', 'app'), venv: venvOf('flask') },
    expect: [
      {
        severity: 'error',
        message: "The startup command loads 'web.main:app', but the app has no module 'web'.",
        fix,
        where: STARTUP,
      },
    ],
  })),
  ...(
    [
      ['gunicorn', '--chdir "my site"'],
      ['hypercorn', 'cd "my site" && …'],
    ] as const
  ).map(([server, place]): Row => ({
    rule: 'app/module-missing',
    name: `a module for ${server} in a folder whose name has a space`,
    files: { 'my site/main.py': FLASK },
    evidence: {
      venv: venvOf(),
      startup: startupOf(
        serverOf(`${server} main:app`, { server, module: 'main', callable: 'app' }),
      ),
    },
    expect: [
      {
        severity: 'error',
        message: "The startup command loads 'main:app', but the app has no module 'main'.",
        fix: `Say where it is: ${place}`,
        where: STARTUP,
      },
    ],
  })),
  {
    rule: 'app/module-missing',
    name: 'silent: a project that is installed in front of the server',
    files: { 'src/pyproject.toml': '', 'requirements.txt': 'flask\n' },
    evidence: { ...installed('python3 -m pip install -e src'), venv: venvOf('flask') },
    expect: [],
  },
  {
    rule: 'app/module-missing',
    name: 'silent: a distribution of its name that is installed in front of the server',
    files: { 'src/pyproject.toml': '', 'requirements.txt': 'flask\n' },
    evidence: { ...installed('pip install shop==1.0'), venv: venvOf('flask') },
    expect: [],
  },
  {
    rule: 'app/module-missing',
    name: 'silent: a project that its manager installs',
    files: { 'src/pyproject.toml': '', 'requirements.txt': 'flask\n' },
    evidence: { ...installed('poetry install --only main'), venv: venvOf('flask') },
    expect: [],
  },
  {
    rule: 'app/module-missing',
    name: 'what requirements install is in the venv',
    files: { 'src/pyproject.toml': '', 'requirements.txt': 'flask\n' },
    evidence: { ...installed('pip install -r ./requirements.txt'), venv: venvOf('flask') },
    expect: [
      {
        severity: 'error',
        message: "The startup command loads 'shop:app', but the app has no module 'shop'.",
        fix: 'Add shop.py to the app, or name the module that makes the app.',
        where: STARTUP,
      },
    ],
  },
  {
    rule: 'app/module-missing',
    name: 'a name that differs in case',
    files: { 'main.py': FLASK },
    evidence: { ...gunicorn('Main', 'app'), venv: venvOf('flask') },
    expect: [
      {
        severity: 'error',
        message: "The startup command loads 'Main:app', but the app has no module 'Main'.",
        fix: 'Load what the app has: main:app',
        where: STARTUP,
      },
    ],
  },
  {
    rule: 'app/module-missing',
    name: 'a part of a package that is not there',
    files: { 'pkg/__init__.py': '', 'pkg/app.py': FLASK },
    evidence: { ...gunicorn('pkg.wsgi', 'app'), venv: venvOf('flask') },
    expect: [
      {
        severity: 'error',
        message:
          "The startup command loads 'pkg.wsgi:app', but pkg/__init__.py has no module 'pkg.wsgi' below it.",
        fix: 'Load what the app has: pkg.app:app',
        where: STARTUP,
      },
    ],
  },
  {
    rule: 'app/module-missing',
    name: 'the path of a file',
    files: { 'src/wsgi.py': FLASK },
    evidence: gunicorn('src/wsgi.py', 'application', 'gunicorn src/wsgi.py'),
    expect: [
      {
        severity: 'error',
        message:
          "The startup command loads 'src/wsgi.py', a path; gunicorn takes the name of a module.",
        fix: 'Write it with dots and without .py: src.wsgi:app',
        where: STARTUP,
      },
    ],
  },
  {
    rule: 'app/module-missing',
    name: 'a file at the root that makes no app',
    files: { 'app.py': 'x = 1\n' },
    evidence: gunicorn('app.py', 'server'),
    expect: [
      {
        severity: 'error',
        message:
          "The startup command loads 'app.py:server', a path; gunicorn takes the name of a module.",
        fix: 'Write it with dots and without .py: app:server',
        where: STARTUP,
      },
    ],
  },
  {
    rule: 'app/module-missing',
    name: 'silent: a module that is called py',
    files: { 'app/py.py': FLASK },
    evidence: gunicorn('app.py', 'app'),
    expect: [],
  },
  {
    rule: 'app/module-missing',
    name: 'only a warning where no virtual environment was looked into',
    files: { 'readme.md': '', 'requirements.txt': 'flask\n' },
    evidence: gunicorn('main', 'app'),
    expect: [
      {
        severity: 'warning',
        message:
          "The startup command loads 'main:app', but the app has no module 'main', and no requirement is called so.",
        fix: 'Add main.py to the app, or name the module that makes the app.',
        where: STARTUP,
      },
    ],
  },
  {
    rule: 'app/module-missing',
    name: 'a folder that the command changes into',
    files: { 'main.py': FLASK },
    evidence: {
      venv: venvOf(),
      startup: startupOf(
        serverOf('gunicorn main:app', {
          module: 'main',
          callable: 'app',
          command: { folder: 'src' },
        }),
      ),
    },
    expect: [
      {
        severity: 'error',
        message: "The startup command loads 'main:app', but the app has no module 'main' in src/.",
        fix: 'Run it from the app root, where the module is: without cd and --chdir',
        where: STARTUP,
      },
    ],
  },
  {
    rule: 'app/module-missing',
    name: 'silent: --chdir leads there',
    files: { 'src/main.py': FLASK },
    evidence: {
      venv: venvOf(),
      startup: startupOf(
        serverOf('gunicorn --chdir src main:app', {
          module: 'main',
          callable: 'app',
          folder: 'src',
        }),
      ),
    },
    expect: [],
  },
  {
    rule: 'app/module-missing',
    name: 'silent: PYTHONPATH leads there',
    files: { 'src/main.py': FLASK },
    evidence: {
      ...gunicorn('main', 'app'),
      venv: venvOf(),
      settings: [{ name: 'PYTHONPATH', value: '/home/site/wwwroot/src', slotSetting: undefined }],
    },
    expect: [],
  },
  {
    rule: 'app/module-missing',
    name: 'silent: a package without __init__.py',
    files: { 'pkg/main.py': FLASK },
    evidence: { ...gunicorn('pkg.main', 'app'), venv: venvOf() },
    expect: [],
  },
  {
    rule: 'app/module-missing',
    name: 'silent: a package that has modules elsewhere, too',
    files: { 'pkg/__init__.py': '__path__.append("/home/modules")\n' },
    evidence: { ...gunicorn('pkg.main', 'app'), venv: venvOf() },
    expect: [],
  },
  {
    rule: 'app/module-missing',
    name: 'silent: a requirement brings it',
    files: { 'config.py': '' },
    evidence: { ...gunicorn('superset.app', 'create_app'), venv: venvOf('superset') },
    expect: [],
  },
  {
    rule: 'app/module-missing',
    name: 'silent: a requirement is called so',
    files: { 'requirements.txt': 'apache-superset\n' },
    evidence: gunicorn('superset.app', 'create_app'),
    expect: [],
  },
  {
    rule: 'app/module-missing',
    name: 'silent: the folder of the command is not known',
    files: { 'main.py': FLASK },
    evidence: {
      venv: venvOf(),
      startup: startupOf(
        serverOf('gunicorn nothing:app', {
          module: 'nothing',
          callable: 'app',
          command: { folder: undefined },
        }),
      ),
    },
    expect: [],
  },
  {
    rule: 'app/module-unparsable',
    name: 'the module itself, read by the Python of the stack',
    files: { 'app.py': FLASK },
    evidence: { ...gunicorn('app', 'app'), ...PYTHON_312, sources: broken('app.py', '3.12') },
    expect: [
      {
        severity: 'error',
        message:
          "The startup command loads 'app:app', but Python 3.12 cannot read line 7 of app.py: invalid syntax.",
        fix: 'Correct it, and check it with: python3.12 -m py_compile app.py',
        where: { file: 'app.py', line: 7 },
      },
    ],
  },
  {
    rule: 'app/module-unparsable',
    name: 'a module in a folder whose name has a space',
    files: { 'my site/main.py': '' },
    evidence: {
      startup: startupOf(
        serverOf('gunicorn main:app', { module: 'main', callable: 'app', folder: 'my site' }),
      ),
      sources: broken('my site/main.py'),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "The startup command loads 'main:app', but Python cannot read line 7 of my site/main.py: invalid syntax.",
        fix: 'Correct it, and check it with: python -m py_compile "my site/main.py"',
        where: { file: 'my site/main.py', line: 7 },
      },
    ],
  },
  {
    rule: 'app/module-unparsable',
    name: 'a package above the module, read by another Python',
    files: { 'web/__init__.py': '', 'web/main.py': FLASK },
    evidence: {
      ...gunicorn('web.main', 'app'),
      ...PYTHON_314,
      sources: broken('web/__init__.py', '3.12'),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "The startup command loads 'web.main:app', but Python 3.12 cannot read line 7 of web/__init__.py: invalid syntax.",
        fix: 'Correct it, and check it with: python3.12 -m py_compile web/__init__.py',
        where: { file: 'web/__init__.py', line: 7 },
      },
    ],
  },
  {
    rule: 'app/module-unparsable',
    name: 'a program, on a stack that nobody named',
    files: { 'src/run.py': '' },
    evidence: {
      startup: startupOf(serverOf('python src/run.py', { server: 'python', module: 'run' })),
      sources: broken('src/run.py'),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "The startup command loads 'run', but Python cannot read line 7 of src/run.py: invalid syntax.",
        fix: 'Correct it, and check it with: python -m py_compile src/run.py',
        where: { file: 'src/run.py', line: 7 },
      },
    ],
  },
  {
    rule: 'app/module-unparsable',
    name: 'python -m with a package',
    files: { 'web/__init__.py': '', 'web/__main__.py': '' },
    evidence: {
      startup: startupOf(
        serverOf('python -m web', { server: 'python', module: 'web', viaModule: true }),
      ),
      ...PYTHON_312,
      sources: broken('web/__main__.py', '3.12'),
    },
    expect: [
      {
        severity: 'error',
        message:
          "The startup command loads 'web', but Python 3.12 cannot read line 7 of web/__main__.py: invalid syntax.",
        fix: 'Correct it, and check it with: python3.12 -m py_compile web/__main__.py',
        where: { file: 'web/__main__.py', line: 7 },
      },
    ],
  },
  {
    rule: 'app/module-unparsable',
    name: 'silent: another source is broken',
    files: { 'app.py': FLASK, 'template.py': '' },
    evidence: { ...gunicorn('app', 'app'), ...PYTHON_312, sources: broken('template.py', '3.12') },
    expect: [],
  },
  {
    rule: 'app/module-unparsable',
    name: 'silent: the source is fine',
    files: { 'app.py': FLASK },
    evidence: { ...gunicorn('app', 'app'), ...PYTHON_312 },
    expect: [],
  },
  {
    rule: 'app/module-unparsable',
    name: 'silent: a program before the server, whose end ends nothing',
    files: { 'seed.py': '', 'app.py': FLASK },
    evidence: {
      startup: startupOf(
        serverOf('python seed.py', { server: 'python', module: 'seed' }),
        serverOf('gunicorn app:app', { module: 'app', callable: 'app' }),
      ),
      ...PYTHON_312,
      sources: broken('seed.py', '3.12'),
    },
    expect: [],
  },
  {
    rule: 'app/module-unparsable',
    name: 'silent: letters that were lost on the way to Python',
    files: { 'app.py': 'gr\uFFFD = 1\n' },
    evidence: { ...gunicorn('app', 'app'), ...PYTHON_312, sources: broken('app.py', '3.12') },
    expect: [],
  },
  {
    rule: 'app/other-app-detected',
    name: 'the tests of a Flask app have a wsgi.py',
    files: { 'app.py': FLASK, 'tests/wsgi.py': 'application = object()\n' },
    evidence: { ...NO_COMMAND, ...PYTHON_312 },
    expect: [
      {
        severity: 'warning',
        message:
          "Without a startup command App Service starts 'tests.wsgi:application', which has nothing to do with the app.",
        fix: 'Set the startup command: gunicorn --bind=0.0.0.0 --timeout 600 app:app',
        where: { file: 'tests/wsgi.py' },
      },
    ],
  },
  {
    rule: 'app/other-app-detected',
    name: 'a module without the name',
    files: {
      'run.py': 'from web import web\nweb.run()\n',
      'web.py': 'import flask\nweb = flask.Flask("x")\n',
    },
    evidence: { ...NO_COMMAND, ...PYTHON_312 },
    expect: [
      {
        severity: 'warning',
        message:
          "Without a startup command App Service starts 'run:app', but that module makes no name 'app'.",
        fix: 'Set the startup command: gunicorn --bind=0.0.0.0 --timeout 600 web:web',
        where: { file: 'run.py' },
      },
    ],
  },
  {
    rule: 'app/other-app-detected',
    name: 'a page of Streamlit',
    files: {
      'app.py': 'import streamlit as st\nst.title("Sales")\n',
      'pages/1_more.py': 'import streamlit as st\n',
    },
    evidence: { ...NO_COMMAND, ...PYTHON_312 },
    expect: [
      {
        severity: 'warning',
        message:
          "Without a startup command App Service starts 'app:app', but that module makes no name 'app'.",
        fix: 'Set the startup command: python -m streamlit run app.py --server.port $PORT --server.address 0.0.0.0',
        where: { file: 'app.py' },
      },
    ],
  },
  {
    rule: 'app/other-app-detected',
    name: 'FastAPI in app.py before Python 3.14, as a note where nobody said that there is no command',
    files: { 'app.py': FASTAPI },
    evidence: PYTHON_312,
    expect: [
      {
        severity: 'note',
        message:
          "Without a startup command App Service starts 'app:app', a FastAPI app, with a worker that speaks WSGI alone.",
        fix: 'Set the startup command: python -m uvicorn app:app --host 0.0.0.0',
        where: { file: 'app.py' },
      },
    ],
  },
  {
    rule: 'app/other-app-detected',
    name: 'silent: FastAPI in app.py from Python 3.14 on',
    files: { 'app.py': FASTAPI },
    evidence: { ...NO_COMMAND, ...PYTHON_314 },
    expect: [],
  },
  {
    rule: 'app/other-app-detected',
    name: 'silent: a Django project',
    files: { 'manage.py': '', 'mysite/wsgi.py': WSGI, 'tests/wsgi.py': WSGI },
    evidence: { ...NO_COMMAND, ...PYTHON_312 },
    expect: [],
  },
  {
    rule: 'app/other-app-detected',
    name: 'silent: a startup command',
    files: { 'app.py': FASTAPI },
    evidence: { ...gunicorn('app', 'app'), ...PYTHON_312 },
    expect: [],
  },
  {
    rule: 'app/nothing-detected',
    name: 'a program that serves itself',
    files: {
      'src/chat.py':
        'import gradio as gr\ndemo = gr.Blocks()\nif __name__ == "__main__":\n    demo.launch()\n',
    },
    evidence: { ...NO_COMMAND, ...PYTHON_312 },
    expect: [
      {
        severity: 'error',
        message:
          'Without a startup command App Service finds no app in the package and shows its parking page.',
        fix: 'Set the startup command: python src/chat.py',
        where: STARTUP,
      },
    ],
  },
  {
    rule: 'app/nothing-detected',
    name: 'a project of Azure Functions',
    files: { 'host.json': '{"version":"2.0"}', 'function_app.py': 'app = FunctionApp()\n' },
    evidence: { ...NO_COMMAND, ...PYTHON_312 },
    expect: [
      {
        severity: 'error',
        message:
          'Without a startup command App Service finds no app in the package and shows its parking page.',
        fix: 'Deploy it to a function app: host.json is of Azure Functions, whose functions no web app runs.',
        where: STARTUP,
      },
    ],
  },
  {
    rule: 'app/nothing-detected',
    name: 'FastAPI in main.py before Python 3.14',
    files: { 'main.py': FASTAPI },
    evidence: { ...NO_COMMAND, ...PYTHON_312 },
    expect: [FASTAPI_NOT_FOUND],
  },
  {
    rule: 'app/nothing-detected',
    name: 'FastAPI in a venv without uvicorn',
    files: { 'main.py': FASTAPI },
    evidence: { ...NO_COMMAND, ...PYTHON_312, venv: venvOf('fastapi') },
    expect: [
      {
        severity: 'error',
        message:
          "Without a startup command App Service finds no app in the package and shows its parking page; the app is 'main:app' in main.py.",
        fix: 'Add uvicorn to requirements.txt, and set the startup command: python -m uvicorn main:app --host 0.0.0.0',
        where: STARTUP,
      },
    ],
  },
  {
    rule: 'app/nothing-detected',
    name: 'an app below src, as a note where nobody said that there is no command',
    files: { 'src/app.py': FLASK },
    evidence: {},
    expect: [
      {
        severity: 'note',
        message:
          "Without a startup command App Service finds no app in the package and shows its parking page; the app is 'app:app' in src/app.py.",
        fix: 'Set the startup command: gunicorn --bind=0.0.0.0 --timeout 600 --chdir src app:app',
        where: STARTUP,
      },
    ],
  },
  {
    rule: 'app/nothing-detected',
    name: 'no app that could be named',
    files: { 'readme.md': '' },
    evidence: NO_COMMAND,
    expect: [
      {
        severity: 'error',
        message:
          'Without a startup command App Service finds no app in the package and shows its parking page.',
        fix: 'Set a startup command that names module and app, such as: gunicorn --bind=0.0.0.0 --timeout 600 main:app',
        where: STARTUP,
      },
    ],
  },
  {
    rule: 'app/nothing-detected',
    name: 'silent: FastAPI in main.py from Python 3.14 on',
    files: { 'main.py': FASTAPI },
    evidence: { ...NO_COMMAND, ...PYTHON_314 },
    expect: [],
  },
  {
    rule: 'app/nothing-detected',
    name: 'silent: FastAPI whose detection an app setting leaves on',
    files: { 'main.py': FASTAPI },
    evidence: {
      ...NO_COMMAND,
      ...PYTHON_314,
      settings: [{ name: 'DISABLE_FASTAPI_DETECTION', value: 'no', slotSetting: undefined }],
    },
    expect: [],
  },
  {
    rule: 'app/nothing-detected',
    name: 'FastAPI whose detection an app setting turns off',
    files: { 'main.py': FASTAPI },
    evidence: {
      ...NO_COMMAND,
      ...PYTHON_314,
      settings: [{ name: 'DISABLE_FASTAPI_DETECTION', value: 'T', slotSetting: undefined }],
    },
    expect: [FASTAPI_NOT_FOUND],
  },
  {
    rule: 'app/nothing-detected',
    name: 'silent: FastAPI in main.py with a Python that nobody named',
    files: { 'main.py': FASTAPI },
    evidence: NO_COMMAND,
    expect: [],
  },
  {
    rule: 'app/nothing-detected',
    name: 'silent: not all files are known',
    files: {},
    evidence: { ...NO_COMMAND, app: treeOf({}, false) },
    expect: [],
  },
  {
    rule: 'app/odbc-driver',
    name: 'driver 17 on Python 3.14',
    files: { 'db.py': 'S = "Driver={ODBC Driver 17 for SQL Server};PWD=hunter2"\n' },
    evidence: PYTHON_314,
    expect: [
      {
        severity: 'error',
        message:
          "The app asks for 'ODBC Driver 17 for SQL Server', but the image of PYTHON|3.14 has only 18.",
        fix: 'Ask for the driver that is there: ODBC Driver 18 for SQL Server',
        where: { file: 'db.py', line: 1 },
      },
    ],
  },
  {
    rule: 'app/odbc-driver',
    name: 'any driver on Python 3.15, in an app setting',
    files: {},
    evidence: {
      runtimeStack: 'PYTHON|3.15',
      settings: [
        { name: 'DB', value: 'x?driver=ODBC+Driver+18+for+SQL+Server', slotSetting: undefined },
      ],
    },
    expect: [
      {
        severity: 'error',
        message:
          "The app asks for 'ODBC Driver 18 for SQL Server', but the image of PYTHON|3.15 has no ODBC driver of Microsoft’s.",
        fix: 'Connect without an ODBC driver, such as with pymssql, or choose an older runtime stack.',
        where: { file: 'app settings' },
      },
    ],
  },
  {
    rule: 'app/odbc-driver',
    name: 'only a warning where the app also knows the driver that is there',
    files: {
      'db.py': 'A = "ODBC Driver 18 for SQL Server"\nB = "ODBC Driver 17 for SQL Server"\n',
    },
    evidence: PYTHON_314,
    expect: [
      {
        severity: 'warning',
        message:
          "The app asks for 'ODBC Driver 17 for SQL Server', but the image of PYTHON|3.14 has only 18.",
        fix: 'Ask for the driver that is there: ODBC Driver 18 for SQL Server',
        where: { file: 'db.py', line: 2 },
      },
    ],
  },
  {
    rule: 'app/odbc-driver',
    name: 'silent: driver 17 on Python 3.12',
    files: { 'db.py': 'S = "Driver={ODBC Driver 17 for SQL Server}"\n' },
    evidence: PYTHON_312,
    expect: [],
  },
  {
    rule: 'app/sqlite',
    name: 'a database file beside the app',
    files: { 'db.py': 'import sqlite3\nc = sqlite3.connect("data/app.db")\n' },
    evidence: {},
    expect: [
      {
        severity: 'warning',
        message:
          "The app keeps its data in the SQLite file 'data/app.db', which App Service neither locks reliably nor shares between instances.",
        fix: 'Use a database server, such as Azure Database for PostgreSQL, with its address in an app setting.',
        where: { file: 'db.py', line: 2 },
      },
    ],
  },
  {
    rule: 'app/sqlite',
    name: 'one database that two files name',
    files: {
      'config.py': 'URL = "sqlite:///shop.db"\n',
      'models.py': 'URL = "sqlite:///shop.db"\n',
    },
    evidence: {},
    expect: [
      {
        severity: 'warning',
        message:
          "The app keeps its data in the SQLite file 'shop.db', which App Service neither locks reliably nor shares between instances.",
        fix: 'Use a database server, such as Azure Database for PostgreSQL, with its address in an app setting.',
        where: { file: 'config.py', line: 1 },
      },
    ],
  },
  {
    rule: 'app/sqlite',
    name: 'the database of a new Django project',
    files: {
      'mysite/settings.py':
        'from pathlib import Path\nBASE_DIR = Path(__file__).resolve().parent.parent\nDATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "db.sqlite3"}}\n',
    },
    evidence: {},
    expect: [
      {
        severity: 'warning',
        message:
          "The app keeps its data in the SQLite file 'db.sqlite3', which App Service neither locks reliably nor shares between instances.",
        fix: 'Use a database server, such as Azure Database for PostgreSQL, with its address in an app setting.',
        where: { file: 'mysite/settings.py', line: 3 },
      },
    ],
  },
  {
    rule: 'app/sqlite',
    name: 'silent: in memory, in a temporary folder, as a default, in tests',
    files: {
      'a.py': 'import sqlite3\nsqlite3.connect(":memory:")\nsqlite3.connect("/tmp/cache.db")\n',
      'b.py': 'import os\nURL = os.environ.get("DATABASE_URL", "sqlite:///app.db")\n',
      'c.py': 'class TestConfig:\n    URL = "sqlite:///test.db"\n',
      'tests/test_d.py': 'URL = "sqlite:///test.db"\n',
    },
    evidence: {},
    expect: [],
  },
  {
    rule: 'app/writes-beside-itself',
    name: 'a file that is written beside the app',
    files: { 'app.py': 'def save():\n    open("uploads/x.txt", "w")\n' },
    evidence: { layout: 'appTarball' },
    expect: [
      {
        severity: 'warning',
        message:
          "app.py writes to 'uploads/x.txt' beside the app, in a folder that is made anew at each start.",
        fix: 'Write below /home/data, which is kept, or to a storage account.',
        where: { file: 'app.py', line: 2 },
      },
    ],
  },
  {
    rule: 'app/writes-beside-itself',
    name: 'silent: a layout that runs from /home',
    files: { 'app.py': 'open("uploads/x.txt", "w")\n' },
    evidence: { layout: 'venvTarball' },
    expect: [],
  },
  {
    rule: 'app/writes-beside-itself',
    name: 'silent: below /home/data, and for reading',
    files: { 'app.py': 'open("/home/data/x.txt", "w")\nopen("x.txt")\n' },
    evidence: { layout: 'appTarball' },
    expect: [],
  },
];

describe('app rules', () => {
  for (const { rule: code, name, files, evidence, expect } of ROWS) {
    it(`${code}: ${name}`, async () => {
      const rule = appRules.find((one) => one.code === code);
      const found = rule?.check({ ...(await appOf(files)), ...evidence });
      assert.deepEqual(
        found,
        expect.map((finding) => Object.assign({ code }, finding)),
      );
    });
  }

  it('all fire and all stay silent', () => {
    const both = appRules.filter(({ code }) =>
      [true, false].every((fires) =>
        ROWS.some(({ rule, expect }) => rule === code && expect.length > 0 === fires),
      ),
    );
    assert.deepEqual(both, appRules);
  });

  it('are not run without their evidence', () => {
    const ran = appRules.filter((rule) => rule.check({}) !== undefined).map(({ code }) => code);
    assert.deepEqual(ran, ['app/odbc-driver']);
  });
});
