// Sources that the startup command loads and that are no Python.

import { pathInApp } from '../startup/app-paths.js';
import { calledFile } from '../startup/called-file.js';
import { findModule, isModuleName, moduleFiles, type ModuleFiles } from './find-module.js';
import { APP_SERVERS, importRoots } from './loaded-module.js';
import type { PythonSources } from './python-sources.js';
import type { With } from '../rule.js';
import type { ServerCommand, Startup } from '../startup/startup.js';

/** A source that does not parse, and who loads it. */
export interface UnparsableModule {
  readonly server: ServerCommand;
  readonly source: PythonSources['broken'][number];
}

/** Each broken source that a server imports or Python runs, with the packages above it; each once. */
export function* unparsableModules(
  evidence: With<'startup' | 'sources'>,
): Generator<UnparsableModule> {
  const { startup, sources, app } = evidence;
  if (sources.broken.length === 0) return;
  const known = [...sources.modules.keys(), ...sources.broken.map(({ path }) => path)];
  const files = moduleFiles(app?.files.keys() ?? known);
  const told = new Set<string>();
  for (const server of startup.servers.filter((one) => endsTheStart(one, startup))) {
    const paths = loadedPaths(server, files, evidence);
    const path = paths.find((one) => sources.broken.some((source) => source.path === one));
    const source = sources.broken.find((one) => one.path === path);
    if (source === undefined || told.has(source.path)) continue;
    // What was lost when the text was decoded is no fault of the source.
    if (app?.files.get(source.path)?.text?.includes('\uFFFD') === true) continue;
    told.add(source.path);
    yield { server, source };
  }
}

/** Whether nothing serves when this one ends: `python seed.py; gunicorn app:app` goes on. */
function endsTheStart({ server, command }: ServerCommand, { commands }: Startup): boolean {
  if (command.conditional) return false;
  if (APP_SERVERS.includes(server)) return true;
  return server === 'python' && (command.gate === true || command === commands.at(-1));
}

/** The files that Python reads for a server, in their order: the packages above a module before it. */
function loadedPaths(
  server: ServerCommand,
  files: ModuleFiles,
  evidence: With<'startup' | 'sources'>,
): readonly string[] {
  const { command, module = '' } = server;
  const script = calledFile(command);
  if (server.server === 'python' && script !== undefined) {
    const { layout } = evidence;
    const path = pathInApp(script, { folder: command.folder, layout, script: undefined });
    return path === undefined ? [] : [path];
  }
  const roots = importRoots(server, evidence);
  if (roots === undefined || !isModuleName(module)) return [];
  const parts = module.split('.');
  // `python -m package` runs its __main__.
  if (server.server === 'python') parts.push('__main__');
  return parts.flatMap((_, index) => {
    const found = findModule(parts.slice(0, index + 1).join('.'), roots, files);
    return found.kind === 'source' ? [found.path] : [];
  });
}
