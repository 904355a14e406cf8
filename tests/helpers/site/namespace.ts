// Runs programs in a private root: own mounts, own process tree, nothing of the machine's other paths.

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A file or folder of the host that the private root shows. */
export interface Mount {
  /** Path on the host. */
  readonly from: string;
  /** Path in the private root, where a file or folder to mount upon exists. */
  readonly to: string;
  readonly access: 'read-only' | 'read-write';
}

export interface PrivateRoot {
  /** Path on the host of the private root's `/`. */
  readonly folder: string;
  /** In the order in which they are mounted. */
  readonly mounts: readonly Mount[];
}

/** How a program ended; `code` is `null` when a signal ended it. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const isRoot = process.getuid?.() === 0;

/** tar runs as root in there, and an ordinary user's root cannot give files to other owners. */
const USER_ENVIRONMENT = isRoot ? {} : { TAR_OPTIONS: '--no-same-owner' };

/**
 * Starts a program in the private root, in `cwd` and with nothing but `environment`. It ends, with
 * all that it started, when the program itself ends, at `kill`, or with this process.
 */
export function spawnInside(
  root: PrivateRoot,
  words: readonly string[],
  cwd: string,
  environment: Readonly<Record<string, string>>,
): ChildProcess {
  const script = mountScript(root, words, cwd, { ...environment, ...USER_ENVIRONMENT });
  const isolated = ['unshare', '--mount', '--pid', '--fork', '--kill-child'];
  const dyingWithUs = ['setpriv', '--pdeathsig', 'KILL', ...isolated, 'sh', '-c', script];
  // The user namespace comes first: entering one resets the signal that setpriv asks for.
  const command = isRoot ? dyingWithUs : ['unshare', '--map-root-user', ...dyingWithUs];
  const [program = '', ...args] = command;
  return spawn(program, args, {
    // Its own process group, for `kill`.
    detached: true,
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Runs a program in the private root to its end. Throws when that takes longer than `seconds`. */
export async function runInside(
  root: PrivateRoot,
  words: readonly string[],
  cwd: string,
  environment: Readonly<Record<string, string>>,
  seconds: number,
): Promise<Ended> {
  const child = spawnInside(root, words, cwd, environment);
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  const ended = once(child, 'close') as Promise<[number | null]>;
  const late = new AbortController();
  const result = await Promise.race([
    ended,
    sleep(seconds * 1000, undefined, { signal: late.signal }),
  ]).finally(() => late.abort());
  if (result === undefined) {
    await kill(child);
    throw new Error(`Still running after ${seconds} s: ${words.join(' ')}\n${stdout()}${stderr()}`);
  }
  return { code: result[0], stdout: stdout(), stderr: stderr() };
}

/** Kills a program started by `spawnInside` with its whole process tree, and waits for the end. */
export async function kill(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || hasEnded(child)) return;
  const closed = once(child, 'close');
  process.kill(-child.pid, 'SIGKILL');
  await closed;
}

export function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function collect(stream: ChildProcess['stdout']): () => string {
  const chunks: Buffer[] = [];
  stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString('utf8');
}

function mountScript(
  { folder, mounts }: PrivateRoot,
  words: readonly string[],
  cwd: string,
  environment: Readonly<Record<string, string>>,
): string {
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  const command = ['chroot', folder, 'env', '-i', `--chdir=${cwd}`, ...variables, ...words];
  return [
    'set -e',
    ...mounts.flatMap((mount) => mountLines(mount, join(folder, mount.to))),
    `mount -t proc proc ${quote(join(folder, 'proc'))}`,
    'umask 022',
    `exec ${command.map(quote).join(' ')}`,
  ].join('\n');
}

function mountLines({ from, access }: Mount, to: string): string[] {
  // With all below it: an ordinary user may not uncover what is mounted inside.
  const bind = `mount --rbind ${quote(from)} ${quote(to)}`;
  if (access === 'read-write') return [bind];
  return [bind, `mount -o remount,bind,ro,nosuid,nodev ${quote(to)}`];
}

function quote(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
