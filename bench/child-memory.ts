// The most memory that programs had which this process started; Linux tells it while they run.

import { readdirSync, readFileSync } from 'node:fs';

const EVERY = 100;

/** Looks at the children now and then, until it is stopped; then answers the highest peak of one of them, in MB. */
export function watchChildren(): () => number {
  let peak = 0;
  const look = (): void => {
    for (const pid of children()) peak = Math.max(peak, peakOf(pid));
  };
  const timer = setInterval(look, EVERY);
  return () => {
    clearInterval(timer);
    return peak;
  };
}

/** Every thread has a list of its own. */
function children(): string[] {
  const lists = readdirSync('/proc/self/task').map(
    (thread) => `/proc/self/task/${thread}/children`,
  );
  return lists.flatMap((list) => readIfThere(list).split(' ').filter(Boolean));
}

function peakOf(pid: string): number {
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readIfThere(`/proc/${pid}/status`))?.[1];
  return (Number(kibibytes ?? 0) * 1024) / 1e6;
}

/** Empty where a thread or a child has ended since it was listed. */
function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return '';
    throw error;
  }
}
