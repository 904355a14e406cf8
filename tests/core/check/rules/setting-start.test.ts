import type { Evidence, Tree } from '../../../../tasks/core/check/evidence.js';
import { settingStartRules } from '../../../../tasks/core/check/rules/setting-start.js';
import type {
  ServerCommand,
  ShellCommand,
  Startup,
} from '../../../../tasks/core/check/startup/startup.js';
import { PLAIN } from '../../../../tasks/core/check/startup/servers/tool.js';
import { findImage, type RuntimeImage } from '../../../../tasks/core/runtime/images.js';
import { testRules, type RuleCase } from '../../../helpers/rule-cases.js';
import { del, found, set, settings } from './setting-cases.js';

const LIMIT = 'WEBSITES_CONTAINER_START_TIME_LIMIT';
const CONFIG = 'PYTHON_USE_GUNICORN_CONFIG_FROM_PATH';
const MULTI = 'PYTHON_ENABLE_GUNICORN_MULTIWORKERS';
const WORKERS = 'PYTHON_GUNICORN_CUSTOM_WORKER_NUM';
const THREADS = 'PYTHON_GUNICORN_CUSTOM_THREAD_NUM';
const FASTAPI = 'DISABLE_FASTAPI_DETECTION';

const where = { file: 'startup command' };

function command(words: readonly string[], more: Partial<ShellCommand> = {}): ShellCommand {
  const folder = '';
  return { words, environment: {}, where, background: false, conditional: false, folder, ...more };
}

function server(port: ServerCommand['port'], more: Partial<ServerCommand> = {}): ServerCommand {
  return {
    ...PLAIN,
    server: 'gunicorn',
    command: command(['gunicorn', 'app:app']),
    viaModule: false,
    module: 'app',
    callable: 'app',
    host: '0.0.0.0',
    port,
    workerClass: 'sync',
    timeout: 30,
    ...more,
  };
}

function startup(parts: Partial<Startup> = {}): Startup {
  return {
    text: 'gunicorn app:app',
    kind: 'command',
    effective: 'gunicorn app:app',
    problem: undefined,
    commands: [],
    servers: [],
    scripts: [],
    ignored: [],
    ...parts,
  };
}

function tree(paths: readonly string[], complete = true): Tree {
  const file = (path: string) => ({ path, size: 1, executable: false, text: undefined });
  return { files: new Map(paths.map((path) => [path, file(path)])), complete };
}

function image(minor: string): RuntimeImage {
  const known = findImage(minor);
  if (!known) throw new Error(`no image ${minor}`);
  return known;
}

function runs(...lines: string[]): Evidence['startup'] {
  return startup({ commands: lines.map((line) => command(line.split(' '))) });
}

const workaround = (step: string) =>
  found(
    'warning',
    `The app setting ${LIMIT} gives the start 1800 seconds because it runs '${step}', which is a workaround.`,
    `Do '${step}' in the pipeline, then remove the setting: ${del(LIMIT)}`,
  );

const portFix = `Remove it, which makes it 8000, or set another number: ${set('PORT=8000')}`;

/** Settings whose values only the platform knows. */
function references(...names: string[]): Evidence {
  const value = '@Microsoft.AppConfiguration(Endpoint=https://c.azconfig.io; Key=k)';
  return {
    settings: settings(Object.fromEntries(names.map((name) => [name, value]))),
    app: tree([]),
    image: image('3.14'),
  };
}

/** Rules that judge the form of a value. */
const OF_FORM: readonly (readonly [rule: string, ...names: string[]])[] = [
  ['setting/port-invalid', 'PORT'],
  ['setting/gunicorn-config-missing', CONFIG],
  ['setting/start-limit', LIMIT],
  ['setting/multiworkers-not-boolean', MULTI],
  ['setting/worker-number', MULTI, WORKERS, THREADS],
  ['setting/fastapi-detection-not-boolean', FASTAPI],
];

const cases: readonly RuleCase[] = [
  ...OF_FORM.map(([rule, ...names]) => ({
    rule,
    name: 'a reference, which the platform resolves',
    evidence: references(...names),
    expect: [],
  })),
  {
    rule: 'setting/worker-number',
    name: 'a number, switched on by a reference',
    evidence: {
      settings: [...(references(MULTI).settings ?? []), ...settings({ [WORKERS]: '4' })],
    },
    expect: [],
  },
  {
    rule: 'setting/websites-port',
    name: 'on a built-in image',
    evidence: { settings: settings({ WEBSITES_PORT: '5000' }), runtimeStack: 'PYTHON|3.12' },
    expect: [
      found(
        'warning',
        'The app setting WEBSITES_PORT has no effect on the built-in Python images: they are reached on PORT, or 8000.',
        `Let the app listen on $PORT and remove it, or set PORT as well: ${set('PORT=5000')}`,
      ),
    ],
  },
  {
    rule: 'setting/websites-port',
    name: 'the usual port',
    evidence: { settings: settings({ WEBSITES_PORT: '8000' }) },
    expect: [
      found(
        'warning',
        'The app setting WEBSITES_PORT has no effect on the built-in Python images: they are reached on PORT, or 8000.',
        `Remove it: ${del('WEBSITES_PORT')}`,
      ),
    ],
  },
  {
    rule: 'setting/websites-port',
    name: 'a custom container',
    evidence: { settings: settings({ WEBSITES_PORT: '5000' }), runtimeStack: 'DOCKER|shop:1' },
    expect: [],
  },
  {
    rule: 'setting/port-invalid',
    name: 'no number, which is not shown',
    evidence: { settings: settings({ PORT: 'p4ssword' }) },
    expect: [found('error', 'The app setting PORT is not a number.', portFix)],
  },
  {
    rule: 'setting/port-invalid',
    name: 'the port of SSH',
    evidence: { settings: settings({ PORT: '2222' }) },
    expect: [
      found(
        'error',
        "The app setting PORT is '2222', where the container's SSH server listens.",
        portFix,
      ),
    ],
  },
  {
    rule: 'setting/port-invalid',
    name: 'no port',
    evidence: { settings: settings({ PORT: '70000' }) },
    expect: [found('error', "The app setting PORT is '70000', which is no port.", portFix)],
  },
  {
    rule: 'setting/port-invalid',
    name: 'a good port',
    evidence: { settings: settings({ PORT: '2223' }) },
    expect: [],
  },
  {
    rule: 'setting/port-invalid',
    name: 'no PORT',
    evidence: { settings: settings({}) },
    expect: [],
  },
  {
    rule: 'setting/port-mismatch',
    name: 'a literal port in the command',
    evidence: {
      settings: settings({ PORT: '9000' }),
      startup: startup({ servers: [server(8000)] }),
    },
    expect: [
      {
        severity: 'error',
        message:
          'gunicorn listens on port 8000, but the app setting PORT says 9000, where the platform waits for an answer.',
        fix: 'Bind $PORT in place of 8000, or write 9000, or remove the setting and bind 8000.',
        where,
      },
    ],
  },
  {
    rule: 'setting/port-mismatch',
    name: 'a server in the background does not count',
    evidence: {
      settings: settings({ PORT: '9000' }),
      startup: startup({
        servers: [
          server(9000, { command: command(['gunicorn', 'a:app'], { background: true }) }),
          server(8000, { server: 'uvicorn' }),
        ],
      }),
    },
    expect: [
      {
        severity: 'error',
        message:
          'uvicorn listens on port 8000, but the app setting PORT says 9000, where the platform waits for an answer.',
        fix: 'Bind $PORT in place of 8000, or write 9000, or remove the setting and bind 8000.',
        where,
      },
    ],
  },
  {
    rule: 'setting/port-mismatch',
    name: 'a command that follows PORT',
    evidence: {
      settings: settings({ PORT: '9000' }),
      startup: startup({ servers: [server('$PORT')] }),
    },
    expect: [],
  },
  {
    rule: 'setting/port-mismatch',
    name: 'the same port',
    evidence: {
      settings: settings({ PORT: '9000' }),
      startup: startup({ servers: [server(9000)] }),
    },
    expect: [],
  },
  {
    rule: 'setting/port-mismatch',
    name: 'one of several addresses',
    evidence: {
      settings: settings({ PORT: '9000' }),
      startup: startup({
        servers: [
          server(8000, {
            binds: [
              { host: '0.0.0.0', port: 8000 },
              { host: '0.0.0.0', port: 9000 },
            ],
          }),
        ],
      }),
    },
    expect: [],
  },
  {
    rule: 'setting/port-mismatch',
    name: 'no PORT: another rule compares with 8000',
    evidence: { settings: settings({}), startup: startup({ servers: [server(5000)] }) },
    expect: [],
  },
  {
    rule: 'setting/gunicorn-config-missing',
    name: 'a path that is not in the package',
    evidence: { settings: settings({ [CONFIG]: 'config/g.py' }), app: tree(['app.py']) },
    expect: [
      found(
        'warning',
        `The app setting ${CONFIG} names 'config/g.py', which is not in the package.`,
        `Add the file to the app, or remove the setting: ${del(CONFIG)}`,
      ),
    ],
  },
  {
    rule: 'setting/gunicorn-config-missing',
    name: 'what may be no path stays out of the message',
    evidence: { settings: settings({ [CONFIG]: 'canary.python' }), app: tree(['app.py']) },
    expect: [
      found(
        'warning',
        `The app setting ${CONFIG} names a file, which is not in the package.`,
        `Add the file to the app, or remove the setting: ${del(CONFIG)}`,
      ),
    ],
  },
  {
    rule: 'setting/gunicorn-config-missing',
    name: 'a module, and a file that is there by its address',
    evidence: { settings: settings({ [CONFIG]: 'python:shop.conf' }), app: tree(['app.py']) },
    expect: [],
  },
  {
    rule: 'setting/gunicorn-config-missing',
    name: 'a file that is there, by its address',
    evidence: { settings: settings({ [CONFIG]: 'file:g.py' }), app: tree(['g.py']) },
    expect: [],
  },
  {
    rule: 'setting/gunicorn-config-missing',
    name: 'a path on the site where the app runs from elsewhere',
    evidence: {
      settings: settings({ [CONFIG]: '/home/site/wwwroot/g.py' }),
      app: tree(['g.py']),
      layout: 'appTarball',
    },
    expect: [
      found(
        'warning',
        `The app setting ${CONFIG} names '/home/site/wwwroot/g.py', but in this layout the app runs from another folder.`,
        'Name the file in a startup command, which runs in the app: gunicorn -c gunicorn.conf.py app:app',
      ),
    ],
  },
  {
    rule: 'setting/gunicorn-config-missing',
    name: 'a path on the site',
    evidence: {
      settings: settings({ [CONFIG]: '/home/site/wwwroot/g.py' }),
      app: tree(['g.py']),
      layout: 'flat',
    },
    expect: [],
  },
  {
    rule: 'setting/gunicorn-config-missing',
    name: 'a tree that is not complete',
    evidence: { settings: settings({ [CONFIG]: 'config/g.py' }), app: tree([], false) },
    expect: [],
  },
  {
    rule: 'setting/gunicorn-config-missing',
    name: 'a startup command, which the setting is not for',
    evidence: {
      settings: settings({ [CONFIG]: 'config/g.py' }),
      app: tree([]),
      startup: startup(),
    },
    expect: [],
  },
  {
    rule: 'setting/gunicorn-config-missing',
    name: 'a module',
    evidence: { settings: settings({ [CONFIG]: 'python:config.gunicorn' }), app: tree([]) },
    expect: [],
  },
  {
    rule: 'setting/gunicorn-config-missing',
    name: 'a file of the image',
    evidence: {
      settings: settings({ [CONFIG]: '/opt/startup/gunicorn.conf.py' }),
      app: tree([]),
    },
    expect: [],
  },
  {
    rule: 'setting/start-limit',
    name: 'above the highest',
    evidence: { settings: settings({ [LIMIT]: '3600' }) },
    expect: [
      found(
        'error',
        `The app setting ${LIMIT} is 3600, but the platform takes 1 to 1800 seconds.`,
        `Remove it, or set a number of seconds: ${set(`${LIMIT}=600`)}`,
      ),
    ],
  },
  {
    rule: 'setting/start-limit',
    name: 'below the lowest',
    evidence: { settings: settings({ [LIMIT]: '0' }) },
    expect: [
      found(
        'error',
        `The app setting ${LIMIT} is 0, but the platform takes 1 to 1800 seconds.`,
        `Remove it, or set a number of seconds: ${set(`${LIMIT}=600`)}`,
      ),
    ],
  },
  {
    rule: 'setting/start-limit',
    name: 'a number with a unit',
    evidence: {
      settings: settings({ [LIMIT]: '10m' }),
    },
    expect: [
      found(
        'warning',
        `The app setting ${LIMIT} is '10m', not a whole number of seconds.`,
        `Remove it, or set a number of seconds: ${set(`${LIMIT}=600`)}`,
      ),
    ],
  },
  {
    rule: 'setting/start-limit',
    name: 'a text that is not shown',
    evidence: { settings: settings({ [LIMIT]: 'Pa55word!' }) },
    expect: [
      found(
        'warning',
        `The app setting ${LIMIT} is not a whole number of seconds.`,
        `Remove it, or set a number of seconds: ${set(`${LIMIT}=600`)}`,
      ),
    ],
  },
  ...['1', '1800', ' 600 '].map((value) => ({
    rule: 'setting/start-limit',
    name: `'${value}'`,
    evidence: { settings: settings({ [LIMIT]: value }) },
    expect: [],
  })),
  {
    rule: 'setting/start-limit-workaround',
    name: 'with pip in the startup command',
    evidence: {
      settings: settings({ [LIMIT]: '1800' }),
      startup: runs('pip install -r requirements.txt', 'gunicorn app:app'),
    },
    expect: [workaround('pip install')],
  },
  {
    rule: 'setting/start-limit-workaround',
    name: 'with apt in the command before the start',
    evidence: {
      settings: settings({ [LIMIT]: '1800', PRE_RUN_COMMAND: 'apt-get update' }),
      preRun: runs('apt-get update')?.commands,
    },
    expect: [workaround('apt-get update')],
  },
  {
    rule: 'setting/start-limit-workaround',
    name: 'raised for no reason that is known',
    evidence: { settings: settings({ [LIMIT]: '600' }), startup: runs('gunicorn app:app') },
    expect: [
      found(
        'note',
        `The app setting ${LIMIT} gives the start 600 seconds in place of 230, a workaround for a start that takes too long.`,
        `Find what takes so long, then remove the setting: ${del(LIMIT)}`,
      ),
    ],
  },
  {
    rule: 'setting/start-limit-workaround',
    name: 'what the platform gives anyway',
    evidence: {
      settings: settings({ [LIMIT]: '230' }),
      startup: runs('pip install -r requirements.txt', 'gunicorn app:app'),
    },
    expect: [],
  },
  {
    rule: 'setting/start-limit-workaround',
    name: 'a limit that another rule is about',
    evidence: { settings: settings({ [LIMIT]: '3600' }) },
    expect: [],
  },
  {
    rule: 'setting/multiworkers-not-boolean',
    name: 'a word that Go does not take',
    evidence: { settings: settings({ [MULTI]: 'yes' }) },
    expect: [
      found(
        'error',
        `The app setting ${MULTI} is 'yes', at which the platform's start fails: it takes true or false.`,
        `Set it to true or false: ${set(`${MULTI}=true`)}`,
      ),
    ],
  },
  {
    rule: 'setting/multiworkers-not-boolean',
    name: 'a case that Go does not take, with a startup command that is empty',
    evidence: { settings: settings({ [MULTI]: 'tRUE' }), startup: startup({ kind: 'none' }) },
    expect: [
      found(
        'error',
        `The app setting ${MULTI} is 'tRUE', at which the platform's start fails: it takes true or false.`,
        `Set it to true or false: ${set(`${MULTI}=true`)}`,
      ),
    ],
  },
  {
    rule: 'setting/multiworkers-not-boolean',
    name: 'with a startup command nobody reads it',
    evidence: { settings: settings({ [MULTI]: 'yes' }), startup: startup() },
    expect: [],
  },
  ...['True', 'T', '0', 'FALSE', ''].map((value) => ({
    rule: 'setting/multiworkers-not-boolean',
    name: `'${value}'`,
    evidence: { settings: settings({ [MULTI]: value }) },
    expect: [],
  })),
  {
    rule: 'setting/worker-number',
    name: 'no number, and not shown',
    evidence: { settings: settings({ [MULTI]: 'true', [WORKERS]: 'many!', [THREADS]: '-1' }) },
    expect: [
      found(
        'error',
        `The app setting ${WORKERS} is no number, which gunicorn refuses: it takes a whole number.`,
        `Set a whole number: ${set(`${WORKERS}=4`)}`,
      ),
      found(
        'error',
        `The app setting ${THREADS} is '-1', which gunicorn refuses: it takes a whole number.`,
        `Set a whole number: ${set(`${THREADS}=4`)}`,
      ),
    ],
  },
  {
    rule: 'setting/worker-number',
    name: 'without the switch',
    evidence: { settings: settings({ [WORKERS]: '4' }) },
    expect: [
      found(
        'warning',
        `The app setting ${WORKERS} has no effect, since ${MULTI} is not true.`,
        `Set the other one as well: ${set(`${MULTI}=true`)}`,
      ),
    ],
  },
  {
    rule: 'setting/worker-number',
    name: 'with a startup command',
    evidence: { settings: settings({ [MULTI]: 'true', [THREADS]: 'x' }), startup: startup() },
    expect: [
      found(
        'warning',
        `The app setting ${THREADS} has no effect, since there is a startup command.`,
        `Give the startup command --workers or --threads, and remove the setting: ${del(THREADS)}`,
      ),
    ],
  },
  {
    rule: 'setting/worker-number',
    name: 'as it should be',
    evidence: { settings: settings({ [MULTI]: '1', [WORKERS]: '4', [THREADS]: '2' }) },
    expect: [],
  },
  {
    rule: 'setting/fastapi-detection-not-boolean',
    name: 'a word that Go does not take, on 3.14',
    evidence: { settings: settings({ [FASTAPI]: 'on' }), image: image('3.14') },
    expect: [
      found(
        'error',
        `The app setting ${FASTAPI} is 'on', at which the platform's start fails: it takes true or false.`,
        `Set it to true or false: ${set(`${FASTAPI}=true`)}`,
      ),
    ],
  },
  {
    rule: 'setting/fastapi-detection-not-boolean',
    name: 'on 3.13, which does not look for FastAPI',
    evidence: { settings: settings({ [FASTAPI]: 'on' }), image: image('3.13') },
    expect: [],
  },
  {
    rule: 'setting/fastapi-detection-not-boolean',
    name: 'a Django project, which is found first',
    evidence: {
      settings: settings({ [FASTAPI]: 'on' }),
      image: image('3.14'),
      app: tree(['shop/wsgi.py']),
    },
    expect: [],
  },
  {
    rule: 'setting/fastapi-detection-not-boolean',
    name: 'a boolean',
    evidence: { settings: settings({ [FASTAPI]: 't' }), image: image('3.14') },
    expect: [],
  },
];

testRules('setting', settingStartRules, cases);
