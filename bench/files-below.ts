// The regular files of a tree. Links are not followed, as Node's own `recursive` follows them.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Their paths below a folder. */
export function* filesBelow(folder: string, below = ''): Generator<string> {
  for (const child of readdirSync(join(folder, below), { withFileTypes: true })) {
    const path = join(below, child.name);
    if (child.isDirectory()) yield* filesBelow(folder, path);
    else if (child.isFile()) yield path;
  }
}
