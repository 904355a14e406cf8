// A process as Linux tells of it in /proc/<number>/stat (proc_pid_stat(5)).

export interface ProcessStat {
  /** A letter: `Z` and `X` are the dead. */
  readonly state: string;
  readonly group: number;
  /** When it started, in the kernel's ticks: no later process of the same number has that. */
  readonly started: string;
}

/** Reads what stands behind the program's name, which may have anything in it; nothing of what is no such text. */
export function readProcessStat(text: string): ProcessStat | undefined {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  // Fields 3, 5 and 22 of the whole line.
  const [state, , group] = fields;
  const started = fields[19];
  if (!state || group === undefined || started === undefined) return undefined;
  return { state, group: Number(group), started };
}
