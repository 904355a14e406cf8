// Causes between the server and the app: what the server was told to load, and how it speaks.

import { nearest } from '../../../terms/nearest.js';
import { shellWord } from '../../../terms/shell-word.js';
import { likelyCommand } from '../../sources/app-candidates.js';
import { addition, additionIfLacking } from '../../sources/dependencies-of.js';
import { distributionOf } from '../../../terms/module-distribution.js';
import { asgiWorker, commandToSet } from '../../startup/server-distributions.js';
import { cause, type Cause } from './cause.js';
import { findOnlyFolder, isAtRoot, startAtRoot } from '../own-modules.js';
import { findLine, neverAnswered, quoteException, type Story } from '../story.js';
import { missingModuleOf } from '../traceback.js';
import { STARTUP_COMMAND } from '../../places.js';

/** A status that an app gives when it fails, at the knock or on the health path. */
function answersWithError({ rehearsal: { answer, refused, health } }: Story): number | undefined {
  return [answer, refused, health].map((one) => one?.status ?? 0).find((status) => status >= 500);
}

const asgiOnSyncWorker = cause({
  code: 'rehearsal/asgi-on-sync-worker',
  severity: 'error',
  why: "An ASGI app on one of gunicorn's own workers answers every request with an error; the platform counts that as started.",
  source: 'F86: OSS support blog 2024-04-22',
  example: {
    bad: 'gunicorn main:app, for FastAPI',
    good: 'gunicorn -k uvicorn.workers.UvicornWorker main:app',
  },
  find(story) {
    const status = answersWithError(story);
    const found = findLine(story, /TypeError: .*missing 1 required positional argument: 'send'/);
    if (found === undefined || status === undefined) return undefined;
    return {
      line: found.line,
      status,
      lacking: additionIfLacking(story, 'uvicorn'),
      command: commandOfUvicorn(story),
      where: STARTUP_COMMAND,
    };
  },
  message: ({ line, status }) =>
    `The app speaks ASGI, but its server WSGI: every request is answered with ${status}: ${line}.`,
  fix: ({ lacking, command }) =>
    command === undefined ? asgiWorker(lacking) : commandToSet(command, lacking),
  seen: ({ line, status }) => `every request is answered with ${status}: ${line}`,
});

/** Where the platform's own default has started the app, there is no command to add anything to. */
function commandOfUvicorn({ rehearsal, sources }: Story): string | undefined {
  const command = rehearsal.startupCommand.trim() === '' ? likelyCommand(sources) : undefined;
  return command?.includes(' uvicorn ') === true ? command : undefined;
}

const wsgiOnAsgiServer = cause({
  code: 'rehearsal/wsgi-on-asgi-server',
  severity: 'error',
  why: 'A WSGI app, such as Flask, on an ASGI server answers every request with an error; the platform counts that as started.',
  source: 'F86: OSS support blog 2024-04-22',
  example: { bad: 'uvicorn app:app, for Flask', good: 'gunicorn app:app' },
  find(story) {
    const status = answersWithError(story);
    const found = findLine(
      story,
      /TypeError: .*(?:missing 1 required positional argument: 'start_response'|takes 3 positional arguments but 4 were given)/,
    );
    if (found === undefined || status === undefined) return undefined;
    return { line: found.line, status, where: STARTUP_COMMAND };
  },
  message: ({ line, status }) =>
    `The app speaks WSGI, but its server ASGI: every request is answered with ${status}: ${line}.`,
  fix: () => 'Serve it with gunicorn and its own worker: gunicorn app:app',
});

const callableMissing = cause({
  code: 'rehearsal/callable-missing',
  severity: 'error',
  why: 'The server loads the module of the startup command, but there is no such name in it.',
  source: 'F82: OSS support blog 2023-01-30',
  example: { bad: 'gunicorn app:server', good: 'gunicorn app:app' },
  find(story) {
    if (!neverAnswered(story)) return undefined;
    const found =
      findLine(story, /Failed to find attribute '(\w+)' in '([\w.]+)'/) ??
      findLine(story, /Attribute "(\w+)" not found in module "([\w.]+)"/);
    if (found === undefined) return undefined;
    const [, name = '', module = ''] = found.match;
    const likely = likelyCommand(story.sources);
    return { name, module, likely, line: found.line, where: STARTUP_COMMAND };
  },
  message: ({ name, module, line }) => `The module '${module}' has no '${name}': ${line}.`,
  fix: ({ name, module, likely }) => {
    if (likely !== undefined) return `Start the app that the package has: ${likely}`;
    return name === 'app'
      ? 'Name what the module has, or another module, which makes the app.'
      : `Name what the module has; a Flask app is mostly ${module}:app`;
  },
  seen: ({ line }) => line,
});

const notCallable = cause({
  code: 'rehearsal/not-callable',
  severity: 'error',
  why: 'What the startup command names is in the module, but no app.',
  source: 'F82: gunicorn.util.import_app',
  example: { bad: 'gunicorn app:config', good: 'gunicorn app:app' },
  find(story) {
    if (!neverAnswered(story)) return undefined;
    const found = findLine(
      story,
      /Application object must be callable|Failed to parse '(.*)' as an attribute name/,
    );
    return (
      found && {
        line: found.line,
        path: found.match[1],
        module: moduleIn(story),
        where: STARTUP_COMMAND,
      }
    );
  },
  message: ({ line }) => `What the startup command loads is no app: ${line}.`,
  fix: ({ path, module }) =>
    path !== undefined && /^\w+(?:\.\w+)+$/.test(path)
      ? namedFirst(path, module)
      : 'Name the app object, or with parentheses what makes it: gunicorn "app:create_app()"',
});

/** gunicorn takes a name or a call, and no attribute of a name. */
function namedFirst(path: string, module: string): string {
  const name = path.slice(path.lastIndexOf('.') + 1);
  return `Give it a name in the module (${name} = ${path}), and load that: ${module}:${name}`;
}

/** The module that the startup command names before the colon. */
function moduleIn({ rehearsal: { command } }: Story): string {
  return /(?:^|[\s"'])([A-Za-z_][\w.]*):[A-Za-z_]/.exec(command)?.[1] ?? 'app';
}

const appModuleMissing = cause({
  code: 'rehearsal/app-module-missing',
  severity: 'error',
  why: 'The server does not find the module that the startup command names: it is in another folder, or not in the package.',
  source: 'F83: OSS support blog 2022-02-20',
  example: { bad: 'gunicorn main:app, for src/main.py', good: 'gunicorn --chdir src main:app' },
  find(story) {
    if (!neverAnswered(story)) return undefined;
    const byUvicorn = findLine(story, /Could not import module "([\w.]+)"/);
    const module = byUvicorn?.match[1] ?? moduleOfCommand(story);
    if (module === undefined) return undefined;
    const line = byUvicorn?.line ?? quoteException(story);
    return {
      module,
      line,
      isHere: isAtRoot(module, story),
      folder: findOnlyFolder(module, story),
      where: STARTUP_COMMAND,
    };
  },
  message: ({ module, line }) =>
    `The startup command loads '${module}', which is not found: ${line}.`,
  fix: ({ module, isHere, folder }) => {
    if (isHere) return startAtRoot(module);
    return folder === undefined
      ? `Add ${module.replaceAll('.', '/')}.py to the package, or name the module of the app.`
      : `It is in '${folder}': gunicorn --chdir ${shellWord(folder)} …, or uvicorn --app-dir ${shellWord(folder)} …`;
  },
  seen: ({ line }) => line,
});

/** The module that is missing, where no line of the app asked for it but the command names it. */
function moduleOfCommand({ exception, appLine, rehearsal, startup }: Story): string | undefined {
  if (exception?.type !== 'ModuleNotFoundError' || appLine !== undefined) return undefined;
  const name = missingModuleOf(exception);
  // The server itself is missing: its script is there, and its package is not.
  if (exception.frames.some(({ file }) => file.endsWith(`/bin/${name}`))) return undefined;
  const loaded = startup?.servers.flatMap(({ module }) => module ?? []) ?? [];
  const words = [...rehearsal.command.split(/[\s"']+/), ...loaded];
  const isNamed = words.some((word) => {
    const module = word.split(':')[0] ?? '';
    return name !== undefined && (module === name || module.startsWith(`${name}.`));
  });
  return isNamed ? name : undefined;
}

/** A word without a dot is a class of gunicorn's own, or none at all (gunicorn/util.py, load_class). */
const NO_SUCH_CLASS = /Entry point \('gunicorn\.workers', '\w+'\) not found/;

/** The line with a class that its module does not have: gunicorn then calls the name itself (run with 20.1 and 27.0). */
function namedInVain(story: Story): ReturnType<typeof findLine> {
  const last = story.exception?.frames.at(-1);
  const isCalled = last?.code.startsWith('worker = self.worker_class(') === true;
  return isCalled && story.exception?.message.startsWith("'str' object is not callable") === true
    ? findLine(story, /Using worker: ([\w.]+)/)
    : undefined;
}

const OWN_CLASSES = ['sync', 'gthread', 'gevent', 'tornado'];

/** Classes of others that many name, as their documentation has them. */
const CLASSES_OF_OTHERS = [
  'uvicorn.workers.UvicornWorker',
  'uvicorn.workers.UvicornH11Worker',
  'uvicorn_worker.UvicornWorker',
  'uvicorn_worker.UvicornH11Worker',
  'aiohttp.GunicornWebWorker',
  'aiohttp.GunicornUVLoopWebWorker',
];

/** What to name in place of a class that gunicorn has not; `older` is where to ask for an older gunicorn. */
function nameOther(name: string, older: string): string {
  // gunicorn 26.0: "The eventlet worker class has been dropped."
  if (name === 'eventlet') return `Take a gunicorn that still has it, in ${older}`;
  if (name === 'uvicorn') return 'Name the class with its module: -k uvicorn.workers.UvicornWorker';
  const meant = nearestOfOthers(name) ?? nearest(name, OWN_CLASSES);
  return meant === undefined
    ? `Name one that it has (${OWN_CLASSES.join(', ')}), or a class with its module, such as: -k uvicorn.workers.UvicornWorker`
    : `Name the one that it has: -k ${meant}`;
}

/** The class of the same distribution whose name is close: `uvicorn.UvicornWorker` is in `uvicorn.workers`. */
function nearestOfOthers(name: string): string | undefined {
  const classes = CLASSES_OF_OTHERS.filter((one) => one.split('.')[0] === name.split('.')[0]);
  const meant = nearest(classIn(name), classes.map(classIn));
  return classes.find((one) => classIn(one) === meant);
}

function classIn(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

const workerClass = cause({
  code: 'rehearsal/worker-class-missing',
  severity: 'error',
  why: "gunicorn's worker class is in a package that is not installed, or gunicorn has none of that name: eventlet is gone since 26.0.",
  source:
    'F87: OSS support blog 2024-04-22; gunicorn/util.py, load_class; release notes of gunicorn 26.0.0',
  example: {
    bad: 'gunicorn -k gevent app:app, without gevent',
    good: 'gevent in requirements.txt',
  },
  find(story) {
    const inVain = namedInVain(story);
    const found = findLine(story, /class uri ['"]([\w.]+)['"] invalid or not found/) ?? inVain;
    if (story.ending !== 'ended' || found === undefined) return undefined;
    const missing = findLine(story, /ModuleNotFoundError: No module named '([\w.]+)'/);
    const name = found.match[1] ?? '';
    const module = missing?.match[1] ?? name;
    return {
      name,
      module,
      unknown: (findLine(story, NO_SUCH_CLASS) ?? inVain)?.line,
      older: addition(story, 'gunicorn<26'),
      isHere: isAtRoot(module, story),
      folder: findOnlyFolder(module, story),
      add: addition(story, distributionOf(module.split('.')[0] ?? module)),
      line: missing?.line ?? found.line,
      where: STARTUP_COMMAND,
    };
  },
  message: ({ name, unknown, line }) =>
    unknown === undefined
      ? `gunicorn cannot load its worker class '${name}': ${line}.`
      : `gunicorn has no worker class '${name}'.`,
  fix: ({ name, unknown, older, module, add, isHere, folder }) => {
    if (unknown !== undefined) return nameOther(name, older);
    if (isHere) return startAtRoot(module);
    return folder === undefined
      ? `Add it to ${add}`
      : `It is in '${folder}': gunicorn --pythonpath ${folder} …`;
  },
  seen: ({ unknown, line }) => unknown ?? line,
});

const wrongOption = cause({
  code: 'rehearsal/wrong-option',
  severity: 'error',
  why: 'The server ends at once when it is given an option that it does not have.',
  source: 'gunicorn and uvicorn, exit code 2',
  example: { bad: 'gunicorn --port 8000 app:app', good: 'gunicorn --bind 0.0.0.0:8000 app:app' },
  find(story) {
    if (story.ending !== 'ended') return undefined;
    const found = findLine(
      story,
      /error: (?:unrecognized arguments|argument .+|the following arguments are required).*|^Error: (?:No such option|Invalid value|Missing (?:argument|option)|Got unexpected).*/i,
    );
    return found && { line: found.line, where: STARTUP_COMMAND };
  },
  message: ({ line }) => `The server does not understand the startup command: ${line}.`,
  fix: () => 'Correct the options of the startup command.',
});

const portInUse = cause({
  code: 'rehearsal/port-in-use',
  severity: 'error',
  why: 'Two programs of the start want the same port; the second ends.',
  source: 'F91: OSS support blog 2023-03-24',
  example: {
    bad: 'python worker.py & gunicorn app:app, both on port 8000',
    good: 'one program that listens',
  },
  find(story) {
    if (story.ending === 'answered' || story.ending === 'silent') return undefined;
    const found = findLine(story, /[Aa]ddress already in use|Connection in use/);
    return found && { line: found.line, port: story.rehearsal.port, where: STARTUP_COMMAND };
  },
  message: ({ line }) => `The port is taken by another program of the start: ${line}.`,
  fix: ({ port }) =>
    `Start one program that listens on port ${port}; give another one another port.`,
});

/** Every request fails: told before anything that ends a start. */
export const protocolCauses: readonly Cause[] = [asgiOnSyncWorker, wsgiOnAsgiServer];

/** What the server says of its command. In their order. */
export const serverCauses: readonly Cause[] = [
  callableMissing,
  notCallable,
  workerClass,
  appModuleMissing,
  wrongOption,
  portInUse,
];
