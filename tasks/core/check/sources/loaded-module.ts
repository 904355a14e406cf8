// Which module of the app a server of the startup command loads, and what it takes from it.

import type { AppSetting } from '../../terms/app-setting.js';
import type { Layout } from '../../terms/layout.js';
import { pathInApp } from '../startup/app-paths.js';
import { findModule, isModuleName, type FoundModule, type ModuleFiles } from './find-module.js';
import type { PythonSources } from './python-sources.js';
import type { ServerCommand, ShellCommand } from '../startup/startup.js';

/** Servers that are given `module:callable`. */
export const APP_SERVERS: readonly string[] = [
  'gunicorn',
  'uvicorn',
  'hypercorn',
  'daphne',
  'granian',
  'waitress',
];

/** What else decides from where a module is imported. */
export interface ImportContext {
  readonly layout?: Layout | undefined;
  readonly settings?: readonly AppSetting[] | undefined;
  readonly sources?: PythonSources | undefined;
}

/** What of a server decides what it imports. */
export interface Importer extends Pick<
  ServerCommand,
  'server' | 'module' | 'folder' | 'viaModule' | 'configFile'
> {
  readonly callable?: string | undefined;
  readonly command: Pick<ShellCommand, 'words' | 'environment' | 'folder' | 'where'>;
}

/** The module that a server loads; `undefined` when that cannot be known. */
export function loadedModule(
  server: Importer,
  files: ModuleFiles,
  context: ImportContext,
): FoundModule | undefined {
  const roots = importRoots(server, context);
  const name = server.module;
  if (roots === undefined || name === undefined || !isModuleName(name)) {
    return undefined;
  }
  return findModule(name, roots, files);
}

/**
 * The folders of the app that a server imports from, relative to the app root, first one first; `undefined`
 * when something else may add to them.
 */
export function importRoots(
  server: Importer,
  { layout, settings, sources }: ImportContext,
): readonly string[] | undefined {
  const base = server.command.folder;
  const own = folderOf(server, layout);
  const added = pythonPath(server, settings, layout);
  if (base === undefined || own === undefined || added === undefined) return undefined;
  if (server.server === 'gunicorn' && configMovesImports(server, base, sources)) return undefined;
  const isMoved = server.folder !== undefined && server.viaModule && server.server !== 'gunicorn';
  return [...new Set([own, ...(isMoved ? [base] : []), ...added])];
}

/** The folder of `--chdir` or `--app-dir`, else the one that the command runs in. */
export function folderOf(server: Importer, layout: Layout | undefined): string | undefined {
  const { folder } = server.command;
  if (server.folder === undefined) return folder;
  return pathInApp(server.folder, { folder, layout, script: undefined });
}

function pythonPath(
  { server, command }: Importer,
  settings: readonly AppSetting[] | undefined,
  layout: Layout | undefined,
): readonly string[] | undefined {
  const variable = (name: string): string =>
    command.environment[name] ?? settings?.find((setting) => setting.name === name)?.value ?? '';
  const gunicornArgs = server === 'gunicorn' ? variable('GUNICORN_CMD_ARGS') : '';
  if (/pythonpath/i.test(gunicornArgs)) return undefined;
  const view = { folder: command.folder, layout, script: undefined };
  const entries = [...variable('PYTHONPATH').split(':'), ...pythonPathOption(command.words)];
  const folders: string[] = [];
  for (const entry of entries) {
    if (entry === '' || entry === '$PYTHONPATH' || entry === '${PYTHONPATH}') continue;
    const folder = pathInApp(entry, view);
    if (folder === undefined && !/^\/(?:opt|usr|antenv)\b/.test(entry)) return undefined;
    if (folder !== undefined) folders.push(folder);
  }
  return folders;
}

function pythonPathOption(words: readonly string[]): readonly string[] {
  return words.flatMap((word, index) => {
    if (word.startsWith('--pythonpath=')) return word.slice('--pythonpath='.length).split(',');
    return word === '--pythonpath' ? (words[index + 1] ?? '').split(',') : [];
  });
}

/** Whether gunicorn's configuration file adds folders or changes into one. */
function configMovesImports(
  server: Importer,
  base: string,
  sources: PythonSources | undefined,
): boolean {
  const file = server.configFile ?? './gunicorn.conf.py';
  const path = pathInApp(file, { folder: base, layout: undefined, script: undefined });
  const config = path === undefined ? undefined : sources?.modules.get(path);
  if (config === undefined) return server.configFile !== undefined;
  const moving = ['pythonpath', 'sys', ...(server.folder === undefined ? ['chdir'] : [])];
  return config.open || moving.some((name) => config.names.includes(name));
}
