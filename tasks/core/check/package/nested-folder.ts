// An app that was archived together with the folder it lies in.

import { VENV_NAME } from '../../terms/layout.js';
import type { Tree } from '../evidence.js';

/** Files that say nothing of where the app's root is. */
const BESIDE = /^(?:\..*|__MACOSX|README.*|LICENSE.*|CHANGELOG.*|.*\.(?:md|rst))$/i;

/** What lies at the root of an app. A module of a package may have none of these names. */
const AT_ROOT = [
  'oryx-manifest.toml',
  'requirements.txt',
  'manage.py',
  'pyproject.toml',
  'startup.sh',
];

/** Modules that are an app's entry, unless their folder is a package. */
const ENTRIES = ['app.py', 'application.py', 'main.py', 'run.py', 'server.py', 'index.py'];

/** The one folder that holds all, and the file in it that belongs to the root. */
export interface NestedFolder {
  readonly folder: string;
  readonly marker: string;
}

/**
 * Finds the folder that the whole app lies in.
 * @param startup the startup command; one that names the folder knows what it does
 */
export function findNestedFolder(
  { files, complete }: Tree,
  startup: string | undefined,
): NestedFolder | undefined {
  const tops = new Set<string>();
  for (const path of files.keys()) {
    const top = path.split('/')[0] ?? path;
    if (BESIDE.test(top)) continue;
    if (top === path) return undefined;
    tops.add(top);
    if (tops.size > 1) return undefined;
  }
  const [folder] = tops;
  if (folder === undefined || !complete || startup?.includes(folder) === true) return undefined;
  const marker = markerIn(files, folder);
  return marker === undefined ? undefined : { folder, marker };
}

function markerIn(files: Tree['files'], folder: string): string | undefined {
  const has = (name: string): boolean => files.has(`${folder}/${name}`);
  const venv = `${folder}/${VENV_NAME}/`;
  for (const path of files.keys()) if (path.startsWith(venv)) return VENV_NAME;
  const isPackage = has('__init__.py') || has('wsgi.py') || has('asgi.py');
  return [...AT_ROOT, ...(isPackage ? [] : ENTRIES)].find(has);
}
