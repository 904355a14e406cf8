// The distributions of a venv as pruning sees them: their files, and what they ask for.

import { posix } from 'node:path';
import { readRecord } from '../terms/record.js';

/** A file that may stay behind. */
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
  /** Paths of its files, as its RECORD lists them, relative to the venv. */
  readonly files: ReadonlySet<string>;
  /** Names that it requires, extras left out. */
  readonly requires: readonly string[];
  /** The user asked for it by name (PEP 376, REQUESTED). */
  readonly requested: boolean;
}

const RECORD = /^(.*)\/([^/]+)-[^-/]+\.dist-info\/RECORD$/;

/** The distributions that have a RECORD. */
export function readDistributions(files: readonly PruneFile[]): PruneDistribution[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  return files.flatMap((record) => {
    const [, site, name] = RECORD.exec(record.path) ?? [];
    if (site === undefined || name === undefined) return [];
    const info = posix.dirname(record.path);
    const rows = readRecord(record.read().toString('utf8'));
    return {
      name: normalised(name),
      files: new Set(rows.map(({ path }) => posix.join(site, path))),
      requires: requirementsIn(byPath.get(`${info}/METADATA`)?.read().toString('utf8') ?? ''),
      requested: byPath.has(`${info}/REQUESTED`),
    };
  });
}

function requirementsIn(metadata: string): string[] {
  const [head = ''] = metadata.split(/\r?\n\r?\n/, 1);
  return [...head.matchAll(/^Requires-Dist:[ \t]*([\w.-]+)([^\r\n]*)/gim)]
    .filter(([, , rest = '']) => !/\bextra\s*==/.test(rest))
    .map(([, name = '']) => normalised(name));
}

function normalised(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}
