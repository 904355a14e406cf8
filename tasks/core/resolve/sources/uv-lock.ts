// uv.lock: read by uv itself, which exports it as lines, and checked by uv against its project.

import { dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Host } from '../../host.js';
import type { Wanted } from '../../terms/dependencies.js';
import { normalisedName } from '../../terms/distribution-name.js';
import { Stopped } from '../../terms/failure.js';
import { logicalLines } from '../../terms/requirement-lines.js';
import { readRequirement, writeRequirement } from '../../terms/requirement.js';
import { readSpecifiers, satisfies } from '../../terms/specifier.js';
import { readVersion } from '../../terms/version.js';
import { groupNames } from './dependency-groups.js';
import { leftOutNotes } from './left-out.js';
import { loadToml, type Loaded } from './load-text.js';
import { indexNotes, otherIndex, type Indexed } from './locked.js';
import { loadPyproject, projectOf, PYPROJECT } from './project.js';
import {
  checkEnvironments,
  checkPython,
  holds,
  knownOnes,
  type Read,
  type Source,
  type SourceQuestion,
} from './source.js';
import { tableAt, tablesAt, textAt, textsAt, valueAt, type Table } from '../../tools/toml.js';
import { exportUvLock } from './uv-export.js';

export const UV_LOCK: Source = {
  format: 'uv.lock',
  fits: (name) => name === 'uv.lock',
  partOf: [],
  load,
};

async function load(host: Host, path: string, question: SourceQuestion): Promise<Read> {
  const lock = await loadToml(path);
  const pyproject = await projectFor(path, question.appRoot);
  const requires = textAt(lock.data, 'requires-python');
  checkPython(path, requires, question);
  checkPython(pyproject.path, textAt(pyproject.data, 'project', 'requires-python'), question);
  checkEnvironments(path, textsAt(lock.data, 'supported-markers'), question);
  const groups = knownOnes('group', pyproject.path, question.groups, uvGroups(pyproject.data));
  const optional = tableAt(pyproject.data, 'project', 'optional-dependencies');
  const extras = knownOnes('extra', pyproject.path, question.extras, Object.keys(optional));
  const exported = await exportUvLock(host, await question.uv(), {
    lock,
    projectFolder: dirname(pyproject.path),
    registries: registriesOf(lock.data),
    python: question.pythons.find(({ version }) => isAllowed(version, requires))?.program,
    options: [
      ...packageOption(path, pyproject),
      ...groups.flatMap((group) => ['--group', group]),
      ...extras.flatMap((extra) => ['--extra', extra]),
    ],
  });
  const wanted = wantedOf(lock, exported.text, question);
  const { project, notes } = await projectOf(pyproject, question.extras);
  return {
    files: [path, pyproject.path],
    wanted,
    project,
    notes: [
      ...exported.notes,
      ...leftOutNotes(textsAt(pyproject.data, 'tool', 'uv', 'default-groups'), groups, host.input),
      ...notes,
      ...indexNotes('uv.lock', fromOtherIndexes(lock.data, wanted.lines)),
    ],
    warnings: [],
    text: [lock.text, pyproject.text].join('\n'),
  };
}

/** Whether a lock is for a Python: one that builds for another minor may be too old for it. */
function isAllowed(version: string, requires: string | undefined): boolean {
  const specifiers = readSpecifiers(requires ?? '');
  const read = readVersion(version);
  return specifiers !== undefined && read !== undefined && satisfies(read, specifiers);
}

/** The app's own pyproject.toml; its lock may be that of a workspace around it. */
async function projectFor(path: string, appRoot: string): Promise<Loaded> {
  const root = dirname(path);
  const isAround = !relative(root, appRoot).startsWith('..');
  const own = isAround ? await loadPyproject(appRoot) : undefined;
  const found = own && textAt(own.data, 'project', 'name') !== undefined ? own : undefined;
  const pyproject = found ?? (await loadPyproject(root));
  if (pyproject) return pyproject;
  throw new Stopped({ code: 'lock-without-project', path, project: join(root, PYPROJECT) });
}

/** `dev` may still be in uv's own, older place. */
function uvGroups(pyproject: Table): string[] {
  const old = valueAt(pyproject, 'tool', 'uv', 'dev-dependencies') === undefined ? [] : ['dev'];
  return [...groupNames(pyproject), ...old];
}

/** A member of a workspace is named, since what is asked for is its own part of the lock. */
function packageOption(path: string, pyproject: Loaded): string[] {
  const name = textAt(pyproject.data, 'project', 'name');
  const isMember = dirname(pyproject.path) !== dirname(path);
  return isMember && name !== undefined ? ['--package', name] : [];
}

function registriesOf(lock: Table): string[] {
  const registries = tablesAt(lock, 'package').map((one) => textAt(one, 'source', 'registry'));
  return [...new Set(registries.filter((url) => url !== undefined))];
}

type WantedLocked = Extract<Wanted, { kind: 'locked' }>;

/** uv's lines, for the target alone; what lies in the sources gets its name and its whole path. */
function wantedOf(lock: Loaded, text: string, question: SourceQuestion): WantedLocked {
  const lines = logicalLines(text).flatMap(({ line }) => {
    const [what = '', ...hashes] = line.split(/(?<!\s)\s+--hash=/).map((part) => part.trim());
    const targeted = targetedLine(lock, what, question);
    if (targeted === undefined) return [];
    return [{ line: [targeted, ...hashes.map((hash) => `--hash=${hash}`)].join(' '), hashes }];
  });
  const hashed = lines.every(({ hashes }) => hashes.length > 0);
  return { kind: 'locked', lines: lines.map(({ line }) => line), hashed };
}

function targetedLine(lock: Loaded, text: string, question: SourceQuestion): string | undefined {
  if (/^\.{0,2}[/\\]|^\.{1,2}$|^[a-z]:[/\\]/i.test(text)) {
    const [place = '', marker] = text.split(/(?<!\s)\s+;\s+/);
    return holds(lock.path, marker, question) ? placedLine(lock, place) : undefined;
  }
  const requirement = readRequirement(text);
  if (!requirement) {
    const reason = 'uv exports it as something that is no requirement';
    throw new Stopped({ code: 'locked-unusable', path: lock.path, name: text, reason });
  }
  if (!holds(lock.path, requirement.marker, question)) return undefined;
  return writeRequirement({ ...requirement, marker: undefined });
}

/** uv writes places relative to the lock, whichever member of the workspace is asked for. */
function placedLine(lock: Loaded, place: string): string {
  const root = dirname(lock.path);
  const path = resolve(root, place);
  const owner = tablesAt(lock.data, 'package').find((one) =>
    ['editable', 'directory', 'virtual', 'path'].some((kind) => {
      const source = textAt(one, 'source', kind);
      return source !== undefined && resolve(root, source) === path;
    }),
  );
  const name = owner && textAt(owner, 'name');
  const url = pathToFileURL(path).href;
  return name === undefined ? url : `${name} @ ${url}`;
}

/** What of the wanted distributions the lock takes from an index other than PyPI. */
function fromOtherIndexes(lock: Table, lines: readonly string[]): Indexed[] {
  const names = new Set(lines.map((line) => normalisedName(/^[\w.-]+/.exec(line)?.[0] ?? '')));
  return tablesAt(lock, 'package')
    .map((one) => ({
      name: textAt(one, 'name') ?? '',
      index: otherIndex(textAt(one, 'source', 'registry')),
    }))
    .filter(({ name }) => names.has(normalisedName(name)));
}
