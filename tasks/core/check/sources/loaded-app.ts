// Whether what the startup command names is there: the module, and the app in it.

import { archiveInPlaceOfCode } from '../package/code-names.js';
import {
  appCandidates,
  isAside,
  nearestCandidate,
  takesCall,
  targetFor,
  type AppCandidate,
} from './app-candidates.js';
import type { Evidence, Tree, VenvFacts } from '../evidence.js';
import { below, moduleFiles, type ModuleFiles } from './find-module.js';
import { APP_SERVERS, folderOf, loadedModule, type Importer } from './loaded-module.js';
import type { ModuleFact, PythonSources } from './python-sources.js';
import type { With } from '../rule.js';
import { SITE_ROOT } from '../../terms/layout.js';
import { installerOf, namesProject } from '../startup/installers.js';
import { moduleOfFile } from '../startup/servers/tool.js';
import type { ServerCommand } from '../startup/startup.js';

/** A module that a server loads and the app does not have. */
export interface MissingModule {
  readonly server: ServerCommand;
  /** As written: `src.main:app`. */
  readonly target: string;
  /** The dotted name up to what is missing. */
  readonly part: string;
  /** The module that has no such part, where a part of the name is there. */
  readonly within: string | undefined;
  /** The folder that it is imported from; empty for the app root. */
  readonly root: string;
  /** Another folder from which the module would be found; empty for the app root. */
  readonly folder: string | undefined;
  /** An app that the sources have, as `module:callable`. */
  readonly nearest: string | undefined;
  /** What to write instead of it, where the command has the path of a file in place of a module's name. */
  readonly dotted: string | undefined;
  /** Whether it could still come from a requirement: no virtual environment was looked into. */
  readonly isUnsure: boolean;
}

/** Every server whose module is neither in the app nor in the virtual environment. */
export function* missingModules(evidence: With<'startup' | 'app'>): Generator<MissingModule> {
  const { app, startup } = evidence;
  if (!app.complete) return;
  // Where all of the app is in an archive, that is told, and its modules are known to nobody.
  if (!evidence.venv && archiveInPlaceOfCode([...app.files.keys()]) !== undefined) return;
  const files = moduleFiles(app.files.keys());
  for (const server of startup.servers) {
    const isAppServer = [...APP_SERVERS, 'flask', 'quart'].includes(server.server);
    if (!isAppServer || server.command.conditional || server.module === undefined) continue;
    const found = loadedModule(server, files, evidence);
    const dotted = found?.kind === 'source' ? undefined : withDots(server, evidence);
    if (dotted !== undefined) {
      yield { ...WRITTEN_AS_PATH, server, target: writtenTarget(server), dotted };
      continue;
    }
    if (found?.kind !== 'missing') continue;
    const fact = found.near === undefined ? undefined : evidence.sources?.modules.get(found.near);
    if (fact?.open === true || fact?.dynamic === true) continue;
    const origin = found.part.includes('.') ? 'nowhere' : originOf(found.part, evidence);
    if (origin === 'elsewhere' || isInstalledBefore(found.part, server, evidence)) continue;
    const known = nearest(server, evidence);
    yield {
      server,
      target: writtenTarget(server),
      part: found.part,
      within: found.near,
      root: folderOf(server, evidence.layout) ?? '',
      folder: folderThatHas(server, files, evidence, known === undefined),
      nearest: known,
      dotted: undefined,
      isUnsure: origin === 'unsure',
    };
  }
}

const WRITTEN_AS_PATH = {
  part: '',
  within: undefined,
  root: '',
  folder: undefined,
  nearest: undefined,
  isUnsure: false,
} as const;

/** Servers that import by name alone; hypercorn and granian take a file as well. */
const BY_NAME: readonly string[] = ['gunicorn', 'uvicorn', 'daphne', 'waitress'];

/** `mysite.wsgi:application` for a server that is given `mysite/wsgi.py`. */
function withDots(server: ServerCommand, evidence: Evidence): string | undefined {
  const { module = '', callable } = server;
  if (!BY_NAME.includes(server.server) || !/\/|\.py$/.test(module)) return undefined;
  const path = module.startsWith(`${SITE_ROOT}/`) ? module.slice(SITE_ROOT.length + 1) : module;
  const dotted = moduleOfFile(path.endsWith('.py') ? path : `${path}.py`);
  const known = nearest({ ...server, module: dotted }, evidence);
  return known?.startsWith(`${dotted}:`) === true ? known : `${dotted}:${callable ?? 'app'}`;
}

/** `module:callable` as the command has it. */
export function writtenTarget({ command, module = '', callable, factory }: ServerCommand): string {
  const word = command.words.find((text) => text === module || text.startsWith(`${module}:`));
  if (word !== undefined) return word;
  return callable === undefined ? module : `${module}:${callable}${factory ? '()' : ''}`;
}

/** Whether a module that is not in the app comes from a requirement. */
export function originOf(top: string, { venv, app }: Evidence): 'nowhere' | 'elsewhere' | 'unsure' {
  if (venv !== undefined) return isInVenv(top, venv) ? 'elsewhere' : 'nowhere';
  return app !== undefined && isRequired(top, app) ? 'elsewhere' : 'unsure';
}

/** Whether a project, or a distribution of the module's name, is installed in front of the server. */
export function isInstalledBefore(
  top: string,
  { command }: Pick<Importer, 'command'>,
  { startup }: With<'startup'>,
): boolean {
  const { commands } = startup;
  const own = commands.findIndex((one) => one === command);
  const before = commands.slice(0, Math.max(own, 0));
  return before.some(({ words }) => {
    const installer = installerOf(words);
    if (installer === undefined) return false;
    // Other installers take the project along by themselves.
    return (
      !installer.includes('pip') ||
      words.some((word, at) => namesProject(word, words[at - 1]) || isNamed(top, word))
    );
  });
}

/** Whether a requirement is called like a module. */
function isNamed(module: string, requirement: string): boolean {
  return requirement.replace(/[[=<>~!].*/, '').replaceAll('-', '_') === module;
}

function isInVenv(top: string, { distributions, tree }: VenvFacts): boolean {
  if (!tree.complete || distributions.some(({ topLevel }) => topLevel.includes(top))) return true;
  const inside = new RegExp(`/site-packages/${top}(?:/|\\.)`);
  return [...tree.files.keys()].some((path) => inside.test(path));
}

const REQUIREMENTS =
  /^(?:requirements[^/]*\.(?:txt|in)|pyproject\.toml|setup\.(?:py|cfg)|Pipfile|[^/]*\.lock)$/i;

/** Whether the files that name requirements mention a module at all, or their text is not known. */
function isRequired(top: string, app: Tree): boolean {
  const name = new RegExp(top.replaceAll('_', '[-_.]'), 'i');
  return [...app.files.values()]
    .filter(({ path }) => REQUIREMENTS.test(path))
    .some(({ text }) => text === undefined || name.test(text));
}

/**
 * The one folder, such as `src`, from where the module could be imported.
 * @param orPackage take a package, too, whose name no source imports: many have an `__init__.py` in `src`
 */
function folderThatHas(
  server: ServerCommand,
  files: ModuleFiles,
  { app, sources }: With<'startup' | 'app'>,
  orPackage: boolean,
): string | undefined {
  const path = `${(server.module ?? '').replaceAll('.', '/')}.py`;
  if (files.has(path)) return '';
  const folders = [...app.files.keys()]
    .filter((file) => file.endsWith(`/${path}`) && !isAside(file))
    .map((file) => file.slice(0, -path.length - 1))
    .filter(
      (folder) =>
        !files.has(below(folder, '__init__.py')) ||
        (orPackage && sources !== undefined && !isImported(folder, sources)),
    );
  return folders.length === 1 ? folders[0] : undefined;
}

/** Whether a source imports from the top of a package that it is in: `from src.app import …`. Tests do from anywhere. */
function isImported(folder: string, { modules }: PythonSources): boolean {
  const [top] = folder.split('/');
  return [...modules.values()]
    .filter(({ path }) => !isAside(path))
    .some(({ imports }) => imports.some(({ module }) => module === top));
}

function nearest(server: ServerCommand, { sources, layout }: Evidence): string | undefined {
  if (sources === undefined || server.module === undefined) return undefined;
  const root = folderOf(server, layout) ?? '';
  const { module, callable } = server;
  const reachable = appCandidates(sources).flatMap((candidate) => seenFrom(root, candidate));
  const found = nearestCandidate(reachable, { module, callable });
  return found === undefined ? undefined : targetFor(server.server, found);
}

/** The same app as it is imported from a folder, if it is below it. */
function seenFrom(root: string, candidate: AppCandidate): AppCandidate[] {
  const prefix = below(root, '');
  if (!candidate.path.startsWith(prefix)) return [];
  const dotted = candidate.path
    .slice(prefix.length)
    .replace(/(?:\/__init__)?\.py$/, '')
    .replaceAll('/', '.');
  return [{ ...candidate, folder: root, module: dotted }];
}

/** A name that a server asks a module for and that is not there, or that is not yet the app. */
export interface MissingCallable {
  readonly server: ServerCommand;
  readonly target: string;
  readonly path: string;
  readonly callable: string;
  /** `uncalled`: a function that returns the app is taken for it; `bracketed`: `name()` is taken for a name. */
  readonly kind: 'missing' | 'uncalled' | 'bracketed';
  readonly nearest: string | undefined;
}

/** Every server that asks its module for a name that the module does not make. */
export function* missingCallables(
  evidence: With<'startup' | 'sources'>,
): Generator<MissingCallable> {
  const { sources, startup, app } = evidence;
  const files = moduleFiles(app?.files.keys() ?? sources.modules.keys());
  for (const server of startup.servers) {
    if (!APP_SERVERS.includes(server.server) || server.command.conditional) continue;
    const callable = server.callable?.split('.')[0];
    const found = loadedModule(server, files, evidence);
    const fact = found?.kind === 'source' ? sources.modules.get(found.path) : undefined;
    if (callable === undefined || fact === undefined || !/^\w+$/.test(callable)) continue;
    const kind = judge(server, callable, fact, files);
    if (kind === undefined) continue;
    const target = writtenTarget(server);
    yield { server, target, path: fact.path, callable, kind, nearest: instead(server, kind, fact) };
  }
}

/** What to load in its place. */
function instead(
  server: ServerCommand,
  kind: MissingCallable['kind'],
  fact: ModuleFact,
): string | undefined {
  const { module = '', callable = '' } = server;
  if (kind === 'bracketed')
    return targetFor(server.server, { module, name: callable, factory: true });
  const own = appCandidates({ modules: new Map([[fact.path, fact]]), broken: [] })[0];
  return own && targetFor(server.server, { ...own, module: server.module ?? own.module });
}

function judge(
  server: ServerCommand,
  callable: string,
  fact: ModuleFact,
  files: ModuleFiles,
): MissingCallable['kind'] | undefined {
  if (isUncalled(server, callable, fact)) return 'uncalled';
  if (fact.open || fact.names.includes(callable)) {
    return isBracketed(server) ? 'bracketed' : undefined;
  }
  // A module of a package becomes a name of it as soon as anybody imports it.
  const folder = /^(.*)\/__init__\.py$/.exec(fact.path)?.[1];
  const isPart =
    folder !== undefined &&
    (files.has(`${folder}/${callable}.py`) || files.hasFolder(`${folder}/${callable}`));
  return isPart ? undefined : 'missing';
}

/** `"app:create_app()"`, of which only gunicorn and hypercorn make a call. */
function isBracketed(server: ServerCommand): boolean {
  return server.factory && !takesCall(server.server) && writtenTarget(server).endsWith(')');
}

/** uvicorn and its worker call a function that takes no arguments by themselves. */
function isUncalled(server: ServerCommand, callable: string, fact: ModuleFact): boolean {
  if (server.factory || server.server !== 'gunicorn' || server.callable !== callable) return false;
  const isSync = server.workerClass === 'sync' || server.workerClass === 'gthread';
  return (
    isSync && fact.factories?.some(({ name, awaited }) => name === callable && !awaited) === true
  );
}
