// gunicorn: command line, then GUNICORN_CMD_ARGS, then its configuration file, each overriding the next.

import { pathInApp } from '../app-paths.js';
import type { Bind } from '../startup.js';
import { readAddress } from './bind.js';
import { readGunicornConfig } from './gunicorn-config.js';
import { readOptions, type OptionForms } from './options.js';
import { readTarget, type Call, type Reading, type Tool } from './tool.js';

const FORMS: OptionForms = {
  booleans: [
    '--reload',
    '--spew',
    '--check-config',
    '--print-config',
    '--preload',
    '--no-sendfile',
    '--reuse-port',
    '--daemon',
    '--initgroups',
    '--disable-redirect-access-to-syslog',
    '--capture-output',
    '--log-syslog',
    '--enable-stdio-inheritance',
    '--enable-backlog-metric',
    '--suppress-ragged-eofs',
    '--do-handshake-on-connect',
    '--permit-obsolete-folding',
    '--strip-header-spaces',
    '--permit-unconventional-http-method',
    '--permit-unconventional-http-version',
    '--casefold-http-method',
    '--no-control-socket',
    '--proxy-protocol',
    '--version',
    '--help',
  ],
  shorts: {
    '-b': '--bind',
    '-w': '--workers',
    '-k': '--worker-class',
    '-t': '--timeout',
    '-c': '--config',
    '-D': '--daemon',
    '-e': '--env',
    '-p': '--pid',
    '-u': '--user',
    '-g': '--group',
    '-m': '--umask',
    '-n': '--name',
    '-R': '--enable-stdio-inheritance',
    '-v': '--version',
    '-h': '--help',
  },
};

/** Option to the name in the configuration file, where they differ from `--some-name` to `some_name`. */
const CONFIG_NAMES: Readonly<Record<string, string>> = {
  '--access-logfile': 'accesslog',
  '--worker-class': 'worker_class',
};

/** An option's values; `unknown` when it is set to what nobody can know, `undefined` when it is not set. */
type Setting = readonly string[] | 'unknown' | undefined;

export const gunicorn: Tool = {
  server: 'gunicorn',
  programs: ['gunicorn'],
  modules: ['gunicorn', 'gunicorn.app.wsgiapp'],
  read(call) {
    const own = readOptions(call.args, FORMS);
    if (
      ['--version', '--help', '--check-config', '--print-config'].some((name) =>
        own.values.has(name),
      )
    )
      return undefined;
    const fromVariable = readOptions(splitWords(call.env('GUNICORN_CMD_ARGS') ?? ''), FORMS);
    const named = own.values.get('--config')?.at(-1) ?? fromVariable.values.get('--config')?.at(-1);
    const config = loadConfig(named, call);
    const get = (name: string): Setting => {
      const given = own.values.get(name) ?? fromVariable.values.get(name);
      if (given !== undefined) return given;
      if (config === 'unknown') return 'unknown';
      const key = CONFIG_NAMES[name] ?? name.slice(2).replaceAll('-', '_');
      return config.has(key) ? (config.get(key) ?? 'unknown') : undefined;
    };
    return reading(call, own.operands[0] ?? last(get('--wsgi-app')), named, get);
  },
};

function reading(
  call: Call,
  app: string | undefined,
  configFile: string | undefined,
  get: (name: string) => Setting,
): Reading {
  const binds = bindsOf(get('--bind'), call);
  const isTrue = (name: string): boolean => {
    const value = last(get(name));
    return value !== undefined && value !== 'False';
  };
  const accessLog = get('--access-logfile');
  return {
    ...readTarget(app, 'application'),
    host: binds[0]?.host,
    port: binds[0]?.port,
    binds,
    workerClass: workerClass(get),
    timeout: seconds(get('--timeout')),
    folder: last(get('--chdir')),
    configFile:
      configFile?.startsWith('python:') === true ? undefined : configFile?.replace(/^file:/, ''),
    tls: isTrue('--certfile') || isTrue('--keyfile'),
    daemon: isTrue('--daemon'),
    reload: isTrue('--reload'),
    accessLog: accessLog === 'unknown' || (accessLog !== undefined && last(accessLog) !== 'None'),
  };
}

/** Without a bind, gunicorn listens on 0.0.0.0:$PORT where the variable is set, as it is on the platform. */
function bindsOf(setting: Setting, call: Call): Bind[] {
  if (setting === 'unknown') return [{ host: undefined, port: undefined }];
  if (setting !== undefined) {
    const addresses = setting.flatMap((value) => value.split(','));
    return addresses.map((value) => readAddress(value.trim(), 8000, call.env));
  }
  const port = call.command.environment['PORT'];
  return [
    { host: '0.0.0.0', port: port !== undefined && /^\d+$/.test(port) ? Number(port) : '$PORT' },
  ];
}

function workerClass(get: (name: string) => Setting): string | undefined {
  const setting = get('--worker-class');
  if (setting === 'unknown') return undefined;
  const threads = last(get('--threads'));
  // gunicorn changes to its threaded worker by itself.
  return last(setting) ?? (threads === undefined || threads === '1' ? 'sync' : 'gthread');
}

/** gunicorn's own default is 30 seconds. */
function seconds(setting: Setting): number | undefined {
  if (setting === undefined) return 30;
  const value = last(setting) ?? '';
  return /^\d+$/.test(value) ? Number(value) : undefined;
}

function last(setting: Setting): string | undefined {
  return setting === 'unknown' ? undefined : setting?.at(-1);
}

/** The file that `-c` names, or `gunicorn.conf.py` in the folder that gunicorn starts in. */
function loadConfig(
  named: string | undefined,
  { app, command, layout }: Call,
): ReturnType<typeof readGunicornConfig> | 'unknown' {
  const script = command.where.file;
  const view = { folder: command.folder, layout, script };
  const file = named?.startsWith('python:')
    ? `${named.slice('python:'.length).replaceAll('.', '/')}.py`
    : (named?.replace(/^file:/, '') ?? './gunicorn.conf.py');
  const path = pathInApp(file, view);
  const text = path === undefined ? undefined : app?.files.get(path)?.text;
  if (text !== undefined) return readGunicornConfig(text);
  return named === undefined ? new Map() : 'unknown';
}

/** Words as Python's `shlex` splits them, without its escapes. */
function splitWords(text: string): string[] {
  return [...text.matchAll(/(?:[^\s'"]+|'[^']*'|"[^"]*")+/g)].map(([word]) =>
    word.replace(/['"]/g, ''),
  );
}
