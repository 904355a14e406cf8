// What the supervisor found, made into the facts of a rehearsal.

import type {
  Answer,
  HostAnswer,
  ImportTime,
  Rehearsal,
  StartSeconds,
} from '../../terms/rehearsal.js';

/** What the supervisor writes about a start; seconds are counted from the container's start. */
export interface Found {
  readonly portTaken: false;
  readonly waited: number;
  readonly exit: {
    readonly code: number | null;
    readonly signal: string | null;
    seconds: number;
  } | null;
  readonly exceeded: Rehearsal['exceeded'] | null;
  readonly answer: Answer | null;
  readonly refused: Answer | null;
  readonly health: Answer | null;
  /** With the text of a reply, and what was logged meanwhile, where the status is 400. */
  readonly hosts: readonly (Omit<HostAnswer, 'said'> & {
    readonly text: string;
    readonly log: readonly string[];
  })[];
  readonly listening: readonly (readonly [address: string, port: number])[];
  /** When the start script came to the app's command. */
  readonly marker: number | null;
  /** When the first interpreter of that command was ready, and when it had imported its last module. */
  readonly ready: number | null;
  readonly imported: number | null;
  /** Microseconds of each module with all that it imports; of several processes, the slowest. */
  readonly imports: Readonly<Record<string, number>>;
  readonly reads: Rehearsal['siteReads'] | null;
  readonly log: readonly string[];
}

const SLOWEST = 10;

/** Splits the seconds up to the answer; `undefined` without one. The parts add up to the total, to the millisecond. */
export function splitSeconds(
  found: Pick<Found, 'answer' | 'marker' | 'ready' | 'imported'>,
): StartSeconds | undefined {
  if (!found.answer) return undefined;
  const total = found.answer.seconds;
  const unpacked = Math.min(found.marker ?? 0, total);
  const ready = found.ready === null ? null : within(found.ready, unpacked, total);
  const imported = ready === null ? null : within(found.imported ?? ready, ready, total);
  return {
    total: milliseconds(total),
    unpack: milliseconds(unpacked),
    interpreter: ready === null ? null : milliseconds(ready - unpacked),
    imports: ready === null || imported === null ? null : milliseconds(imported - ready),
    rest: milliseconds(total - (imported ?? unpacked)),
  };
}

/** Seconds to the millisecond: more is noise. */
export function milliseconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

function within(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}

/**
 * The ten slowest imports, slowest first: of each top-level package the slowest of its modules, which holds
 * those that it imports itself.
 */
export function slowestImports(imports: Readonly<Record<string, number>>): ImportTime[] {
  const slowest = new Map<string, ImportTime>();
  for (const [module, microseconds] of Object.entries(imports)) {
    const [name = module] = module.split('.');
    const seconds = microseconds / 1e6;
    if (seconds > (slowest.get(name)?.seconds ?? -1)) slowest.set(name, { module, seconds });
  }
  return [...slowest.values()]
    .toSorted((a, b) => b.seconds - a.seconds)
    .slice(0, SLOWEST)
    .map(({ module, seconds }) => ({ module, seconds: milliseconds(seconds) }));
}
