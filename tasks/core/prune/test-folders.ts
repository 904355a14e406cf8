// Test directories of installed distributions: those that look like nothing else.

import { belowSite, SITE } from '../terms/pruning.js';
import type { PruneDistribution, PruneFile } from './distributions.js';

/** A test directory of one distribution. */
export interface TestFolder {
  readonly path: string;
  /** What an import would call it. */
  readonly module: string;
  /** `test` or `tests`. */
  readonly name: string;
  readonly distribution: PruneDistribution;
  readonly files: readonly PruneFile[];
  /** Not only sources are in it. */
  readonly hasData: boolean;
}

/** The outermost directory of that name; one without a package above it is a package of its own. */
const FOLDER = /^\w+(?:\/\w+)*?\/(tests?)(?=\/)/;

/** What test runners look for: `test_a.py`, `a_test.py`, `tests.py`. A `test` without any may be anything. */
const TEST_MODULE = /\/(?:tests?|test_[^/]*|[^/]*_tests?)\.py$/;

/** Whether a file lies in a directory that may turn out to be a test directory. */
export function isInTestFolder(path: string): boolean {
  return testFolderOf(path) !== undefined;
}

/**
 * The outermost directories named `tests` or `test` in a package, with a module that a test runner would run, and
 * whose every file one RECORD lists, and no other.
 */
export function findTestFolders(
  venv: readonly PruneFile[],
  distributions: readonly PruneDistribution[],
): TestFolder[] {
  const owners = ownersOf(distributions);
  const packages = foldersWithModules(venv);
  return [...filesByFolder(venv)].flatMap(([path, files]) => {
    const [first] = files;
    const [distribution, another] = owners.get(first?.path ?? '') ?? [];
    if (!distribution || another) return [];
    const isOwn = files.every((file) => {
      const all = owners.get(file.path) ?? [];
      return all.length === 1 && all[0] === distribution;
    });
    const isOfPackage = packages.has(path.slice(0, path.lastIndexOf('/')));
    if (!isOwn || !isOfPackage || !files.some((file) => TEST_MODULE.test(file.path))) return [];
    return {
      path,
      module: belowSite(path).replaceAll('/', '.'),
      name: path.slice(path.lastIndexOf('/') + 1),
      distribution,
      files,
      hasData: files.some((file) => !/\.pyi?$/.test(file.path)),
    };
  });
}

/** Which distributions list a file that is in some test directory. */
function ownersOf(distributions: readonly PruneDistribution[]): Map<string, PruneDistribution[]> {
  const owners = new Map<string, PruneDistribution[]>();
  for (const distribution of distributions) {
    for (const path of distribution.files) {
      if (!isInTestFolder(path)) continue;
      const known = owners.get(path);
      if (known) known.push(distribution);
      else owners.set(path, [distribution]);
    }
  }
  return owners;
}

function foldersWithModules(venv: readonly PruneFile[]): Set<string> {
  const modules = venv.filter(({ path }) => path.endsWith('.py'));
  return new Set(modules.map(({ path }) => path.slice(0, path.lastIndexOf('/'))));
}

function filesByFolder(venv: readonly PruneFile[]): Map<string, PruneFile[]> {
  const found = new Map<string, PruneFile[]>();
  for (const file of venv) {
    const folder = testFolderOf(file.path);
    if (folder === undefined) continue;
    const files = found.get(folder);
    if (files) files.push(file);
    else found.set(folder, [file]);
  }
  return found;
}

function testFolderOf(path: string): string | undefined {
  if (!path.includes('/test')) return undefined;
  const site = SITE.exec(path)?.[0];
  if (site === undefined) return undefined;
  const found = FOLDER.exec(path.slice(site.length))?.[0];
  return found === undefined ? undefined : site + found;
}
