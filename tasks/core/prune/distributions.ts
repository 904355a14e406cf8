// The distributions of a venv as pruning sees them: their files, and what they ask for.

import { posix } from 'node:path';
import { normalisedName } from '../terms/distribution-name.js';
import { placeOf, readRecord } from '../terms/record.js';

/** A file that may stay behind, or that may name one. */
export interface PruneFile {
  /** Relative to the venv, with forward slashes; of an app's file relative to the app root. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly read: () => Buffer;
}

export interface PruneDistribution {
  /** As PEP 503 compares it. */
  readonly name: string;
  /** Path of its dist-info directory. */
  readonly info: string;
  /** Paths of its files, as its RECORD lists them, relative to the venv. */
  readonly files: ReadonlySet<string>;
}

const RECORD = /^(lib\/python[\d.]+\/site-packages)\/([^/]+)-[^-/]+\.dist-info\/RECORD$/;

/** The distributions that have a RECORD (PEP 376; Recording Installed Projects, packaging.python.org). */
export function readDistributions(files: readonly PruneFile[]): PruneDistribution[] {
  return files.flatMap(({ path, read }) => {
    const [, site, name] = RECORD.exec(path) ?? [];
    if (site === undefined || name === undefined) return [];
    const rows = readRecord(read().toString('utf8'));
    return {
      name: normalisedName(name),
      info: posix.dirname(path),
      files: new Set(rows.map((row) => placeOf(row, site))),
    };
  });
}
