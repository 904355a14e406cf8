// The servers that the startup command starts, found by the tables in servers/.

import type { AppSetting } from '../../terms/app-setting.js';
import type { Layout } from '../../terms/layout.js';
import type { Tree } from '../evidence.js';
import { gunicorn } from './servers/gunicorn.js';
import { withoutLaunchers } from './servers/launchers.js';
import { readPythonCall } from './servers/python-call.js';
import { simpleTools } from './servers/simple.js';
import { moduleOfFile, PLAIN, type Call, type Reading, type Tool } from './servers/tool.js';
import { daphne, django, hypercorn, waitress } from './servers/with-bind.js';
import { isPython, programName } from './shell/wrappers.js';
import type { ServerCommand, ShellCommand } from './startup.js';

/** A worker serves no requests, yet runs until the end. */
const celery: Tool = {
  server: 'celery',
  programs: ['celery'],
  modules: ['celery'],
  read: ({ args }) =>
    args.some((word) => ['worker', 'beat', 'flower'].includes(word)) ? {} : undefined,
};

/** Python's own: everywhere, on the port that it is given. */
const httpServer: Tool = {
  server: 'http.server',
  programs: [],
  modules: ['http.server'],
  read: ({ args }) => ({
    host: '0.0.0.0',
    port: /^\d+$/.test(args[0] ?? '8000') ? Number(args[0] ?? '8000') : undefined,
  }),
};

const TOOLS: readonly Tool[] = [
  gunicorn,
  hypercorn,
  daphne,
  waitress,
  django,
  ...simpleTools,
  celery,
  httpServer,
];

/** Where streamlit listens when nobody says. */
const STREAMLIT_PORT = 8501;

/** Modules run by `python -m` that do their work and end. */
const FINITE_MODULES = new Set([
  'pip',
  'venv',
  'ensurepip',
  'compileall',
  'py_compile',
  'unittest',
  'pytest',
  'playwright',
  'spacy',
  'nltk.downloader',
  'alembic',
  'site',
  'zipfile',
  'json.tool',
]);

/** What servers read besides their command. */
export interface ServerSurroundings {
  readonly app: Tree | undefined;
  readonly layout: Layout | undefined;
  readonly settings: readonly AppSetting[];
}

/** Every server among the commands, in their order. */
export function readServers(
  commands: readonly ShellCommand[],
  surroundings: ServerSurroundings,
): ServerCommand[] {
  const servers = commands.flatMap((command) => readServer(command, surroundings) ?? []);
  return writesStreamlitConfig(commands) ? servers.map(withoutDefaultAddress) : servers;
}

/** A script may write the configuration that the server then reads: what is in it is not known. */
function writesStreamlitConfig(commands: readonly ShellCommand[]): boolean {
  return commands.some(({ writesTo = [] }) =>
    writesTo.some((path) => path.endsWith('.streamlit/config.toml')),
  );
}

function withoutDefaultAddress(server: ServerCommand): ServerCommand {
  if (server.server !== 'streamlit' || server.port !== STREAMLIT_PORT) return server;
  return { ...server, host: undefined, port: undefined };
}

function readServer(
  command: ShellCommand,
  surroundings: ServerSurroundings,
): ServerCommand | undefined {
  const words = withoutLaunchers(command.words);
  const [program = '', ...args] = words;
  const env = (name: string): string | undefined =>
    command.environment[name] ?? surroundings.settings.find((item) => item.name === name)?.value;
  const call = { command, args, app: surroundings.app, layout: surroundings.layout, env };
  if (isPython(program)) return readPython(call);
  const name = programName(program);
  for (const tool of TOOLS.filter(({ programs }) => programs.includes(name))) {
    const reading = tool.read(call);
    if (reading !== undefined) return made(tool.server, command, false, reading);
  }
  return undefined;
}

function readPython(call: Call): ServerCommand | undefined {
  const { command } = call;
  const { kind, name, args } = readPythonCall(call.args);
  if (kind === 'script') {
    if (programName(name) === 'manage.py') {
      const reading = django.read({ ...call, args });
      return reading && made('django', command, false, reading);
    }
    return made('python', command, false, { module: moduleOfFile(name) });
  }
  if (kind !== 'module' || FINITE_MODULES.has(name)) return undefined;
  const tools = TOOLS.filter(({ modules }) => modules.includes(name));
  for (const tool of tools) {
    const reading = tool.read({ ...call, args });
    if (reading !== undefined) return made(tool.server, command, true, reading);
  }
  return tools.length > 0 ? undefined : made('python', command, true, { module: name });
}

function made(
  server: string,
  command: ShellCommand,
  viaModule: boolean,
  reading: Reading,
): ServerCommand {
  return { ...PLAIN, ...reading, server, command, viaModule };
}
