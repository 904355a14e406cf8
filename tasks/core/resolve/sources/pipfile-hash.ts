// Pipenv's hash of a Pipfile: of what in it decides on the lock.

import { createHash } from 'node:crypto';
import { normalisedName } from '../../terms/distribution-name.js';
import { writePythonJson } from './python-json.js';
import { isTable, tableAt, textAt, type Table } from '../../tools/toml.js';

/** What is put in when a Pipfile names no source. */
const USUAL_SOURCE = [{ name: 'pypi', url: 'https://pypi.org/simple', verify_ssl: true }];

/** Sections that are no categories of packages. */
const OTHERS = ['source', 'packages', 'dev-packages', 'requires', 'scripts', 'pipfile', 'pipenv'];

/**
 * Whether a lock is of this Pipfile. Pipenv hashes names as they are compared since 2026; before, as they
 * were written: either will do.
 */
export function isPipfileLockFresh(pipfile: Table, lock: Table): boolean {
  const wanted = textAt(lock, '_meta', 'hash', 'sha256');
  return [pipfileHash(pipfile, (name) => name), pipfileHash(pipfile, normalisedName)].includes(
    wanted ?? '',
  );
}

function pipfileHash(pipfile: Table, spelling: (name: string) => string): string {
  const section = (value: unknown): unknown =>
    isTable(value)
      ? Object.fromEntries(Object.entries(value).map(([name, item]) => [spelling(name), item]))
      : value;
  const categories = Object.entries(pipfile)
    .filter(([name]) => ![...OTHERS, 'default', 'develop'].includes(name))
    .map(([name, value]) => [name, section(value)]);
  const content = {
    _meta: {
      sources: pipfile['source'] ?? USUAL_SOURCE,
      requires: tableAt(pipfile, 'requires'),
    },
    default: section(tableAt(pipfile, 'packages')),
    develop: section(tableAt(pipfile, 'dev-packages')),
    ...Object.fromEntries(categories),
  };
  const text = writePythonJson(content, { item: ',', key: ':' });
  return createHash('sha256').update(text).digest('hex');
}
