// The app as a Python project: whether its pyproject.toml makes a package of it, to be built and installed.

import { dirname, join } from 'node:path';
import type { Project } from '../../terms/dependencies.js';
import { isThere, loadTomlIfThere, type Loaded } from './load-text.js';
import { isTable, tablesAt, textAt, textsAt, valueAt, type Table } from '../../tools/toml.js';

export const PYPROJECT = 'pyproject.toml';

/** The pyproject.toml of a folder, if it has one. */
export async function loadPyproject(folder: string): Promise<Loaded | undefined> {
  return loadTomlIfThere(join(folder, PYPROJECT));
}

/** Whether the project is built, and what the user should know about that. */
export interface Packaging {
  readonly isPackage: boolean;
  readonly notes: readonly string[];
}

const NO_PACKAGE: Packaging = { isPackage: false, notes: [] };
const PACKAGE: Packaging = { isPackage: true, notes: [] };

/** Whether the project is a package, by its own word: a build system, unless uv or Poetry are told otherwise. */
export async function packagingOf({ path, data }: Loaded): Promise<Packaging> {
  if (valueAt(data, 'tool', 'poetry', 'package-mode') === false) return NO_PACKAGE;
  if (valueAt(data, 'tool', 'uv', 'package') === false) return NO_PACKAGE;
  const folder = dirname(path);
  if (!isProject(data) && !(await hasSetuptoolsFiles(folder))) return NO_PACKAGE;
  if (valueAt(data, 'tool', 'uv', 'package') === true) return PACKAGE;
  if (!isTable(data['build-system'])) return NO_PACKAGE;
  return isBuiltByPoetry(data) ? poetryPackaging(folder, data) : PACKAGE;
}

/** The project to build; nothing when it is no package. */
export async function projectOf(
  pyproject: Loaded | undefined,
  extras: readonly string[],
): Promise<{ readonly project: Project | undefined; readonly notes: readonly string[] }> {
  if (!pyproject) return { project: undefined, notes: [] };
  const { isPackage, notes } = await packagingOf(pyproject);
  const root = dirname(pyproject.path);
  const project = isPackage ? { root, extras, dependenciesKnown: true } : undefined;
  return { project, notes };
}

/** Whether it has metadata of its own, and is not for the settings of tools alone. */
export function isProject(data: Table): boolean {
  return isTable(data['project']) || isPoetryProject(data);
}

/** Whether Poetry's own tables declare the project. */
export function isPoetryProject(data: Table): boolean {
  return isTable(valueAt(data, 'tool', 'poetry'));
}

/** Whether parts of its metadata are told by the build alone. */
export function isDynamic(data: Table, field: string): boolean {
  return textsAt(data, 'project', 'dynamic').includes(field);
}

async function hasSetuptoolsFiles(folder: string): Promise<boolean> {
  return (await isThere(join(folder, 'setup.py'))) || isThere(join(folder, 'setup.cfg'));
}

function isBuiltByPoetry(data: Table): boolean {
  return textAt(data, 'build-system', 'build-backend')?.startsWith('poetry.') === true;
}

/**
 * Poetry builds what `packages` names, else a module or package of the project's own name, here or in `src`. An
 * app without either is usual: its authors say `poetry install --no-root`.
 */
async function poetryPackaging(folder: string, data: Table): Promise<Packaging> {
  if (tablesAt(data, 'tool', 'poetry', 'packages').length > 0) return PACKAGE;
  const name = textAt(data, 'project', 'name') ?? textAt(data, 'tool', 'poetry', 'name') ?? '';
  const module = name.replace(/[-_.]+/g, '_');
  for (const place of [module, `${module}.py`, join('src', module), join('src', `${module}.py`)]) {
    if (await isThere(join(folder, place))) return PACKAGE;
  }
  const note = `Poetry's project '${name}' has no folder '${module}', so only its dependencies are installed, as by 'poetry install --no-root'. 'package-mode = false' in [tool.poetry] says so.`;
  return { isPackage: false, notes: [note] };
}
