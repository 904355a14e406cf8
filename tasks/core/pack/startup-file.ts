// The startup file, where the platform looks for it before it unpacks anything.

import type { Telling } from '../host.js';
import type { Entry } from '../terms/archive-entry.js';
import { SITE_ROOT } from '../terms/layout.js';
import type { InputWords } from '../terms/input-name.js';

/**
 * The entry that must also lie in the zip beside a whole-app tarball: the container's entry point looks for
 * a startup file on the site. Only a `.sh` is run as it is; of any other file it takes the first line (contract A6).
 * @returns the entry's path, or `undefined` when the command names no such file
 */
export function findStartupFile(
  tell: Telling,
  startupCommand: string | undefined,
  app: readonly Entry[],
  input: InputWords,
): string | undefined {
  if (startupCommand === undefined) {
    tell.note(
      `${input.name('startupCommand')} is empty. If the web app's startup command is a .sh file, give it here, so that the platform finds the file.`,
    );
    return undefined;
  }
  const named = /^\S+\.sh$/.exec(startupCommand.trim())?.[0];
  if (named === undefined) return undefined;
  const path = named.replace(new RegExp(`^${SITE_ROOT}/`), '').replace(/^(?:\.\/)+/, '');
  if (app.some((entry) => entry.kind === 'file' && entry.path === path)) return path;
  tell.warn(`The startup file '${named}' is not in the package.`);
  return undefined;
}
