// Pruning while a venv is read: sees the texts as they go by, and says at the end which files stay behind.

import { readFileSync } from 'node:fs';
import { entrySize, type Entry, type FileEntry } from '../terms/archive-entry.js';
import type { LeftOutOfVenv } from '../terms/pruning.js';
import type { PruneFile } from './distributions.js';
import { namesTests } from './mentions.js';
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
}

export interface Users {
  readonly app: readonly Entry[];
  /** Texts that may name a module: the startup command, values of app settings. */
  readonly mentions: readonly string[];
}

/** What begins with one is no text: a program in `bin`, say. */
const NUL = 0;

const BEGINNING = 512;

/** Reads along with somebody who reads a whole venv, and keeps nothing of it but names of files. */
export class VenvReader {
  private readonly heard = new Set<string>();
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

  /** Sees a file; its bytes are not kept. */
  readonly see = (path: string, bytes: Buffer): void => {
    if (!bytes.subarray(0, BEGINNING).includes(NUL) && namesTests(bytes)) this.heard.add(path);
  };

  /** Plans by what was seen; few files are read again. */
  readonly leaveOut = (files: readonly ReadFile[]): ReadonlySet<string> => {
    const { leftOut, paths } = planPrune({
      venv: files.map(ofVenv),
      heard: this.heard,
      app: this.users.app.filter((entry) => entry.kind === 'file').map(ofApp),
      mentions: this.users.mentions,
    });
    this.planned = leftOut;
    return paths;
  };
}

function ofVenv({ path, size, absolute, bytes }: ReadFile): PruneFile {
  return { path, size, read: () => bytes ?? readFileSync(absolute) };
}

function ofApp(entry: FileEntry): PruneFile {
  const { path, content } = entry;
  const read = (): Buffer =>
    content.kind === 'bytes' ? content.bytes : readFileSync(content.path);
  return { path, size: entrySize(entry), read };
}
