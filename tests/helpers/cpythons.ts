// Every CPython of this machine that App Service has an image for, as rows for tests.

import { join } from 'node:path';
import { findPython } from './pythons.js';

export interface CPython {
  readonly minor: string;
  readonly program: string;
  /** As in the names of its bytecode files, such as `cpython-312`. */
  readonly cacheTag: string;
}

/** The CPythons from 3.9 to 3.14 that are here; at least one is. */
export function cpythons(): CPython[] {
  const found = ['3.9', '3.10', '3.11', '3.12', '3.13', '3.14'].flatMap((minor): CPython[] => {
    const prefix = findPython(minor);
    if (prefix === undefined) return [];
    const program = join(prefix, 'bin', `python${minor}`);
    return [{ minor, program, cacheTag: `cpython-${minor.replace('.', '')}` }];
  });
  if (found.length === 0) throw new Error('No CPython from 3.9 to 3.14 was found.');
  return found;
}
