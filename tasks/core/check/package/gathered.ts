// What gathering gives: evidence, and what is to be read later.

import type { RangedFile } from '../../archives/read-content.js';
import { MOST_KEPT, type TextBudget } from './kept-text.js';
import { ownersOf } from './distributions.js';
import type { Evidence, VenvFacts } from '../evidence.js';
import { placeInVenv } from './venv-facts.js';

/** A file that may be a shared object. */
export interface SharedObjectFile {
  /** In the package; a file of a venv that is an archive of its own is below `antenv/`. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** @throws whatever the disk says */
  open(): Promise<RangedFile>;
}

export type GatheredEvidence = Pick<Evidence, 'layout' | 'package' | 'manifest' | 'app' | 'venv'>;

export interface Gathered {
  readonly evidence: GatheredEvidence;
  /** What was not read, in sentences. */
  readonly notes: readonly string[];
  readonly sharedObjectFiles: readonly SharedObjectFile[];
  /** The distribution that brought a file, by its path as in `sharedObjectFiles`. */
  readonly owner: (path: string) => string | undefined;
  /** Lets go of what `open` needs. */
  readonly close: () => Promise<void>;
}

/** Says which distribution brought a file of the package. */
export function ownerOf(venv: VenvFacts | undefined): (path: string) => string | undefined {
  if (!venv) return () => undefined;
  const owners = ownersOf(venv.tree);
  const before = placeInVenv(venv, '');
  return (path) => (path.startsWith(before) ? owners.get(path.slice(before.length)) : undefined);
}

/** What the limits left out, in sentences. */
export function notesOf(budget: TextBudget, notSpooled = 0): string[] {
  const notes: string[] = [];
  if (budget.notKept > 0) {
    const most = (MOST_KEPT.sources + MOST_KEPT.others) / 1024 ** 2;
    notes.push(
      `${budget.notKept} files were not looked into: there is too much text to keep, more than ${most} MB or 20,000 files.`,
    );
  }
  if (notSpooled > 0) {
    notes.push(`${notSpooled} shared objects were not looked into: they go beyond 4 GB together.`);
  }
  return notes;
}
