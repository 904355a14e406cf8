// What a lock pins, as lines of a requirements file: whichever tool locked it, the installer reads the same.

import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Wanted } from '../../terms/dependencies.js';
import { normalisedName } from '../../terms/distribution-name.js';
import { Stopped } from '../../terms/failure.js';
import { isThere } from './load-text.js';
import { unreadable } from './source.js';

/** A distribution, and from where it is. */
export interface Indexed {
  readonly name: string;
  /** The index that the lock names, other than PyPI. */
  readonly index?: string | undefined;
}

/** One distribution that a lock pins, for the target. */
export interface Locked extends Indexed {
  /** What stands behind the name: `==1.0`, or ` @ URL`. */
  readonly pin: string;
  /** Such as `sha256:…`; none for what has no fixed bytes. */
  readonly hashes: readonly string[];
}

/**
 * The lines of what is locked, in the order of names.
 * @throws Stopped `dependencies-unreadable` if one name is pinned to two things
 */
export function wantedLocked(path: string, locked: readonly Locked[]): Wanted {
  const lines = new Map<string, string>();
  for (const { name, pin, hashes } of locked) {
    const line = [`${name}${pin}`, ...[...new Set(hashes)].map((hash) => `--hash=${hash}`)].join(
      ' ',
    );
    const before = lines.get(normalisedName(name));
    if (before !== undefined && before !== line) {
      throw unreadable(path, `it pins '${name}' twice for the same Python and platform`);
    }
    lines.set(normalisedName(name), line);
  }
  const sorted = [...lines].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line);
  return { kind: 'locked', lines: sorted, hashed: locked.every(({ hashes }) => hashes.length > 0) };
}

/** A pin to a version. */
export function versionPin(version: string): string {
  return `==${version}`;
}

/** A pin to a URL. */
export function urlPin(url: string, subdirectory?: string): string {
  return ` @ ${url}${subdirectory === undefined ? '' : `#subdirectory=${subdirectory}`}`;
}

/** A pin to a commit in a repository; `vcs` is `git` or another that pip knows. */
export function vcsPin(vcs: string, url: string, commit: string, subdirectory?: string): string {
  // `git@host:path` is git's own form, which no URL parser takes.
  const scp = /^([^/:@]+@[^/:]+):(?!\/\/)(.*)$/.exec(url);
  const whole = scp ? `ssh://${scp[1] ?? ''}/${scp[2] ?? ''}` : url;
  const prefixed = whole.startsWith(`${vcs}+`) ? whole : `${vcs}+${whole}`;
  return urlPin(`${prefixed}@${commit}`, subdirectory);
}

/**
 * A pin to a file or folder that lies beside the lock.
 * @param given relative to `folder`, or absolute
 * @throws Stopped `locked-unusable` if it is not there
 */
export async function pathPin(
  lock: string,
  name: string,
  folder: string,
  given: string,
  subdirectory?: string,
): Promise<string> {
  const path = resolve(folder, given);
  if (!(await isThere(path))) {
    throw new Stopped({
      code: 'locked-unusable',
      path: lock,
      name,
      reason: `'${given}' is not there`,
    });
  }
  return urlPin(pathToFileURL(subdirectory === undefined ? path : join(path, subdirectory)).href);
}

const PYPI = /^https?:\/\/(?:pypi\.org|pypi\.python\.org)\/(?:simple|pypi)\/?$/;

/** The index if it is another than PyPI, without credentials. */
export function otherIndex(url: string | undefined): string | undefined {
  if (url === undefined || PYPI.test(url)) return undefined;
  return url.replace(/^([a-z+]+:\/\/)[^/@]*@/i, '$1');
}

/** A note for each index that the lock names: whether it is asked is for the job's own settings to say. */
export function indexNotes(lockName: string, locked: readonly Indexed[]): string[] {
  const byIndex = new Map<string, string[]>();
  for (const { name, index } of locked) {
    if (index !== undefined) byIndex.set(index, [...(byIndex.get(index) ?? []), name]);
  }
  return [...byIndex].map(([index, names]) => {
    const some = names
      .slice(0, 3)
      .map((name) => `'${name}'`)
      .join(', ');
    const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
    return `${lockName} takes ${some}${more} from the index '${index}'. Which indexes are asked is said by pip's settings of the job: name it there, by PipAuthenticate@1 or PIP_EXTRA_INDEX_URL.`;
  });
}
