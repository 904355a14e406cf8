// A Django settings module that the served app would load, and that neither the app nor the venv has.

import type { Place } from '../../terms/finding.js';
import { nearest } from '../../terms/nearest.js';
import { knownValueOf } from '../settings/setting-values.js';
import { isEnvironmentFile } from '../settings/environment-files.js';
import type { With } from '../rule.js';
import type { ShellCommand } from '../startup/startup.js';
import { isAside } from './app-candidates.js';
import { defaultApp, wrongDefault } from './default-app.js';
import { givenBy, SETTINGS_VARIABLE, settingsNames } from './django-settings.js';
import {
  below,
  findModule,
  moduleFiles,
  type FoundModule,
  type ModuleFiles,
} from './find-module.js';
import { isInstalledBefore, originOf } from './loaded-app.js';
import { APP_SERVERS, importRoots, loadedModule, type Importer } from './loaded-module.js';
import type { ModuleFact } from './python-sources.js';
import { APP_SETTINGS } from '../places.js';

/** A name of a settings module, and who names it. */
interface Named {
  readonly module: string;
  readonly by: 'setting' | 'command' | 'source';
  readonly where: Place;
}

/** Settings that are not there. */
export interface MissingSettings extends Named {
  /** The dotted name up to what is missing; nothing where the name is the path of a file. */
  readonly part: string | undefined;
  /** The file that would be it. */
  readonly file: string;
  /** The settings module of the app with nearly that name. */
  readonly nearest: string | undefined;
}

type Known = With<'startup' | 'app' | 'sources'>;

/** Dots and names; Django imports by text, so that a name may hold what no import statement can. */
const DOTTED = /^[\p{L}_][\p{L}\p{N}_-]*(?:\.[\p{L}_][\p{L}\p{N}_-]*)*$/u;
const AS_PATH = /^[\w-][\w.-]*(?:\/[\w.-]+)+$/;

/** The settings of each Django app that is served, where surely nothing brings their module. */
export function* missingSettings(evidence: Known): Generator<MissingSettings> {
  if (!evidence.app.complete) return;
  const files = moduleFiles(evidence.app.files.keys());
  const told = new Set<string>();
  for (const server of importersOf(evidence)) {
    const roots = importRoots(server, evidence);
    const served = roots && servedBy(server, roots, files, evidence);
    const named = served && namedSettings(server, served, evidence);
    if (roots === undefined || named === undefined || told.has(named.module)) continue;
    const missing = missingPart(named.module, server, roots, files, evidence);
    if (missing === undefined) continue;
    const names = settingsNames(evidence.sources, roots);
    const plain = dotted(named.module);
    const file = below(roots[0] ?? '', `${plain.replaceAll('.', '/')}.py`);
    if (isMadeAtStart(file, evidence)) continue;
    told.add(named.module);
    yield { ...named, ...missing, file, nearest: nearest(plain, names) };
  }
}

/** `mysite/settings.py` as Python writes it. */
export function dotted(name: string): string {
  return name.includes('/') ? name.replace(/\.py$/, '').replaceAll('/', '.') : name;
}

/** The servers of the startup command; without one, the platform's own gunicorn for a folder with `wsgi.py`. */
function importersOf(evidence: Known): readonly Importer[] {
  const { startup } = evidence;
  if (startup.kind !== 'none') {
    return startup.servers.filter(
      ({ server, command }) => APP_SERVERS.includes(server) && !command.conditional,
    );
  }
  const found = defaultApp(evidence);
  if (found?.detected?.framework !== 'django' || wrongDefault(found, evidence)) return [];
  const command = { folder: '', environment: {}, words: [], where: { file: found.detected.path } };
  const { module } = found.detected;
  return [
    {
      server: 'gunicorn',
      module,
      folder: undefined,
      viaModule: false,
      configFile: undefined,
      command,
    },
  ];
}

/**
 * The module that makes Django's app for the server: what it loads, or what that imports its app from, as `app.py` may
 * from `mysite.wsgi`. Nothing where any of them changes where modules are found.
 */
function servedBy(
  server: Importer,
  roots: readonly string[],
  files: ModuleFiles,
  evidence: Known,
): ModuleFact | undefined {
  const { modules } = evidence.sources;
  const found = loadedModule(server, files, evidence);
  const loaded = found?.kind === 'source' ? modules.get(found.path) : undefined;
  const made =
    loaded && (makesApp(loaded) ? loaded : importedApp(loaded, server, roots, files, evidence));
  if (loaded === undefined || made === undefined) return undefined;
  const entries = [loaded, made];
  // `settings.configure()` is without a module, and with `sys` comes sys.path.
  const isOwnWay = entries.some(
    ({ aliases, fills }) =>
      fills === true || aliases?.some(({ module }) => module === 'django.conf') === true,
  );
  const paths = entries.flatMap(({ path }) => packagesOf(path).concat(path));
  const isMoving = paths.some((path) =>
    modules.get(path)?.imports.some(({ module }) => MOVERS.includes(module)),
  );
  return isOwnWay || isMoving ? undefined : made;
}

function makesApp({ apps }: ModuleFact): boolean {
  return apps.some(({ framework }) => MADE.includes(framework));
}

/** The module of the app that the loaded one has the name from: `from mysite.wsgi import application as app`. */
function importedApp(
  { aliases }: ModuleFact,
  { callable = 'application' }: Importer,
  roots: readonly string[],
  files: ModuleFiles,
  { sources }: Known,
): ModuleFact | undefined {
  const alias = aliases?.find(({ name, called }) => name === callable && !called);
  // Names of relative imports begin at the app root.
  const found = alias && findModule(alias.module, [...roots, ''], files);
  const fact = found?.kind === 'source' ? sources.modules.get(found.path) : undefined;
  return fact !== undefined && makesApp(fact) ? fact : undefined;
}

const MADE: readonly string[] = ['django', 'django-asgi'];
const MOVERS: readonly string[] = ['sys', 'site', 'importlib', 'pkgutil'];

/** `__init__.py` of each package that a module is in. */
function packagesOf(path: string): string[] {
  const folders = path.split('/').slice(0, -1);
  return folders.map((_, at) => `${folders.slice(0, at + 1).join('/')}/__init__.py`);
}

/** The name in force: what the module assigns, else what the command or an app setting says, else its default. */
function namedSettings(server: Importer, served: ModuleFact, evidence: Known): Named | undefined {
  const own = served.sets?.[SETTINGS_VARIABLE];
  const isSet = own !== undefined;
  const isDefault = served.setsDefault?.includes(SETTINGS_VARIABLE) === true;
  const isAlways = served.setsAlways?.includes(SETTINGS_VARIABLE) === true;
  const source: Named | undefined =
    isAlways && own != null
      ? { module: own, by: 'source', where: { file: served.path } }
      : undefined;
  if (isSet && !isDefault) return source;
  if (mayBeSetUnseen(server, served, evidence)) return undefined;
  const { where } = server.command;
  const given = givenBy(server.command.environment, server.command.words);
  if (given !== undefined) return { module: given, by: 'command', where };
  if (evidence.settings === undefined) return undefined;
  if (evidence.settings.some(({ name, value }) => name === SETTINGS_VARIABLE && value !== '')) {
    const module = knownValueOf(evidence.settings, SETTINGS_VARIABLE);
    return module === undefined ? undefined : { module, by: 'setting', where: APP_SETTINGS };
  }
  return source === undefined || isSetBefore(source, served, evidence) ? undefined : source;
}

/** Modules that are started by themselves: what they set is not set for another one. */
const ENTRIES = /(?:^|\/)(?:manage|wsgi|asgi)\.py$/;

function othersOf({ path: own }: ModuleFact, { sources }: Known): ModuleFact[] {
  return [...sources.modules.values()].filter(
    ({ path, sets }) =>
      sets?.[SETTINGS_VARIABLE] !== undefined &&
      path !== own &&
      !ENTRIES.test(path) &&
      !isAside(path),
  );
}

/** Whether another module, such as a `celery.py` that the package imports, may set another name first. */
function isSetBefore({ module }: Named, served: ModuleFact, evidence: Known): boolean {
  return othersOf(served, evidence).some(({ sets }) => sets?.[SETTINGS_VARIABLE] !== module);
}

/** Whether anything else may set the variable, so that what is written down need not be what counts. */
function mayBeSetUnseen(server: Importer, served: ModuleFact, evidence: Known): boolean {
  const { app, settings = [], startup, preRun = [], sources } = evidence;
  const environmentTexts = [...app.files.values()]
    .filter(({ path }) => isEnvironmentFile(path))
    .map(({ text }) => text);
  return (
    environmentTexts.some((text) => text === undefined || text.includes(SETTINGS_VARIABLE)) ||
    othersOf(served, evidence).some(
      ({ setsDefault }) => setsDefault?.includes(SETTINGS_VARIABLE) !== true,
    ) ||
    [...sources.modules.values()].some(({ names }) => names.includes('raw_env')) ||
    settings.some(
      ({ name, value }) => name === 'GUNICORN_CMD_ARGS' && value.includes(SETTINGS_VARIABLE),
    ) ||
    (server.command.environment['GUNICORN_CMD_ARGS'] ?? '').includes(SETTINGS_VARIABLE) ||
    [...startup.commands, ...preRun].some(setsUnseen) ||
    preRun.some(({ words }) => words.some((word) => word.includes(SETTINGS_VARIABLE)))
  );
}

/** Whether a command of a shell may set variables that it does not name, or sets this one now and then. */
function setsUnseen({ words, conditional }: ShellCommand): boolean {
  const [program = '', ...rest] = words;
  if (program === 'eval') return true;
  if (program === '.' || program === 'source') return rest[0]?.endsWith('/activate') !== true;
  if (rest.some((word) => word.startsWith('--env-file'))) return true;
  const isUnknown = program === 'export' && rest.some((word) => /^[$`]/.test(word));
  return (
    isUnknown || (conditional && words.some((word) => word.startsWith(`${SETTINGS_VARIABLE}=`)))
  );
}

/** What of the name is surely missing; nothing where it is there, or may come from elsewhere. */
function missingPart(
  module: string,
  server: Importer,
  roots: readonly string[],
  files: ModuleFiles,
  evidence: Known,
): Pick<MissingSettings, 'part'> | undefined {
  if (AS_PATH.test(module)) return { part: undefined };
  const found = DOTTED.test(module) ? findModule(module, roots, files) : undefined;
  if (found?.kind !== 'missing') return undefined;
  if (found.near !== undefined) {
    return mayBring(found.near, roots, files, evidence) ? undefined : { part: found.part };
  }
  // Nothing, or a folder without `__init__.py`, which packages of the venv may add to.
  const [top = ''] = module.split('.');
  const isElsewhere =
    originOf(top, evidence) !== 'nowhere' || isInstalledBefore(top, server, evidence);
  return isElsewhere ? undefined : { part: found.part };
}

/** Whether a module, or one that it star-imports, may make modules that are no files. A star import as such makes none. */
function mayBring(
  near: string,
  roots: readonly string[],
  files: ModuleFiles,
  { sources }: Known,
): boolean {
  const paths = new Set([near]);
  for (const path of paths) {
    const fact = sources.modules.get(path);
    if (fact === undefined || fact.dynamic === true) return true;
    for (const star of fact.stars ?? []) {
      // Names of relative imports begin at the app root.
      const found = findModule(star, ['', ...roots], files);
      // One that is not there brings nothing, as `local.py` that only a developer has.
      const next = found.kind === 'source' ? found.path : nearOf(found);
      if (next === undefined) return true;
      paths.add(next);
    }
  }
  return false;
}

function nearOf(found: FoundModule): string | undefined {
  return found.kind === 'missing' ? found.near : undefined;
}

/** Whether the startup command mentions the file: it may well write it. */
function isMadeAtStart(file: string, { startup }: Known): boolean {
  const name = file.split('/').at(-1) ?? file;
  return startup.commands.some(({ words, writesTo = [] }) =>
    [...words, ...writesTo].some((word) => word.includes(name)),
  );
}
