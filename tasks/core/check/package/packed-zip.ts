// The zip as it was packed: its central directory is read, its content is not, since that is known.

import { listZip } from '../../archives/read-zip.js';
import { withFolders } from '../../archives/write-tar.js';
import { entrySize, sortedByPath, type Entry, type TimedEntry } from '../../terms/archive-entry.js';
import { Stopped } from '../../terms/failure.js';
import { VENV_NAME } from '../../terms/layout.js';
import type { InnerFact, PackageFacts } from '../evidence.js';
import type { ToBePacked } from './evidence-from-entries.js';
import { overlappingEntries } from './overlapping.js';
import { readManifest } from './read-manifest.js';
import { factOf, tooMany } from './zip-content.js';

/** A zip that was written and has no name yet. */
export interface PackedZip {
  /** What it will be called. */
  readonly path: string;
  /** Where it is. */
  readonly partial: string;
  /** Bytes. */
  readonly size: number;
  /** The archive in it that is unpacked at start, where there is one. */
  readonly innerName: string | undefined;
  readonly contents: ToBePacked;
}

/** Gathers of a zip of our own what `gatherPackage` would, without unpacking anything. */
export async function packedZip(zip: PackedZip): Promise<PackageFacts> {
  const { path, partial, size, innerName, contents } = zip;
  const manifest = readManifest(contents.manifest);
  return {
    path,
    size,
    ...(await listed(partial)),
    inner: innerName === undefined ? undefined : { name: innerName, entries: innerFacts(zip) },
    manifestProblem: 'problem' in manifest ? manifest.problem : undefined,
  };
}

async function listed(
  partial: string,
): Promise<Pick<PackageFacts, 'entries' | 'overlapping' | 'problem'>> {
  try {
    const entries = await listZip(partial);
    const overlapping = overlappingEntries(entries);
    return { entries: entries.map(factOf), overlapping, problem: undefined };
  } catch (error) {
    if (!(error instanceof Stopped) || error.failure.code !== 'package-unreadable') throw error;
    const { reason } = error.failure;
    return { entries: [], problem: { file: 'package', reason, ...tooMany(error) } };
  }
}

/** The entries of the archive inside, as the packer writes them. */
function innerFacts({ innerName = '', contents: { facts, app, venv } }: PackedZip): InnerFact[] {
  const below = venv.map((entry) => ({ ...entry, path: `${VENV_NAME}/${entry.path}` }));
  const entries = sortedByPath(facts.layout === 'appTarball' ? [...app, ...below] : venv);
  if (innerName.endsWith('.zip')) return entries.map(zipFact);
  const timed = entries.map((entry): TimedEntry => Object.assign({ mtime: 0 }, entry));
  return Array.from(withFolders(timed), tarFact);
}

const TYPES = { file: 'File', folder: 'Directory', link: 'SymbolicLink' } as const;

function tarFact(entry: Entry): InnerFact {
  return {
    path: entry.kind === 'folder' ? `${entry.path}/` : entry.path,
    type: TYPES[entry.kind],
    size: entrySize(entry),
    mode: modeOf(entry),
    linkTarget: entry.kind === 'link' ? entry.target : '',
  };
}

/** In a zip a link's target is its content, and stands nowhere else. */
function zipFact(entry: Entry): InnerFact {
  const size = entry.kind === 'link' ? Buffer.byteLength(entry.target) : entrySize(entry);
  return { ...tarFact(entry), size, linkTarget: '' };
}

function modeOf(entry: Entry): number {
  if (entry.kind === 'link') return 0o777;
  return entry.kind === 'folder' || entry.executable ? 0o755 : 0o644;
}
