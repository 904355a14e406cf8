// Environment variables that the app's sources read without a default, and that nothing sets.

import type { AppSetting } from '../../terms/app-setting.js';
import type { Place } from '../../terms/finding.js';
import type { Tree } from '../evidence.js';
import { isPlatformName } from './platform-names.js';
import type { ModuleFact, PythonSources } from '../sources/python-sources.js';
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
  'DJANGO_SETTINGS_MODULE',
  'SERVER_SOFTWARE',
  'FLASK_APP',
  'PYTEST_CURRENT_TEST',
];

/** Sources that do not run on the site. */
const TESTS =
  /(?:^|\/)(?:tests?|testing)\/|(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest|noxfile|fabfile|tasks)\.py$/;

/** The needed variables, by the place where each is read first. */
export function neededVariables(setters: Setters): NeededVariable[] {
  const known = knownNames(setters);
  const needed = new Map<string, NeededVariable>();
  for (const [path, { environment }] of setters.sources.modules) {
    if (TESTS.test(path)) continue;
    for (const { name, line } of environment) {
      if (known.has(name) || needed.has(name) || isPlatformName(name)) continue;
      needed.set(name, { name, where: { file: path, line } });
    }
  }
  return [...needed.values()];
}

function knownNames({ settings, sources, startup, app }: Setters): Set<string> {
  return new Set([
    ...SET_BY_TOOLS,
    ...settings.flatMap(({ name }) => [name, variableName(name)]),
    ...[...sources.modules.values()].flatMap(setBy),
    ...(startup?.commands ?? []).flatMap(({ environment }) => Object.keys(environment)),
    ...namesIn(app?.files.get('.env')?.text ?? ''),
  ]);
}

function setBy({ sets }: ModuleFact): string[] {
  return Object.keys(sets ?? {});
}

/** The names of a dotenv file; one that is packaged may well be loaded. */
function namesIn(text: string): string[] {
  const lines = text.matchAll(/^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=/gm);
  return [...lines].map((match) => match[1] ?? '');
}
