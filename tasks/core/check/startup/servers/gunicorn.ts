// gunicorn: command line, then GUNICORN_CMD_ARGS, then its configuration file, each overriding the next.

import { pathInApp } from '../app-paths.js';
import type { Bind, OptionOrigin } from '../startup.js';
import { readAddress } from './bind.js';
import { lineOfAssignment, readGunicornConfig, type GunicornConfig } from './gunicorn-config.js';
import { readOptions, type OptionForms, type Options } from './options.js';
import { fileOfConfig, readTarget, type Call, type Reading, type Tool } from './tool.js';

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

/** A configuration file as read; empty where there is none. */
interface LoadedConfig {
  readonly values: GunicornConfig;
  /** Relative to the app root. */
  readonly path: string;
  readonly text: string;
}

/** An option's values; `unknown` when it is set to what nobody can know, `undefined` when it is not set. */
type Setting = readonly string[] | 'unknown' | undefined;

/** Options in a variable. */
const VARIABLE = 'GUNICORN_CMD_ARGS';

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
    const fromVariable = readOptions(splitWords(call.env(VARIABLE) ?? ''), FORMS);
    const named = own.values.get('--config')?.at(-1) ?? fromVariable.values.get('--config')?.at(-1);
    const config = loadConfig(named, call);
    const get = (name: string): Setting => {
      const given = own.values.get(name) ?? fromVariable.values.get(name);
      if (given !== undefined) return given;
      if (config === 'unknown') return 'unknown';
      const key = configName(name);
      return config.values.has(key) ? (config.values.get(key) ?? 'unknown') : undefined;
    };
    // Of several operands gunicorn takes the first (gunicorn/app/wsgiapp.py).
    const app = own.operands[0] ?? last(get('--wsgi-app'));
    const isSet = app !== undefined || get('--wsgi-app') !== undefined;
    return {
      ...reading(call, app, named, get),
      lacksApp: !isSet && !mayHoldApp(own) && !mayHoldApp(fromVariable),
      origins: originsOf(own, fromVariable, config, call),
    };
  },
};

function configName(option: string): string {
  return CONFIG_NAMES[option] ?? option.slice(2).replaceAll('-', '_');
}

/** Whether an option took a word that may be the app, or names the app in another way. */
function mayHoldApp({ values, operands }: Options): boolean {
  const words = [...values.values()].flat();
  return (
    operands.length > 0 ||
    values.has('--paste') ||
    values.has('--paster') ||
    words.some((word) => /^[A-Za-z_][\w.]*:[A-Za-z_]|[$`]/.test(word))
  );
}

/** Options whose place findings name. */
const TOLD = ['--bind', '--daemon', '--certfile', '--keyfile', '--timeout'];

/** Where options stand that are not on the command line. */
function originsOf(
  own: Options,
  fromVariable: Options,
  config: LoadedConfig | 'unknown',
  { command }: Call,
): Record<string, OptionOrigin> {
  const origins: Record<string, OptionOrigin> = {};
  for (const name of TOLD.filter((option) => !own.values.has(option))) {
    if (fromVariable.values.has(name)) {
      const isAppSetting = command.environment[VARIABLE] === undefined;
      origins[name] = { kind: 'variable', name: VARIABLE, isAppSetting };
    } else if (config !== 'unknown' && config.values.has(configName(name))) {
      const { path, text } = config;
      origins[name] = { kind: 'file', path, line: lineOfAssignment(text, configName(name)) };
    }
  }
  return origins;
}

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
    configFile: fileOfConfig(configFile),
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
): LoadedConfig | 'unknown' {
  const script = command.where.file;
  const view = { folder: command.folder, layout, script };
  const file = named?.startsWith('python:')
    ? `${named.slice('python:'.length).replaceAll('.', '/')}.py`
    : (named?.replace(/^file:/, '') ?? './gunicorn.conf.py');
  const path = pathInApp(file, view);
  const text = path === undefined ? undefined : app?.files.get(path)?.text;
  if (text !== undefined) return { values: readGunicornConfig(text), path: path ?? file, text };
  return named === undefined ? { values: new Map(), path: file, text: '' } : 'unknown';
}

/** Words as Python's `shlex` splits them, without its escapes. */
function splitWords(text: string): string[] {
  return [...text.matchAll(/(?:[^\s'"]+|'[^']*'|"[^"]*")+/g)].map(([word]) =>
    word.replace(/['"]/g, ''),
  );
}
