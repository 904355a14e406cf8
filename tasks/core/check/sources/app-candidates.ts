// The apps that the sources make, best first, and the startup command that each would need.

import { shellWord } from '../../terms/shell-word.js';
import { interfaceOf } from './framework-of.js';
import type { ModuleFact, PythonSources } from './python-sources.js';

/** An app object, or a function that returns one. */
export interface AppCandidate {
  /** Relative to the app root. */
  readonly path: string;
  /** The folder that `module` is imported from; empty for the app root. */
  readonly folder: string;
  readonly module: string;
  readonly name: string;
  readonly factory: boolean;
  readonly framework: string;
}

/** Apps in such places are not the one that should be served. */
const ASIDE =
  /(?:^|\/)(?:tests?|testing|examples?|samples?|docs?|scripts?|migrations)\/|(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest|setup)\.py$/;

/** Names that people give the app, most usual first. */
const USUAL_NAMES = ['app', 'application', 'server', 'create_app', 'api', 'asgi_app'];

/** Whether a source is a test, an example or a script beside the app. */
export function isAside(path: string): boolean {
  return ASIDE.test(path);
}

/** Every app of the sources that gunicorn or uvicorn can serve, the likeliest first. */
export function appCandidates(sources: PythonSources): readonly AppCandidate[] {
  const packages = new Set(
    [...sources.modules.keys()].flatMap((path) => /^(.*)\/__init__\.py$/.exec(path)?.[1] ?? []),
  );
  return [...sources.modules.values()]
    .filter(({ path }) => !isAside(path))
    .flatMap((fact) => candidatesOf(fact, packages))
    .toSorted((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

function candidatesOf(fact: ModuleFact, packages: ReadonlySet<string>): AppCandidate[] {
  const { path, apps, factories = [] } = fact;
  const { folder, module } = importPlace(path, packages);
  const made = (from: typeof apps, factory: boolean): AppCandidate[] =>
    from
      .filter(({ framework }) => interfaceOf(framework) !== undefined)
      .map(({ name, framework }) => ({ path, folder, module, name, factory, framework }));
  return [...made(apps, false), ...made(factories, true)];
}

/** Above the outermost package that holds the file. */
function importPlace(
  path: string,
  packages: ReadonlySet<string>,
): { readonly folder: string; readonly module: string } {
  const parts = path.slice(0, -'.py'.length).split('/');
  if (parts.at(-1) === '__init__') parts.pop();
  let at = parts.length - 1;
  while (at > 0 && packages.has(parts.slice(0, at).join('/'))) at -= 1;
  // Django's project folder is a package also where its `__init__.py` was left out.
  if (at === 1 && parts.length === 2 && /^(?:wsgi|asgi)$/.test(parts[1] ?? '')) at = 0;
  return { folder: parts.slice(0, at).join('/'), module: parts.slice(at).join('.') };
}

function rank({ path, name, factory, framework }: AppCandidate): number {
  const usual = USUAL_NAMES.indexOf(name);
  const depth = path.split('/').length - 1;
  const isProject = framework === 'django' ? -20 : 0;
  return isProject + (factory ? 50 : 0) + depth * 10 + (usual === -1 ? USUAL_NAMES.length : usual);
}

/** `main:app`, `"app:create_app()"` */
export function targetOf({
  module,
  name,
  factory,
}: Pick<AppCandidate, 'module' | 'name' | 'factory'>): string {
  return factory ? `"${module}:${name}()"` : `${module}:${name}`;
}

/** How a server that takes names alone is told to call what makes the app (run with uvicorn 0.54, granian and waitress 3.0). */
const CALLED: Readonly<Record<string, ((target: string) => string) | undefined>> = {
  uvicorn: (target) => `${target} --factory`,
  granian: (target) => `${target} --factory`,
  waitress: (target) => `--call ${target}`,
  // It has no such option.
  daphne: undefined,
};

/** Whether a server takes `"module:create_app()"` for a call; to the others the brackets are part of a name. */
export function takesCall(server: string): boolean {
  return !Object.hasOwn(CALLED, server);
}

/** The app as a server is given it; `undefined` where it cannot be told to call what makes it. */
export function targetFor(
  server: string,
  candidate: Pick<AppCandidate, 'module' | 'name' | 'factory'>,
): string | undefined {
  if (!candidate.factory || takesCall(server)) return targetOf(candidate);
  return CALLED[server]?.(`${candidate.module}:${candidate.name}`);
}

/** The startup command that serves it. */
export function startupCommandFor(candidate: AppCandidate): string {
  const { folder, module, name, factory, framework } = candidate;
  if (interfaceOf(framework) === 'asgi') {
    const place = folder === '' ? '' : ` --app-dir ${shellWord(folder)}`;
    const made = factory ? ' --factory' : '';
    return `python -m uvicorn ${module}:${name}${made}${place} --host 0.0.0.0`;
  }
  const place = folder === '' ? '' : ` --chdir ${shellWord(folder)}`;
  return `gunicorn --bind=0.0.0.0 --timeout 600${place} ${targetOf(candidate)}`;
}

/** The startup command for the app that the sources make; `undefined` where they make none that is known. */
export function likelyCommand(sources: PythonSources | undefined): string | undefined {
  if (sources === undefined) return undefined;
  const [candidate] = appCandidates(sources);
  return candidate === undefined ? programCommand(sources) : startupCommandFor(candidate);
}

/** By what a page imports: the command that serves it. */
const STARTERS: ReadonlyMap<string, (page: string) => string> = new Map([
  [
    'streamlit',
    (page: string) =>
      `python -m streamlit run ${page} --server.port $PORT --server.address 0.0.0.0`,
  ],
  [
    'chainlit',
    (page: string) => `python -m chainlit run ${page} --headless --port $PORT --host 0.0.0.0`,
  ],
]);

/** For programs that no gunicorn serves: the first page of a Streamlit or Chainlit app, and what serves itself. */
function programCommand(sources: PythonSources): string | undefined {
  const programs = [...sources.modules.values()]
    .filter(({ path }) => !isAside(path) && !/(?:^|\/)pages\//.test(path))
    .toSorted((a, b) => programRank(a.path) - programRank(b.path) || (a.path < b.path ? -1 : 1));
  for (const { path, imports } of programs) {
    const starter = imports.map(({ module }) => STARTERS.get(module)).find(Boolean);
    if (starter) return starter(shellWord(path));
  }
  const program = programs.find(({ runs }) => runs.length > 0);
  return program === undefined ? undefined : `python ${shellWord(program.path)}`;
}

const USUAL_PROGRAMS = ['app.py', 'main.py', 'streamlit_app.py', 'run.py', 'server.py'];

function programRank(path: string): number {
  const usual = USUAL_PROGRAMS.indexOf(path.slice(path.lastIndexOf('/') + 1));
  return path.split('/').length * 10 + (usual === -1 ? USUAL_PROGRAMS.length : usual);
}

/** The candidate that a wrong `module:callable` most likely meant. */
export function nearestCandidate(
  candidates: readonly AppCandidate[],
  { module, callable }: { readonly module: string; readonly callable: string | undefined },
): AppCandidate | undefined {
  const last = lastPart(module);
  const score = (candidate: AppCandidate): number =>
    (lastPart(candidate.module) === last ? 2 : 0) + (candidate.name === callable ? 1 : 0);
  return candidates.toSorted((a, b) => score(b) - score(a))[0];
}

function lastPart(module: string): string {
  return module.slice(module.lastIndexOf('.') + 1).toLowerCase();
}
