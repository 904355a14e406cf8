// The mounts of a private root, and the shell script that makes them inside a mount namespace of its own.

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
 * Lines for `sh` that make the mounts below `root` (path on the machine), in their order, and a `/proc` of the
 * PID namespace.
 */
export function mountScript(root: string, mounts: readonly Mount[]): string {
  return [
    'set -e',
    ...mounts.flatMap((mount) => mountLines(mount, join(root, mount.to))),
    `mount -t proc proc ${quote(join(root, 'proc'))}`,
    ...READ_ONLY_PROC.map((name) => {
      const path = quote(join(root, 'proc', name));
      return `if [ -e ${path} ]; then mount -o bind,ro ${path} ${path}; fi`;
    }),
  ].join('\n');
}

function mountLines({ from, access, inner = [] }: Mount, to: string): string[] {
  // With all below it: an ordinary user may not uncover what is mounted inside.
  if (access === 'read-write') return [`mount -o rbind ${quote(from)} ${quote(to)}`];
  return [
    `mount -o rbind,ro,nosuid,nodev ${quote(from)} ${quote(to)}`,
    // Such as the /etc/hosts of a container job; what cannot be is no reason to give up.
    ...inner.map((path) => `mount -o remount,bind,ro ${quote(join(to, path))} 2>/dev/null || :`),
  ];
}

/** A word as `sh` reads it back. */
export function quote(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
