// The server that the startup command starts: whether it is there, fits the app, answers, and tells.

import type { Evidence } from '../evidence.js';
import { frameworkOf } from '../sources/framework-of.js';
import { installerOf } from '../startup/installers.js';
import { STARTUP_COMMAND } from '../startup/read-startup.js';
import { rule, type Rule } from '../rule.js';
import { runsOf } from '../sources/runs-of.js';
import { isBakedIn, neededDistributions } from '../startup/server-distributions.js';
import { readOptions, valueOf as optionOf } from '../startup/servers/options.js';
import { readStreamlitConfig } from '../startup/servers/streamlit-config.js';
import { valueOf } from '../settings/setting-values.js';
import type { ServerCommand } from '../startup/startup.js';
import { boundToLoopback, tls, wrongPort } from './server-address.js';

/** gunicorn's workers that speak WSGI. */
const WSGI_WORKERS = [
  'sync',
  'gthread',
  'gevent',
  'gevent_wsgi',
  'gevent_pywsgi',
  'eventlet',
  'tornado',
];

/** Those that are stopped in the middle of a request that takes longer than the timeout. */
const BLOCKING_WORKERS = ['sync'];

function speaksAsgi(server: ServerCommand, evidence: Evidence): boolean {
  const { sources, layout, settings } = evidence;
  if (sources === undefined) return /(?:^|\.)asgi$/.test(server.module ?? '');
  return frameworkOf(server, sources, { layout, settings, sources }) === 'asgi';
}

const asgiOnSyncWorker: Rule = rule({
  code: 'server/asgi-on-sync-worker',
  severity: 'error',
  why: "gunicorn's own workers speak WSGI; an ASGI app answers every request with an error there.",
  source: 'F86: OSS support blog 2024-04-22',
  example: {
    bad: 'gunicorn main:app, for FastAPI',
    good: 'gunicorn -k uvicorn.workers.UvicornWorker main:app',
  },
  needs: ['startup'],
  *find(evidence) {
    for (const server of evidence.startup.servers) {
      const { workerClass, module, callable, command } = server;
      const isWsgi = server.server === 'gunicorn' && WSGI_WORKERS.includes(workerClass ?? '');
      if (!isWsgi || !speaksAsgi(server, evidence)) continue;
      const app = `${module}:${callable}`;
      yield { app, workerClass, where: command.where };
    }
  },
  message: ({ app, workerClass }) =>
    `'${app}' is an ASGI app, but gunicorn's worker class '${workerClass}' speaks WSGI.`,
  fix: () =>
    'Add uvicorn to the requirements, and this to the command: -k uvicorn.workers.UvicornWorker',
});

const notInstalled: Rule = rule({
  code: 'server/not-installed',
  severity: 'error',
  why: 'The images hold gunicorn, and from Python 3.14 on uvicorn and uvicorn-worker; any other server or worker class has to be in the venv.',
  source: 'F87: OSS support blog 2024-04-22; contract A14',
  example: {
    bad: 'gunicorn -k uvicorn.workers.UvicornWorker main:app, without uvicorn',
    good: 'uvicorn in requirements.txt',
  },
  needs: ['startup', 'venv'],
  *find({ startup, venv, image }) {
    if (!venv.tree.complete) return;
    // What is installed at the start cannot be known, and is a finding of its own.
    if (startup.commands.some(({ words }) => installerOf(words) !== undefined)) return;
    const installed = new Set(venv.distributions.map(({ name }) => name));
    for (const server of startup.servers) {
      for (const name of neededDistributions(server)) {
        if (installed.has(name) || isBakedIn(name, image) !== false) continue;
        if (server.command.conditional) continue;
        const byWorker = name !== server.server ? server.workerClass : undefined;
        yield { name, byWorker, server: server.server, where: server.command.where };
      }
    }
  },
  message: ({ name, byWorker, server }) =>
    byWorker === undefined
      ? `The startup command starts ${server}, but the venv has no '${name}'.`
      : `gunicorn's worker class '${byWorker}' needs '${name}', which the venv does not have.`,
  fix: ({ name }) => `Add it to requirements.txt: ${name}`,
});

const timeoutShort: Rule = rule({
  code: 'server/timeout-short',
  severity: 'note',
  why: "gunicorn stops a worker after 30 seconds without an answer; the platform's own command says 600.",
  source: 'F93: OSS support blog 2024-07-01',
  example: { bad: 'gunicorn app:app', good: 'gunicorn --timeout 600 app:app' },
  needs: ['startup'],
  *find({ startup: { servers } }) {
    for (const { server, workerClass = '', timeout, command } of servers) {
      const isBlocking = server === 'gunicorn' && BLOCKING_WORKERS.includes(workerClass);
      if (!isBlocking || timeout === undefined || timeout === 0 || timeout > 30) continue;
      yield { timeout, where: command.where };
    }
  },
  message: ({ timeout }) =>
    `gunicorn stops a worker that takes longer than ${timeout} seconds for a request.`,
  fix: () => 'If requests or the loading of the app may take longer: --timeout 600',
});

/** The platform's own command has this many seconds; it cannot be wrong to write the same. */
const PLATFORM_TIMEOUT = 600;

const timeoutUseless: Rule = rule({
  code: 'server/timeout-useless',
  severity: 'warning',
  why: "The platform's front end gives up after 240 seconds without a byte; a longer timeout only keeps a stuck sync worker busy.",
  source: 'F93: OSS support blog 2024-07-01; contract part D',
  example: { bad: 'gunicorn --timeout 3600 app:app', good: 'gunicorn --timeout 600 app:app' },
  needs: ['startup'],
  *find({ startup: { servers } }) {
    for (const { server, workerClass = '', timeout = 0, command } of servers) {
      const isBlocking = server === 'gunicorn' && BLOCKING_WORKERS.includes(workerClass);
      if (isBlocking && timeout > PLATFORM_TIMEOUT) yield { timeout, where: command.where };
    }
  },
  message: ({ timeout }) =>
    `gunicorn waits ${timeout} seconds for a request, but the platform gives up after 240.`,
  fix: () => 'Write --timeout 600, and let longer work run outside of requests.',
});

const noLogs: Rule = rule({
  code: 'server/no-logs',
  severity: 'note',
  why: "gunicorn writes no access log unless it is told to; the platform's own command tells it.",
  source: 'F94: OSS support blog 2023-01-27',
  example: { bad: 'gunicorn app:app', good: 'gunicorn --access-logfile - app:app' },
  needs: ['startup'],
  *find({ startup: { servers } }) {
    for (const { server, accessLog, command } of servers) {
      if (server === 'gunicorn' && !accessLog) yield { where: command.where };
    }
  },
  message: () => 'gunicorn writes no access log.',
  fix: () => 'To see requests in the log stream: --access-logfile -',
});

/** What of a server is made for development. */
function developmentOf({ server, reload }: ServerCommand): string | undefined {
  if (server === 'django') return "Django's runserver";
  if (server === 'flask' || server === 'quart') return `'${server} run'`;
  if (server === 'http.server') return "Python's http.server";
  if (server === 'gradio') return "'gradio'";
  return reload ? `${server} with automatic reload` : undefined;
}

const development: Rule = rule({
  code: 'server/development',
  severity: 'warning',
  why: 'Servers for development serve one request after the other, watch files or show their insides on an error.',
  source: 'F96: OSS support blog 2023-04-17',
  example: {
    bad: 'flask run --host 0.0.0.0 --port 8000',
    good: 'gunicorn --bind 0.0.0.0:8000 app:app',
  },
  needs: ['startup'],
  *find({ startup, sources, settings }) {
    for (const server of startup.servers) {
      const what = developmentOf(server);
      if (what !== undefined && !server.command.conditional) {
        yield { what, where: server.command.where };
      }
    }
    for (const { call, debug, path, line } of sources ? runsOf(startup, sources, settings) : []) {
      if (debug) yield { what: `${call} with debug`, where: { file: path, line } };
    }
  },
  message: ({ what }) => `${what} is made for development.`,
  fix: () => 'Serve the app with gunicorn or uvicorn, without reload and debug.',
});

const GUNICORN_CONFIG = 'gunicorn.conf.py';

const configIgnored: Rule = rule({
  code: 'server/config-ignored',
  severity: 'warning',
  why: 'Without a startup command the platform starts gunicorn with a configuration file of its own and sets GUNICORN_CMD_ARGS itself.',
  source: 'F99: Oryx python/scriptgenerator.go:308-348',
  example: {
    bad: 'gunicorn.conf.py and no startup command',
    good: 'gunicorn.conf.py and the startup command gunicorn app:app',
  },
  needs: ['startup'],
  *find({ startup, app, settings = [] }) {
    if (startup.kind !== 'none') return;
    const where = { file: STARTUP_COMMAND };
    if (valueOf(settings, 'GUNICORN_CMD_ARGS') !== undefined) {
      yield { what: 'The app setting GUNICORN_CMD_ARGS', where };
    }
    const isNamed = valueOf(settings, 'PYTHON_USE_GUNICORN_CONFIG_FROM_PATH') !== undefined;
    if (!isNamed && app?.files.has(GUNICORN_CONFIG) === true) {
      yield { what: `'${GUNICORN_CONFIG}'`, where };
    }
  },
  message: ({ what }) => `${what} is not read, because there is no startup command.`,
  fix: () => 'Set a startup command, such as: gunicorn app:app',
});

/** Whether streamlit is told that there is no browser. */
function isHeadless(server: ServerCommand, { app, layout, settings = [] }: Evidence): boolean {
  const { command } = server;
  const env = (name: string): string | undefined =>
    command.environment[name] ?? valueOf(settings, name);
  const options = readOptions(command.words, { booleans: [], shorts: {} });
  const config = readStreamlitConfig({ command, args: [], app, layout, env });
  const value =
    optionOf(options, '--server.headless') ??
    env('STREAMLIT_SERVER_HEADLESS') ??
    config.get('--server.headless');
  return value !== undefined && value !== 'false';
}

const streamlitFlags: Rule = rule({
  code: 'server/streamlit-flags',
  severity: 'warning',
  why: 'Without --server.headless streamlit may ask for an e-mail address and look for a browser at the first start.',
  source: 'F125: OSS support blog 2024-04-18',
  example: {
    bad: 'streamlit run app.py --server.port $PORT',
    good: 'streamlit run app.py --server.port $PORT --server.headless true',
  },
  needs: ['startup'],
  *find(evidence) {
    for (const server of evidence.startup.servers) {
      if (server.server !== 'streamlit' || isHeadless(server, evidence)) continue;
      yield { where: server.command.where };
    }
  },
  message: () => 'streamlit is not told that there is no browser.',
  fix: () => 'Add: --server.headless true',
});

/** In the order of the catalogue. */
export const serverRules: readonly Rule[] = [
  asgiOnSyncWorker,
  notInstalled,
  boundToLoopback,
  wrongPort,
  tls,
  timeoutShort,
  timeoutUseless,
  noLogs,
  development,
  configIgnored,
  streamlitFlags,
];
