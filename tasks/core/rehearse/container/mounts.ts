// The mounts of a private root, and how they are made inside a mount namespace of its own.

import { join } from 'node:path';

/** A file or folder of the machine that the private root shows. */
export interface Mount {
  /** Path on the machine. */
  readonly from: string;
  /** Path in the container; a file or folder to mount upon exists there. */
  readonly to: string;
  readonly access: 'read-only' | 'read-write';
  /** Paths below `from` where something else is mounted; they come along, and want the same access. */
  readonly inner?: readonly string[];
}

/** What of `/proc` belongs to the whole machine: where its root is ours, it could be written. */
const READ_ONLY_PROC = ['sys', 'sysrq-trigger'];

/**
 * A table as `fstab(5)` has them, of the mounts below `root` (path on the machine) in their order, and of a `/proc`
 * of the PID namespace. One `mount` for all of it: one for each takes most of the time that a container needs.
 */
export function mountTable(root: string, mounts: readonly Mount[]): string {
  const lines = mounts.map(({ from, to, access }) => tableLine(from, join(root, to), access));
  return [...lines, `proc ${field(join(root, 'proc'))} proc defaults 0 0`, ''].join('\n');
}

function tableLine(from: string, to: string, access: Mount['access']): string {
  // With all below it: an ordinary user may not uncover what is mounted inside.
  const options = access === 'read-only' ? 'rbind,ro,nosuid,nodev' : 'rbind';
  return `${field(from)} ${field(to)} none ${options} 0 0`;
}

/** What would end a field or begin a number is written as a number. */
function field(path: string): string {
  const encode = (sign: string): string => `\\${sign.charCodeAt(0).toString(8).padStart(3, '0')}`;
  return path.replaceAll(/[ \t\n\\]/g, encode);
}

/**
 * Lines for `sh` that mount what `table` (path on the machine) holds, which is of the same `root` and mounts, and
 * protect what has come along with them.
 */
export function mountScript(root: string, mounts: readonly Mount[], table: string): string {
  return [
    'set -e',
    // It goes on after what it could not mount: what fails then is mostly for want of that.
    `said=$(mount --all --fstab ${quote(table)} 2>&1) || { printf '%s\\n' "$said" | head -n 1 >&2; exit 1; }`,
    ...mounts.flatMap(({ to, inner = [] }) => inner.map((path) => protect(join(root, to, path)))),
    ...READ_ONLY_PROC.map((name) => {
      const path = quote(join(root, 'proc', name));
      return `if [ -e ${path} ]; then mount -o bind,ro ${path} ${path}; fi`;
    }),
  ].join('\n');
}

/** Such as the /etc/hosts of a container job; what cannot be is no reason to give up. */
function protect(path: string): string {
  return `mount -o remount,bind,ro ${quote(path)} 2>/dev/null || :`;
}

/** A word as `sh` reads it back. */
export function quote(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
