// Rules about the app's own sources: what is loaded, what is started by default, what does not survive there.

import { readRuntimeStack, stackName } from '../../runtime/images.js';
import { commandToSet, isBakedIn } from '../startup/server-distributions.js';
import {
  isAside,
  likelyCommand,
  startupCommandFor,
  type AppCandidate,
} from '../sources/app-candidates.js';
import { defaultApp, wrongDefault, type WrongDefault } from '../sources/default-app.js';
import type { Evidence, Tree } from '../evidence.js';
import { additionIfLacking } from '../sources/dependencies-of.js';
import { driverMentions, driversOf, sqliteFiles } from '../sources/mentions.js';
import { rule, type Rule } from '../rule.js';
import { appModuleRules } from './app-modules.js';
import { STARTUP_COMMAND } from '../places.js';

export const appRules: readonly Rule[] = [
  ...appModuleRules,

  rule({
    code: 'app/empty',
    severity: 'error',
    why: 'A package without a file deploys without a complaint, and empties the site.',
    source: 'F01: KuduLite BasicBuilder; contract A4',
    example: { bad: 'a zip of an empty folder', good: 'a zip with app.py' },
    needs: ['package', 'app'],
    *find({ package: { entries, problem }, app, venv }) {
      const isEmpty = entries.every(({ path }) => path.endsWith('/'));
      if (!isEmpty || problem || venv || app.files.size > 0) return;
      yield { where: { file: 'package' } };
    },
    message: () => 'The package holds no file.',
    fix: () => "Archive the app's files: look at the path of the step that makes the package.",
  }),

  rule({
    code: 'app/other-app-detected',
    severity: 'warning',
    why: 'Without a startup command the platform starts what file names suggest: the first folder with a wsgi.py, else application.py, app.py, run.py, index.py, server.py or wsgi.py with the name app. It does not look whether that is the app.',
    source: 'F84: Oryx startupscriptgenerator frameworks.go, run',
    example: {
      bad: 'tests/wsgi.py beside app.py, no startup command',
      good: 'gunicorn --bind=0.0.0.0 --timeout 600 app:app',
    },
    needs: ['app', 'sources'],
    *find(evidence) {
      const found = defaultApp(evidence);
      const wrong = found && wrongDefault(found, evidence);
      if (found?.detected === undefined || wrong === undefined) return;
      const { detected, candidate, isSaid } = found;
      const command = commandOf(candidate, evidence);
      const lacking = lackingUvicorn(evidence);
      const facts = { detected, command, lacking, wrong, where: { file: detected.path } };
      yield isSaid ? facts : { ...facts, severity: 'note' as const };
    },
    message: ({ detected, wrong }) =>
      `Without a startup command App Service starts '${detected.module}:${detected.callable}', ${WRONG[wrong.kind](wrong)}.`,
    fix: ({ command, lacking }) => commandToSet(command, lacking),
  }),

  rule({
    code: 'app/nothing-detected',
    severity: 'error',
    why: 'Without a startup command the platform looks for a folder with wsgi.py and for six file names, and for FastAPI from Python 3.14 on. It finds none of them and serves its own parking page, with HTTP 200.',
    source: 'F85: Oryx startupscriptgenerator frameworks.go, run',
    example: {
      bad: 'main.py with FastAPI on Python 3.12, no startup command',
      good: 'python -m uvicorn main:app --host 0.0.0.0',
    },
    needs: ['app'],
    *find(evidence) {
      const found = defaultApp(evidence);
      if (found === undefined || found.detected !== undefined) return;
      const { candidate } = found;
      const command = commandOf(candidate, evidence);
      const lacking = lackingUvicorn(evidence);
      const isFunctions = candidate === undefined && isOfFunctions(evidence.app);
      const facts = { candidate, command, lacking, isFunctions, where: STARTUP_COMMAND };
      yield found.isSaid ? facts : { ...facts, severity: 'note' as const };
    },
    message: ({ candidate }) =>
      `Without a startup command App Service finds no app in the package and shows its parking page${candidate === undefined ? '' : `; the app is '${candidate.module}:${candidate.name}' in ${candidate.path}`}.`,
    fix: ({ command, lacking, isFunctions }) =>
      isFunctions
        ? 'Deploy it to a function app: host.json is of Azure Functions, whose functions no web app runs.'
        : commandToSet(command, lacking),
  }),

  rule({
    code: 'app/odbc-driver',
    severity: 'error',
    why: 'The images bring Microsoft’s ODBC drivers 17 and 18 up to Python 3.13, only 18 with Python 3.14 and none with 3.15. Another one is "Can\'t open lib" at the first connection.',
    source: 'F52: Oryx install-dependencies.sh, resolute.Dockerfile',
    example: {
      bad: 'DRIVER={ODBC Driver 17 for SQL Server} on Python 3.14',
      good: 'DRIVER={ODBC Driver 18 for SQL Server}',
    },
    needs: [],
    *find(evidence) {
      const minor = evidence.image?.python ?? readRuntimeStack(evidence.runtimeStack ?? '');
      const present = minor === undefined ? undefined : driversOf(minor);
      if (minor === undefined || present === undefined || installsDriver(evidence)) return;
      const mentions = driverMentions(evidence);
      const isFlexible = mentions.some(({ driver }) => present.includes(driver));
      for (const { driver, where, isOptional } of mentions) {
        if (present.includes(driver)) continue;
        const facts = { driver, where, stack: stackName(minor), present };
        yield isFlexible || isOptional ? { ...facts, severity: 'warning' as const } : facts;
      }
    },
    message: ({ driver, stack, present }) =>
      `The app asks for 'ODBC Driver ${driver} for SQL Server', but the image of ${stack} has ${present.length === 0 ? 'no ODBC driver of Microsoft’s' : `only ${present.join(' and ')}`}.`,
    fix: ({ present }) =>
      present.length === 0
        ? 'Connect without an ODBC driver, such as with pymssql, or choose an older runtime stack.'
        : `Ask for the driver that is there: ODBC Driver ${present.at(-1) ?? 18} for SQL Server`,
  }),

  rule({
    code: 'app/sqlite',
    severity: 'warning',
    why: 'Below /home a SQLite file is on a network share, where its locks are not reliable: "database is locked" with several workers or instances. Elsewhere it is gone after a restart, and each instance has its own.',
    source: 'F123: OSS support blog 2022-02-20',
    example: { bad: 'sqlite:///app.db', good: 'postgresql://… in an app setting' },
    needs: ['sources'],
    find: ({ sources }) => sqliteFiles(sources),
    message: ({ database }) =>
      `The app keeps its data in the SQLite file '${database}', which App Service neither locks reliably nor shares between instances.`,
    fix: () =>
      'Use a database server, such as Azure Database for PostgreSQL, with its address in an app setting.',
  }),

  rule({
    code: 'app/writes-beside-itself',
    severity: 'warning',
    why: 'With the layout appTarball the app runs from a folder that is unpacked anew at each start: what it writes beside itself is lost with every restart.',
    source: 'F124: KuduLite wiki, OSS support blog 2023-06-12',
    example: {
      bad: "open('uploads/photo.jpg', 'wb'), with the layout appTarball",
      good: "open('/home/data/uploads/photo.jpg', 'wb')",
    },
    needs: ['sources', 'layout'],
    *find({ sources, layout }) {
      if (layout !== 'appTarball') return;
      for (const { path, writes } of sources.modules.values()) {
        const [first] = writes;
        if (first === undefined || isAside(path) || path === 'manage.py') continue;
        yield { written: first.path, path, where: { file: path, line: first.line } };
      }
    },
    message: ({ written, path }) =>
      `${path} writes to '${written}' beside the app, in a folder that is made anew at each start.`,
    fix: () => 'Write below /home/data, which is kept, or to a storage account.',
  }),
];

/** What is wrong with the app that is started by default, as the end of a sentence. */
const WRONG: { readonly [Kind in WrongDefault['kind']]: (wrong: WrongDefault) => string } = {
  'no-name': (wrong) =>
    `but that module makes no name '${wrong.kind === 'no-name' ? wrong.name : ''}'`,
  asgi: (wrong) =>
    `a ${wrong.kind === 'asgi' ? frameworkWord(wrong.framework) : ''} app, with a worker that speaks WSGI alone`,
  other: () => 'which has nothing to do with the app',
};

function frameworkWord(framework: string): string {
  const words: Readonly<Record<string, string>> = {
    fastapi: 'FastAPI',
    'django-asgi': 'Django ASGI',
  };
  return words[framework] ?? `${framework.charAt(0).toUpperCase()}${framework.slice(1)}`;
}

/** Where uvicorn is to be added; `undefined` where venv or image bring it, or may. */
function lackingUvicorn(evidence: Evidence): string | undefined {
  const { venv, image } = evidence;
  if (venv?.tree.complete !== true || isBakedIn('uvicorn', image) !== false) return undefined;
  return additionIfLacking(evidence, 'uvicorn');
}

/** The command for a candidate, or for an app that has none and is known all the same. */
function commandOf(candidate: AppCandidate | undefined, { sources }: Evidence): string | undefined {
  return candidate === undefined ? likelyCommand(sources) : startupCommandFor(candidate);
}

/** A driver that the startup command installs is there, whatever else is to be said about that. */
function installsDriver({ startup }: Evidence): boolean {
  return (
    startup?.commands.some(({ words }) => words.some((word) => word.startsWith('msodbcsql'))) ===
    true
  );
}

/** Functions of the second model are in `function_app.py`, those of the first in folders of their own. */
function isOfFunctions({ files }: Tree): boolean {
  const isFunction = /^(?:function_app\.py|[^/]+\/function\.json)$/;
  return files.has('host.json') && [...files.keys()].some((path) => isFunction.test(path));
}
