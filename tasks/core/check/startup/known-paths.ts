// Whether a path that a shell test asks for is there at the first start of a container.

import { posix } from 'node:path';

import { VENV_NAME } from '../../terms/layout.js';
import type { Tree } from '../evidence.js';
import { hasFolder } from '../tree.js';
import { pathInApp, type Viewpoint } from './app-paths.js';
import { LIKELY, NO, YES, type Truth } from './shell/truth.js';

/** What a test asks for: `-f`, `-d`, `-e`, `-s`. */
export type PathKind = 'file' | 'folder' | 'any' | 'filled';

/** From where a test asks, and of what. */
export interface AskedFrom {
  readonly app: Tree | undefined;
  readonly view: Viewpoint;
  /** The platform has not yet set up the venv. */
  readonly isBeforeVenv: boolean;
}

/** Files that a Python app usually has, also where its tree is not known. */
const REQUIREMENTS = /^requirements[\w.-]*\.txt$/;

/** What the packer adds, or the platform: the app's own tree does not say whether it is there. */
const ADDED = /^(?:oryx-manifest\.toml|output\.tar\.(?:gz|zst)|antenv\.(?:tar\.(?:gz|zst)|zip))$/;

/** What every venv has; of its other files a test is not judged. */
const OF_VENV: readonly string[] = ['bin/activate', 'bin/python', 'bin/python3', 'pyvenv.cfg'];
const FOLDERS_OF_VENV: readonly string[] = ['', 'bin', 'lib'];

/** Judges tests for paths; `undefined` is what nobody can know. A layout comes with a venv (contract A9). */
export function knownPath(
  path: string,
  kind: PathKind,
  { app, view, isBeforeVenv }: AskedFrom,
): Truth | undefined {
  const { layout } = view;
  const inApp = pathInApp(path, view);
  const inVenv = inApp === undefined ? afterVenv(path, '/') : afterVenv(inApp, '');
  if (inVenv !== undefined) {
    if (layout === undefined || isBeforeVenv) return undefined;
    const isElsewhere = inApp === undefined && (layout === 'flat' || layout === 'appTarball');
    return isElsewhere ? NO : ofVenv(inVenv, kind);
  }
  if (inApp !== undefined) return ADDED.test(inApp) ? undefined : ofApp(inApp, kind, app);
  // A whole-app tarball is unpacked below /tmp; in any other layout a new container has nothing there.
  const isEmpty = layout !== undefined && layout !== 'appTarball' && path.startsWith('/tmp/');
  return isEmpty ? NO : undefined;
}

/** What follows the venv's folder in a path into it. */
function afterVenv(path: string, before: string): string | undefined {
  const folder = `${before}${VENV_NAME}`;
  if (path === folder || path === `${folder}/`) return '';
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined;
}

function ofVenv(path: string, kind: PathKind): Truth | undefined {
  if (FOLDERS_OF_VENV.includes(path)) return kind === 'folder' || kind === 'any' ? YES : NO;
  if (OF_VENV.includes(path)) return kind === 'folder' ? NO : YES;
  return undefined;
}

function ofApp(path: string, kind: PathKind, app: Tree | undefined): Truth | undefined {
  const file = app?.files.get(path);
  if (file?.link !== undefined) return undefined;
  if (file !== undefined) {
    if (kind === 'folder') return NO;
    return kind === 'filled' && file.size === 0 ? NO : YES;
  }
  const isFolder = path === '' || hasFolder(app, path);
  if (isFolder) return kind === 'file' ? NO : YES;
  if (app?.complete === true) return NO;
  return kind !== 'folder' && REQUIREMENTS.test(posix.basename(path)) ? LIKELY : undefined;
}
