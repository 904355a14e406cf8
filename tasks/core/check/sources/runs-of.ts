// Where an app listens that serves itself: `python app.py` and what its sources hand to `app.run()`.

import type { AppSetting } from '../../terms/app-setting.js';
import { pathInApp } from '../startup/app-paths.js';
import { frameworkOfName } from './framework-of.js';
import { findModule, moduleFiles } from './find-module.js';
import type { ModuleFact, PythonSources } from './python-sources.js';
import type { ServerCommand, Startup } from '../startup/startup.js';

/** A server that a Python program starts by itself. */
export interface SelfServing {
  /** The command of the startup that runs the program. */
  readonly server: ServerCommand;
  /** The program, relative to the app root, and the line of the call. */
  readonly path: string;
  readonly line: number;
  /** As written: `app.run`, `uvicorn.run`. */
  readonly call: string;
  /** With the framework's default; `undefined` when it cannot be known. */
  readonly host: string | undefined;
  /** `$PORT` when it follows the platform's variable. */
  readonly port: number | '$PORT' | undefined;
  readonly debug: boolean;
}

type Run = ModuleFact['runs'][number];

/** What a call without arguments does, of frameworks whose app another module makes. */
const DEFAULTS: Readonly<Record<string, { readonly host: string; readonly port: string }>> = {
  flask: { host: '127.0.0.1', port: '5000' },
  quart: { host: '127.0.0.1', port: '5000' },
  'flask-socketio': { host: '127.0.0.1', port: '5000' },
  bottle: { host: '127.0.0.1', port: '8080' },
  sanic: { host: '127.0.0.1', port: '8000' },
  dash: { host: '${HOST:-127.0.0.1}', port: '${PORT:-8050}' },
};

/** What runs a program that binds the address: gradio runs it as Python does, and again when a file changes. */
const RUNNERS = ['python', 'gradio'];

/** Whether the program that the command runs says where it listens, not the command. */
export function runsProgram({ server }: ServerCommand): boolean {
  return RUNNERS.includes(server);
}

/**
 * One row for each `python` of the startup command whose program is known to serve in one way only. Variables
 * are looked up in the command, then in the settings; without settings a variable that is not the platform's
 * leaves host or port unknown.
 */
export function runsOf(
  startup: Startup,
  sources: PythonSources,
  settings?: readonly AppSetting[],
): readonly SelfServing[] {
  return startup.servers.filter(runsProgram).flatMap((server) => {
    const fact = programOf(server, sources);
    const [run, ...others] = fact?.runs ?? [];
    if (fact === undefined || run === undefined) return [];
    const isOne = others.length === 0 && run.optional !== true;
    const look = lookup(server, settings);
    return [
      {
        server,
        path: fact.path,
        line: run.line,
        call: run.call,
        host: isOne ? hostOf(run, fact, sources, look) : undefined,
        port: isOne ? portOf(run, fact, sources, { look, server }) : undefined,
        debug: run.debug,
      },
    ];
  });
}

/** The module that `python app.py` or `python -m app` runs. */
function programOf(server: ServerCommand, sources: PythonSources): ModuleFact | undefined {
  const { folder, words } = server.command;
  if (folder === undefined) return undefined;
  const script = words.slice(1).find((word) => /^[^-].*\.py$/.test(word));
  if (script !== undefined && !server.viaModule) {
    const path = pathInApp(script, { folder, layout: undefined, script: undefined });
    return path === undefined ? undefined : sources.modules.get(path);
  }
  if (server.module === undefined) return undefined;
  const files = moduleFiles(sources.modules.keys());
  const found = findModule(`${server.module}.__main__`, [folder], files);
  const plain = found.kind === 'source' ? found : findModule(server.module, [folder], files);
  return plain.kind === 'source' ? sources.modules.get(plain.path) : undefined;
}

type Lookup = (name: string) => string | null | undefined;

/** A variable's value; `null` when it is not set, `undefined` when nobody can know. */
function lookup(server: ServerCommand, settings: readonly AppSetting[] | undefined): Lookup {
  return (name) => {
    const set = server.command.environment[name];
    if (set !== undefined) return /[$`]/.test(set) ? undefined : set;
    if (settings === undefined) return undefined;
    return settings.find((setting) => setting.name === name)?.value ?? null;
  };
}

function hostOf(
  run: Run,
  fact: ModuleFact,
  sources: PythonSources,
  look: Lookup,
): string | undefined {
  const written = run.host === 'default' ? defaultsOf(run, fact, sources)?.host : run.host;
  if (written === undefined) return undefined;
  const { name, otherwise } = variableOf(written) ?? {};
  if (name === undefined) return written;
  const value = look(name);
  // The start script exports HOST as 0.0.0.0 unless somebody sets it (contract A11).
  if (name === 'HOST') return value ?? '0.0.0.0';
  return value === undefined ? undefined : (value ?? otherwise);
}

function portOf(
  run: Run,
  fact: ModuleFact,
  sources: PythonSources,
  { look, server }: { readonly look: Lookup; readonly server: ServerCommand },
): SelfServing['port'] {
  const written = run.port === 'default' ? defaultsOf(run, fact, sources)?.port : run.port;
  if (written === undefined || typeof written === 'number') return written;
  const { name, otherwise } = variableOf(written) ?? {};
  if (name === 'PORT') {
    const own = server.command.environment['PORT'];
    return own === undefined ? '$PORT' : readPort(own);
  }
  const value = name === undefined ? written : look(name);
  return value === undefined ? undefined : readPort(value ?? otherwise ?? '');
}

function readPort(text: string): number | undefined {
  return /^\d{1,5}$/.test(text) ? Number(text) : undefined;
}

function defaultsOf(
  run: Run,
  fact: ModuleFact,
  sources: PythonSources,
): { readonly host: string; readonly port: string } | undefined {
  if (run.of === undefined) return undefined;
  const framework = frameworkOfName(fact, run.of, sources);
  return framework === undefined ? undefined : DEFAULTS[framework];
}

/** `${NAME:-otherwise}` */
function variableOf(
  text: string,
): { readonly name: string; readonly otherwise: string | undefined } | undefined {
  const [, name, otherwise] = /^\$\{(\w+)(?::-(.*))?\}$/s.exec(text) ?? [];
  return name === undefined ? undefined : { name, otherwise };
}
