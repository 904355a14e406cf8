// What of a venv nobody needs at run time: test directories that nothing wants, and installers.
//
// Conservative by design: whatever looks as if it were needed stays. A directory that is missed by somebody
// costs a deployment, one that stays costs some milliseconds.

import type { LeftOutOfVenv } from '../terms/pruning.js';
import { readDistributions, type PruneFile } from './distributions.js';
import type { Speaker } from './hear.js';
import { unneededInstallers } from './installers.js';
import { neededTests } from './needed-tests.js';
import { isMentioned, LARGEST_SPEAKER, speaksOfApp } from './speaking.js';
import { findTestFolders } from './test-folders.js';

export interface PruneQuestion {
  /** All files of the venv as installed; those outside of test directories with what they say. */
  readonly venv: readonly Speaker[];
  readonly app: readonly PruneFile[];
  /** Texts that may name a module, such as the startup command; a file of the app that one names is listened to. */
  readonly mentions: readonly string[];
}

export interface Pruned {
  /** The largest first. */
  readonly leftOut: readonly LeftOutOfVenv[];
  /** Every file that stays behind. */
  readonly paths: ReadonlySet<string>;
}

/** Plans what stays behind. Of the venv it reads RECORDs, few files that were heard, and the test directories that are needed. */
export function planPrune({ venv, app, mentions }: PruneQuestion): Pruned {
  const distributions = readDistributions(venv);
  const speaking = app.filter((file) => isHeardOfApp(file, mentions));
  const installers = unneededInstallers(distributions, venv, speaking, mentions);
  const gone = new Set(installers.flatMap(({ files }) => files));
  const rest = venv.filter((file) => !gone.has(file));
  const folders = findTestFolders(rest, distributions);
  const needed = neededTests(folders, {
    venv: folders.length === 0 ? [] : rest,
    app: folders.length === 0 ? [] : speaking,
    mentions,
  });
  const unneeded = folders.filter((folder) => !needed.has(folder));
  const leftOut = [
    ...unneeded.map(({ path, files }) => told('test directory', path, files)),
    ...installers.map(({ name, files }) => told('installer', name, files)),
  ];
  const files = [...unneeded, ...installers].flatMap((one) => one.files);
  return {
    leftOut: leftOut.toSorted((a, b) => b.bytes - a.bytes || (a.what < b.what ? -1 : 1)),
    paths: new Set(files.map(({ path }) => path)),
  };
}

function isHeardOfApp({ path, size }: PruneFile, mentions: readonly string[]): boolean {
  if (size > LARGEST_SPEAKER) return false;
  return speaksOfApp(path) || isMentioned(path, mentions);
}

function told(
  reason: LeftOutOfVenv['reason'],
  what: string,
  files: readonly PruneFile[],
): LeftOutOfVenv {
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  return { reason, what, files: files.length, bytes };
}
