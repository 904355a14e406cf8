// Reads the archive inside a package from end to end, once: tar as a stream, zip by way of a file.

import { Readable } from 'node:stream';
import { listTar } from '../../archives/read-tar.js';
import { withZip, type ZipEntry } from '../../archives/read-zip.js';
import type { ProgressCount } from '../../terms/progress.js';
import { Stopped } from '../../terms/failure.js';
import type { InnerFact } from '../evidence.js';
import { MOST_UNPACKED, withoutDot } from '../../terms/package-shape.js';
import type { Spool } from './spool.js';
import type { Receiver, TreeBuilder } from './tree-builder.js';
import { isFolder, isLink, pour, wholeText } from './zip-content.js';

/** Where the archive's files go. */
export interface InnerTarget {
  readonly app: TreeBuilder;
  readonly venv: TreeBuilder;
  /** Whether it is the whole app's; the venv is then in `venvFolder`. Else all of it is the venv. */
  readonly isApp: boolean;
  readonly venvFolder: string;
  /** Counts the archive's own bytes, and the files in it. */
  readonly count: ProgressCount;
}

/** A package of App Service has far fewer; the number is ours. */
const MOST_ENTRIES = 300_000;

/** Real packages shrink to a third or a fifth; what shrinks more than this is made to hurt. */
const MOST_RATIO = 200;
const FREE_BYTES = 1024 ** 3;

/** @throws Stopped `package-unreadable`, `disk-full`; the signal's reason */
export async function readInner(
  entry: ZipEntry,
  target: InnerTarget,
  spool: Spool,
  signal: AbortSignal,
): Promise<InnerFact[]> {
  if (entry.path.endsWith('.zip')) return readInnerZip(entry, target, spool, signal);
  const found = await listTar(
    Readable.from(counted(entry, target.count)),
    entry.path,
    () => false,
    {
      signal,
      mostEntries: MOST_ENTRIES,
      mostBytes: mostBytes(entry),
      receive: ({ path, size, mode }) => {
        target.count.add(0, 1);
        const [builder, name] = placeOf(target, path);
        const receiver = builder.addStreamed(name, size, (mode & 0o111) !== 0);
        return receiver && !receiver.done ? (piece) => receiver.take(piece) : undefined;
      },
    },
  );
  for (const link of found) addLink(entry.path, target, link);
  return found.map(({ path, type, size, mode, linkTarget }) => ({
    path,
    type,
    size,
    mode,
    linkTarget,
  }));
}

/** The bytes of an entry, counted when they were taken. */
async function* counted(entry: ZipEntry, count: ProgressCount): AsyncGenerator<Buffer> {
  for await (const piece of await entry.stream()) {
    yield piece as Buffer;
    count.add(piece.length, 0);
  }
}

/** The whole-app `.tar.gz` is unpacked without its links (contract A10); all others by the system's tar. */
function addLink(
  archive: string,
  target: InnerTarget,
  { path, type, linkTarget }: InnerFact,
): void {
  if (target.isApp && archive.endsWith('.tar.gz')) return;
  const [builder, name] = placeOf(target, path);
  if (type === 'SymbolicLink') builder.addLink(name, linkTarget);
  if (type === 'Link') builder.addHardLink(name, placeOf(target, linkTarget)[1]);
}

function mostBytes({ size }: ZipEntry): number {
  return Math.min(MOST_UNPACKED, Math.max(FREE_BYTES, size * MOST_RATIO));
}

/** The tree that a path of the archive belongs to, and its path there. */
function placeOf(
  { app, venv, isApp, venvFolder }: InnerTarget,
  path: string,
): [TreeBuilder, string] {
  const name = withoutDot(path);
  if (!isApp) return [venv, name];
  const inside = `${venvFolder}/`;
  return name.startsWith(inside) ? [venv, name.slice(inside.length)] : [app, name];
}

/** A zip is read from its end, so it has to be a file. */
async function readInnerZip(
  entry: ZipEntry,
  target: InnerTarget,
  spool: Spool,
  signal: AbortSignal,
): Promise<InnerFact[]> {
  const path = await spool.whole(entry.size, (receiver: Receiver) => pour(entry, receiver));
  return withZip(path, async (entries) => {
    const locked = entries.find(({ encrypted }) => encrypted);
    if (locked) {
      const reason = `'${locked.path}' in it is encrypted`;
      throw new Stopped({ code: 'package-unreadable', path: entry.path, reason });
    }
    for (const inner of entries) {
      signal.throwIfAborted();
      if (isFolder(inner)) continue;
      await readZipEntry(inner, target);
      target.count.add(inner.compressedSize, isLink(inner) ? 0 : 1);
    }
    return entries.map(innerFact);
  });
}

async function readZipEntry(entry: ZipEntry, target: InnerTarget): Promise<void> {
  const [builder, name] = placeOf(target, entry.path);
  if (isLink(entry)) {
    builder.addLink(name, await wholeText(entry, 4096));
    return;
  }
  // unzip gives files without a Unix mode none that may be executed.
  const receiver = builder.add(name, entry.size, (entry.mode & 0o111) !== 0);
  if (receiver && !receiver.done) await pour(entry, receiver);
}

function innerFact(entry: ZipEntry): InnerFact {
  const type = isLink(entry) ? 'SymbolicLink' : isFolder(entry) ? 'Directory' : 'File';
  return { path: entry.path, type, size: entry.size, mode: entry.mode & 0o7777, linkTarget: '' };
}
