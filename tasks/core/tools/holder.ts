// Who holds a lock or a lease: a process, told apart from a later one with its number.

import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { systemErrorCode } from '../terms/failure.js';
import { readProcessStat } from '../terms/process-stat.js';

/** A process, as it is written into a file that it holds. */
export interface Holder {
  readonly pid: number;
  /** When it started, in the kernel's ticks; empty where the system does not tell. */
  readonly started: string;
  /** Machine and container: within one place a number is of one process. */
  readonly place: string;
}

/** A holder elsewhere cannot be asked. No job of a hosted agent is longer than this. */
export const LONGEST_JOB_MS = 6 * 60 * 60 * 1000;

/** This process. */
export async function thisHolder(): Promise<Holder> {
  const { pid } = process;
  return { pid, started: await startOf(pid), place: await ownPlace() };
}

/** The holder that a file names; nothing when it is not there, or not written yet. */
export async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

/** Whether a holder still runs; `undefined` for one of another place, which cannot be asked. */
export async function isRunning({ pid, started, place }: Holder): Promise<boolean | undefined> {
  if (place !== (await ownPlace())) return undefined;
  return started === '' ? isProcess(pid) : (await startOf(pid)) === started;
}

/** Empty when there is no such process, or no such file system. */
async function startOf(pid: number): Promise<string> {
  const text = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '');
  return readProcessStat(text)?.started ?? '';
}

/** Whether there is a process of this number; one of another user, who may not be asked, is there as well. */
export function isProcess(pid: number): boolean {
  try {
    // Signal 0 is not sent: it only asks.
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemErrorCode(error) !== 'ESRCH';
  }
}

async function ownPlace(): Promise<string> {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  const processes = await readlink('/proc/self/ns/pid').catch(() => '');
  return [hostname(), boot.trim(), processes].join(' ');
}
