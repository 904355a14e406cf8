// Runs the task's node process: its lines, its end, and its cancellation.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { Readable } from 'node:stream';
import { LineCutter } from './lines.js';
import { endOrphans, killMarked, markVariable } from './orphans.js';

/** What to start, and what to do with it. */
export interface Launch {
  readonly node: string;
  readonly target: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly onLine: (line: string) => void;
  /** Cancels the task. */
  readonly cancel: AbortSignal;
  /** Stops waiting for a task that has said that it is done. */
  readonly done: AbortSignal;
  /** Marks this process and its children. */
  readonly mark: string;
  readonly waits: Waits;
}

/** How long the agent waits, in milliseconds. */
export interface Waits {
  /** From SIGINT to SIGTERM. */
  readonly sigint: number;
  /** From SIGTERM to SIGKILL. */
  readonly sigterm: number;
  /** For a task that has said that it is done. */
  readonly done: number;
  /** For children that keep the streams open after the task's end. */
  readonly streams: number;
  /** For children to end after the task; this one is the emulator's own. */
  readonly orphans: number;
}

export interface ProcessEnd {
  /** 128 + signal number after a signal; `null` when the task was left running. */
  readonly exitCode: number | null;
  readonly signals: readonly NodeJS.Signals[];
  readonly orphans: readonly string[];
}

/** Runs node to its end. @throws Error when it cannot be started. */
export async function runNode(launch: Launch): Promise<ProcessEnd> {
  const { node, target, cwd, mark, waits } = launch;
  const env = { ...launch.env, [markVariable]: mark };
  const child = spawn(node, [target], { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] });
  // A task that never reads leaves the pipe to break; that is no error.
  child.stdin.on('error', () => {});
  child.stdin.end();
  let stopped = false;
  const onLine = (line: string): void => {
    if (!stopped) {
      launch.onLine(line);
    }
  };
  readLines(child.stdout, onLine);
  readLines(child.stderr, onLine);

  const ended = endOf(child, waits.streams);
  const signals: NodeJS.Signals[] = [];
  const cancelled = new Promise<void>((resolve, reject) => {
    onAbort(launch.cancel, () => {
      cancelProcess(child, ended, launch, signals).then(resolve, reject);
    });
  });
  const exitCode = await Promise.race([ended, abandoned(launch.done)]);
  stopped = true;
  if (launch.cancel.aborted) {
    await cancelled;
  }
  const orphans = await endOrphans(mark, waits.orphans);
  child.stdout.destroy();
  child.stderr.destroy();
  return { exitCode, signals, orphans };
}

function readLines(stream: Readable, onLine: (line: string) => void): void {
  const cutter = new LineCutter(onLine);
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => cutter.push(text));
  stream.on('end', () => cutter.end());
}

/** The exit code, once both streams are read to their end or were held open for too long. */
async function endOf(child: ChildProcess, streamsWait: number): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      const exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
      const timer = setTimeout(() => resolve(exitCode), streamsWait);
      child.once('close', () => {
        clearTimeout(timer);
        resolve(exitCode);
      });
    });
  });
}

async function abandoned(done: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    onAbort(done, () => resolve(null));
  });
}

function onAbort(signal: AbortSignal, act: () => void): void {
  if (signal.aborted) {
    act();
  } else {
    signal.addEventListener('abort', act, { once: true });
  }
}

/** Asks, asks again, then kills. Signals go to the node process alone, as the agent sends them. */
async function cancelProcess(
  child: ChildProcess,
  ended: Promise<number>,
  { waits, mark }: Launch,
  signals: NodeJS.Signals[],
): Promise<void> {
  for (const [signal, wait] of [
    ['SIGINT', waits.sigint] as const,
    ['SIGTERM', waits.sigterm] as const,
  ]) {
    signals.push(signal);
    child.kill(signal);
    if (await endsWithin(ended, wait)) {
      return;
    }
  }
  // On Linux the agent kills node alone and ends the rest with the job (ProcessInvoker.MacLinux.cs);
  // a test has no end of a job, so all of them go now.
  signals.push('SIGKILL');
  await killMarked(mark);
  child.kill('SIGKILL');
}

async function endsWithin(ended: Promise<number>, milliseconds: number): Promise<boolean> {
  const timer = new AbortController();
  const late = delay(milliseconds, false, { signal: timer.signal }).catch(() => false);
  const inTime = await Promise.race([ended.then(() => true), late]);
  timer.abort();
  return inTime;
}
