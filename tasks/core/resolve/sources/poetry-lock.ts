// poetry.lock: of Poetry 2, which names the groups and markers of each package, and of Poetry 1, which does not.

import { dirname, join } from 'node:path';
import type { Host } from '../../host.js';
import { normalisedName } from '../../terms/distribution-name.js';
import { Stopped } from '../../terms/failure.js';
import { readVersion } from '../../terms/version.js';
import { leftOutNotes } from './left-out.js';
import { loadToml, type Loaded } from './load-text.js';
import {
  indexNotes,
  otherIndex,
  pathPin,
  urlPin,
  vcsPin,
  versionPin,
  wantedLocked,
  type Locked,
} from './locked.js';
import { groupNames } from './dependency-groups.js';
import { allows, readConstraint } from './poetry-constraint.js';
import { isPoetryLockFresh } from './poetry-content-hash.js';
import { packagesOfPoetry1 } from './poetry-1-lock.js';
import { loadPyproject, projectOf, PYPROJECT } from './project.js';
import {
  holds,
  knownOnes,
  unreadable,
  type Read,
  type Source,
  type SourceQuestion,
} from './source.js';
import { tableAt, tablesAt, textAt, textsAt, valueAt, type Table } from '../../tools/toml.js';

const COMMAND = 'poetry lock';

export const POETRY_LOCK: Source = {
  format: 'poetry.lock',
  fits: (name) => name === 'poetry.lock',
  partOf: [],
  load,
};

async function load(host: Host, path: string, question: SourceQuestion): Promise<Read> {
  const lock = await loadToml(path);
  const pyproject = await loadPyproject(dirname(path));
  if (!pyproject) {
    const project = join(dirname(path), PYPROJECT);
    throw new Stopped({ code: 'lock-without-project', path, project });
  }
  const minor = checkVersion(path, lock.data);
  if (!isPoetryLockFresh(pyproject.data, lock.data, lock.text)) {
    throw new Stopped({ code: 'lock-outdated', path, project: pyproject.path, command: COMMAND });
  }
  checkPoetryPython(path, lock.data, question);
  const wanted = {
    groups: knownOnes('group', pyproject.path, question.groups, poetryGroups(pyproject.data)),
    extras: knownOnes('extra', path, question.extras, Object.keys(tableAt(lock.data, 'extras'))),
  };
  const packages = hasGroups(minor)
    ? packagesOfPoetry2(lock, question, wanted)
    : packagesOfPoetry1(lock, pyproject, question, wanted);
  const locked = await Promise.all(packages.map((one) => lockedOf(lock, one)));
  const { project, notes } = await projectOf(pyproject, question.extras);
  return {
    files: [path, pyproject.path],
    wanted: wantedLocked(path, locked),
    project,
    notes: [
      ...versionNotes(minor),
      ...leftOutNotes(defaultGroups(pyproject.data), wanted.groups, host.input),
      ...notes,
      ...indexNotes('poetry.lock', locked),
    ],
    warnings: [],
    text: [lock.text, pyproject.text].join('\n'),
  };
}

/** The lock's version as two numbers. */
type LockVersion = readonly [number, number];

/** Poetry reads locks of 1.x and 2.x, and stops at others. */
function checkVersion(path: string, lock: Table): LockVersion {
  const found = textAt(lock, 'metadata', 'lock-version');
  if (found === undefined) throw unreadable(path, "its metadata has no 'lock-version'");
  const [major, minor = 0n] = readVersion(found)?.release ?? [];
  if (major !== 1n && major !== 2n) {
    throw new Stopped({ code: 'lock-version-unknown', path, found, known: '1.0 to 2.1' });
  }
  return [Number(major), Number(minor)];
}

function hasGroups([major, minor]: LockVersion): boolean {
  return major === 2 && minor >= 1;
}

function versionNotes(version: LockVersion): string[] {
  const found = version.join('.');
  if (!hasGroups(version)) {
    return [
      `poetry.lock is of Poetry 1 (lock-version ${found}): it does not say for which groups and markers a package is there. That is worked out from pyproject.toml and from what each package requires. 'poetry lock' of Poetry 2 writes it down.`,
    ];
  }
  if (version[0] === 2 && version[1] === 1) return [];
  return [`poetry.lock has lock-version ${found}; what it has beyond 2.1 is not known here.`];
}

function checkPoetryPython(path: string, lock: Table, { python }: SourceQuestion): void {
  const requires = textAt(lock, 'metadata', 'python-versions');
  if (requires === undefined) return;
  const constraint = readConstraint(requires);
  if (!constraint) throw unreadable(path, `python-versions is '${requires}'`);
  const version = readVersion(python.version);
  if (version && allows(constraint, version)) return;
  throw new Stopped({ code: 'python-excluded', path, requires, python: python.version });
}

function poetryGroups(pyproject: Table): string[] {
  const old = valueAt(pyproject, 'tool', 'poetry', 'dev-dependencies') === undefined ? [] : ['dev'];
  return [
    ...Object.keys(tableAt(pyproject, 'tool', 'poetry', 'group')),
    ...groupNames(pyproject),
    ...old,
  ].filter((name) => name !== 'main');
}

/** Groups that `poetry install` installs without being told. */
function defaultGroups(pyproject: Table): string[] {
  return poetryGroups(pyproject).filter(
    (name) => valueAt(pyproject, 'tool', 'poetry', 'group', name, 'optional') !== true,
  );
}

function packagesOfPoetry2(
  { path, data }: Loaded,
  question: SourceQuestion,
  wanted: { readonly groups: readonly string[]; readonly extras: readonly string[] },
): Table[] {
  // Poetry writes normalised names into its lock, whatever the spelling in pyproject.toml.
  const chosen = new Set(['main', ...wanted.groups].map(normalisedName));
  return tablesAt(data, 'package').filter((one) => {
    const groups = textsAt(one, 'groups').filter((group) => chosen.has(normalisedName(group)));
    return groups.some((group) => {
      const marker = textAt(one, 'markers') ?? textAt(one, 'markers', group);
      return holds(path, marker, question, { extras: wanted.extras });
    });
  });
}

async function lockedOf({ path, data }: Loaded, one: Table): Promise<Locked> {
  const [name, version] = [textAt(one, 'name'), textAt(one, 'version')];
  if (name === undefined || version === undefined)
    throw unreadable(path, 'a package has no version');
  const hashes = hashesOf(data, name, one);
  const url = textAt(one, 'source', 'url') ?? '';
  const subdirectory = textAt(one, 'source', 'subdirectory');
  const type = textAt(one, 'source', 'type');
  switch (type) {
    case undefined:
      return { name, pin: versionPin(version), hashes };
    case 'legacy':
      return { name, pin: versionPin(version), hashes, index: otherIndex(url) };
    case 'url':
      return { name, pin: urlPin(url, subdirectory), hashes };
    case 'file':
      return { name, pin: await pathPin(path, name, dirname(path), url), hashes };
    case 'directory':
      return { name, pin: await pathPin(path, name, dirname(path), url, subdirectory), hashes: [] };
    case 'git': {
      const commit = textAt(one, 'source', 'resolved_reference');
      if (commit === undefined) throw unreadable(path, `'${name}' has no commit`);
      return { name, pin: vcsPin('git', url, commit, subdirectory), hashes: [] };
    }
    default:
      throw unreadable(path, `the source of '${name}' is of the type '${type}'`);
  }
}

/** Poetry before 1.3 kept the files of all packages in one table at the end. */
function hashesOf(lock: Table, name: string, one: Table): string[] {
  const own = tablesAt(one, 'files');
  const files = own.length > 0 ? own : tablesAt(lock, 'metadata', 'files', name);
  return files
    .flatMap((file) => textAt(file, 'hash') ?? [])
    .filter((hash) => !hash.startsWith('md5:'));
}
