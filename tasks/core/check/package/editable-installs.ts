// Distributions that were installed as a pointer to a folder of the machine that built the venv.

import { posix } from 'node:path';
import type { VenvFacts } from '../evidence.js';

export interface EditableInstall {
  /** Its name, or the file that points. */
  readonly name: string;
  /** In the venv. */
  readonly file: string;
}

const SITE = /^(?:lib\/python[\d.]+|Lib)\/site-packages\/([^/]+)$/;

/** Files that tell a Python which folders to import from as well. */
const EDITABLE_FILE = /^__editable__\.|\.egg-link$|^__editable___/;

/** Finds them by their metadata, else by the files that editable installs leave. */
export function findEditableInstalls({
  tree,
  distributions,
  address,
}: VenvFacts): EditableInstall[] {
  const files = [...tree.files.values()].flatMap(({ path, text }) => {
    const name = SITE.exec(path)?.[1];
    return name === undefined ? [] : [{ path, name, text: text ?? '' }];
  });
  const pointers = files.filter(
    ({ name, text }) =>
      EDITABLE_FILE.test(name) || (name.endsWith('.pth') && leaves(text, address)),
  );
  const editable = distributions.filter((distribution) => distribution.editable);
  if (editable.length > 0) {
    return editable.map(({ name }) => ({
      name,
      file: pointers.find((file) => file.name.includes(name.replaceAll('-', '_')))?.path ?? '',
    }));
  }
  return pointers.map(({ name, path }) => ({ name, file: path }));
}

/** Whether a `.pth` names an absolute folder that is neither of the venv or its app nor of the image. */
function leaves(text: string, address: string): boolean {
  const beside = posix.dirname(address);
  const known = [address, ...(beside === '/' ? [] : [beside]), '/usr', '/opt', '/home/site'];
  return text
    .split(/\r?\n/)
    .filter((line) => line.startsWith('/') || /^[A-Za-z]:[\\/]/.test(line))
    .some((line) => !known.some((folder) => `${line}/`.startsWith(`${folder}/`)));
}
