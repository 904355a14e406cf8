// Pruning while a venv is read: sees the texts as they go by, and says at the end which files stay behind.

import { readFileSync } from 'node:fs';
import type { PruneFile } from './distributions.js';
import { namesTests } from './mentions.js';
import { planPrune, type Pruned, type PruneQuestion } from './plan-prune.js';
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

/** Reads along with somebody who reads a whole venv, and keeps nothing but names of files. */
export class VenvReader {
  private readonly heard = new Set<string>();

  /** Whether a file has to be shown. */
  wants(path: string, size: number): boolean {
    return size <= LARGEST_SPEAKER && speaksAtOnce(path);
  }

  /** Sees a file; its bytes are not kept. */
  see(path: string, bytes: Buffer): void {
    // Programs in bin may be large and compiled.
    if (!bytes.subarray(0, 512).includes(0) && namesTests(bytes)) this.heard.add(path);
  }

  /** Plans by what was seen; few files are read again. */
  plan(
    files: readonly ReadFile[],
    { app, mentions }: Pick<PruneQuestion, 'app' | 'mentions'>,
  ): Pruned {
    return planPrune({ venv: files.map(pruneFile), heard: this.heard, app, mentions });
  }
}

function pruneFile({ path, size, absolute, bytes }: ReadFile): PruneFile {
  return { path, size, read: () => bytes ?? readFileSync(absolute) };
}
