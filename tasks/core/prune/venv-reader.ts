// Pruning while a venv is read: sees the texts as they go by, and says at the end which files stay behind.

import { readFileSync } from 'node:fs';
import { entrySize, type Entry, type FileEntry } from '../terms/archive-entry.js';
import type { LeftOutOfVenv } from '../terms/pruning.js';
import type { PruneFile } from './distributions.js';
import { hearOfVenv, type Heard, type Speaker } from './hear.js';
import { planPrune } from './plan-prune.js';
import { LARGEST_SPEAKER, speaksAtOnce } from './speaking.js';

/** A file of the venv that was read. */
export interface ReadFile {
  /** Relative to the venv. */
  readonly path: string;
  readonly absolute: string;
  /** In bytes. */
  readonly size: number;
  /** Its content, where whoever read it kept it. */
  readonly bytes: Buffer | undefined;
  /** What was noted of it when it was read. */
  readonly note?: unknown;
}

export interface Users {
  readonly app: readonly Entry[];
  /** Texts that may name a module: the startup command, values of app settings. */
  readonly mentions: readonly string[];
}

/** What begins with one is no text: a program in `bin`, say. */
const NUL = 0;

const BEGINNING = 512;

/** Reads along with somebody who reads a whole venv, and keeps nothing of it. */
export class VenvReader {
  /** Of what it wants and notes. */
  readonly name = 'test directories 1';
  private readonly users: Users;
  private planned: readonly LeftOutOfVenv[] = [];

  /** @param users who may need something of the venv besides the venv itself */
  constructor(users: Users) {
    this.users = users;
  }

  /** What stays behind, the largest first; nothing before `leaveOut`. */
  get leftOut(): readonly LeftOutOfVenv[] {
    return this.planned;
  }

  /** Whether a file has to be shown. */
  readonly wants = (path: string, size: number): boolean =>
    size <= LARGEST_SPEAKER && speaksAtOnce(path);

  /** Notes what a file says of test directories. */
  readonly note = (path: string, bytes: Buffer): Heard | undefined =>
    bytes.subarray(0, BEGINNING).includes(NUL) ? undefined : hearOfVenv(path, bytes);

  /** Plans by what was noted; few files are read again. */
  readonly leaveOut = (files: readonly ReadFile[]): ReadonlySet<string> => {
    const { leftOut, paths } = planPrune({
      venv: files.map(ofVenv),
      app: this.users.app.filter((entry) => entry.kind === 'file').map(ofApp),
      mentions: this.users.mentions,
    });
    this.planned = leftOut;
    return paths;
  };
}

function ofVenv({ path, size, absolute, bytes, note }: ReadFile): Speaker {
  const heard = note as Heard | undefined;
  return { path, size, read: () => bytes ?? readFileSync(absolute), heard };
}

function ofApp(entry: FileEntry): PruneFile {
  const { path, content } = entry;
  const read = (): Buffer =>
    content.kind === 'bytes' ? content.bytes : readFileSync(content.path);
  return { path, size: entrySize(entry), read };
}
