// Links that lead to nothing in their tree.

import { posix } from 'node:path';
import type { Tree } from '../evidence.js';

/** Lists the links of a complete tree whose target is neither a file nor a folder of it. */
export function findDanglingLinks({ files, complete }: Tree): { path: string; target: string }[] {
  if (!complete) return [];
  const links = [...files.values()].filter((file) => file.link !== undefined);
  if (links.length === 0) return [];
  const known = new Set(['.']);
  for (const path of files.keys()) {
    for (let at = path; at !== '.' && !known.has(at); at = posix.dirname(at)) known.add(at);
  }
  return links.flatMap(({ path, link = '' }) => {
    const target = posix.join(posix.dirname(path), link).replace(/\/$/, '');
    return posix.isAbsolute(link) || !known.has(target) ? [{ path, target: link }] : [];
  });
}
