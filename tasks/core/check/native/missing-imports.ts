// Imports of the app that nothing in the package, on the image or in Python itself provides. Pure.

import type { DistributionFact, Tree, VenvFacts } from '../evidence.js';
import type { PythonSources } from '../sources/python-sources.js';
import { isStandardModule } from '../../runtime/standard-library.js';

/** A top-level module that is missing, with its first import. */
export interface MissingImport {
  readonly module: string;
  readonly file: string;
  readonly line: number;
}

/** Folders and files that the server does not run, and that import what only developers have. */
const NOT_SERVED =
  /(?:^|\/)(?:(?:[^/]*[_-])?tests?|e2e|testing|docs?|examples?|scripts|benchmarks?|node_modules|\.[^/]+)\/|(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest|locustfile|setup|noxfile|fabfile|dodo)\.py$/;

/** What lies at the top of site-packages can be imported, whoever brought it. */
const SITE_PACKAGES = /^lib(?:64)?\/python[^/]+\/site-packages\/([^/.]+)/;

/**
 * Every missing module once, by its first import in order of path and line. Optional imports (in `try`,
 * in functions) are left out, and whatever may be found along any folder of the app counts as there.
 * @param minor the Python, such as `3.12`; any when not known
 * @param packages distributions of the image, normalised
 */
export function findMissingImports(
  sources: PythonSources,
  app: Tree,
  venv: VenvFacts,
  minor: string | undefined,
  packages: readonly string[],
): MissingImport[] {
  const provided = new Set([
    ...ownModules([...sources.modules.keys(), ...app.files.keys()]),
    ...ownModules(sources.broken.map(({ path }) => path)),
    ...[...venv.tree.files.keys()].map((path) => SITE_PACKAGES.exec(path)?.[1] ?? ''),
    ...venv.distributions.flatMap(modulesOf),
    ...packages.flatMap((name) => [asModule(name), ...(MODULES_OF_IMAGE[name] ?? [])]),
  ]);
  const found = new Map<string, MissingImport>();
  for (const { path, imports } of [...sources.modules.values()].toSorted(byPath)) {
    if (NOT_SERVED.test(path)) continue;
    for (const { module: dotted, line, optional } of imports) {
      const module = dotted.split('.')[0] ?? '';
      if (optional || module === '' || found.has(module) || provided.has(module)) continue;
      if (!isStandardModule(module, minor)) found.set(module, { module, file: path, line });
    }
  }
  return [...found.values()];
}

/** Modules that come with the image's own distributions under other names, or with what these require. */
const MODULES_OF_IMAGE: Readonly<Record<string, readonly string[]>> = {
  flask: ['werkzeug', 'jinja2', 'markupsafe', 'itsdangerous', 'click', 'blinker'],
  gunicorn: ['packaging'],
  uvicorn: ['click', 'h11'],
  virtualenv: ['distlib', 'filelock', 'platformdirs'],
};

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : 1;
}

/** Each folder's and each module's name, at any depth: a folder may be put on the path at start. */
function ownModules(paths: readonly string[]): string[] {
  return paths.flatMap((path) => path.split('/').map((part) => part.replace(/\..*$/, '')));
}

function modulesOf({ name, topLevel }: DistributionFact): readonly string[] {
  const own = topLevel.length > 0 ? topLevel : [asModule(name)];
  // setuptools puts a copy of distutils in its place (distutils-precedence.pth).
  return name === 'setuptools' ? [...own, 'distutils'] : own;
}

function asModule(distribution: string): string {
  return distribution.replaceAll('-', '_');
}
