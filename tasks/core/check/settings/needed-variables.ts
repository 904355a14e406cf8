// Environment variables that the app's sources read without a default, and that nothing sets.

import type { AppSetting } from '../../terms/app-setting.js';
import type { Place } from '../../terms/finding.js';
import type { Tree } from '../evidence.js';
import { readsElsewhere, type PlacedRead } from './asked-elsewhere.js';
import { isEnvironmentFile } from './environment-files.js';
import { otherSettings } from './other-settings.js';
import { isPlatformName } from './platform-names.js';
import { SETTINGS_VARIABLE } from '../sources/django-settings.js';
import type { ModuleFact, PythonSources, VariableFact } from '../sources/python-sources.js';
import { variableName } from './setting-names.js';
import type { Startup } from '../startup/startup.js';

export interface NeededVariable {
  readonly name: string;
  /** Where it is read first. */
  readonly where: Place;
}

/** What may set a variable. */
export interface Setters {
  readonly settings: readonly AppSetting[];
  readonly sources: PythonSources;
  readonly startup: Startup | undefined;
  readonly app: Tree | undefined;
}

/** Names that programs of the app set for themselves before they read them. */
export const SET_BY_TOOLS: readonly string[] = [
  SETTINGS_VARIABLE,
  'SERVER_SOFTWARE',
  'FLASK_APP',
  'PYTEST_CURRENT_TEST',
];

/** Sources that do not run on the site. */
const TESTS =
  /(?:^|\/)(?:tests?|testing)\/|(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest|noxfile|fabfile|tasks)\.py$/;

/**
 * The needed variables, by the place where each is read first; none where nobody can know what is set.
 * @param only the one source that is asked about
 */
export function neededVariables(setters: Setters, only?: string): NeededVariable[] {
  const modules = modulesOfTheSite(setters);
  const texts = environmentFiles(setters.app);
  if (texts.includes(undefined) || modules.some(({ fills }) => fills === true)) return [];
  const known = knownNames(setters, texts);
  const elsewhere = readsElsewhere(setters.sources);
  const needed = new Map<string, NeededVariable>();
  const asked = modules.filter(({ path }) =>
    only === undefined ? !isForLaptop(path, setters.sources) : path === only,
  );
  const reads = asked.flatMap(({ path, environment }) =>
    environment.map((read): PlacedRead => ({ read, path })).concat(elsewhere.get(path) ?? []),
  );
  for (const { read, path } of reads) {
    if (needed.has(read.name) || isKnown(read, known)) continue;
    needed.set(read.name, { name: read.name, where: { file: path, line: read.line } });
  }
  return [...needed.values()];
}

/** A `development.py` beside a `production.py`: the site takes the other one. */
function isForLaptop(path: string, { modules }: PythonSources): boolean {
  const [, folder] = /^(.*\/|)(?:dev|development)\.py$/.exec(path) ?? [];
  return (
    folder !== undefined &&
    ['prod', 'production'].some((name) => modules.has(`${folder}${name}.py`))
  );
}

function modulesOfTheSite({ settings, sources, startup }: Setters): ModuleFact[] {
  const others = otherSettings({ settings, sources, startup });
  return [...sources.modules.values()].filter(({ path }) => !TESTS.test(path) && !others.has(path));
}

/** Names in upper and lower case as they are set, and all in lower case. */
interface KnownNames {
  readonly exact: ReadonlySet<string>;
  readonly lower: ReadonlySet<string>;
}

function isKnown(
  { name, others = [], anyCase }: VariableFact,
  { exact, lower }: KnownNames,
): boolean {
  return [name, ...others].some((one) =>
    anyCase === true
      ? lower.has(one.toLowerCase()) || isPlatformName(one.toUpperCase())
      : exact.has(one) || isPlatformName(one),
  );
}

function knownNames(
  { settings, sources, startup }: Setters,
  texts: readonly (string | undefined)[],
): KnownNames {
  const names = [
    ...SET_BY_TOOLS,
    ...settings.flatMap(({ name }) => [name, variableName(name)]),
    ...[...sources.modules.values()].flatMap(setBy),
    ...(startup?.commands ?? []).flatMap(({ environment }) => Object.keys(environment)),
    ...texts.flatMap((text) => namesIn(text ?? '')),
  ];
  return { exact: new Set(names), lower: new Set(names.map((name) => name.toLowerCase())) };
}

function setBy({ sets }: ModuleFact): string[] {
  return Object.keys(sets ?? {});
}

/** The texts of the dotenv files that are packaged, any of which may well be loaded; `undefined` for one that was not kept. */
function environmentFiles(app: Tree | undefined): (string | undefined)[] {
  const files = [...(app?.files.values() ?? [])];
  return files.filter(({ path }) => isEnvironmentFile(path)).map(({ text }) => text);
}

/** The names of a dotenv file. */
function namesIn(text: string): string[] {
  const lines = text.matchAll(/^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=/gm);
  return [...lines].map((match) => match[1] ?? '');
}
