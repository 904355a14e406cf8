// Finds and ends processes that a task left running, by the mark in their environment.
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * The variable whose value marks a task's processes; children inherit it. The agent looks for it
 * when a job ends. Source: azure-pipelines-agent, JobExtension.cs:560, :690; Constants.cs:117.
 */
export const markVariable = 'VSTS_PROCESS_LOOKUP_ID';

interface Found {
  readonly pid: number;
  readonly command: string;
}

/**
 * Ends what still runs after a grace in milliseconds, and returns the command lines of what it
 * ended.
 */
export async function endOrphans(mark: string, grace: number): Promise<string[]> {
  const until = Date.now() + grace;
  let found = await findMarked(mark);
  while (found.length > 0 && Date.now() < until) {
    await delay(50);
    found = await findMarked(mark);
  }
  found.forEach(({ pid }) => kill(pid));
  return found.map(({ command }) => command);
}

/** Ends every process with the mark at once. */
export async function killMarked(mark: string): Promise<void> {
  (await findMarked(mark)).forEach(({ pid }) => kill(pid));
}

/** Only Linux tells the environment of a process; elsewhere nothing is found. */
async function findMarked(mark: string): Promise<Found[]> {
  if (process.platform !== 'linux') {
    return [];
  }
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(pids.map((pid) => inspect(pid, mark)));
  return found.filter((one) => one !== undefined);
}

async function inspect(pid: string, mark: string): Promise<Found | undefined> {
  try {
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8');
    if (!environment.split('\0').includes(`${markVariable}=${mark}`)) {
      return undefined;
    }
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8');
    return { pid: Number(pid), command: command.split('\0').join(' ').trim() };
  } catch {
    // It ended meanwhile, or belongs to somebody else.
    return undefined;
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended meanwhile.
  }
}
