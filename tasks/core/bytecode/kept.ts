// Bytecode that an earlier run made: kept for each distribution by what it was made of.

import { findSound, type KeptPart, type PartStore } from '../archives/part-store.js';
import { readAtOnce } from '../archives/read-content.js';
import { placeOf } from '../archives/stretches.js';
import { entrySize, type FileEntry } from '../terms/archive-entry.js';
import { bytecodeEntry, type Job } from './job.js';

/** Changes with how bytecode is made of a source. */
const FORMAT = 'bytecode 2';

/** What makes bytecode, besides its source. */
export interface Maker {
  /** Of Python, in full. */
  readonly version: string;
  readonly cacheTag: string;
  readonly store: PartStore;
}

export interface KeptBytecode {
  /** Sources whose bytecode is known; `undefined` for those that are not valid. */
  readonly known: ReadonlyMap<Job, FileEntry | undefined>;
  /**
   * Keeps what was compiled of the others.
   * @param unsure sources that might be valid in another run
   */
  keep(compiled: ReadonlyMap<Job, FileEntry>, unsure: ReadonlySet<Job>): void;
}

/** Looks for the bytecode of whole distributions; that of the app's own files is not kept. */
export function findKept(jobs: readonly Job[], maker: Maker): KeptBytecode {
  const known = new Map<Job, FileEntry | undefined>();
  const toKeep: { readonly name: string; readonly group: readonly Job[] }[] = [];
  for (const group of byPlace(jobs)) {
    const name = nameOf(group, maker);
    const part = findSound(maker.store, name, sizeOf(group));
    if (part) readPart(group, part, maker.cacheTag, known);
    else toKeep.push({ name, group });
  }
  return {
    known,
    keep: (compiled, unsure) => {
      for (const { name, group } of toKeep) {
        if (group.some((job) => unsure.has(job))) continue;
        keepPart(maker.store, name, group, compiled);
      }
    },
  };
}

function byPlace(jobs: readonly Job[]): Iterable<readonly Job[]> {
  const groups = new Map<string, Job[]>();
  for (const job of jobs) {
    const place = placeOf(job.entry.path);
    if (place === undefined) continue;
    const key = `${job.tree} ${place}`;
    const group = groups.get(key);
    if (group) group.push(job);
    else groups.set(key, [job]);
  }
  return groups.values();
}

function nameOf(group: readonly Job[], { version, cacheTag }: Maker): string {
  const lines = group.map(({ entry, runtimePath, checked }) =>
    [runtimePath, checked ? 'checked' : 'unchecked', entry.digest].join('\0'),
  );
  return [FORMAT, version, cacheTag, ...lines].join('\n');
}

function sizeOf(group: readonly Job[]): number {
  return group.reduce((sum, { entry }) => sum + entrySize(entry), 0);
}

/** Where the bytecode of each source lies in a part; null where the source is not valid. */
type Index = readonly ({ offset: number; size: number; digest: string } | null)[];

function readPart(
  group: readonly Job[],
  { content, note }: KeptPart,
  cacheTag: string,
  known: Map<Job, FileEntry | undefined>,
): void {
  const index = note as Index;
  for (const [at, job] of group.entries()) {
    const place = index[at];
    const entry =
      place &&
      bytecodeEntry(
        job.entry,
        cacheTag,
        { ...content, offset: place.offset, size: place.size },
        place.digest,
      );
    known.set(job, entry ?? undefined);
  }
}

function keepPart(
  store: PartStore,
  name: string,
  group: readonly Job[],
  compiled: ReadonlyMap<Job, FileEntry>,
): void {
  const part = store.begin(name);
  if (!part) return;
  let offset = 0;
  const index: Index = group.map((job) => {
    const entry = compiled.get(job);
    // Python has read the source since its digest was taken: it must be the same still.
    readAtOnce(job.entry.content, job.entry.digest);
    if (!entry) return null;
    const bytes = readAtOnce(entry.content);
    part.add(bytes);
    offset += bytes.length;
    return { offset: offset - bytes.length, size: bytes.length, digest: entry.digest };
  });
  part.end(index);
}
