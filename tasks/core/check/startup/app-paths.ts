// Paths as startup commands write them, to paths in the app.

import { posix } from 'node:path';

import { SITE_ROOT, type Layout } from '../../terms/layout.js';
import { hasExpansion } from './shell/words.js';

/** From where a path is looked at. */
export interface Viewpoint {
  /** The folder that the command runs in, relative to the app root; `undefined` when unknown. */
  readonly folder: string | undefined;
  readonly layout: Layout | undefined;
  /** The script that names the path, relative to the app root; `undefined` for the startup command itself. */
  readonly script: string | undefined;
}

/** The app root in other words (contract A6, A11). */
const APP_PATH = /^\$(?:APP_PATH|\{APP_PATH\})(?=\/|$)/;
/**
 * The home folder is root's: the start script writes for root's sessions into `~/.bashrc` (contract A11). Only Kudu's own
 * container has `/home` for it.
 */
const HOME = /^(?:~|\$HOME|\$\{HOME\})(?=\/|$)/;
const WORKING_FOLDER = /^(?:\$PWD|\$\{PWD\}|\$\(pwd\)|`pwd`)(?=\/|$)/;
const SCRIPT_FOLDER = /^(?:\$\(.*dirname.*(?:\$0|\$\{0\}|BASH_SOURCE).*\)|\$\{0%\/\*\})(?=\/|$)/;

/** No path of an app is longer; it bounds what the patterns have to read. */
const LONGEST = 1024;

/**
 * The path relative to the app root, without a trailing slash; empty for the app root itself, `undefined` for
 * what lies elsewhere or cannot be known.
 */
export function pathInApp(path: string, view: Viewpoint): string | undefined {
  if (path.length > LONGEST) return undefined;
  const written = path.replace(HOME, '/root');
  if (APP_PATH.test(written)) return inside('', written.replace(APP_PATH, '.'));
  if (WORKING_FOLDER.test(written))
    return inside(view.folder, written.replace(WORKING_FOLDER, '.'));
  if (SCRIPT_FOLDER.test(written)) {
    const folder = view.script === undefined ? undefined : posix.dirname(view.script);
    return inside(folder, written.replace(SCRIPT_FOLDER, '.'));
  }
  if (written === SITE_ROOT || written.startsWith(`${SITE_ROOT}/`)) {
    if (view.layout === 'appTarball') return undefined;
    return inside('', `.${written.slice(SITE_ROOT.length)}`);
  }
  return posix.isAbsolute(written) ? undefined : inside(view.folder, written);
}

function inside(folder: string | undefined, path: string): string | undefined {
  if (folder === undefined || hasExpansion(path) || /[*?[\]{}]/.test(path)) return undefined;
  const joined = posix.join(folder, path).replace(/\/$/, '');
  if (joined === '..' || joined.startsWith('../')) return undefined;
  return joined === '.' ? '' : joined;
}
