// What an earlier run saw in the files of a venv: true for as long as none of them has been touched.

import { statSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { sha256 } from '../archives/digest.js';
import { NO_PARTS, type PartStore } from '../archives/part-store.js';
import { Turns } from '../terms/turns.js';
import type { BuildPath } from './build-paths.js';
import type { Look } from './look.js';

/** Changes with what is seen in a file, and how. */
const FORMAT = 'looks 1';

/**
 * Milliseconds. Clocks of file systems tick every 1 to 10 of them (Linux, `CONFIG_HZ`): a file that was written as
 * lately as this might be written once more, and have the same time.
 */
const TOO_FRESH = 100;

/** What is known of a file that was read. */
export interface Seen extends Look {
  /** What the onlooker noted. */
  readonly note?: unknown;
}

/** The files of a venv, and what is looked for in them. */
export interface Looking {
  readonly venv: string;
  /** Relative to the venv. */
  readonly files: readonly string[];
  readonly paths: readonly BuildPath[];
  /** Names what is noted. */
  readonly noting: string;
}

export interface KeptLooks {
  /** One a file, in their order; `undefined` when they have to be read. */
  readonly known: readonly Seen[] | undefined;
  /** Keeps what was seen since. */
  keep(seen: readonly Seen[]): void;
}

/**
 * Looks for what was seen in these very files: by name, number (inode), size, mode and both times. The time of the
 * last change (ctime) is none that a program can set, so what was written since is seen, whatever its other times say.
 */
export async function findLooks(
  store: PartStore,
  looking: Looking,
  signal: AbortSignal,
): Promise<KeptLooks> {
  const nothing = { known: undefined, keep: () => undefined };
  if (store === NO_PARTS) return nothing;
  const now = Date.now();
  const { state, newest, bytes } = await stateOf(looking, signal);
  if (newest > now - TOO_FRESH) return nothing;
  const name = [FORMAT, looking.noting, ...looking.paths.map(spelled), state].join('\n');
  return {
    known: store.find(name, bytes)?.note as readonly Seen[] | undefined,
    keep: (seen) => store.begin(name)?.end(seen),
  };
}

function spelled({ bytes, onlyFromRoot }: BuildPath): string {
  return `${bytes.toString('hex')} ${onlyFromRoot}`;
}

interface State {
  /** Digests of all that tells whether a file was touched. */
  readonly state: string;
  /** When one was touched last, in milliseconds since 1970. */
  readonly newest: number;
  readonly bytes: number;
}

async function stateOf({ venv, files }: Looking, signal: AbortSignal): Promise<State> {
  const turns = new Turns(FILES);
  let newest = 0;
  let bytes = 0;
  // As numbers: thousands of fractions take longer to be written as text than all that is digested.
  const told = new Float64Array(files.length * TOLD);
  for (const [at, path] of files.entries()) {
    if (turns.isOver(1)) await setImmediate();
    signal.throwIfAborted();
    const { ino, size, mode, mtimeMs, ctimeMs } = statSync(`${venv}/${path}`);
    told.set([ino, size, mode, mtimeMs, ctimeMs], at * TOLD);
    newest = Math.max(newest, ctimeMs);
    bytes += size;
  }
  const state = `${sha256(files.join('\0'))} ${sha256(Buffer.from(told.buffer))}`;
  return { state, newest, bytes };
}

/** Files of a turn. */
const FILES = 1024;

/** Numbers that are told of a file. */
const TOLD = 5;
