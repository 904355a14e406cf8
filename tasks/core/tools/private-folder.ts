// Private folders for a run: made below the folder for temporary files, and those of runs that were killed removed.

import { lstatSync, mkdtempSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { tempFolderFailure } from '../terms/failure.js';
import { removeTree } from './folders.js';
import { isProcess } from './holder.js';

/** No run takes as long, and one in another container cannot be asked. */
const LEFT_AFTER_MS = 24 * 60 * 60 * 1000;

/** `antenv-check-0004711-Xy12Ab`: what it is for, whose it is, and what `mkdtemp` adds. */
const NAME = String.raw`(antenv-(?:[a-z-]+-)?)(\d{7})-\w{6}`;
const WHOLE_NAME = new RegExp(`^${NAME}$`);

/** Such a name in a path, and all behind it. */
const IN_PATH = new RegExp(String.raw`${NAME}(?!\w).*$`, 's');

/** As long as the highest that Linux gives: names of one length make paths of one length. */
const DIGITS = 7;

/**
 * Makes a folder that only its user may enter, for this process.
 * @param below an existing folder
 * @param use a word for its name
 * @throws Stopped `temp-folder-unusable`, `disk-full`
 */
export function makePrivateFolder(below: string, use = ''): string {
  removeLeftovers(below);
  const words = ['antenv', ...(use === '' ? [] : [use]), String(process.pid).padStart(DIGITS, '0')];
  try {
    return mkdtempSync(join(below, `${words.join('-')}-`));
  } catch (error) {
    throw tempFolderFailure(below, error);
  }
}

/** What the path of a private folder, or of something in it, begins with in every run: its end has another name in each. */
export function beginningInEachRun(path: string): string {
  return path.replace(IN_PATH, '$1');
}

/** A run that was killed could not remove its own. What cannot be removed stays; so does what another user has. */
function removeLeftovers(below: string): void {
  for (const name of namesIn(below)) {
    const pid = WHOLE_NAME.exec(name)?.[2];
    if (pid === undefined || isProcess(Number(pid))) continue;
    const path = join(below, name);
    try {
      if (isLeft(path)) removeTree(path);
    } catch {
      // Another run may have been first.
    }
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** A link is none of ours, wherever it leads. */
function isLeft(path: string): boolean {
  const found = lstatSync(path);
  const isOwn = process.getuid === undefined || found.uid === process.getuid();
  return found.isDirectory() && isOwn && Date.now() - found.mtimeMs > LEFT_AFTER_MS;
}
