// What earlier runs saw in the files of a venv: true for as long as none of them has been touched, and of the same
// content in another venv as well.

import { statSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { NO_PARTS, type PartStore } from '../archives/part-store.js';
import { Turns } from '../terms/turns.js';
import type { InstalledWheels } from '../terms/wheels.js';
import type { BuildPath } from './build-paths.js';
import { FileStates } from './file-states.js';
import { noteOf, seenIn, type LooksNote, type Seen } from './looks-note.js';

/** Changes with what is seen in a file, and how. */
const FORMAT = 'looks 3';

/**
 * Milliseconds. Clocks of file systems tick every 1 to 10 of them (Linux, `CONFIG_HZ`): a file that was written as
 * lately as this might be written once more, and have the same time.
 */
const TOO_FRESH = 100;

/** Which venv it is, and what is looked for in its files. */
export interface Sought {
  readonly venv: string;
  readonly paths: readonly BuildPath[];
  readonly beginnings: readonly Buffer[];
  /** Names what is noted. */
  readonly noting: string;
  /** What the venv was filled with, when that was done for this run. */
  readonly wheels?: InstalledWheels;
}

/** As it is kept, of each venv. */
interface Note extends LooksNote {
  /** Digest of the files' states; none when one was too fresh. */
  readonly state?: string;
  /** Of the venv's distributions, as its installer told them. */
  readonly wheels?: readonly (readonly [name: string, sha256: string])[];
}

/** What was seen in a venv, or else in that of the last run. */
export class KeptLooks {
  private readonly store: PartStore;
  private readonly sought: Sought;
  private readonly note: Note | undefined;
  /** Whether the note is of this venv. */
  private readonly isOwn: boolean;
  private readonly begun = Date.now();

  constructor(store: PartStore, sought: Sought) {
    this.store = store;
    this.sought = sought;
    const own = store.find(this.ownName, 0)?.note as Note | undefined;
    this.isOwn = own !== undefined;
    this.note = own ?? this.lastNote();
  }

  /** One a file, when nobody touched any of them since. */
  async stillTrue(
    files: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly Seen[] | undefined> {
    const { note, isOwn, sought } = this;
    if (!isOwn || note?.state === undefined) return undefined;
    if (note.files !== files.join('\0')) return undefined;
    const turns = new Turns(FILES);
    const states = this.statesOf(files);
    for (const [at, path] of files.entries()) {
      if (turns.isOver(1)) await setImmediate();
      signal.throwIfAborted();
      states.tell(at, statSync(`${sought.venv}/${path}`));
    }
    if (states.digest !== note.state) return undefined;
    this.makeLast();
    return seenIn(note);
  }

  /** What was seen, by path: of a file that still has that digest it is true. */
  byPath(): ReadonlyMap<string, Seen> {
    if (!this.note) return new Map();
    const seen = seenIn(this.note).values();
    const paths = this.note.files.split('\0');
    return new Map(paths.map((path) => [path, seen.next().value as Seen]));
  }

  /** The venv that `byPath` is about, where it may be compared with this one by what both were made of. */
  wheelsBefore(): InstalledWheels {
    return new Map(this.note?.wheels);
  }

  /** Where those who read the files tell what they are like. */
  statesOf(files: readonly string[]): FileStates {
    return FileStates.of(this.store === NO_PARTS ? 0 : files.length);
  }

  /** Keeps what was seen. */
  keep(files: readonly string[], seen: readonly Seen[], states: FileStates): void {
    if (this.store === NO_PARTS) return;
    const isSettled = states.newest < this.begun - TOO_FRESH;
    const looks = noteOf(files, seen);
    const note: Note = {
      ...looks,
      ...(isSettled && { state: states.digest }),
      wheels: this.wheelsOf(looks),
    };
    this.store.begin(this.ownName)?.end(note);
    this.makeLast();
  }

  /**
   * A venv that was there already has those that were noted when it was filled, where its files are still those: another
   * run may have filled it anew since, and have ended before it noted anything.
   */
  private wheelsOf({ files, digests }: LooksNote): NonNullable<Note['wheels']> {
    const { note, sought } = this;
    const { wheels } = sought;
    if (!wheels) {
      const isSame = note?.files === files && note.digests === digests;
      return (isSame && note.wheels) || [];
    }
    return [...wheels].flatMap(([name, hash]) => (hash === undefined ? [] : [[name, hash]]));
  }

  /** Also where nothing was read: the next change is more likely one of this venv than of any that was read before. */
  private makeLast(): void {
    this.store.begin(this.lastName)?.end(this.ownName);
  }

  private lastNote(): Note | undefined {
    const last = this.store.find(this.lastName, 0)?.note as string | undefined;
    return last === undefined ? undefined : (this.store.find(last, 0)?.note as Note | undefined);
  }

  private get ownName(): string {
    const { noting, venv, paths } = this.sought;
    return [FORMAT, noting, venv, ...paths.map(spelled)].join('\n');
  }

  /** Without the folders' own names, which the next venv has not. */
  private get lastName(): string {
    const { noting, beginnings } = this.sought;
    return [`${FORMAT} last`, noting, ...beginnings.map((bytes) => bytes.toString('hex'))].join(
      '\n',
    );
  }
}

function spelled({ bytes, onlyFromRoot }: BuildPath): string {
  return `${bytes.toString('hex')} ${onlyFromRoot}`;
}

/** Files of a turn. */
const FILES = 1024;
