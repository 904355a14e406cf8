import assert from 'node:assert/strict';

import { serverRules } from '../../../../tasks/core/check/rules/server.js';
import { startupRules } from '../../../../tasks/core/check/rules/startup.js';
import { evidenceOf, findingsOf, sources, venv, type Case } from '../startup/startup-fixtures.js';

/** `async def make(): return aiohttp.web.Application()` */
const AWAITED = sources({
  'app.py': { factories: [{ name: 'make', framework: 'aiohttp', line: 2, awaited: true }] },
});

/** What each rule says in full, and the nearest good neighbours, where it says nothing. */
const CASES: readonly Case[] = [
  {
    rule: 'server/asgi-on-sync-worker',
    name: 'FastAPI on the default worker',
    given: {
      command: 'gunicorn main:app',
      sources: sources({ 'main.py': { names: ['app'], apps: [['app', 'fastapi']] } }),
    },
    expect: [
      [
        'error',
        'startup command',
        "'main:app' is an ASGI app, but gunicorn's worker class 'sync' speaks WSGI.",
        'Add uvicorn to requirements.txt, and this to the command: -k uvicorn.workers.UvicornWorker',
      ],
    ],
  },
  {
    rule: 'server/asgi-on-sync-worker',
    name: 'FastAPI on the default worker, with the dependencies of a lock',
    given: {
      command: 'gunicorn main:app',
      dependencies: { format: 'uv.lock', file: 'pyproject.toml' },
      sources: sources({ 'main.py': { names: ['app'], apps: [['app', 'fastapi']] } }),
    },
    expect: [
      [
        'error',
        'startup command',
        "'main:app' is an ASGI app, but gunicorn's worker class 'sync' speaks WSGI.",
        'Add uvicorn to pyproject.toml (uv add uvicorn), and this to the command: -k uvicorn.workers.UvicornWorker',
      ],
    ],
  },
  {
    rule: 'server/asgi-on-sync-worker',
    name: 'FastAPI on the default worker, beside uvicorn',
    given: {
      command: 'gunicorn main:app',
      sources: sources({ 'main.py': { names: ['app'], apps: [['app', 'fastapi']] } }),
      venv: venv('uvicorn'),
    },
    expect: [
      [
        'error',
        'startup command',
        "'main:app' is an ASGI app, but gunicorn's worker class 'sync' speaks WSGI.",
        'Add this to the command: -k uvicorn.workers.UvicornWorker',
      ],
    ],
  },
  {
    rule: 'server/asgi-on-sync-worker',
    name: "Django's asgi module",
    given: { command: 'gunicorn -k gthread mysite.asgi:application' },
    expect: [
      [
        'error',
        'startup command',
        "'mysite.asgi:application' is an ASGI app, but gunicorn's worker class 'gthread' speaks WSGI.",
        'Add uvicorn to requirements.txt, and this to the command: -k uvicorn.workers.UvicornWorker',
      ],
    ],
  },
  {
    rule: 'server/asgi-on-sync-worker',
    name: "uvicorn's worker",
    given: {
      command: 'gunicorn -k uvicorn.workers.UvicornWorker main:app',
      sources: sources({ 'main.py': { names: ['app'], apps: [['app', 'fastapi']] } }),
    },
    expect: [],
  },
  {
    rule: 'server/asgi-on-sync-worker',
    name: 'Flask',
    given: {
      command: 'gunicorn main:app',
      sources: sources({ 'main.py': { names: ['app'], apps: [['app', 'flask']] } }),
    },
    expect: [],
  },
  {
    rule: 'server/asgi-on-sync-worker',
    name: "gunicorn's own ASGI worker",
    given: { command: 'gunicorn -k asgi mysite.asgi:application' },
    expect: [],
  },
  {
    rule: 'server/asgi-on-sync-worker',
    name: 'an app that nobody knows',
    given: { command: 'gunicorn main:app' },
    expect: [],
  },
  ...(
    [
      ['gunicorn app:app', 'sync'],
      ['gunicorn -k gthread app:app', 'gthread'],
      ['gunicorn -k uvicorn.workers.UvicornWorker app:app', 'uvicorn.workers.UvicornWorker'],
    ] as const
  ).map(([command, workerClass]): Case => ({
    rule: 'server/foreign-worker',
    name: `aiohttp: ${command}`,
    given: { command, sources: sources({ 'app.py': { apps: [['app', 'aiohttp']] } }) },
    expect: [
      [
        'error',
        'startup command',
        `'app:app' is an aiohttp app, which gunicorn's worker class '${workerClass}' cannot serve.`,
        'Have its own worker class in the command: -k aiohttp.GunicornWebWorker app:app',
      ],
    ],
  })),
  ...['app:make', '"app:make()"'].map((target): Case => ({
    rule: 'server/foreign-worker',
    name: `a function of aiohttp that awaits, ${target}`,
    given: { command: `gunicorn ${target}`, sources: AWAITED },
    expect: [
      [
        'error',
        'startup command',
        `'${target.replaceAll('"', '')}' is an aiohttp app, which gunicorn's worker class 'sync' cannot serve.`,
        'Have its own worker class in the command: -k aiohttp.GunicornWebWorker app:make',
      ],
    ],
  })),
  {
    rule: 'server/foreign-worker',
    name: 'Tornado',
    given: {
      command: 'gunicorn app:app',
      sources: sources({ 'app.py': { apps: [['app', 'tornado']] } }),
    },
    expect: [
      [
        'error',
        'startup command',
        "'app:app' is a Tornado app, which gunicorn's worker class 'sync' cannot serve.",
        'Have its own worker class in the command: -k tornado app:app',
      ],
    ],
  },
  {
    rule: 'server/foreign-worker',
    name: 'a function of Tornado that makes the app',
    given: {
      command: 'gunicorn --bind=0.0.0.0 "app:make()"',
      sources: sources({
        'app.py': { factories: [{ name: 'make', framework: 'tornado', line: 2 }] },
      }),
    },
    expect: [
      [
        'error',
        'startup command',
        "'app:make()' is a Tornado app, which gunicorn's worker class 'sync' cannot serve.",
        'Have its own worker class in the command: -k tornado "app:make()"',
      ],
    ],
  },
  ...(
    [
      ['gunicorn -k aiohttp.GunicornWebWorker app:app', 'aiohttp'],
      ['gunicorn -k aiohttp.worker.GunicornUVLoopWebWorker app:app', 'aiohttp'],
      ['gunicorn -k own.Worker app:app', 'aiohttp'],
      ['gunicorn -k tornado app:app', 'tornado'],
      ['gunicorn app:app', 'flask'],
    ] as const
  ).map(([command, framework]): Case => ({
    rule: 'server/foreign-worker',
    name: `${framework}: ${command}`,
    given: { command, sources: sources({ 'app.py': { apps: [['app', framework]] } }) },
    expect: [],
  })),
  {
    rule: 'server/foreign-worker',
    name: "a function that awaits, below aiohttp's own worker class",
    given: { command: 'gunicorn -k aiohttp.GunicornWebWorker app:make', sources: AWAITED },
    expect: [],
  },
  {
    rule: 'server/not-installed',
    name: 'a server',
    given: { command: 'python -m hypercorn a:b', venv: venv('flask') },
    expect: [
      [
        'error',
        'startup command',
        "The startup command starts hypercorn, but the venv has no 'hypercorn'.",
        'Add it to requirements.txt: hypercorn',
      ],
    ],
  },
  {
    rule: 'server/not-installed',
    name: 'a server, in a project of uv: a requirements.txt would take the place of its lock',
    given: {
      command: 'python -m hypercorn a:b',
      venv: venv('flask'),
      files: { 'a.py': '', 'pyproject.toml': '[project]\n', 'uv.lock': '' },
    },
    expect: [
      [
        'error',
        'startup command',
        "The startup command starts hypercorn, but the venv has no 'hypercorn'.",
        'Add it to pyproject.toml: uv add hypercorn',
      ],
    ],
  },
  {
    rule: 'server/not-installed',
    name: 'a server, where another file than that of the app root was asked for',
    given: {
      command: 'python -m hypercorn a:b',
      venv: venv('flask'),
      files: { 'a.py': '', 'requirements.txt': 'flask\n' },
      dependencies: { format: 'pyproject.toml', file: 'src/pyproject.toml' },
    },
    expect: [
      [
        'error',
        'startup command',
        "The startup command starts hypercorn, but the venv has no 'hypercorn'.",
        'Add it to src/pyproject.toml: hypercorn',
      ],
    ],
  },
  {
    rule: 'server/not-installed',
    name: 'a server, in a project of Poetry',
    given: {
      command: 'python -m hypercorn a:b',
      venv: venv('flask'),
      files: { 'a.py': '', 'pyproject.toml': '', 'poetry.lock': '' },
    },
    expect: [
      [
        'error',
        'startup command',
        "The startup command starts hypercorn, but the venv has no 'hypercorn'.",
        'Add it to pyproject.toml: poetry add hypercorn',
      ],
    ],
  },
  {
    rule: 'server/not-installed',
    name: 'a server, in one of Pipenv',
    given: {
      command: 'python -m hypercorn a:b',
      venv: venv('flask'),
      files: { 'a.py': '', Pipfile: '', 'Pipfile.lock': '' },
    },
    expect: [
      [
        'error',
        'startup command',
        "The startup command starts hypercorn, but the venv has no 'hypercorn'.",
        'Add it to Pipfile: pipenv install hypercorn',
      ],
    ],
  },
  {
    rule: 'server/not-installed',
    name: 'a server, in a project without a lock',
    given: {
      command: 'python -m hypercorn a:b',
      venv: venv('flask'),
      files: { 'a.py': '', 'pyproject.toml': '[project]\n' },
    },
    expect: [
      [
        'error',
        'startup command',
        "The startup command starts hypercorn, but the venv has no 'hypercorn'.",
        'Add it to pyproject.toml: hypercorn',
      ],
    ],
  },
  {
    rule: 'server/not-installed',
    name: 'a server, beside a pyproject.toml of tools alone',
    given: {
      command: 'python -m hypercorn a:b',
      venv: venv('flask'),
      files: { 'a.py': '', 'pyproject.toml': '[tool.black]\n' },
    },
    expect: [
      [
        'error',
        'startup command',
        "The startup command starts hypercorn, but the venv has no 'hypercorn'.",
        'Add it to requirements.txt: hypercorn',
      ],
    ],
  },
  {
    rule: 'server/not-installed',
    name: 'a server, beside a lock that is not taken',
    given: {
      command: 'python -m hypercorn a:b',
      venv: venv('flask'),
      files: { 'a.py': '', 'requirements.txt': '', 'pyproject.toml': '', 'uv.lock': '' },
    },
    expect: [
      [
        'error',
        'startup command',
        "The startup command starts hypercorn, but the venv has no 'hypercorn'.",
        'Add it to requirements.txt: hypercorn',
      ],
    ],
  },
  {
    rule: 'server/not-installed',
    name: 'a worker class',
    given: {
      command: 'gunicorn -k uvicorn.workers.UvicornWorker a:b',
      venv: venv('gunicorn'),
      python: '3.12',
    },
    expect: [
      [
        'error',
        'startup command',
        "gunicorn's worker class 'uvicorn.workers.UvicornWorker' needs 'uvicorn', which the venv does not have.",
        'Add it to requirements.txt: uvicorn',
      ],
    ],
  },
  {
    rule: 'server/not-installed',
    name: 'gevent',
    given: { command: 'gunicorn -k gevent a:b', venv: venv('gunicorn') },
    expect: [
      [
        'error',
        'startup command',
        "gunicorn's worker class 'gevent' needs 'gevent', which the venv does not have.",
        'Add it to requirements.txt: gevent',
      ],
    ],
  },
  {
    rule: 'server/not-installed',
    name: 'a worker beside the server',
    given: { command: 'celery -A c worker & exec gunicorn a:b', venv: venv('gunicorn') },
    expect: [
      [
        'warning',
        'startup command',
        "The startup command starts celery, but the venv has no 'celery'.",
        'Add it to requirements.txt: celery',
      ],
    ],
  },
  {
    rule: 'server/not-installed',
    name: 'a worker that keeps the container alive',
    given: { command: 'gunicorn a:b & celery -A c worker', venv: venv('gunicorn') },
    expect: [
      [
        'error',
        'startup command',
        "The startup command starts celery, but the venv has no 'celery'.",
        'Add it to requirements.txt: celery',
      ],
    ],
  },
  {
    rule: 'server/not-installed',
    name: 'a server with a command behind it',
    given: { command: 'hypercorn a:b; python done.py', venv: venv('gunicorn') },
    expect: [
      [
        'error',
        'startup command',
        "The startup command starts hypercorn, but the venv has no 'hypercorn'.",
        'Add it to requirements.txt: hypercorn',
      ],
    ],
  },
  {
    rule: 'server/not-installed',
    name: 'uvicorn in the image',
    given: {
      command: 'gunicorn -k uvicorn_worker.UvicornWorker a:b',
      venv: venv('gunicorn'),
      python: '3.14',
    },
    expect: [],
  },
  {
    rule: 'server/not-installed',
    name: 'uvicorn where the image is not known',
    given: { command: 'uvicorn a:b --host 0.0.0.0', venv: venv('fastapi') },
    expect: [],
  },
  {
    rule: 'server/not-installed',
    name: 'gunicorn, which every image has',
    given: { command: 'gunicorn a:b', venv: venv('flask') },
    expect: [],
  },
  {
    rule: 'server/not-installed',
    name: 'what is installed',
    given: { command: 'gunicorn -k gevent a:b', venv: venv('gevent') },
    expect: [],
  },
  {
    rule: 'server/not-installed',
    name: 'what may be installed at the start',
    given: { command: 'pip install hypercorn && hypercorn a:b', venv: venv('flask') },
    expect: [],
  },
  {
    rule: 'server/bound-to-loopback',
    name: "uvicorn's default",
    given: { command: 'python -m uvicorn main:app --port 8000' },
    expect: [
      [
        'error',
        'startup command',
        'uvicorn listens on 127.0.0.1, where only the container itself can reach it.',
        'Bind all addresses: --host 0.0.0.0',
      ],
    ],
  },
  {
    rule: 'server/bound-to-loopback',
    name: 'gunicorn told so',
    given: { command: 'gunicorn -b 127.0.0.1:8000 a:b' },
    expect: [
      [
        'error',
        'startup command',
        'gunicorn listens on 127.0.0.1, where only the container itself can reach it.',
        'Bind all addresses: --bind 0.0.0.0:$PORT',
      ],
    ],
  },
  {
    rule: 'server/unknown-option',
    name: "uvicorn's options for gunicorn",
    given: { command: 'gunicorn app:app --host 0.0.0.0 --port=8000' },
    expect: [
      [
        'error',
        'startup command',
        "gunicorn has no option '--host' or '--port', and ends with an error.",
        'Write in its place: --bind 0.0.0.0:$PORT',
      ],
    ],
  },
  {
    rule: 'server/unknown-option',
    name: "gunicorn's options for uvicorn",
    given: { command: 'python -m uvicorn main:app -b 0.0.0.0:8000 -w 4 --timeout 600' },
    expect: [
      [
        'error',
        'startup command',
        "uvicorn has no option '-b', and ends with an error.",
        'Write in its place: --host 0.0.0.0 --port $PORT',
      ],
      [
        'error',
        'startup command',
        "uvicorn has no option '-w', and ends with an error.",
        'Write in its place: --workers',
      ],
      [
        'error',
        'startup command',
        "uvicorn has no option '--timeout', and ends with an error.",
        'Leave it out.',
      ],
    ],
  },
  {
    rule: 'server/unknown-option',
    name: 'hypercorn behind a launcher, in front of another server',
    given: { command: 'poetry run hypercorn a:b --port 80; gunicorn a:b' },
    expect: [
      [
        'warning',
        'startup command',
        "hypercorn has no option '--port', and ends with an error.",
        'Write in its place: --bind 0.0.0.0:$PORT',
      ],
    ],
  },
  {
    rule: 'server/unknown-option',
    name: 'a factory',
    given: { command: 'gunicorn --factory app:create_app' },
    expect: [
      [
        'error',
        'startup command',
        "gunicorn has no option '--factory', and ends with an error.",
        'Write in its place: "module:create_app()"',
      ],
    ],
  },
  {
    rule: 'server/unknown-option',
    name: 'options of each',
    given: {
      command:
        'uvicorn a:b --host 0.0.0.0 --port 8000 --timeout-keep-alive 5; gunicorn --bind=0.0.0.0 -w 4 --timeout 600 -k gthread a:b',
    },
    expect: [],
  },
  {
    rule: 'server/unknown-option',
    name: 'a server with options of its own',
    given: { command: 'flask run --host 0.0.0.0 --port 8000' },
    expect: [],
  },
  {
    rule: 'server/option-behind-app',
    name: 'behind the app of waitress',
    given: { command: 'waitress-serve app:app --port=8000 --threads 8' },
    expect: [
      [
        'error',
        'startup command',
        "waitress-serve reads no options behind 'app:app', and ends with an error: '--port=8000', '--threads'.",
        "Write them before 'app:app'.",
      ],
    ],
  },
  {
    rule: 'server/option-behind-app',
    name: 'behind a function that makes the app, with another server behind it',
    given: { command: 'python -m waitress --call app:make --port=8000; gunicorn app:app' },
    expect: [
      [
        'warning',
        'startup command',
        "waitress-serve reads no options behind 'app:make', and ends with an error: '--port=8000'.",
        "Write them before 'app:make'.",
      ],
    ],
  },
  {
    rule: 'server/option-behind-app',
    name: 'before the app, behind one that is an option itself, and of another server',
    given: {
      command:
        'waitress-serve --port=8000 app:app; waitress-serve --app app:app --port=8000; gunicorn app:app -w 4',
    },
    expect: [],
  },
  {
    rule: 'server/starter-missing',
    name: 'a manager of environments',
    given: { command: 'poetry run gunicorn a:b', venv: venv('gunicorn') },
    expect: [
      [
        'error',
        'startup command',
        "The startup command starts 'poetry', which neither the venv nor the image has.",
        'Leave it out, for the venv is active: gunicorn a:b',
      ],
    ],
  },
  {
    rule: 'server/starter-missing',
    name: 'a supervisor',
    given: { command: 'supervisord -n -c supervisord.conf', venv: venv('gunicorn') },
    expect: [
      [
        'error',
        'startup command',
        "The startup command starts 'supervisord', which neither the venv nor the image has.",
        'Add what brings it to requirements.txt: supervisor',
      ],
    ],
  },
  {
    rule: 'server/starter-missing',
    name: 'a step before the server',
    given: { command: 'pipenv run python manage.py migrate; gunicorn a:b', venv: venv('gunicorn') },
    expect: [
      [
        'warning',
        'startup command',
        "The startup command starts 'pipenv', which neither the venv nor the image has.",
        'Leave it out, for the venv is active: python manage.py migrate',
      ],
    ],
  },
  {
    rule: 'server/starter-missing',
    name: 'a manager in the venv',
    given: { command: 'poetry run gunicorn a:b', venv: venv('poetry') },
    expect: [],
  },
  {
    rule: 'server/starter-missing',
    name: 'a supervisor that is installed before',
    given: { command: 'apt-get install -y supervisor && supervisord -n', venv: venv('gunicorn') },
    expect: [],
  },
  {
    rule: 'server/starter-missing',
    name: 'a manager behind a test',
    given: {
      command: 'command -v poetry && poetry run gunicorn a:b || gunicorn a:b',
      venv: venv('gunicorn'),
    },
    expect: [],
  },
  {
    rule: 'server/no-app',
    name: 'options alone',
    given: { command: 'gunicorn --bind=0.0.0.0 --workers 4', files: {} },
    expect: [
      [
        'error',
        'startup command',
        'The startup command starts gunicorn and names no app.',
        'Name module and app behind the options, such as: gunicorn app:app',
      ],
    ],
  },
  {
    rule: 'server/no-app',
    name: 'options alone, beside a server that answers',
    given: { command: 'gunicorn --workers 4 & uvicorn a:b --host 0.0.0.0', files: {} },
    expect: [
      [
        'warning',
        'startup command',
        'The startup command starts gunicorn and names no app.',
        'Name module and app behind the options, such as: gunicorn app:app',
      ],
    ],
  },
  {
    rule: 'server/no-app',
    name: 'a configuration that nobody knows',
    given: { command: 'gunicorn' },
    expect: [
      [
        'warning',
        'startup command',
        'The startup command starts gunicorn and names no app.',
        'Name module and app behind the options, such as: gunicorn app:app',
      ],
    ],
  },
  {
    rule: 'server/no-app',
    name: 'the app in the configuration',
    given: { command: 'gunicorn', files: { 'gunicorn.conf.py': 'wsgi_app = "a:b"\n' } },
    expect: [],
  },
  {
    rule: 'server/no-app',
    name: 'options that nobody knows',
    given: { command: 'gunicorn $OPTIONS; gunicorn --new-option a:b; gunicorn -c x.py', files: {} },
    expect: [],
  },
  {
    rule: 'server/bound-to-loopback',
    name: "gunicorn's configuration",
    given: {
      command: 'gunicorn a:b',
      files: { 'gunicorn.conf.py': 'workers = 2\nbind = "127.0.0.1:8000"\n' },
    },
    expect: [
      [
        'error',
        'gunicorn.conf.py:2',
        'gunicorn listens on 127.0.0.1, where only the container itself can reach it.',
        'Write in gunicorn.conf.py: bind = "0.0.0.0:8000"',
      ],
    ],
  },
  {
    rule: 'server/bound-to-loopback',
    name: "hypercorn's configuration",
    given: {
      command: 'hypercorn -c hypercorn.toml a:b',
      files: { 'hypercorn.toml': 'workers = 2\nbind = ["127.0.0.1:8000"]\n' },
    },
    expect: [
      [
        'error',
        'hypercorn.toml:2',
        'hypercorn listens on 127.0.0.1, where only the container itself can reach it.',
        'Write in hypercorn.toml: bind = "0.0.0.0:8000"',
      ],
    ],
  },
  {
    rule: 'server/bound-to-loopback',
    name: "hypercorn's configuration without an address",
    given: {
      command: 'hypercorn -c hypercorn.toml a:b',
      files: { 'hypercorn.toml': 'workers = 2\n' },
    },
    expect: [
      [
        'error',
        'startup command',
        'hypercorn listens on 127.0.0.1, where only the container itself can reach it.',
        'Bind all addresses: --bind 0.0.0.0:$PORT',
      ],
    ],
  },
  {
    rule: 'server/bound-to-loopback',
    name: "gunicorn's variable as an app setting",
    given: { command: 'gunicorn a:b', settings: { GUNICORN_CMD_ARGS: '--bind=127.0.0.1:8000' } },
    expect: [
      [
        'error',
        'app settings',
        'gunicorn listens on 127.0.0.1, where only the container itself can reach it.',
        'Write in the app setting GUNICORN_CMD_ARGS: --bind=0.0.0.0:8000',
      ],
    ],
  },
  {
    rule: 'server/wrong-port',
    name: "hypercorn's configuration",
    given: {
      command: 'hypercorn -c h.toml a:b',
      files: { 'h.toml': 'bind = ["0.0.0.0:5000"]\n' },
    },
    expect: [
      [
        'error',
        'h.toml:1',
        'hypercorn listens on port 5000, but the platform waits for an answer on 8000.',
        'Write in h.toml: bind = "0.0.0.0:8000"',
      ],
    ],
  },
  {
    rule: 'server/wrong-port',
    name: "gunicorn's configuration",
    given: { command: 'gunicorn -c c.py a:b', files: { 'c.py': 'bind = "0.0.0.0:5000"\n' } },
    expect: [
      [
        'error',
        'c.py:1',
        'gunicorn listens on port 5000, but the platform waits for an answer on 8000.',
        'Write in c.py: bind = "0.0.0.0:8000"',
      ],
    ],
  },
  {
    rule: 'server/no-port',
    name: 'a name without its dollar',
    given: { command: 'gunicorn --bind=0.0.0.0:PORT a:b' },
    expect: [
      [
        'error',
        'startup command',
        "gunicorn is given 'PORT' as its port, which is no number to it.",
        'Write $PORT in place of PORT: the platform sets it.',
      ],
    ],
  },
  {
    rule: 'server/no-port',
    name: 'a variable as Windows writes it',
    given: { command: 'gunicorn -b :%PORT% a:b' },
    expect: [
      [
        'error',
        'startup command',
        "gunicorn is given '%PORT%' as its port, which is no number to it.",
        'Write $PORT in place of %PORT%: the platform sets it.',
      ],
    ],
  },
  {
    rule: 'server/no-port',
    name: 'a variable of a pipeline that is not there',
    given: { command: 'gunicorn -b 0.0.0.0:$(PORT) a:b' },
    expect: [
      [
        'error',
        'startup command',
        "gunicorn is given '$(PORT)' as its port, which is no number to it.",
        'Write $PORT in place of $(PORT): the platform sets it.',
      ],
    ],
  },
  {
    rule: 'server/no-port',
    name: 'a variable of PowerShell',
    given: { command: 'gunicorn -b 0.0.0.0:$env:PORT a:b' },
    expect: [
      [
        'error',
        'startup command',
        "gunicorn is given '$env:PORT' as its port, which is no number to it.",
        'Write $PORT in place of $env:PORT: the platform sets it.',
      ],
    ],
  },
  {
    rule: 'server/no-port',
    name: 'an option of its own',
    given: { command: 'python -m uvicorn a:b --host 0.0.0.0 --port PORT' },
    expect: [
      [
        'error',
        'startup command',
        "uvicorn is given 'PORT' as its port, which is no number to it.",
        'Write $PORT in place of PORT: the platform sets it.',
      ],
    ],
  },
  {
    rule: 'server/no-port',
    name: 'a variable that no app setting sets',
    given: { command: 'uvicorn a:b --host 0.0.0.0 --port $WEBSITES_PORT', settings: { A: 'b' } },
    expect: [
      [
        'error',
        'startup command',
        'uvicorn is given $WEBSITES_PORT as its port, which no app setting sets.',
        'Write $PORT in place of $WEBSITES_PORT: the platform sets it.',
      ],
    ],
  },
  {
    rule: 'server/no-port',
    name: 'a variable of which nobody knows',
    given: { command: 'uvicorn a:b --host 0.0.0.0 --port $WEBSITES_PORT' },
    expect: [],
  },
  {
    rule: 'server/no-port',
    name: 'a variable that an app setting sets',
    given: { command: 'uvicorn a:b --port $WEBSITES_PORT', settings: { WEBSITES_PORT: '8000' } },
    expect: [],
  },
  {
    rule: 'server/no-port',
    name: 'the variable with a default',
    given: { command: 'gunicorn -b 0.0.0.0:${PORT:-8000} a:b' },
    expect: [],
  },
  {
    rule: 'server/no-port',
    name: 'an address of IPv6',
    given: { command: 'gunicorn -b :: -b [::]:8000 a:b' },
    expect: [],
  },
  {
    rule: 'server/no-port',
    name: 'what a program prints',
    given: { command: 'gunicorn -b 0.0.0.0:$(cat port) a:b' },
    expect: [],
  },
  {
    rule: 'server/tls',
    name: "gunicorn's configuration",
    given: { command: 'gunicorn -c c.py a:b', files: { 'c.py': 'certfile = "a.pem"\n' } },
    expect: [
      [
        'error',
        'c.py:1',
        'gunicorn expects HTTPS, but the platform speaks plain HTTP to it.',
        "Remove the options for certificate and key from c.py: the platform's front end does TLS.",
      ],
    ],
  },
  {
    rule: 'server/bound-to-loopback',
    name: 'localhost',
    given: { command: 'hypercorn -b localhost:8000 a:b' },
    expect: [
      [
        'error',
        'startup command',
        'hypercorn listens on localhost, where only the container itself can reach it.',
        'Bind all addresses: --bind 0.0.0.0:$PORT',
      ],
    ],
  },
  {
    rule: 'server/bound-to-loopback',
    name: 'a socket file alone',
    given: { command: 'gunicorn -b unix:/tmp/a.sock a:b' },
    expect: [
      [
        'error',
        'startup command',
        'gunicorn listens on unix:/tmp/a.sock, where only the container itself can reach it.',
        'Bind all addresses: --bind 0.0.0.0:$PORT',
      ],
    ],
  },
  {
    rule: 'server/bound-to-loopback',
    name: "Django's default",
    given: { command: 'python manage.py runserver 8000' },
    expect: [
      [
        'error',
        'startup command',
        'django listens on 127.0.0.1, where only the container itself can reach it.',
        'Bind all addresses: runserver 0.0.0.0:$PORT',
      ],
    ],
  },
  {
    rule: 'server/bound-to-loopback',
    name: 'an app that serves itself',
    given: {
      command: 'python app.py',
      sources: sources({ 'app.py': { runs: [['app.run', '127.0.0.1', 8000]] } }),
    },
    expect: [
      [
        'error',
        'app.py:9',
        'app.run listens on 127.0.0.1, where only the container itself can reach it.',
        'Hand it the host in app.run: host="0.0.0.0"',
      ],
    ],
  },
  ...(
    [
      ['gradio app.py', 'demo.launch', 'server_name="0.0.0.0"'],
      ['python app.py', 'demo.launch', 'server_name="0.0.0.0"'],
      ['python app.py', 'run_simple', 'hostname="0.0.0.0"'],
      ['python app.py', 'app.listen', 'address="0.0.0.0"'],
    ] as const
  ).map(([command, call, argument]): Case => ({
    rule: 'server/bound-to-loopback',
    name: `a call that names the host otherwise: ${command}, ${call}`,
    given: {
      command,
      sources: sources({ 'app.py': { runs: [[call, '127.0.0.1', 8000]] } }),
    },
    expect: [
      [
        'error',
        'app.py:9',
        `${call} listens on 127.0.0.1, where only the container itself can reach it.`,
        `Hand it the host in ${call}: ${argument}`,
      ],
    ],
  })),
  {
    rule: 'server/bound-to-loopback',
    name: 'gradio, whose program says where it listens',
    given: {
      command: 'gradio app.py',
      sources: sources({ 'app.py': { runs: [['demo.launch', '0.0.0.0', 8000]] } }),
    },
    expect: [],
  },
  {
    rule: 'server/bound-to-loopback',
    name: 'every server in the branches',
    given: { command: 'a; if b; then uvicorn x:y; else uvicorn z:y; fi' },
    expect: [
      [
        'error',
        'startup command',
        'uvicorn listens on 127.0.0.1, where only the container itself can reach it.',
        'Bind all addresses: --host 0.0.0.0',
      ],
      [
        'error',
        'startup command',
        'uvicorn listens on 127.0.0.1, where only the container itself can reach it.',
        'Bind all addresses: --host 0.0.0.0',
      ],
    ],
  },
  {
    rule: 'server/bound-to-loopback',
    name: 'all addresses',
    given: { command: 'uvicorn main:app --host 0.0.0.0' },
    expect: [],
  },
  {
    rule: 'server/bound-to-loopback',
    name: "gunicorn's default",
    given: { command: 'gunicorn a:b' },
    expect: [],
  },
  {
    rule: 'server/bound-to-loopback',
    name: 'two addresses',
    given: { command: 'gunicorn -b 127.0.0.1:8001 -b 0.0.0.0:8000 a:b' },
    expect: [],
  },
  {
    rule: 'server/bound-to-loopback',
    name: 'a proxy in front',
    given: { command: 'uvicorn a:b & nginx -g "daemon off;"' },
    expect: [],
  },
  {
    rule: 'server/bound-to-loopback',
    name: 'a service: a proxy in front',
    given: { command: 'service nginx start && uvicorn a:b' },
    expect: [],
  },
  {
    rule: 'server/bound-to-loopback',
    name: 'another server that answers',
    given: { command: 'uvicorn a:b --port 8001 & streamlit run x.py --server.port 8000' },
    expect: [],
  },
  {
    rule: 'server/bound-to-loopback',
    name: 'a variable',
    given: { command: 'uvicorn a:b --host $ADDRESS' },
    expect: [],
  },
  {
    rule: 'server/bound-to-loopback',
    name: 'an app that serves itself on all addresses',
    given: {
      command: 'python app.py',
      sources: sources({ 'app.py': { runs: [['app.run', '0.0.0.0', 8000]] } }),
    },
    expect: [],
  },
  {
    rule: 'server/wrong-port',
    name: "streamlit's default",
    given: { command: 'streamlit run app.py' },
    expect: [
      [
        'error',
        'startup command',
        'streamlit listens on port 8501, but the platform waits for an answer on 8000.',
        "Bind the platform's port: --server.port $PORT",
      ],
    ],
  },
  {
    rule: 'server/wrong-port',
    name: 'a literal',
    given: { command: 'gunicorn --bind=0.0.0.0:5000 a:b' },
    expect: [
      [
        'error',
        'startup command',
        'gunicorn listens on port 5000, but the platform waits for an answer on 8000.',
        "Bind the platform's port: --bind 0.0.0.0:$PORT",
      ],
    ],
  },
  {
    rule: 'server/wrong-port',
    name: 'a variable that the script sets',
    given: {
      command: 's.sh',
      files: { 's.sh': '#!/bin/sh\nPORT=3000\nexec gunicorn -b 0.0.0.0:$PORT a:b\n' },
    },
    expect: [
      [
        'error',
        's.sh:3',
        'gunicorn listens on port 3000, but the platform waits for an answer on 8000.',
        'Set no PORT of your own: the platform sets it.',
      ],
    ],
  },
  {
    rule: 'server/wrong-port',
    name: "waitress' default",
    given: { command: 'waitress-serve a:b' },
    expect: [
      [
        'error',
        'startup command',
        'waitress listens on port 8080, but the platform waits for an answer on 8000.',
        "Bind the platform's port: --port=$PORT",
      ],
    ],
  },
  {
    rule: 'server/wrong-port',
    name: 'waitress with --listen, which it takes in place of --port',
    given: { command: 'waitress-serve --listen=*:8080 a:b' },
    expect: [
      [
        'error',
        'startup command',
        'waitress listens on port 8080, but the platform waits for an answer on 8000.',
        "Bind the platform's port: --listen=0.0.0.0:$PORT",
      ],
    ],
  },
  {
    rule: 'server/wrong-port',
    name: 'WEBSITES_PORT, which changes nothing',
    given: {
      command: 'streamlit run app.py --server.port 8501',
      settings: { WEBSITES_PORT: '8501' },
    },
    expect: [
      [
        'error',
        'startup command',
        'streamlit listens on port 8501, but the platform waits for an answer on 8000.',
        "Bind the platform's port: --server.port $PORT",
      ],
    ],
  },
  {
    rule: 'server/wrong-port',
    name: 'an app that serves itself',
    given: {
      command: 'python app.py',
      sources: sources({ 'app.py': { runs: [['app.run', '0.0.0.0', 5000]] } }),
    },
    expect: [
      [
        'error',
        'app.py:9',
        'app.run listens on port 5000, but the platform waits for an answer on 8000.',
        'Import os in app.py, and hand it the port in app.run: port=int(os.environ.get("PORT", "8000"))',
      ],
    ],
  },
  {
    rule: 'server/wrong-port',
    name: 'an app that serves itself and imports os',
    given: {
      command: 'python app.py',
      sources: sources({ 'app.py': { names: ['os'], runs: [['app.run', '0.0.0.0', 5000]] } }),
    },
    expect: [
      [
        'error',
        'app.py:9',
        'app.run listens on port 5000, but the platform waits for an answer on 8000.',
        'Hand it the port in app.run: port=int(os.environ.get("PORT", "8000"))',
      ],
    ],
  },
  {
    rule: 'server/wrong-port',
    name: 'gradio, by its own command, whose program takes the usual port',
    given: {
      command: 'gradio app.py',
      sources: sources({ 'app.py': { runs: [['demo.launch', '0.0.0.0', 7860]] } }),
    },
    expect: [
      [
        'error',
        'app.py:9',
        'demo.launch listens on port 7860, but the platform waits for an answer on 8000.',
        'Import os in app.py, and hand it the port in demo.launch: server_port=int(os.environ.get("PORT", "8000"))',
      ],
    ],
  },
  {
    rule: 'server/wrong-port',
    name: 'the port',
    given: { command: 'gunicorn -b 0.0.0.0:8000 a:b' },
    expect: [],
  },
  {
    rule: 'server/wrong-port',
    name: "the platform's variable",
    given: { command: 'uvicorn a:b --port ${PORT:-5000}' },
    expect: [],
  },
  {
    rule: 'server/wrong-port',
    name: 'a setting PORT, which is another rule',
    given: { command: 'gunicorn -b 0.0.0.0:5000 a:b', settings: { PORT: '5000' } },
    expect: [],
  },
  {
    rule: 'server/wrong-port',
    name: 'a setting of the tool',
    given: { command: 'streamlit run app.py', settings: { STREAMLIT_SERVER_PORT: '8000' } },
    expect: [],
  },
  {
    rule: 'server/wrong-port',
    name: 'a step of Python before the server',
    given: { command: 'python seed.py && gunicorn a:b' },
    expect: [],
  },
  {
    rule: 'server/tls',
    name: 'gunicorn',
    given: { command: 'gunicorn --certfile c.pem --keyfile k.pem a:b' },
    expect: [
      [
        'error',
        'startup command',
        'gunicorn expects HTTPS, but the platform speaks plain HTTP to it.',
        "Remove the options for certificate and key: the platform's front end does TLS.",
      ],
    ],
  },
  {
    rule: 'server/tls',
    name: 'uvicorn',
    given: { command: 'uvicorn a:b --host 0.0.0.0 --ssl-keyfile=k --ssl-certfile=c' },
    expect: [
      [
        'error',
        'startup command',
        'uvicorn expects HTTPS, but the platform speaks plain HTTP to it.',
        "Remove the options for certificate and key: the platform's front end does TLS.",
      ],
    ],
  },
  { rule: 'server/tls', name: 'plain HTTP', given: { command: 'gunicorn a:b' }, expect: [] },
  {
    rule: 'server/timeout-short',
    name: 'the default',
    given: { command: 'gunicorn a:b' },
    expect: [
      [
        'note',
        'startup command',
        'gunicorn stops a worker that takes longer than 30 seconds for a request.',
        'If requests or the loading of the app may take longer: --timeout 600',
      ],
    ],
  },
  {
    rule: 'server/timeout-short',
    name: 'the same as the platform',
    given: { command: 'gunicorn --timeout 600 a:b' },
    expect: [],
  },
  {
    rule: 'server/timeout-short',
    name: 'a worker that does not block',
    given: { command: 'gunicorn -k uvicorn.workers.UvicornWorker a:b' },
    expect: [],
  },
  {
    rule: 'server/timeout-useless',
    name: 'an hour',
    given: { command: 'gunicorn -t 3600 a:b' },
    expect: [
      [
        'warning',
        'startup command',
        'gunicorn waits 3600 seconds for a request, but the platform gives up after 240.',
        'Write --timeout 600, and let longer work run outside of requests.',
      ],
    ],
  },
  {
    rule: 'server/timeout-useless',
    name: 'the same as the platform',
    given: { command: 'gunicorn --bind=0.0.0.0 --timeout 600 a:b' },
    expect: [],
  },
  {
    rule: 'server/timeout-useless',
    name: 'a worker that does not block',
    given: { command: 'gunicorn -k gevent -t 3600 a:b' },
    expect: [],
  },
  {
    rule: 'server/no-logs',
    name: 'no access log',
    given: { command: 'gunicorn a:b' },
    expect: [
      [
        'note',
        'startup command',
        'gunicorn writes no access log.',
        'To see requests in the log stream: --access-logfile -',
      ],
    ],
  },
  {
    rule: 'server/no-logs',
    name: 'an access log',
    given: { command: 'gunicorn --access-logfile - a:b' },
    expect: [],
  },
  {
    rule: 'server/development',
    name: 'runserver',
    given: { command: 'python manage.py runserver 0.0.0.0:8000' },
    expect: [
      [
        'warning',
        'startup command',
        "Django's runserver is made for development.",
        'Serve the app with gunicorn or uvicorn, without reload and debug.',
      ],
    ],
  },
  {
    rule: 'server/development',
    name: 'flask run',
    given: { command: 'flask run --host 0.0.0.0 --port 8000' },
    expect: [
      [
        'warning',
        'startup command',
        "'flask run' is made for development.",
        'Serve the app with gunicorn or uvicorn, without reload and debug.',
      ],
    ],
  },
  {
    rule: 'server/development',
    name: 'the command of gradio',
    given: { command: 'gradio web/app.py' },
    expect: [
      [
        'warning',
        'startup command',
        "'gradio' is made for development.",
        'Run the program by itself: python web/app.py',
      ],
    ],
  },
  {
    rule: 'server/development',
    name: 'reload',
    given: { command: 'uvicorn a:b --host 0.0.0.0 --reload' },
    expect: [
      [
        'warning',
        'startup command',
        'uvicorn with automatic reload is made for development.',
        'Serve the app with gunicorn or uvicorn, without reload and debug.',
      ],
    ],
  },
  {
    rule: 'server/development',
    name: 'debug in the sources',
    given: {
      command: 'python app.py',
      sources: sources({ 'app.py': { runs: [['app.run', '0.0.0.0', 8000, true]] } }),
    },
    expect: [
      [
        'warning',
        'app.py:9',
        'app.run with debug is made for development.',
        'Serve the app with gunicorn or uvicorn, without reload and debug.',
      ],
    ],
  },
  { rule: 'server/development', name: 'gunicorn', given: { command: 'gunicorn a:b' }, expect: [] },
  {
    rule: 'server/development',
    name: 'no debug in the sources',
    given: {
      command: 'python app.py',
      sources: sources({ 'app.py': { runs: [['app.run', '0.0.0.0', 8000]] } }),
    },
    expect: [],
  },
  {
    rule: 'server/config-ignored',
    name: 'a configuration file',
    given: { command: '', files: { 'gunicorn.conf.py': '' } },
    expect: [
      [
        'warning',
        'startup command',
        "'gunicorn.conf.py' is not read, because there is no startup command.",
        'Set a startup command, such as: gunicorn app:app',
      ],
    ],
  },
  {
    rule: 'server/config-ignored',
    name: 'a setting',
    given: { command: '', settings: { GUNICORN_CMD_ARGS: '--timeout 5' } },
    expect: [
      [
        'warning',
        'startup command',
        'The app setting GUNICORN_CMD_ARGS is not read, because there is no startup command.',
        'Set a startup command, such as: gunicorn app:app',
      ],
    ],
  },
  {
    rule: 'server/config-ignored',
    name: 'a command',
    given: {
      command: 'gunicorn a:b',
      files: { 'gunicorn.conf.py': '' },
      settings: { GUNICORN_CMD_ARGS: '--timeout 5' },
    },
    expect: [],
  },
  {
    rule: 'server/config-ignored',
    name: 'a setting that names the file',
    given: {
      command: '',
      files: { 'gunicorn.conf.py': '' },
      settings: { PYTHON_USE_GUNICORN_CONFIG_FROM_PATH: '/home/site/wwwroot/gunicorn.conf.py' },
    },
    expect: [],
  },
  {
    rule: 'server/streamlit-flags',
    name: 'a browser',
    given: { command: 'streamlit run app.py --server.headless=false' },
    expect: [
      [
        'warning',
        'startup command',
        'streamlit is told that there is a browser: it asks for an e-mail address and opens one.',
        'Set it: --server.headless true',
      ],
    ],
  },
  {
    rule: 'server/streamlit-flags',
    name: 'no flag: it sees that there is no display',
    given: { command: 'streamlit run app.py --server.port 8000' },
    expect: [],
  },
  {
    rule: 'server/streamlit-flags',
    name: 'the flag',
    given: { command: 'streamlit run app.py --server.headless true' },
    expect: [],
  },
  {
    rule: 'server/streamlit-flags',
    name: 'its file',
    given: {
      command: 'streamlit run app.py',
      files: { '.streamlit/config.toml': '[server]\nheadless = true\n' },
    },
    expect: [],
  },
  {
    rule: 'server/streamlit-flags',
    name: 'a setting',
    given: { command: 'streamlit run app.py', settings: { STREAMLIT_SERVER_HEADLESS: 'true' } },
    expect: [],
  },
];

/** Commands that are right as they are, with the warnings that they deserve. */
const GOOD: readonly (readonly [command: string, ...warnings: readonly string[]])[] = [
  ['gunicorn --bind=0.0.0.0 --timeout 600 app:app'],
  ['python -m uvicorn main:app --host 0.0.0.0'],
  ['gunicorn -w 4 -k uvicorn.workers.UvicornWorker app.main:app'],
  ['startup.sh'],
  ['gunicorn --bind=0.0.0.0:8000 --workers=4 startup:app'],
  ['python manage.py migrate && gunicorn mysite.wsgi', 'startup/slow-step'],
  ['gunicorn "app:create_app()"'],
  ['python -m streamlit run app.py --server.port 8000 --server.address 0.0.0.0'],
  ['hypercorn -b 0.0.0.0:$PORT app:app'],
];

describe('the rules on the server', () => {
  for (const { rule: code, name, given, expect } of CASES) {
    it(`${code}: ${name}`, async () => {
      const rule = serverRules.find((row) => row.code === code);
      assert.ok(rule !== undefined);
      assert.deepEqual(await findingsOf(rule, given), expect);
    });
  }

  it('each fire and stay silent', () => {
    const fires = CASES.filter(({ expect }) => expect.length > 0).map(({ rule }) => rule);
    const silent = CASES.filter(({ expect }) => expect.length === 0).map(({ rule }) => rule);
    for (const { code } of serverRules) {
      assert.ok(fires.includes(code), `${code} never fires`);
      assert.ok(silent.includes(code), `${code} is never silent`);
    }
  });

  for (const [command, ...warnings] of GOOD) {
    it(`and on the command find nothing worse than a note in ${command}`, async () => {
      const files = { 'startup.sh': '#!/bin/bash\nexec gunicorn --bind=0.0.0.0:8000 app:app\n' };
      const evidence = await evidenceOf({ command, files, complete: false });
      const found = [...startupRules, ...serverRules].flatMap((rule) => rule.check(evidence) ?? []);
      const serious = found.filter(({ severity }) => severity !== 'note');
      assert.deepEqual(
        serious.map(({ code, severity }) => [severity, code]),
        warnings.map((code) => ['warning', code]),
      );
    });
  }
});
