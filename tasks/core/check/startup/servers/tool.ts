// What a row of the servers' tables is given and says, and the small things that all rows share.

import type { Layout } from '../../../terms/layout.js';
import type { Tree } from '../../evidence.js';
import type { ServerCommand, ShellCommand } from '../startup.js';

/** A call of a tool. */
export interface Call {
  readonly command: ShellCommand;
  /** The words after the program or after `python -m module`. */
  readonly args: readonly string[];
  readonly app: Tree | undefined;
  readonly layout: Layout | undefined;
  /** A variable that the tool reads, set by the command, a script or an app setting. */
  readonly env: (name: string) => string | undefined;
}

/** What a row finds out; anything it leaves out has the value of `PLAIN`. */
export type Reading = Partial<Omit<ServerCommand, 'server' | 'command' | 'viaModule'>>;

/** A server or a program that acts as one. */
export interface Tool {
  readonly server: string;
  /** Names of its console scripts. */
  readonly programs: readonly string[];
  /** Names for `python -m`. */
  readonly modules: readonly string[];
  /** `undefined` when this call starts no server. */
  read(call: Call): Reading | undefined;
}

/** A server of which nothing is known. */
export const PLAIN: Omit<ServerCommand, 'server' | 'command' | 'viaModule'> = {
  module: undefined,
  callable: undefined,
  factory: false,
  host: undefined,
  port: undefined,
  workerClass: undefined,
  timeout: undefined,
  folder: undefined,
  configFile: undefined,
  tls: false,
  daemon: false,
  reload: false,
  accessLog: true,
};

/** The file that `--config` of gunicorn and hypercorn names; `python:` stands before a module. */
export function fileOfConfig(config: string | undefined): string | undefined {
  return config?.startsWith('python:') === true ? undefined : config?.replace(/^file:/, '');
}

/** What an app is named by: `module:callable`, `module:factory()`. */
export interface Target {
  readonly module: string;
  readonly callable: string | undefined;
  readonly factory: boolean;
}

/** Reads `module:callable`. An expansion in it leaves nothing to know. */
export function readTarget(text: string | undefined, callable?: string): Target | undefined {
  if (text === undefined || text === '' || /[$`]/.test(text)) return undefined;
  const [module = '', ...rest] = text.split(':');
  const named = rest.join(':');
  const call = /^(\w+)\(.*\)$/s.exec(named);
  if (call) return { module, callable: call[1], factory: true };
  return { module, callable: named === '' ? callable : named, factory: false };
}

/** The module of a Python file: `src/app.py` is `src.app`. */
export function moduleOfFile(path: string | undefined): string | undefined {
  if (path === undefined || /[$`*]/.test(path) || !path.endsWith('.py')) return undefined;
  return path
    .replace(/^(?:\.\/)+/, '')
    .slice(0, -'.py'.length)
    .replaceAll('/', '.');
}
