// pyproject.toml alone: what the project declares, not locked yet (PEP 621, PEP 735).

import { dirname } from 'node:path';
import type { Host } from '../../host.js';
import type { Project } from '../../terms/dependencies.js';
import { normalisedName } from '../../terms/distribution-name.js';
import { Stopped } from '../../terms/failure.js';
import { readRequirement, writeRequirement, type Requirement } from '../../terms/requirement.js';
import { groupNames, groupRequirements } from './dependency-groups.js';
import { isThere, loadToml, type Loaded } from './load-text.js';
import { projectIndexNotes } from './project-indexes.js';
import { isDynamic, isPoetryProject, isProject, packagingOf, PYPROJECT } from './project.js';
import {
  checkPython,
  holds,
  knownOnes,
  unreadable,
  type Read,
  type Source,
  type SourceQuestion,
} from './source.js';
import { isTable, tableAt, textAt, textsAt, type Table } from '../../tools/toml.js';

export const PYPROJECT_TOML: Source = {
  format: 'pyproject.toml',
  fits: (name) => name === PYPROJECT,
  declares,
  // These are made from it.
  partOf: ['uv.lock', 'pylock.toml', 'poetry.lock'],
  load,
};

/** Many hold the settings of tools alone, and some the name of the app. One that cannot be read is told when it is loaded. */
async function declares(path: string, { groups }: SourceQuestion): Promise<boolean> {
  const pyproject = await loadToml(path).catch(() => undefined);
  if (!pyproject) return true;
  const { data } = pyproject;
  if (groups.length > 0 && groupNames(data).length > 0) return true;
  if (!isProject(data))
    return (await packagingOf(pyproject)).isPackage && !(await hasSetupPy(path));
  const names = [
    ...textsAt(data, 'project', 'dependencies'),
    ...Object.keys(tableAt(data, 'project', 'optional-dependencies')),
    ...Object.keys(tableAt(data, 'tool', 'poetry', 'dependencies')).filter((n) => n !== 'python'),
  ];
  return names.length > 0 || isBuilt(data) || (await packagingOf(pyproject)).isPackage;
}

async function hasSetupPy(path: string): Promise<boolean> {
  return isThere(path.replace(/pyproject\.toml$/, 'setup.py'));
}

async function load(_host: Host, path: string, question: SourceQuestion): Promise<Read> {
  const pyproject = await loadToml(path);
  const { data, text } = pyproject;
  checkPython(path, textAt(data, 'project', 'requires-python'), question);
  const packaging = await packagingOf(pyproject);
  if (!isProject(data) && !packaging.isPackage && groupNames(data).length === 0) {
    throw unreadable(path, 'it declares neither a project nor dependency groups');
  }
  const read = isBuilt(data)
    ? toBeBuilt(pyproject, packaging.isPackage, question)
    : declared(pyproject, packaging.isPackage, question);
  return {
    files: [path],
    wanted: { kind: 'lines', lines: read.lines },
    project: read.project,
    notes: [...packaging.notes, ...projectIndexNotes(data)],
    warnings: [],
    text,
  };
}

/** What is asked of the installer. */
interface Lines {
  readonly lines: readonly string[];
  readonly project: Project | undefined;
}

/** Whether its dependencies are told by its build alone: dynamic ones, Poetry's own table, or no metadata here at all. */
function isBuilt(data: Table): boolean {
  if (!isProject(data)) return isTable(data['build-system']);
  if (isDynamic(data, 'dependencies') || isDynamic(data, 'optional-dependencies')) return true;
  return isPoetryProject(data) && !isStatic(data);
}

function isStatic(data: Table): boolean {
  return isTable(data['project']) && textAt(data, 'project', 'name') !== undefined;
}

function toBeBuilt({ path, data }: Loaded, isPackage: boolean, question: SourceQuestion): Lines {
  const { groups, extras } = question;
  const asked = askedGroups(path, data, groups);
  if (isPoetryProject(data) && !isStatic(data)) {
    knownOnes('extra', path, extras, Object.keys(tableAt(data, 'tool', 'poetry', 'extras')));
    if (!isPackage) {
      throw lockMissing(path, 'Poetry alone reads what [tool.poetry] declares', 'poetry lock');
    }
  }
  const own = asked.flatMap((group) => groupOf(path, data, group));
  return {
    lines: forTarget(path, data, own, question).lines,
    project: { root: dirname(path), extras, dependenciesKnown: false },
  };
}

function declared({ path, data }: Loaded, isPackage: boolean, question: SourceQuestion): Lines {
  const optional = tableAt(data, 'project', 'optional-dependencies');
  const extras = knownOnes('extra', path, question.extras, Object.keys(optional));
  const groups = askedGroups(path, data, question.groups);
  const own = [
    ...textsAt(data, 'project', 'dependencies'),
    ...extras.flatMap((extra) => textsAt(optional, extra)),
    ...groups.flatMap((group) => groupOf(path, data, group)),
  ];
  const { lines, names } = forTarget(path, data, own, question);
  checkSources(path, data, names);
  const root = dirname(path);
  const project = isPackage ? { root, extras, dependenciesKnown: true } : undefined;
  return { lines, project };
}

/** The groups that are asked for, of those that the project has, also in Poetry's own table. */
function askedGroups(path: string, data: Table, asked: readonly string[]): string[] {
  const ofPoetry = Object.keys(tableAt(data, 'tool', 'poetry', 'group'));
  return knownOnes('group', path, asked, [...groupNames(data), ...ofPoetry]);
}

function groupOf(path: string, data: Table, group: string): string[] {
  if (groupNames(data).includes(group)) return groupRequirements(path, data, group);
  throw lockMissing(path, `Poetry alone reads the group '${group}'`, 'poetry lock');
}

/** The lines without those for other targets; what the project requires of itself is put in its place. */
function forTarget(
  path: string,
  data: Table,
  requirements: readonly string[],
  question: SourceQuestion,
): { readonly lines: string[]; readonly names: string[] } {
  const own = normalisedName(textAt(data, 'project', 'name') ?? '');
  const optional = tableAt(data, 'project', 'optional-dependencies');
  const done = new Set<string>();
  const found: Requirement[] = [];
  const queue = [...requirements];
  for (let text = queue.shift(); text !== undefined; text = queue.shift()) {
    const requirement = readRequirement(text);
    if (!requirement) throw unreadable(path, `'${text}' is no requirement`);
    if (!holds(path, requirement.marker, question)) continue;
    if (normalisedName(requirement.name) !== own) {
      found.push({ ...requirement, marker: undefined });
      continue;
    }
    const extras = knownOnes('extra', path, requirement.extras, Object.keys(optional));
    const fresh = extras.filter((extra) => !done.has(extra));
    fresh.forEach((extra) => done.add(extra));
    queue.push(...fresh.flatMap((extra) => textsAt(optional, extra)));
  }
  const lines = [...new Set(found.map(writeRequirement))];
  return { lines, names: found.map(({ name }) => name) };
}

/**
 * Tables of uv and Poetry say from where a name is to be taken, which pip does not read: it would take whatever has
 * that name in the index.
 */
function checkSources(path: string, data: Table, names: readonly string[]): void {
  const wanted = new Set(names.map(normalisedName));
  for (const name of Object.keys(tableAt(data, 'tool', 'uv', 'sources'))) {
    if (!wanted.has(normalisedName(name))) continue;
    throw lockMissing(
      path,
      `uv alone reads in [tool.uv.sources] from where '${name}' is`,
      'uv lock',
    );
  }
  for (const [name, entry] of Object.entries(tableAt(data, 'tool', 'poetry', 'dependencies'))) {
    const isPlaced = isTable(entry) && PLACES.some((key) => Object.hasOwn(entry, key));
    if (!isPlaced || !wanted.has(normalisedName(name))) continue;
    const reason = `Poetry alone reads in [tool.poetry.dependencies] from where '${name}' is`;
    throw lockMissing(path, reason, 'poetry lock');
  }
}

const PLACES = ['path', 'git', 'url', 'file', 'source'];

function lockMissing(path: string, reason: string, command: string): Stopped {
  return new Stopped({ code: 'lock-missing', path, reason, command });
}
