// Runs the supervisor in an isolation, around a container's root: one run of a program, one result.

import { randomBytes } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '../../host.js';
import { minorOf } from '../../terms/python-minor.js';
import { maskedTexts } from '../../terms/redaction.js';
import type { RehearseNetwork } from '../../terms/rehearsal.js';
import { quietEnvironment, UNSHARE, type Isolation } from './isolation.js';
import { mountScript, mountTable, quote } from './mounts.js';
import type { ContainerRoot } from './root.js';
import { BOOTSTRAP, SUPERVISOR } from './supervisor.js';

/** What runs in the container. */
export interface Inside {
  readonly words: readonly string[];
  /** A folder of the container. */
  readonly cwd: string;
  /** All that it gets; secrets may be among the values. */
  readonly environment: Readonly<Record<string, string>>;
  /** For at most so many seconds, counted from its start. */
  readonly seconds: number;
  readonly network: RehearseNetwork;
  /** How much it may write before it is ended; 10 GB by default, and less where the disk has less. */
  readonly mostBytes?: number;
}

/** Thrown when a container could not be set up, though the way to isolate it worked when it was tried. */
export class ContainerFailure extends Error {}

/** Where and how to knock, for the supervisor. Paths of files are this machine's. */
export interface KnockPlan {
  readonly address: string;
  readonly port: number;
  readonly host: string;
  readonly path: string;
  readonly warmupStatuses: readonly number[];
  readonly healthPath: string | null;
  readonly hosts: readonly string[];
  readonly hostPaths: readonly string[];
  readonly marker: string;
  readonly site: string;
  readonly watchSeconds: number;
  readonly behindSeconds: number;
}

/** The address of the container: not 127.0.0.1, as on the platform. */
export const CONTAINER_ADDRESS = '169.254.130.2';

/** In the place of a result until there is one; not empty, since reading it shows whether access times are kept. */
const NO_RESULT = 'none\n';

/**
 * Runs a program in the container under the supervisor, which ends all of it when this process ends or is
 * cancelled.
 * @returns what the supervisor found, as plain data, and the container's output when it was captured
 * @throws Stopped `cancelled`; Error when the container could not be set up
 */
export async function supervise(
  host: Host,
  isolation: Isolation,
  root: ContainerRoot,
  inside: Inside & { readonly knock: KnockPlan | null },
  output: 'stream' | 'capture',
): Promise<{ result: unknown; stdout: string }> {
  const run = randomBytes(6).toString('hex');
  const [file, table] = [join(root.folder, `${run}.json`), join(root.folder, `${run}.fstab`)];
  // Made by us, so that it stays ours whoever writes into it.
  await writeFile(file, NO_RESULT, { mode: 0o600 });
  await writeFile(table, mountTable(root.root, root.mounts), { mode: 0o600 });
  try {
    const [program = '', ...args] = wordsFor(isolation, root, table, inside.network);
    const secrets = maskedTexts(host.secrets);
    const whole = { ...planFor(isolation, root, inside, file), secrets };
    const plan = `${JSON.stringify(whole)}\n`;
    const input = lineThenSilence(plan, host.signal);
    const env = quietEnvironment(host);
    const outcome = await host.run({ program, args, cwd: '/', env, output, input });
    const text = await readFile(file, 'utf8');
    if (outcome.exitCode !== 0 || text === NO_RESULT) {
      throw new ContainerFailure(outcome.lastLines.at(-1) ?? 'it said nothing');
    }
    return { result: JSON.parse(text) as unknown, stdout: outcome.stdout };
  } finally {
    for (const path of [file, table]) await rm(path, { force: true });
  }
}

/** Nothing secret in here: every user of the machine can read it. */
function wordsFor(
  isolation: Isolation,
  root: ContainerRoot,
  table: string,
  network: RehearseNetwork,
): string[] {
  const { home, version } = root.python;
  const python = join(home, 'bin', `python${minorOf(version)}`);
  const script = [
    mountScript(root.root, root.mounts, table),
    // A Python that was built for another folder finds its own library this way; and sudo forgets it.
    `export LD_LIBRARY_PATH=${quote(join(home, 'lib'))}`,
    `exec ${quote(python)} -I -S -c "$1"`,
  ].join('\n');
  const net = network === 'none' ? ['--net'] : [];
  return [...isolation.prefix, ...UNSHARE, ...net, 'sh', '-c', script, 'sh', BOOTSTRAP];
}

function planFor(
  isolation: Isolation,
  root: ContainerRoot,
  inside: Inside & { readonly knock: KnockPlan | null },
  result: string,
): object {
  return {
    ...inside,
    program: SUPERVISOR,
    words: ['/usr/bin/setpriv', ...isolation.privileges, '--', ...inside.words],
    environment: isolation.givesFiles ? inside.environment : keepingOwner(inside.environment),
    root: root.root,
    mounts: root.mounts.map(({ from, to }) => [from, to]),
    result,
    secondAddress: CONTAINER_ADDRESS,
  };
}

/** tar runs as root in there, and cannot give files to others. */
function keepingOwner(environment: Readonly<Record<string, string>>): Record<string, string> {
  const options = [environment['TAR_OPTIONS'] ?? '', '--no-same-owner'].filter(Boolean).join(' ');
  return { ...environment, TAR_OPTIONS: options };
}

/** Standard input that stays open: when it closes, the supervisor ends. Signals do not reach through sudo. */
function lineThenSilence(line: string, signal: AbortSignal): AsyncIterable<Buffer> {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const pieces = [Buffer.from(line)];
  const iterator: AsyncIterator<Buffer> = {
    next: async () => {
      const value = pieces.shift();
      if (value) return { value, done: false };
      if (!signal.aborted) await ended;
      signal.removeEventListener('abort', end);
      return { value: undefined, done: true };
    },
    // Called when the program has ended before its input.
    return: () => {
      end();
      return Promise.resolve({ value: undefined, done: true });
    },
  };
  signal.addEventListener('abort', end, { once: true });
  return { [Symbol.asyncIterator]: () => iterator };
}
