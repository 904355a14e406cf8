// Which way an app can be kept apart from this machine: each is tried for real, the first that works is taken.

import { access, constants, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command, Host, Outcome } from '../../host.js';
import { mountScript, mountTable, quote } from './mounts.js';
import { layOutSystem } from './system-folders.js';

/** A way that works here. */
export interface Isolation {
  /** Such as `user namespace`. */
  readonly name: string;
  /** The words before a command that make it root of something. */
  readonly prefix: readonly string[];
  /** What `setpriv` is told right before the container's own command. */
  readonly privileges: readonly string[];
  /** Whether files can be given to other owners, as root of the image can. */
  readonly givesFiles: boolean;
}

/** Why a way does not work here: what the program that refused has said. */
export interface Refusal {
  readonly name: string;
  readonly reason: string;
}

interface Way {
  readonly name: string;
  readonly prefix: readonly string[];
  /** Whether it runs as root of the whole machine. */
  readonly real: boolean;
  readonly forRoot: boolean | undefined;
}

/** Unprivileged ones first; what each of them is for is in its prefix. */
const WAYS: readonly Way[] = [
  {
    name: 'user namespace',
    prefix: ['unshare', '--map-root-user'],
    real: false,
    forRoot: undefined,
  },
  {
    // Some systems allow user namespaces to this program alone.
    name: 'bwrap',
    prefix: words(
      'bwrap --unshare-user --uid 0 --gid 0 --cap-add ALL --die-with-parent --dev-bind / /',
    ),
    real: false,
    forRoot: undefined,
  },
  { name: 'root', prefix: [], real: true, forRoot: true },
  { name: 'sudo', prefix: ['sudo', '-n'], real: true, forRoot: false },
];

/** The capabilities that root of a container has and that mean something without the machine's own root. */
const CAPABILITIES = words('chown dac_override fowner fsetid kill setgid setuid net_bind_service');

const NO_MORE = words('--inh-caps -all --no-new-privs');

const ROOT_OF_CONTAINER = [
  '--bounding-set',
  ['-all', ...CAPABILITIES.map((name) => `+${name}`)].join(','),
  ...NO_MORE,
];

/** Mounts and a process tree of its own; it ends with whoever waits for it. */
export const UNSHARE = words('unshare --mount --pid --fork --kill-child');

function words(text: string): readonly string[] {
  return text.split(' ');
}

/** Where `mount` and `setpriv` are when PATH does not say; and messages as we know them. */
export function quietEnvironment(host: Host): Record<string, string> {
  const path = [host.env['PATH'] ?? '', '/usr/sbin:/usr/bin:/sbin:/bin'].filter(Boolean).join(':');
  return { PATH: path, LC_ALL: 'C' };
}

/** Whether programs may be run from `work`, an existing folder: hardened machines mount /tmp with `noexec`. */
export async function runsPrograms(work: string): Promise<boolean> {
  const program = join(work, 'trial');
  await writeFile(program, '', { mode: 0o700 });
  try {
    await access(program, constants.X_OK);
    return true;
  } catch {
    return false;
  } finally {
    await rm(program);
  }
}

/**
 * Tries the ways in their order, each with a small root of its own below `work`, an existing folder.
 * @throws Stopped `cancelled`
 */
export async function chooseIsolation(
  host: Host,
  work: string,
): Promise<{ readonly chosen: Isolation } | { readonly tried: readonly Refusal[] }> {
  if (process.platform !== 'linux') {
    return { tried: [{ name: 'namespaces', reason: 'only Linux has them' }] };
  }
  const tried: Refusal[] = [];
  for (const way of WAYS) {
    const isolation = isolationOf(way);
    const reason = whyNotFor(way) ?? (await whyNot(host, isolation, work));
    if (reason === undefined) return { chosen: isolation };
    tried.push({ name: way.name, reason });
  }
  return { tried };
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function whyNotFor({ forRoot }: Way): string | undefined {
  if (forRoot === undefined || forRoot === isRoot()) return undefined;
  return forRoot ? 'this process is not root' : 'this process is root itself';
}

function isolationOf({ name, prefix, real }: Way): Isolation {
  const asRoot = !real || isRoot();
  return {
    name,
    prefix,
    privileges: asRoot ? ROOT_OF_CONTAINER : asOurselves(),
    givesFiles: real && asRoot,
  };
}

/** So that what the app writes stays ours, and can be removed. */
function asOurselves(): string[] {
  const ids = `--reuid ${process.getuid?.()} --regid ${process.getgid?.()} --clear-groups`;
  return [...words(`${ids} --bounding-set -all`), ...NO_MORE];
}

async function whyNot(host: Host, isolation: Isolation, work: string): Promise<string | undefined> {
  const folder = await mkdtemp(join(work, 'trial-'));
  try {
    const command = await trial(host, isolation, folder);
    const outcome = await host.run(command);
    return outcome.exitCode === 0 ? undefined : reasonOf(command, outcome);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** All that a container needs of the machine, around a program that does nothing. */
async function trial(host: Host, isolation: Isolation, folder: string): Promise<Command> {
  const [root, empty] = [join(folder, 'root'), join(folder, 'empty')];
  for (const path of [root, empty, join(root, 'proc')]) await mkdir(path);
  const [mounts, table] = [await layOutSystem(root, empty), join(folder, 'fstab')];
  await writeFile(table, mountTable(root, mounts));
  const script = [
    mountScript(root, mounts, table),
    `exec chroot ${[root, 'setpriv', ...isolation.privileges, 'true'].map(quote).join(' ')}`,
  ].join('\n');
  const [program, ...args] = [...isolation.prefix, ...UNSHARE, '--net', 'sh', '-c', script];
  return { program: program ?? '', args, cwd: '/', env: quietEnvironment(host), output: 'capture' };
}

/** What `mount` adds below the line that tells. */
const SAYS_NOTHING = /^\s*(?:$|dmesg\(1\) may have more)/;

function reasonOf({ program }: Command, { exitCode, lastLines }: Outcome): string {
  const last = lastLines.findLast((line) => !SAYS_NOTHING.test(line))?.trim();
  if (last === undefined) return `${program} ended with exit code ${exitCode ?? 'none'}`;
  return exitCode === 127 && last.includes('ENOENT') ? `${program} is not installed` : last;
}
