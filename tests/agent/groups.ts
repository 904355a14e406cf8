// Finds the foldable groups of a log.
import type { LogGroup } from './task-run.js';

const opening = '##[group]';
const closing = '##[endgroup]';

/** Groups in order. They do not nest: the next one ends the one before. */
export function findGroups(log: readonly string[]): LogGroup[] {
  const groups: LogGroup[] = [];
  let open: { name: string; lines: string[] } | undefined;
  const keep = (closed: boolean): void => {
    if (open !== undefined) {
      groups.push({ ...open, closed });
      open = undefined;
    }
  };
  for (const line of log) {
    if (line.startsWith(opening)) {
      keep(false);
      open = { name: line.slice(opening.length), lines: [] };
    } else if (line.startsWith(closing)) {
      keep(true);
    } else {
      open?.lines.push(line);
    }
  }
  keep(false);
  return groups;
}
