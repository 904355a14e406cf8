// Process groups: a program with all that it has started, ended together.

import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { readProcessStat, type ProcessStat } from '../core/terms/process-stat.js';

/**
 * How long a group may take to end when it is asked to, and when it is killed, in milliseconds; the agent waits 7.5 s
 * for us.
 */
const PATIENCE = { SIGTERM: 3000, SIGKILL: 1000 } as const;

/** How often we look whether it has ended, in milliseconds. */
const GLANCE = 50;

/** Ends a group: a child may take longer than the program that started it. */
export async function endGroup(group: number): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    signalGroup(group, signal);
    if (await endsWithin(group, PATIENCE[signal])) return;
  }
}

async function endsWithin(group: number, patience: number): Promise<boolean> {
  const end = performance.now() + patience;
  while (isRunning(group)) {
    if (performance.now() > end) return false;
    await pause(GLANCE);
  }
  return true;
}

/** Whether anybody was there to get the signal; 0 only asks. */
function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-group, signal);
  } catch {
    return false;
  }
}

/** The dead are in a group until somebody asks for their exit code, which the first process of a container may never do. */
function isRunning(group: number): boolean {
  if (!signalGroup(group, 0)) return false;
  const states = statesOf(group);
  return states === undefined || states.some((state) => state !== 'Z' && state !== 'X');
}

/** The states of a group's processes; `undefined` where the system does not tell. */
function statesOf(group: number): string[] | undefined {
  const names = namesIn('/proc')?.filter((name) => /^\d+$/.test(name)) ?? [];
  if (names.length === 0) return undefined;
  return names.flatMap((name) => {
    const stat = statOf(name);
    return stat?.group === group ? [stat.state] : [];
  });
}

function namesIn(folder: string): string[] | undefined {
  try {
    return readdirSync(folder);
  } catch {
    return undefined;
  }
}

/** Nothing when the process is gone by now. */
function statOf(process: string): ProcessStat | undefined {
  try {
    return readProcessStat(readFileSync(`/proc/${process}/stat`, 'latin1'));
  } catch {
    return undefined;
  }
}
