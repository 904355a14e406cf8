// Servers that take a host and a port as two options: one row each (contract part D).

import type { Bind } from '../startup.js';
import { readBind } from './bind.js';
import { has, readOptions, valueOf, type Options } from './options.js';
import { readStreamlitConfig } from './streamlit-config.js';
import { moduleOfFile, readTarget, type Call, type Reading, type Tool } from './tool.js';

/** An option, the variable that stands for it, and what holds without both. */
interface Source {
  readonly options: readonly string[];
  readonly variable?: string;
  readonly default: string;
}

interface Row {
  readonly server: string;
  readonly programs: readonly string[];
  readonly modules: readonly string[];
  /** The subcommand that serves; the tool serves without one where there is none. */
  readonly subcommand?: string;
  readonly booleans: readonly string[];
  readonly shorts: Readonly<Record<string, string>>;
  readonly host: Source;
  readonly port: Source;
  /** What its operand names. */
  readonly operand: 'module' | 'file';
  /** An option or a variable that names the app instead. */
  readonly app?: { readonly option?: string; readonly variable?: string };
  readonly callable?: string;
  /** The program that it runs binds the address; host and port are what that program goes by. */
  readonly bindsInProgram?: true;
  /** Reloads by default. */
  readonly development?: boolean;
  /** Written by the tool's own configuration file, which comes after options and variables. */
  config?(call: Call): ReadonlyMap<string, string>;
}

const ANY = '0.0.0.0';
const LOCAL = '127.0.0.1';
const COMMON = ['--help', '--version', '--reload', '--debug'];

const ROWS: readonly Row[] = [
  {
    server: 'uvicorn',
    programs: ['uvicorn'],
    modules: ['uvicorn'],
    booleans: [
      '--access-log',
      '--no-access-log',
      '--use-colors',
      '--no-use-colors',
      '--proxy-headers',
      '--no-proxy-headers',
      '--server-header',
      '--no-server-header',
      '--date-header',
      '--no-date-header',
      '--reset-contextvars',
      '--factory',
    ],
    shorts: {},
    host: { options: ['--host'], variable: 'UVICORN_HOST', default: LOCAL },
    port: { options: ['--port'], variable: 'UVICORN_PORT', default: '8000' },
    operand: 'module',
    app: { variable: 'UVICORN_APP' },
  },
  {
    server: 'granian',
    programs: ['granian'],
    modules: ['granian'],
    booleans: ['--ws', '--no-ws', '--no-reload', '--access-log', '--no-access-log', '--factory'],
    shorts: {},
    host: { options: ['--host'], variable: 'GRANIAN_HOST', default: LOCAL },
    port: { options: ['--port'], variable: 'GRANIAN_PORT', default: '8000' },
    operand: 'module',
    callable: 'app',
  },
  {
    server: 'sanic',
    programs: ['sanic'],
    modules: ['sanic'],
    booleans: ['--dev', '--fast', '--single-process', '--factory', '--no-access-logs', '--no-motd'],
    shorts: {
      '-H': '--host',
      '-p': '--port',
      '-w': '--workers',
      '-d': '--debug',
      '-r': '--reload',
    },
    host: { options: ['--host'], default: LOCAL },
    port: { options: ['--port'], default: '8000' },
    operand: 'module',
    callable: 'app',
  },
  {
    server: 'fastapi',
    programs: ['fastapi'],
    modules: ['fastapi'],
    subcommand: 'run',
    booleans: ['--no-reload', '--proxy-headers', '--no-proxy-headers'],
    shorts: { '-e': '--entrypoint' },
    host: { options: ['--host'], default: ANY },
    port: { options: ['--port'], default: '8000' },
    operand: 'file',
  },
  {
    server: 'fastapi',
    programs: ['fastapi'],
    modules: ['fastapi'],
    subcommand: 'dev',
    booleans: ['--no-reload', '--proxy-headers', '--no-proxy-headers'],
    shorts: { '-e': '--entrypoint' },
    host: { options: ['--host'], default: LOCAL },
    port: { options: ['--port'], default: '8000' },
    operand: 'file',
    development: true,
  },
  ...['flask', 'quart'].map((name): Row => {
    const prefix = name.toUpperCase();
    return {
      server: name,
      programs: [name],
      modules: [name],
      subcommand: 'run',
      booleans: ['--no-reload', '--no-debug', '--debugger', '--no-debugger', '--with-threads'],
      shorts: { '-h': '--host', '-p': '--port', '-A': '--app', '-e': '--env-file' },
      host: { options: ['--host'], variable: `${prefix}_RUN_HOST`, default: LOCAL },
      port: { options: ['--port'], variable: `${prefix}_RUN_PORT`, default: '5000' },
      operand: 'module',
      app: { option: '--app', variable: `${prefix}_APP` },
      development: true,
    };
  }),
  {
    server: 'litestar',
    programs: ['litestar'],
    modules: ['litestar'],
    subcommand: 'run',
    booleans: ['--pdb'],
    shorts: { '-H': '--host', '-p': '--port', '-W': '--wc', '-r': '--reload', '-d': '--debug' },
    host: { options: ['--host'], variable: 'LITESTAR_HOST', default: LOCAL },
    port: { options: ['--port'], variable: 'LITESTAR_PORT', default: '8000' },
    operand: 'module',
    app: { option: '--app', variable: 'LITESTAR_APP' },
  },
  {
    server: 'streamlit',
    programs: ['streamlit'],
    modules: ['streamlit', 'streamlit.web.cli'],
    subcommand: 'run',
    booleans: [],
    shorts: {},
    host: {
      options: ['--server.address'],
      variable: 'STREAMLIT_SERVER_ADDRESS',
      default: ANY,
    },
    port: { options: ['--server.port'], variable: 'STREAMLIT_SERVER_PORT', default: '8501' },
    operand: 'file',
    config: readStreamlitConfig,
  },
  {
    server: 'gradio',
    programs: ['gradio'],
    modules: ['gradio'],
    booleans: [],
    shorts: {},
    host: { options: [], variable: 'GRADIO_SERVER_NAME', default: LOCAL },
    port: { options: [], variable: 'GRADIO_SERVER_PORT', default: '7860' },
    operand: 'file',
    bindsInProgram: true,
    development: true,
  },
  {
    server: 'chainlit',
    programs: ['chainlit'],
    modules: ['chainlit'],
    subcommand: 'run',
    booleans: ['--watch', '--headless', '--no-cache', '--ci'],
    shorts: { '-w': '--watch', '-h': '--headless', '-d': '--debug', '-c': '--ci' },
    host: { options: ['--host'], variable: 'CHAINLIT_HOST', default: LOCAL },
    port: { options: ['--port'], variable: 'CHAINLIT_PORT', default: '8000' },
    operand: 'file',
  },
  // Both listen everywhere without --address: bokeh 3.9 hands `None` to the socket.
  ...['panel', 'bokeh'].map((name): Row => ({
    server: name,
    programs: [name],
    modules: [name],
    subcommand: 'serve',
    booleans: [
      '--show',
      '--dev',
      '--autoreload',
      '--use-xheaders',
      '--enable-xsrf-cookies',
      '--disable-index',
      '--disable-index-redirect',
      '--reuse-sessions',
      '--warm',
      '--admin',
      '--global-loading-spinner',
    ],
    shorts: {},
    host: { options: ['--address'], default: ANY },
    port: { options: ['--port'], default: '5006' },
    operand: 'file',
  })),
  {
    server: 'voila',
    programs: ['voila'],
    modules: ['voila'],
    booleans: ['--no-browser', '--show_tracebacks', '--strip_sources'],
    shorts: {},
    host: { options: ['--Voila.ip'], default: LOCAL },
    port: { options: ['--port', '--Voila.port'], default: '8866' },
    operand: 'file',
  },
  {
    server: 'mlflow',
    programs: ['mlflow'],
    modules: ['mlflow'],
    subcommand: 'server',
    booleans: ['--serve-artifacts', '--no-serve-artifacts', '--artifacts-only', '--dev'],
    shorts: { '-h': '--host', '-p': '--port', '-w': '--workers' },
    host: { options: ['--host'], variable: 'MLFLOW_HOST', default: LOCAL },
    port: { options: ['--port'], variable: 'MLFLOW_PORT', default: '5000' },
    operand: 'file',
  },
  {
    server: 'shiny',
    programs: ['shiny'],
    modules: ['shiny'],
    subcommand: 'run',
    booleans: ['--launch-browser', '--factory', '--autoreload'],
    shorts: { '-h': '--host', '-p': '--port', '-r': '--reload', '-d': '--app-dir' },
    host: { options: ['--host'], default: LOCAL },
    port: { options: ['--port'], default: '8000' },
    operand: 'file',
  },
];

/** A tool for each row. */
export const simpleTools: readonly Tool[] = ROWS.map((row) => ({
  server: row.server,
  programs: row.programs,
  modules: row.modules,
  read: (call) => readRow(row, call),
}));

function readRow(row: Row, call: Call): Reading | undefined {
  const booleans = [...row.booleans, ...COMMON];
  const options = readOptions(call.args, { booleans, shorts: row.shorts });
  const [first] = options.operands;
  if (row.subcommand !== undefined && first !== row.subcommand) return undefined;
  const operand = options.operands[row.subcommand === undefined ? 0 : 1];
  return {
    ...targetOf(row, options, operand, call),
    ...(row.bindsInProgram === true ? {} : addressOf(row, options, call)),
    folder: valueOf(options, '--app-dir', '--working-dir'),
    tls: has(options, '--ssl-certfile', '--ssl-certificate', '--ssl-keyfile', '--cert', '--tls'),
    reload:
      !has(options, '--no-reload') &&
      (row.development === true || has(options, '--reload', '--watch', '--autoreload', '--dev')),
  };
}

function addressOf(row: Row, options: Options, call: Call): Reading {
  const socket = valueOf(options, '--uds', '--unix', '--unix-socket');
  if (socket !== undefined) return { host: `unix:${socket}` };
  if (has(options, '--fd')) return { host: undefined };
  const config = row.config?.(call) ?? new Map<string, string>();
  const host = read(row.host, options, call, config);
  const port = read(row.port, options, call, config);
  return boundTo(readBind(host, port, call.env));
}

function boundTo(bind: Bind): Reading {
  const { host, port, notPort } = bind;
  return notPort === undefined ? { host, port } : { host, port, binds: [bind] };
}

function read(
  source: Source,
  options: Options,
  call: Call,
  config: ReadonlyMap<string, string>,
): string {
  const variable = source.variable === undefined ? undefined : call.env(source.variable);
  const configured = source.options
    .map((name) => config.get(name))
    .find((text) => text !== undefined);
  return valueOf(options, ...source.options) ?? variable ?? configured ?? source.default;
}

function targetOf(
  row: Row,
  options: Options,
  operand: string | undefined,
  { env }: Call,
): Pick<Reading, 'module' | 'callable' | 'factory'> {
  if (row.operand === 'file') return { module: moduleOfFile(operand) };
  const { option, variable } = row.app ?? {};
  const named = option === undefined ? operand : valueOf(options, option);
  const text = named ?? (variable === undefined ? undefined : env(variable));
  const target = readTarget(text, row.callable);
  // uvicorn alone takes no file: it looks for a module named 'main.py'.
  const isFile = row.server !== 'uvicorn' && target?.module.endsWith('.py') === true;
  const module = isFile ? moduleOfFile(target.module) : target?.module;
  return {
    module,
    callable: target?.callable,
    factory: target?.factory === true || has(options, '--factory'),
  };
}
