// Files that an installer wrote from the very wheel that those of the venv before came from: what they are is known
// without reading them.

import { posix } from 'node:path';
import { distributionOfInfo } from '../terms/distribution-name.js';
import { placeOf, readRecord, recordHash } from '../terms/record.js';
import type { InstalledWheels } from '../terms/wheels.js';
import type { Seen } from './looks-note.js';
import type { VenvFile } from './venv-file.js';

/** A RECORD of the venv. */
type ReadRecord = Pick<VenvFile, 'path' | 'bytes'>;

/** The venv before: what was seen in it, and the wheels it was made of. */
export interface Before {
  /** By the files' paths. */
  readonly seen: ReadonlyMap<string, Seen>;
  readonly wheels: InstalledWheels;
}

/** A file that is what it was in the venv before, unless somebody wrote it once more. */
export interface SameFile {
  /** In the venv before. */
  readonly seen: Seen;
  /** Path of its distribution's RECORD. An installer writes that last: what has changed since, somebody else wrote. */
  readonly record: string;
}

/** That of an installed distribution, which may carry others along. */
const OWN_RECORD = /^(?:lib\/python[\d.]+|Lib)\/site-packages\/[^/]+\.dist-info\/RECORD$/;

/**
 * Files of the distributions whose wheel is that of the venv before, and which had the content then that their RECORD
 * tells now. Left out are files that more than one distribution has, since the last one to be installed wins.
 * @returns each by its path
 */
export function filesOfSameWheels(
  records: readonly ReadRecord[],
  wheels: InstalledWheels,
  before: Before,
): Map<string, SameFile> {
  if (wheels.size === 0 || before.wheels.size === 0) return new Map();
  const owned = records.filter(({ path }) => OWN_RECORD.test(path)).map(withFiles);
  const owners = countOwners(owned);
  const found = new Map<string, SameFile>();
  for (const { record, files } of owned) {
    if (!isSame(record, wheels, before)) continue;
    for (const { path, hash } of files) {
      const seen = before.seen.get(path);
      if (seen && owners.get(path) === 1 && hash === recordHash(seen.digest)) {
        found.set(path, { seen, record: record.path });
      }
    }
  }
  return found;
}

/** A RECORD, and the files of its distribution. */
interface Owned {
  readonly record: ReadRecord;
  readonly files: readonly OwnedFile[];
}

interface OwnedFile {
  /** Relative to the venv. */
  readonly path: string;
  readonly hash: string;
}

function withFiles(record: ReadRecord): Owned {
  const site = posix.dirname(posix.dirname(record.path));
  const rows = readRecord(record.bytes?.toString('utf8') ?? '');
  return { record, files: rows.map((row) => ({ path: placeOf(row, site), hash: row.hash })) };
}

function countOwners(owned: readonly Owned[]): ReadonlyMap<string, number> {
  const owners = new Map<string, number>();
  for (const { files } of owned) {
    for (const { path } of files) owners.set(path, (owners.get(path) ?? 0) + 1);
  }
  return owners;
}

function isSame({ path }: ReadRecord, wheels: InstalledWheels, before: Before): boolean {
  const name = distributionOfInfo(path);
  const wheel = wheels.get(name);
  return wheel !== undefined && wheel === before.wheels.get(name);
}
