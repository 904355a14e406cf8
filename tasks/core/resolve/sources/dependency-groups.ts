// Dependency groups of pyproject.toml (PEP 735), with the groups that they include.

import { normalisedName } from '../../terms/distribution-name.js';
import { unreadable } from './source.js';
import { isTable, tableAt, textAt, type Table } from '../../tools/toml.js';

/** The names of the groups, as they are written. */
export function groupNames(pyproject: Table): string[] {
  return Object.keys(tableAt(pyproject, 'dependency-groups'));
}

/**
 * The requirements of a group and of all that it includes, in order.
 * @throws Stopped `dependencies-unreadable`
 */
export function groupRequirements(path: string, pyproject: Table, group: string): string[] {
  const groups = new Map(
    Object.entries(tableAt(pyproject, 'dependency-groups')).map(
      ([name, items]) => [normalisedName(name), items] as const,
    ),
  );
  return requirementsOf(group, []);

  function requirementsOf(name: string, within: readonly string[]): string[] {
    const key = normalisedName(name);
    const items = groups.get(key);
    if (within.includes(key)) throw unreadable(path, `the group '${name}' includes itself`);
    if (!Array.isArray(items)) throw unreadable(path, `there is no group '${name}' to include`);
    return items.flatMap((item: unknown) => {
      if (typeof item === 'string') return [item];
      const included = isTable(item) ? textAt(item, 'include-group') : undefined;
      if (included === undefined) {
        throw unreadable(path, `the group '${name}' has an entry that is no requirement`);
      }
      return requirementsOf(included, [...within, key]);
    });
  }
}
