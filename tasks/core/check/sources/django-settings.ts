// The settings of a Django project as its sources say: the module in force, and what is constant in it.

import type { Place } from '../../terms/finding.js';
import type { Evidence } from '../evidence.js';
import { isAside } from './app-candidates.js';
import { below, findImported, findModule, moduleFiles, type ModuleFiles } from './find-module.js';
import type { ModuleFact, PythonSources } from './python-sources.js';
import type { With } from '../rule.js';

/** What is known of a setting: its value, a path below the app root, something unknown, or not set. */
export type DjangoSetting =
  | { readonly kind: 'constant'; readonly value: unknown; readonly where: Place }
  | { readonly kind: 'path'; readonly value: string; readonly where: Place }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'unset' };

export interface DjangoSettings {
  /** The file of the settings module, relative to the app root. */
  readonly path: string;
  readonly facts: readonly ModuleFact[];
  get(name: string): DjangoSetting;
}

/** The environment variable that names the settings module. */
export const SETTINGS_VARIABLE = 'DJANGO_SETTINGS_MODULE';

/**
 * The settings that the site would use: of the app setting, the startup command, else of `wsgi.py` (`asgi.py` where
 * that is served), else of `manage.py`. `undefined` where nothing or more than one module is named.
 */
export function djangoSettings(evidence: With<'sources'>): DjangoSettings | undefined {
  const { sources } = evidence;
  const files = moduleFiles(sources.modules.keys());
  const named = settingsModule(evidence);
  const path = named === undefined ? undefined : findSettings(named, files, sources);
  const fact = path === undefined ? undefined : sources.modules.get(path);
  if (fact === undefined) return undefined;
  const chain = chainOf(fact, files, sources);
  return { path: fact.path, facts: chain.facts, get: (name) => settingOf(name, chain) };
}

interface Named {
  readonly module: string;
  /** The file that names it. */
  readonly by: string | undefined;
}

function settingsModule({ settings, startup, sources }: With<'sources'>): Named | undefined {
  const set = settings?.find(({ name }) => name === SETTINGS_VARIABLE)?.value;
  if (set !== undefined) return { module: set, by: undefined };
  const given = startup?.servers.map(({ command }) => givenBy(command.environment, command.words));
  const command = given?.find((module) => module !== undefined);
  if (command !== undefined)
    return /[$`]/.test(command) ? undefined : { module: command, by: undefined };
  const named = [...sources.modules.values()].flatMap(({ path, sets }) => {
    const entry = /^(?:[^/]+\/){0,3}(wsgi|asgi|manage)\.py$/.exec(path)?.[1];
    const module = sets?.[SETTINGS_VARIABLE];
    return entry === undefined || module === undefined ? [] : [{ entry, module, by: path }];
  });
  const isAsgi = startup?.servers.some(({ module }) => module?.split('.').at(-1) === 'asgi');
  // What is served counts; manage.py often names the settings of the developer's machine.
  const entries = isAsgi === true ? ['asgi', 'wsgi', 'manage'] : ['wsgi', 'asgi', 'manage'];
  const entry = entries.find((one) => named.some((found) => found.entry === one));
  const counted = named.filter((found) => found.entry === entry);
  const [first] = counted;
  if (first === undefined || new Set(counted.map(({ module }) => module)).size > 1)
    return undefined;
  return first.module === null ? undefined : { module: first.module, by: first.by };
}

/** The name that a server's command gives: gunicorn sets the variables of its option `--env` last. */
export function givenBy(
  environment: Readonly<Record<string, string>>,
  words: readonly string[],
): string | undefined {
  const option = words.map((word) => /^(?:-e|--env=)?DJANGO_SETTINGS_MODULE=(.*)$/.exec(word)?.[1]);
  return option.findLast((value) => value !== undefined) ?? environment[SETTINGS_VARIABLE];
}

function findSettings(
  { module, by }: Named,
  files: ModuleFiles,
  sources: PythonSources,
): string | undefined {
  if (by !== undefined) return findImported(module, by, files);
  const root = findModule(module, [''], files);
  if (root.kind === 'source') return root.path;
  const manage = [...sources.modules.keys()].find((path) => path.endsWith('/manage.py'));
  return manage === undefined ? undefined : findImported(module, manage, files);
}

/** Dotted names of the settings modules that can be imported from folders of the app, tests' apart. */
export function settingsNames(sources: PythonSources, roots: readonly string[]): string[] {
  const files = moduleFiles(sources.modules.keys());
  const paths = [...sources.modules.values()]
    .filter((fact) => !isAside(fact.path))
    .filter((fact) => chainOf(fact, files, sources).facts.some(isOfSettings))
    .map(({ path }) => path.replace(/(?:\/__init__)?\.py$/, ''));
  const names = roots.flatMap((root) =>
    paths.flatMap((path) =>
      path.startsWith(below(root, '')) ? path.slice(below(root, '').length) : [],
    ),
  );
  return [...new Set(names.map((name) => name.replaceAll('/', '.')))];
}

function isOfSettings({ names }: ModuleFact): boolean {
  return names.includes('INSTALLED_APPS') || names.includes('ROOT_URLCONF');
}

interface Chain {
  readonly facts: readonly ModuleFact[];
  /** Whether every star import was found, so that an unset name is really unset. */
  readonly isWhole: boolean;
}

/** The module and those that it star-imports, nearest first. */
function chainOf(first: ModuleFact, files: ModuleFiles, sources: PythonSources): Chain {
  const facts: ModuleFact[] = [first];
  let isWhole = true;
  for (const fact of facts) {
    for (const star of fact.stars ?? []) {
      const path = findImported(star, fact.path, files);
      const next = path === undefined ? undefined : sources.modules.get(path);
      if (next === undefined) isWhole = false;
      else if (!facts.includes(next)) facts.push(next);
    }
    if (fact.open && (fact.stars ?? []).length === 0) isWhole = false;
  }
  return { facts, isWhole };
}

function settingOf(name: string, { facts, isWhole }: Chain): DjangoSetting {
  for (const { names, constants, paths, path, lines } of facts) {
    if (!names.includes(name)) continue;
    const line = lines?.[name];
    const where = line === undefined ? { file: path } : { file: path, line };
    if (Object.hasOwn(constants, name)) return { kind: 'constant', value: constants[name], where };
    const value = paths?.[name];
    return value === undefined ? { kind: 'unknown' } : { kind: 'path', value, where };
  }
  return isWhole ? { kind: 'unset' } : { kind: 'unknown' };
}

/** A setting that is a list of texts; `undefined` when it is anything else. */
export function listOf(setting: DjangoSetting): readonly string[] | undefined {
  if (setting.kind !== 'constant' || !Array.isArray(setting.value)) return undefined;
  return setting.value.filter((item: unknown): item is string => typeof item === 'string');
}

/** The line that sets one, where that is known; else the file of the settings. */
export function placeOfSetting(settings: DjangoSettings, name: string): Place {
  const found = settings.get(name);
  return found.kind === 'constant' ? found.where : { file: settings.path };
}

/** What makes Django take the host by which the site is asked. */
export const TAKE_OWN_HOST =
  'Add the host that App Service names: ALLOWED_HOSTS = [os.environ["WEBSITE_HOSTNAME"]]';

/** Whether a part of the evidence says that static files are collected when the app starts. */
export function collectsAtStart({ startup }: Evidence): boolean {
  return startup?.commands.some(({ words }) => words.includes('collectstatic')) === true;
}
