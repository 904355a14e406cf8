// A file or folder of the app that a start wanted and the package does not have.

import { posix } from 'node:path';

import { hasFolder } from '../tree.js';
import { findFile, type Story } from './story.js';

/** Python's words, and those of Starlette about a folder of static files. */
const ABSENT = [
  /^\[Errno 2\] No such file or directory: '([^']+)'/,
  /^Directory '([^']+)' does not exist/,
];

/** Relative to the app root; `undefined` where nothing is missing, or where the app makes or finds it elsewhere. */
export function absentPath(story: Story): string | undefined {
  const { exception, rehearsal } = story;
  const message = exception?.message ?? '';
  const path = ABSENT.flatMap((words) => words.exec(message)?.[1] ?? [])[0];
  const root = rehearsal.appPath;
  if (path === undefined || isWritten(story)) return undefined;
  if (!posix.isAbsolute(path) && isStartedElsewhere(story)) return undefined;
  // The start script is run in the app root.
  const inside = posix.relative(root, posix.resolve(root, path));
  if (inside === '' || /^\.\.(?:\/|$)/.test(inside)) return undefined;
  const isMissing = findFile(story, `${root}/${inside}`) === 'missing';
  return isMissing && !hasFolder(story.app, inside) ? inside : undefined;
}

/** Whether a `cd` or an option of the startup command says from where relative paths count. */
function isStartedElsewhere({ startup }: Story): boolean {
  return (
    startup?.commands.some(({ folder }) => folder !== '') === true ||
    startup?.servers.some(({ folder }) => folder !== undefined) === true
  );
}

/** Who opens a file to write it misses the folder around it, which no package brings: a log, say. */
function isWritten({ exception }: Story): boolean {
  return (
    exception?.frames.some(({ code }) => /["'](?:[wax]b?\+?)["']|FileHandler|mkdir/.test(code)) ===
    true
  );
}
