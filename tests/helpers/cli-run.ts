// Runs the command line as a user does, in an environment of its own, and looks at what it leaves behind.

import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pythonProgram } from './programs.js';

const MAIN = resolve(__dirname, '../../tasks/cli/main.js');

/** Milliseconds; a run that hangs shall fail its test and not outlive it. */
const LIMIT = 20_000;

export interface CliRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Names left in the run's own folder for temporary files. */
  readonly leftTemp: readonly string[];
  /** Command lines of processes that it started and that still run. */
  readonly leftRunning: readonly string[];
}

export interface CliOptions {
  /** An existing folder that the run gets for itself. */
  readonly folder: string;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** A program and its arguments, before ours. */
  readonly inside?: readonly string[];
  /** Called with all that has been printed so far, whenever more is. */
  readonly onOutput?: (printed: string, child: ChildProcess) => void;
}

/** The real Python's folder and the system's programs; no network, no pip settings of this machine. */
function cleanEnvironment(temp: string): Record<string, string> {
  return {
    PATH: `${dirname(pythonProgram())}:/usr/bin:/bin`,
    HOME: temp,
    TMPDIR: temp,
    LANG: 'C.UTF-8',
    PIP_CONFIG_FILE: '/dev/null',
    PIP_NO_INDEX: '1',
    PIP_RETRIES: '0',
    PIP_CACHE_DIR: join(dirname(temp), 'pip-cache'),
  };
}

/** Runs `antenv` with arguments to its end. */
export async function runCli(args: readonly string[], options: CliOptions): Promise<CliRun> {
  const mark = randomUUID();
  const temp = join(options.folder, `temp-${mark}`);
  await mkdir(temp);
  const [program = process.execPath, ...before] = options.inside ?? [];
  const node = options.inside ? [process.execPath] : [];
  const child = spawn(program, [...before, ...node, MAIN, ...args], {
    cwd: options.cwd ?? options.folder,
    env: { ...cleanEnvironment(temp), ...options.env, ANTENV_TEST_MARK: mark },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (piece: Buffer) => {
      printed[name] += piece.toString('utf8');
      options.onOutput?.(printed.stdout + printed.stderr, child);
    });
  }
  const limit = setTimeout(() => child.kill('SIGKILL'), LIMIT);
  const code = await new Promise<number | null>((done) => child.on('close', done));
  clearTimeout(limit);
  return {
    code,
    ...printed,
    leftTemp: await readdir(temp),
    leftRunning: await runningWith(`ANTENV_TEST_MARK=${mark}`),
  };
}

/** Processes that have a variable of ours. */
async function runningWith(variable: string): Promise<string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found: string[] = [];
  for (const id of ids) {
    const text = await readFile(`/proc/${id}/environ`, 'utf8').catch(() => '');
    if (!text.split('\0').includes(variable)) continue;
    found.push((await readFile(`/proc/${id}/cmdline`, 'utf8')).replaceAll('\0', ' '));
  }
  return found;
}
