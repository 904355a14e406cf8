// Names of a zip's entries, as the site's file system will have them.

import type { Evidence, ZipFact } from '../evidence.js';
import { withoutDot } from '../../terms/package-shape.js';
import { isFolder } from './zip-content.js';

/** Entries that become files. */
export function fileEntries(entries: readonly ZipFact[]): ZipFact[] {
  return entries.filter((entry) => !isFolder(entry));
}

/** Paths of the files that Kudu copies to the site; of an app that is no package yet, all but a tarball's. */
export function sitePaths({ package: facts, app, layout }: Evidence): string[] {
  if (facts) return fileEntries(facts.entries).map(({ path }) => withoutDot(path));
  return app && layout !== 'appTarball' ? [...app.files.keys()] : [];
}

/** Pairs of names, of files and folders, that differ in case only. */
export function caseClashes(paths: readonly string[]): { first: string; second: string }[] {
  const seen = new Map<string, string>();
  const clashes = new Map<string, { first: string; second: string }>();
  for (const path of paths) {
    for (let end = path.indexOf('/'); ; end = path.indexOf('/', end + 1)) {
      const name = end < 0 ? path : path.slice(0, end);
      const folded = name.normalize('NFC').toLowerCase();
      const first = seen.get(folded);
      if (first === undefined) seen.set(folded, name);
      else if (first !== name) {
        clashes.set(folded, { first, second: name });
        break;
      }
      if (end < 0) break;
    }
  }
  return [...clashes.values()];
}

/** Names that more than one file has. */
export function twinNames(paths: readonly string[]): string[] {
  const seen = new Set<string>();
  const twins = new Set<string>();
  for (const path of paths) {
    if (seen.has(path)) twins.add(path);
    seen.add(path);
  }
  return [...twins];
}

/** Whether a name leads out of the folder that it is unpacked in. */
export function leavesFolder(path: string): boolean {
  return /^(?:\/|[A-Za-z]:[\\/])/.test(path) || path.split(/[\\/]/).includes('..');
}
