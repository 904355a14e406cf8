// Pipfile.lock, as Pipenv writes it: packages in categories, each pinned with its hashes.

import { dirname, join } from 'node:path';
import type { Host } from '../../host.js';
import type { Project } from '../../terms/dependencies.js';
import { normalisedName } from '../../terms/distribution-name.js';
import { Stopped } from '../../terms/failure.js';
import { firstLineOf, isThere, loadText, loadToml, type Loaded } from './load-text.js';
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
import { isPipfileLockFresh } from './pipfile-hash.js';
import {
  holds,
  knownOnes,
  unreadable,
  type Read,
  type Source,
  type SourceQuestion,
} from './source.js';
import { isTable, tableAt, tablesAt, textAt, textsAt, type Table } from '../../tools/toml.js';

/** Categories whose section in the Pipfile has another name. */
const SECTIONS: Readonly<Record<string, string>> = {
  default: 'packages',
  develop: 'dev-packages',
};

/** What Pipenv calls the development packages, in the Pipfile, in the lock and in talk. */
const DEVELOP = ['develop', 'dev', 'dev-packages'];

export const PIPFILE_LOCK: Source = {
  format: 'Pipfile.lock',
  fits: (name) => name === 'Pipfile.lock',
  partOf: [],
  load,
};

async function load(_host: Host, path: string, question: SourceQuestion): Promise<Read> {
  const lock = await loadJson(path);
  const beside = join(dirname(path), 'Pipfile');
  const pipfile = (await isThere(beside)) ? await loadToml(beside) : undefined;
  if (pipfile && !isPipfileLockFresh(pipfile.data, lock.data)) {
    const command = 'pipenv lock';
    throw new Stopped({ code: 'lock-outdated', path, project: pipfile.path, command });
  }
  checkMinor(path, lock.data, question);
  knownOnes('extra', path, question.extras, []);
  const categories = ['default', ...wantedCategories(path, lock.data, question.groups)];
  const entries = categories.flatMap((category) =>
    Object.entries(tableAt(lock.data, category))
      .filter((entry): entry is [string, Table] => isTable(entry[1]))
      .filter(([, entry]) => holds(path, markerOf(entry), question))
      .filter(([name, entry]) => {
        return !isOpen(entry) || holds(path, declaredMarker(pipfile, category, name), question);
      }),
  );
  const others = entries.filter(([, entry]) => !isProjectItself(entry));
  const locked = await Promise.all(
    others.map(([name, entry]) => lockedOf(path, lock.data, name, entry)),
  );
  return {
    files: [path, ...(pipfile ? [pipfile.path] : [])],
    wanted: wantedLocked(path, locked),
    project: projectAmong(path, entries),
    notes: indexNotes('Pipfile.lock', locked),
    warnings: [],
    text: [lock.text, pipfile?.text ?? ''].join('\n'),
  };
}

async function loadJson(path: string): Promise<Loaded> {
  const text = await loadText(path);
  try {
    const data: unknown = JSON.parse(text);
    if (isTable(data)) return { path, text, data };
  } catch (error) {
    throw unreadable(path, firstLineOf(error), error);
  }
  throw unreadable(path, 'it is no JSON object');
}

/** Pipenv's own `--deploy` refuses another Python, too; the last number of a full version is the platform's. */
function checkMinor(path: string, lock: Table, { python }: SourceQuestion): void {
  const requires =
    textAt(lock, '_meta', 'requires', 'python_full_version') ??
    textAt(lock, '_meta', 'requires', 'python_version');
  const minor = /^\d+\.\d+/.exec(requires ?? '')?.[0];
  if (requires === undefined || minor === undefined || minor === python.minor) return;
  throw new Stopped({ code: 'python-excluded', path, requires, python: python.version });
}

function wantedCategories(path: string, lock: Table, groups: readonly string[]): string[] {
  const known = Object.keys(lock).filter((name) => name !== '_meta' && name !== 'default');
  const asked = groups.map((group) => (DEVELOP.includes(group) ? 'develop' : group));
  return knownOnes('group', path, asked, known);
}

/** Names of markers may be keys of an entry; older locks have such ones. */
const MARKER_KEYS = [
  'os_name',
  'sys_platform',
  'platform_machine',
  'platform_system',
  'python_version',
];

function markerOf(entry: Table): string | undefined {
  const parts = MARKER_KEYS.flatMap((key) => {
    const text = textAt(entry, key);
    return text === undefined ? [] : [`${key} ${text}`];
  });
  const marker = textAt(entry, 'markers');
  if (marker === undefined) return parts.join(' and ') || undefined;
  return parts.length === 0 ? marker : [`(${marker})`, ...parts].join(' and ');
}

/** Pipenv pins nothing that is not needed where it runs. */
function isOpen(entry: Table): boolean {
  return textAt(entry, 'version') === '*';
}

/**
 * The marker that the Pipfile has: from what it leaves open, Pipenv 2026 drops one that is written as a key, such as
 * `sys_platform`.
 */
function declaredMarker(
  pipfile: Loaded | undefined,
  category: string,
  name: string,
): string | undefined {
  const section = SECTIONS[category] ?? category;
  const [, entry] =
    Object.entries(tableAt(pipfile?.data ?? {}, section)).find(
      ([declared]) => normalisedName(declared) === normalisedName(name),
    ) ?? [];
  return isTable(entry) ? markerOf(entry) : undefined;
}

function isProjectItself(entry: Table): boolean {
  return ['.', './'].includes(textAt(entry, 'path') ?? '') && entry['editable'] !== true;
}

function projectAmong(path: string, entries: readonly [string, Table][]): Project | undefined {
  const own = entries.find(([, entry]) => isProjectItself(entry))?.[1];
  if (!own) return undefined;
  return { root: dirname(path), extras: textsAt(own, 'extras'), dependenciesKnown: true };
}

const SYSTEMS = ['git', 'hg', 'svn', 'bzr'];

async function lockedOf(path: string, lock: Table, name: string, entry: Table): Promise<Locked> {
  const unusable = (reason: string): Stopped =>
    new Stopped({ code: 'locked-unusable', path, name, reason });
  if (entry['editable'] === true) throw unusable("it is 'editable', a link into this machine");
  const hashes = textsAt(entry, 'hashes');
  const vcs = SYSTEMS.find((system) => textAt(entry, system) !== undefined);
  const subdirectory = textAt(entry, 'subdirectory');
  if (vcs !== undefined) {
    const commit = textAt(entry, 'ref');
    if (commit === undefined) throw unusable('it names a repository without a commit');
    return { name, pin: vcsPin(vcs, textAt(entry, vcs) ?? '', commit, subdirectory), hashes: [] };
  }
  const file = textAt(entry, 'file') ?? textAt(entry, 'path');
  if (file !== undefined && /^(?:https?|file):\/\//.test(file)) {
    return { name, pin: urlPin(file, subdirectory), hashes };
  }
  if (file !== undefined) {
    return { name, pin: await pathPin(path, name, dirname(path), file, subdirectory), hashes };
  }
  const version = textAt(entry, 'version')?.replace(/^===?/, '');
  if (isOpen(entry)) {
    throw unusable(
      "it has no version: Pipenv pins only what is needed where it runs, so run 'pipenv lock' on Linux",
    );
  }
  if (version === undefined) throw unusable('it has no version');
  return { name, pin: versionPin(version), hashes, index: indexOf(lock, textAt(entry, 'index')) };
}

function indexOf(lock: Table, name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const source = tablesAt(lock, '_meta', 'sources').find((one) => textAt(one, 'name') === name);
  return otherIndex(source && textAt(source, 'url'));
}
