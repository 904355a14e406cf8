// The server that the startup command starts: whether it is there, fits the app, answers, and tells.

import type { Evidence, VenvFacts } from '../evidence.js';
import { installerOf } from '../startup/installers.js';
import { rule, type Rule } from '../rule.js';
import { runsOf } from '../sources/runs-of.js';
import { addition } from '../sources/dependencies-of.js';
import {
  hasDistribution,
  isBakedIn,
  neededDistributions,
  starterOf,
  type Starter,
} from '../startup/server-distributions.js';
import { readOptions, valueOf as optionOf } from '../startup/servers/options.js';
import { readStreamlitConfig } from '../startup/servers/streamlit-config.js';
import { isServedWithout } from '../startup/server-survives.js';
import { valueOf } from '../settings/setting-values.js';
import { withoutLaunchers } from '../startup/servers/launchers.js';
import { systemInstallOf } from '../startup/system-packages.js';
import type { ServerCommand, ShellCommand } from '../startup/startup.js';
import { boundToLoopback, noPort, tls, wrongPort } from './server-address.js';
import { optionBehindApp, unknownOption } from './server-options.js';
import { timeoutShort, timeoutUseless } from './server-timeouts.js';
import { asgiOnSyncWorker, foreignWorker } from './server-workers.js';
import { STARTUP_COMMAND } from '../places.js';

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
  *find({ startup, venv, image, app, dependencies }) {
    if (!venv.tree.complete) return;
    // What is installed at the start cannot be known, and is a finding of its own.
    if (startup.commands.some(({ words }) => installerOf(words) !== undefined)) return;
    const installed = new Set(venv.distributions.map(({ name }) => name));
    for (const server of startup.servers) {
      for (const name of neededDistributions(server)) {
        if (installed.has(name) || isBakedIn(name, image) !== false) continue;
        if (server.command.conditional) continue;
        const byWorker = name !== server.server ? server.workerClass : undefined;
        const { command } = server;
        const severity = isServedWithout(command, startup) ? 'warning' : 'error';
        const add = addition({ app, dependencies }, name);
        yield { name, add, byWorker, server: server.server, where: command.where, severity };
      }
    }
  },
  message: ({ name, byWorker, server }) =>
    byWorker === undefined
      ? `The startup command starts ${server}, but the venv has no '${name}'.`
      : `gunicorn's worker class '${byWorker}' needs '${name}', which the venv does not have.`,
  fix: ({ add }) => `Add it to ${add}`,
});

const starterMissing: Rule = rule({
  code: 'server/starter-missing',
  severity: 'error',
  why: "The images hold no poetry, pipenv, supervisord or the like. Without it in the venv the start ends in 'not found'. A package brings a venv that is active: what only looks for one is not needed.",
  source: 'contract A14; measured with dash',
  example: { bad: 'poetry run gunicorn app:app', good: 'gunicorn app:app' },
  needs: ['startup', 'venv'],
  *find({ startup, venv, app, dependencies }) {
    const { commands } = startup;
    if (!venv.tree.complete || commands.some(mayInstall)) return;
    for (const command of commands) {
      const starter = command.conditional ? undefined : starterOf(command);
      if (starter === undefined || isInVenv(starter, venv)) continue;
      const severity = isServedWithout(command, startup) ? 'warning' : 'error';
      const rest = withoutLaunchers(command.words).join(' ');
      const add = starter.distribution && addition({ app, dependencies }, starter.distribution);
      yield { ...starter, add, rest, where: command.where, severity };
    }
  },
  message: ({ program }) =>
    `The startup command starts '${program}', which neither the venv nor the image has.`,
  fix: ({ add, rest }) =>
    add === undefined
      ? `Leave it out, for the venv is active: ${rest}`
      : `Add what brings it to ${add}`,
});

/** What is installed at the start cannot be known, and is a finding of its own. */
function mayInstall(command: ShellCommand): boolean {
  return installerOf(command.words) !== undefined || systemInstallOf(command) !== undefined;
}

function isInVenv({ program, distribution }: Starter, venv: VenvFacts): boolean {
  if (distribution !== undefined && hasDistribution(venv, distribution)) return true;
  return venv.distributions.some(({ scripts }) => scripts.includes(program));
}

const noApp: Rule = rule({
  code: 'server/no-app',
  severity: 'error',
  why: 'gunicorn takes the app from its command or from wsgi_app in its configuration file; without either it ends at once: "No application module specified".',
  source: 'gunicorn gunicorn/app/wsgiapp.py',
  example: { bad: 'gunicorn --bind=0.0.0.0', good: 'gunicorn --bind=0.0.0.0 app:app' },
  needs: ['startup'],
  *find({ startup, app }) {
    for (const { lacksApp, command } of startup.servers) {
      if (lacksApp !== true || command.conditional) continue;
      // A gunicorn.conf.py that is not known may name it.
      const isCertain = app?.complete === true && !isServedWithout(command, startup);
      yield { where: command.where, severity: isCertain ? 'error' : 'warning' };
    }
  },
  message: () => 'The startup command starts gunicorn and names no app.',
  fix: () => 'Name module and app behind the options, such as: gunicorn app:app',
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
        yield { what, server, where: server.command.where };
      }
    }
    for (const { call, debug, path, line } of sources ? runsOf(startup, sources, settings) : []) {
      if (debug)
        yield { what: `${call} with debug`, server: undefined, where: { file: path, line } };
    }
  },
  message: ({ what }) => `${what} is made for development.`,
  fix: ({ server }) =>
    server?.server === 'gradio' && server.module !== undefined
      ? `Run the program by itself: python ${server.module.replaceAll('.', '/')}.py`
      : 'Serve the app with gunicorn or uvicorn, without reload and debug.',
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
    const where = STARTUP_COMMAND;
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

/** Whether streamlit is told that there is a browser; by itself it takes a Linux without DISPLAY for one without. */
function isTold(server: ServerCommand, { app, layout, settings = [] }: Evidence): boolean {
  const { command } = server;
  const env = (name: string): string | undefined =>
    command.environment[name] ?? valueOf(settings, name);
  const options = readOptions(command.words, { booleans: [], shorts: {} });
  const config = readStreamlitConfig({ command, args: [], app, layout, env });
  const value =
    optionOf(options, '--server.headless') ??
    env('STREAMLIT_SERVER_HEADLESS') ??
    config.get('--server.headless');
  return value?.toLowerCase() === 'false';
}

const streamlitFlags: Rule = rule({
  code: 'server/streamlit-flags',
  severity: 'warning',
  why: 'With --server.headless false streamlit asks for an e-mail address and looks for a browser at every start. Without the option it sees that there is no display.',
  source: 'F125: OSS support blog 2024-04-18; streamlit config.py, credentials.py',
  example: {
    bad: 'streamlit run app.py --server.port $PORT --server.headless false',
    good: 'streamlit run app.py --server.port $PORT',
  },
  needs: ['startup'],
  *find(evidence) {
    for (const server of evidence.startup.servers) {
      if (server.server !== 'streamlit' || !isTold(server, evidence)) continue;
      yield { where: server.command.where };
    }
  },
  message: () =>
    'streamlit is told that there is a browser: it asks for an e-mail address and opens one.',
  fix: () => 'Set it: --server.headless true',
});

/** In the order of the catalogue. */
export const serverRules: readonly Rule[] = [
  asgiOnSyncWorker,
  foreignWorker,
  notInstalled,
  starterMissing,
  noApp,
  unknownOption,
  optionBehindApp,
  boundToLoopback,
  wrongPort,
  noPort,
  tls,
  timeoutShort,
  timeoutUseless,
  noLogs,
  development,
  configIgnored,
  streamlitFlags,
];
