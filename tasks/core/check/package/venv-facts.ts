// What a tree of a venv says of the venv.

import { VENV_NAME } from '../../terms/layout.js';
import { distributionsOf } from './distributions.js';
import type { Tree, VenvFacts } from '../evidence.js';

/** The facts of a venv; `undefined` when there is no file of one. */
export function venvFacts(folder: string, address: string, tree: Tree): VenvFacts | undefined {
  if (tree.files.size === 0) return undefined;
  return { folder, address, tree, minors: minorsOf(tree), distributions: distributionsOf(tree) };
}

/** Python minors that have something in a site-packages folder; where nothing is installed, the one of `pyvenv.cfg`. */
function minorsOf({ files }: Tree): string[] {
  const found = [...files.keys()].flatMap(
    (path) => /^lib\/python(\d+\.\d+)\/site-packages\//.exec(path)?.[1] ?? [],
  );
  if (found.length > 0) return [...new Set(found)].toSorted();
  // What uv and virtualenv call it, too.
  const version = /^version(?:_info)?[ \t]*=[ \t]*(\d+\.\d+)/m;
  const minor = version.exec(files.get('pyvenv.cfg')?.text ?? '')?.[1];
  return minor === undefined ? [] : [minor];
}

/** A file of the venv as findings name it. */
export function placeInVenv({ folder }: Pick<VenvFacts, 'folder'>, path: string): string {
  return `${folder === '' ? VENV_NAME : folder}/${path}`;
}
