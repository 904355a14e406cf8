// Faults in the startup command and its files: what the platform's shell makes of them, and where the server listens.

import { FLASK, STARTUP_COMMAND, withVenv, type Fault } from './rehearsal-fault.js';

const APP = { 'app.py': FLASK };

const FASTAPI = `from fastapi import FastAPI

app = FastAPI()


@app.get("/")
async def index() -> dict:
    return {"hello": "world"}
`;

export const FAULTS_OF_COMMANDS: readonly Fault[] = [
  {
    name: 'app:server, which does not exist',
    make: withVenv(APP),
    command: 'gunicorn app:server',
    told: {
      code: 'rehearsal/callable-missing',
      severity: 'error',
      message: "The module 'app' has no 'server': Failed to find attribute 'server' in 'app'.",
      fix: 'Name what the module has; a Flask app is mostly app:app',
      where: STARTUP_COMMAND,
    },
  },
  {
    name: 'an ASGI app on a sync worker',
    make: withVenv({ 'main.py': FASTAPI }),
    command: 'gunicorn main:app',
    told: {
      code: 'rehearsal/asgi-on-sync-worker',
      severity: 'error',
      message:
        "The app speaks ASGI, but its server WSGI: every request is answered with 500: TypeError: FastAPI.__call__() missing 1 required positional argument: 'send'.",
      fix: 'Add this to the command: -k uvicorn.workers.UvicornWorker',
      where: STARTUP_COMMAND,
    },
  },
  {
    name: 'a server bound to 127.0.0.1',
    make: withVenv(APP),
    command: 'gunicorn --bind 127.0.0.1:8000 app:app',
    told: {
      code: 'rehearsal/bound-to-loopback',
      severity: 'error',
      message: 'The app listens on 127.0.0.1:8000, where only the container itself can reach it.',
      fix: 'Bind all addresses: --host 0.0.0.0 for uvicorn, --bind 0.0.0.0:$PORT for gunicorn.',
      where: STARTUP_COMMAND,
    },
  },
  {
    name: 'a server on another port',
    make: withVenv(APP),
    command: 'gunicorn --bind 0.0.0.0:5000 app:app',
    told: {
      code: 'rehearsal/wrong-port',
      severity: 'error',
      message:
        'The app listens on 0.0.0.0:5000, but the platform waits for an answer on port 8000.',
      fix: 'Bind all addresses and the port that the platform sets: 0.0.0.0:$PORT',
      where: STARTUP_COMMAND,
    },
  },
  {
    name: 'source',
    make: withVenv({ ...APP, 'env.sh': 'export GREETING=hello\n' }),
    command: 'source env.sh && gunicorn app:app',
    told: {
      code: 'rehearsal/bash-builtin',
      severity: 'error',
      message:
        "'source' is a word of bash, but sh is dash here: /opt/startup/startup.sh: 22: source: not found.",
      fix: 'Write a dot: . ./env.sh; the venv needs no activation, the platform does it.',
      where: STARTUP_COMMAND,
    },
  },
  {
    name: 'a parenthesis at the start',
    make: withVenv({ 'src/app.py': FLASK }),
    command: '(cd src && gunicorn app:app)',
    told: {
      code: 'rehearsal/compound-start',
      severity: 'error',
      message:
        'The shell cannot read the startup command: /opt/startup/startup.sh: 22: Syntax error: "(" unexpected.',
      fix: 'Begin the startup command with a plain command, or put it into a script, startup.sh.',
      where: STARTUP_COMMAND,
    },
  },
  {
    name: 'a factory in single quotes',
    make: withVenv({ 'app.py': `${FLASK}\n\ndef create_app():\n    return app\n` }),
    command: "gunicorn 'app:create_app()'",
    told: {
      code: 'rehearsal/single-quotes',
      severity: 'error',
      message:
        "The single quotes in the startup command break the platform's own, and there is no start: init: eval: line 22: syntax error near unexpected token `('.",
      fix: 'Write double quotes in the startup command: gunicorn "app:create_app()"',
      where: STARTUP_COMMAND,
    },
  },
  {
    name: 'a startup.txt of several lines',
    make: withVenv({ ...APP, 'startup.txt': 'export GREETING=hello\ngunicorn app:app\n' }),
    command: 'startup.txt',
    told: {
      code: 'rehearsal/only-first-line',
      severity: 'error',
      message:
        "The platform runs the first line of 'startup.txt' only, which is 'export GREETING=hello'; no server was started.",
      fix: 'Name it startup.sh, begin it with #!/bin/bash, and set that as the startup command.',
      where: { file: 'startup.txt' },
    },
  },
  {
    name: 'pip install at the start',
    make: withVenv(APP),
    command: 'pip install stripe && gunicorn app:app',
    told: {
      code: 'rehearsal/installs-at-start',
      severity: 'error',
      message:
        'The start installs packages, which fails without network: No matching distribution found for stripe.',
      fix: "Remove the installation from the start, and have 'stripe' in requirements.txt: the venv in the package is all that is needed.",
      where: STARTUP_COMMAND,
    },
  },
  {
    name: 'no command and no app that the platform knows',
    make: withVenv({ 'main.py': FASTAPI }),
    command: '',
    told: {
      code: 'rehearsal/parking-page',
      severity: 'error',
      message: 'The platform finds no app to start, and shows its parking page instead of the app.',
      fix: 'Set a startup command, such as: gunicorn app:app',
      where: STARTUP_COMMAND,
    },
  },
];
