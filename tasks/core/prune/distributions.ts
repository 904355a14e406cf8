// The distributions of a venv as pruning sees them: their files, and what they ask for.

import { posix } from 'node:path';
import { normalisedName } from '../terms/distribution-name.js';
import { readRecord } from '../terms/record.js';

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
      files: new Set(rows.map((row) => below(site, row.path))),
    };
  });
}

/** A path with anything in it that is no name: `..`, a second slash. */
const WINDING = /(?:^|\/)\.{0,2}(?:\/|$)/;

/** Most paths are plain: to normalise 20,000 takes longer than to read the RECORDs that list them. */
function below(folder: string, path: string): string {
  return WINDING.test(path) ? posix.join(folder, path) : `${folder}/${path}`;
}
