// Runs the command line as root or as an ordinary user, in a folder of that user, and looks at what is left of the run.

import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chown, copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { AppSetting } from '../../tasks/core/terms/app-setting.js';
import { findPython } from './pythons.js';
import { MINOR } from './rehearsal-venv.js';

const MAIN = resolve(__dirname, '../../tasks/cli/main.js');

/** In the environment of every process of a run, the app's as well. */
const MARK = 'ANTENV_TEST_MARK';

/** Nobody, on every Linux. */
const NOBODY = 65534;

/** Milliseconds; a run that hangs shall fail its test and not outlive it. */
const LIMIT = 120_000;

/** Who runs it; `root` and `nobody` only where the tests themselves run as root. */
export const USERS: readonly ('root' | 'nobody' | 'self')[] =
  process.getuid?.() === 0 ? ['root', 'nobody'] : ['self'];

export type User = (typeof USERS)[number];

/** What a run was and what it left; every list is empty after a good one. */
export interface UserRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly leftTemp: readonly string[];
  readonly leftHome: readonly string[];
  readonly leftProcesses: readonly string[];
  /** Names in the machine's own folders and mounts that were not there before. */
  readonly leftElsewhere: readonly string[];
}

export interface UserRunOptions {
  /** An existing folder that both users may enter. */
  readonly folder: string;
  /** Copied into the user's own folder. */
  readonly package: string;
  /** App settings; one more marks the app's own processes. */
  readonly settings?: readonly Pick<AppSetting, 'name' | 'value'>[];
  /** Called once, as soon as the log has this text. */
  readonly when?: { readonly said: string; readonly act: (run: RunningRun) => Promise<void> };
}

/** A run in the middle. */
export interface RunningRun {
  readonly child: ChildProcess;
  /** The command lines of its processes. */
  readonly processes: () => Promise<string[]>;
}

/** Runs `antenv rehearse` with more arguments to its end. */
export async function runAs(
  user: User,
  args: readonly string[],
  { folder, package: zip, settings = [], when }: UserRunOptions,
): Promise<UserRun> {
  const mark = `antenv-mark-${randomUUID()}`;
  const own = join(folder, mark);
  const [temp, home, python] = ['temp', 'home', 'python'].map((name) => join(own, name));
  if (temp === undefined || home === undefined || python === undefined) throw new Error('no paths');
  for (const path of [own, temp, home, python]) await mkdir(path);
  const [copy, settingsFile] = [join(own, 'web.zip'), join(own, 'settings.json')];
  await copyFile(zip, copy);
  await writeFile(settingsFile, JSON.stringify([...settings, { name: MARK, value: mark }]));
  if (user === 'nobody') for (const path of [own, temp, home]) await chown(path, NOBODY, NOBODY);
  const before = await elsewhere(mark);
  const prefix = findPython(MINOR);
  if (prefix === undefined) throw new Error(`These tests need a CPython ${MINOR}.`);
  const words = [process.execPath, MAIN, 'rehearse', copy, '--settings', settingsFile, ...args];
  const [program = '', ...rest] = user === 'nobody' ? asNobody(prefix, python, words) : words;
  const bin = join(user === 'nobody' ? python : prefix, 'bin');
  const child = spawn(program, rest, {
    cwd: own,
    env: {
      PATH: `${bin}:/usr/sbin:/usr/bin:/sbin:/bin`,
      HOME: home,
      TMPDIR: temp,
      LANG: 'C.UTF-8',
      PIP_NO_INDEX: '1',
      [MARK]: mark,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const running = { child, processes: async () => processesWith(mark) };
  const printed = { stdout: '', stderr: '' };
  let asked: Promise<void> | undefined;
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (piece: Buffer) => {
      printed[name] += piece.toString('utf8');
      if (when && asked === undefined && printed[name].includes(when.said)) {
        asked = when.act(running);
        // Told below.
        asked.catch(() => undefined);
      }
    });
  }
  const limit = setTimeout(() => child.kill('SIGKILL'), LIMIT);
  const code = await new Promise<number | null>((done) => child.on('close', done));
  clearTimeout(limit);
  if (when && asked === undefined)
    throw new Error(`'${when.said}' was not said: ${printed.stderr}`);
  await asked;
  return {
    code,
    ...printed,
    leftTemp: await readdir(temp),
    leftHome: await readdir(home),
    leftProcesses: await processesWith(mark),
    leftElsewhere: (await elsewhere(mark)).filter((name) => !before.includes(name)),
  };
}

/** A Python below root's own home is shown where the other user can see it; the mount is the run's own. */
function asNobody(prefix: string, target: string, words: readonly string[]): string[] {
  const script = 'mount --bind "$1" "$2" && shift 2 && exec setpriv "$@"';
  const user = ['--reuid', `${NOBODY}`, '--regid', `${NOBODY}`, '--clear-groups'];
  return ['unshare', '--mount', 'sh', '-c', script, 'sh', prefix, target, ...user, ...words];
}

/** Processes that have the mark in their environment or on their command line; not this one. */
async function processesWith(mark: string): Promise<string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found: string[] = [];
  for (const id of ids) {
    const read = async (name: string): Promise<string> =>
      readFile(`/proc/${id}/${name}`, 'utf8').catch(() => '');
    const command = await read('cmdline');
    const isOurs = command.includes(mark) || (await read('environ')).includes(mark);
    if (isOurs && id !== `${process.pid}`) found.push(command.replaceAll('\0', ' ').trim());
  }
  return found;
}

/** The folders in which a start on the platform has its files, and what is mounted there or for the run. */
async function elsewhere(mark: string): Promise<string[]> {
  const folders = ['/', '/home', '/home/site', '/opt', '/opt/python', '/opt/startup', '/antenv'];
  const names = await Promise.all(
    folders.map(async (folder) => {
      const found = await readdir(folder).catch((): string[] => []);
      return found.map((name) => join(folder, name));
    }),
  );
  const mounts = (await readFile('/proc/self/mounts', 'utf8')).split('\n');
  const ours = mounts.filter((line) => line.includes(mark) || / \/(?:antenv|home|opt)/.test(line));
  return [...names.flat(), ...ours.map((line) => `mount ${line}`)];
}
