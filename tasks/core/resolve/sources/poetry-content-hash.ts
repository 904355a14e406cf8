// Poetry's content-hash: of what in pyproject.toml decides on the lock.

import { createHash } from 'node:crypto';
import { compareVersions, readVersion } from '../../terms/version.js';
import { writePythonJson } from './python-json.js';
import { isTable, tableAt, textAt, type Table } from '../../tools/toml.js';

/** Part of the hash even when they are missing, as `null`. */
const OLD_KEYS = ['dependencies', 'source', 'extras', 'dev-dependencies'];
const KEYS = [...OLD_KEYS, 'group'];
const PROJECT_KEYS = ['requires-python', 'dependencies', 'optional-dependencies'];

/**
 * Whether a lock is of this pyproject.toml. Which parts are hashed has grown with Poetry: 2.0 added the
 * `[project]` table, 2.3 the dependency groups; so a lock is judged as the Poetry that wrote it would.
 * @param lockText the first line names that Poetry
 */
export function isPoetryLockFresh(pyproject: Table, lock: Table, lockText: string): boolean {
  const wanted = textAt(lock, 'metadata', 'content-hash');
  if (wanted === undefined) return false;
  const writer = readVersion(/^#.*Poetry (\S+)/.exec(lockText)?.[1] ?? '');
  const isOlder = (than: string): boolean => {
    const version = readVersion(than);
    return writer !== undefined && version !== undefined && compareVersions(writer, version) < 0;
  };
  const accepted = [contentHash(pyproject, true)];
  if (isOlder('2.3.0')) accepted.push(contentHash(pyproject, false));
  // Poetry wrote its version into locks from 1.4 on; what it wrote before has this form.
  if (writer === undefined || isOlder('2.0.0')) {
    accepted.push(sha256(relevantPoetry(tableAt(pyproject, 'tool', 'poetry'), true)));
  }
  return accepted.includes(wanted);
}

function contentHash(pyproject: Table, withGroups: boolean): string {
  const project = picked(tableAt(pyproject, 'project'), PROJECT_KEYS);
  const groups = withGroups ? tableAt(pyproject, 'dependency-groups') : {};
  const isOld = isEmpty(project) && isEmpty(groups);
  const poetry = relevantPoetry(tableAt(pyproject, 'tool', 'poetry'), isOld);
  if (isOld) return sha256(poetry);
  return sha256({
    ...(isEmpty(project) ? {} : { project }),
    ...(isEmpty(groups) ? {} : { 'dependency-groups': groups }),
    tool: { poetry },
  });
}

function relevantPoetry(poetry: Table, withMissing: boolean): Table {
  const missing = Object.fromEntries((withMissing ? OLD_KEYS : []).map((key) => [key, null]));
  return { ...missing, ...picked(poetry, KEYS) };
}

function picked(table: Table, keys: readonly string[]): Table {
  return Object.fromEntries(
    keys.filter((key) => Object.hasOwn(table, key)).map((key) => [key, table[key]]),
  );
}

function isEmpty(table: Table): boolean {
  return isTable(table) && Object.keys(table).length === 0;
}

function sha256(content: Table): string {
  const text = writePythonJson(content, { item: ', ', key: ': ' });
  return createHash('sha256').update(text).digest('hex');
}
