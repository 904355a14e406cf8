// Packing: entries of app and venv to one zip, as the layout has it.

import { BlockPool } from '../archives/block-pool.js';
import { gzip } from '../archives/gzip.js';
import { entryOfBytes, sha256, sha256OfTexts } from '../archives/digest.js';
import { withSoundParts, type PartStore } from '../archives/part-store.js';
import type { OnRead } from '../archives/read-content.js';
import { identityOf } from '../archives/stretches.js';
import { summed, type Sums } from '../archives/sums.js';
import { tarParts } from '../archives/tar-parts.js';
import { writeFileFrom, type Written } from '../archives/write-file.js';
import { tarBytes, withFolders } from '../archives/write-tar.js';
import { zipBytes, zipPieces } from '../archives/write-zip.js';
import type { ArchiveInside } from '../archives/zip-writer.js';
import { zstd } from '../archives/zstd.js';
import type { Host, Telling } from '../host.js';
import { entrySize, sortedByPath, type Entry, type TimedEntry } from '../terms/archive-entry.js';
import {
  innerArchiveName,
  VENV_NAME,
  type Compression,
  type LayoutFacts,
} from '../terms/layout.js';
import { ProgressCount, type Advance, type Whole } from '../terms/progress.js';
import { refuseClashes } from './app-files.js';
import { MANIFEST_NAME } from './oryx-manifest.js';
import { outputError } from './output.js';
import { findStartupFile } from './startup-file.js';
import { entryTime } from './times.js';

export interface PackRequest {
  readonly facts: LayoutFacts;
  readonly compression: Compression;
  /** Entries of the app, relative to the app root; its bytecode among them. */
  readonly app: readonly Entry[];
  /** Entries of the venv, relative to it; its bytecode among them. */
  readonly venv: readonly Entry[];
  readonly manifest: string;
  readonly startupCommand: string | undefined;
  /** Base of all times, in seconds since 1970. */
  readonly baseTime: number | undefined;
  /** Where compressed parts are kept between runs. */
  readonly store: PartStore;
  readonly packagePath: string;
  /** Where it is written before it gets that name; no file is there yet. */
  readonly partial: string;
  /** Is told what is read and compressed, out of all entries. */
  readonly advance?: Advance;
}

/** The finished package. */
export interface Packed extends Written {
  /** Entries of the zip; those of an archive inside are counted apart. */
  readonly entries: number;
  readonly inner:
    { readonly name: string; readonly entries: number; readonly size: number } | undefined;
}

/**
 * Writes the package, in one pass: the archive inside is made while it is written into the zip.
 * @throws Stopped `names-clash`, `output-not-writable`, `disk-full`, `file-too-large`, `file-changed`, `zstd-…`
 */
export async function pack(host: Host, tell: Telling, request: PackRequest): Promise<Packed> {
  const outer = zipEntries(host, tell, request);
  return withSoundParts(request.store, (store) => writePackage(host, { ...request, store }, outer));
}

async function writePackage(
  host: Host,
  request: PackRequest,
  outer: readonly Entry[],
): Promise<Packed> {
  const timed = timedFrom(request.baseTime);
  const contents = innerContents(request);
  const count = new ProgressCount(contentOf(outer, contents?.entries ?? []), request.advance);
  const read: OnRead = (bytes, files) => count.add(bytes, files);
  const inner = contents && planInner(host, request, contents, read);
  refuseClashes([...outer, ...(inner ? [inner.archive] : [])]);
  const entries = sortedByPath([...outer.map(timed), ...(inner ? [inner.archive] : [])]);
  const { store, partial } = request;
  const pieces = zipPieces(entries, host.signal, { store, read });
  const written = await writeFileFrom(pieces, partial, host.signal).catch((error: unknown) => {
    throw outputError(request.packagePath, error);
  });
  return {
    ...written,
    entries: entries.length,
    inner: inner && { name: inner.archive.path, entries: inner.entries, size: inner.size() },
  };
}

/** Gives entries their times. */
function timedFrom(base: number | undefined): (entry: Entry) => TimedEntry {
  return (entry) => withTime(entry, entryTime(identity(entry), base));
}

/** Field by field: of a copy by `...` V8 makes a shape of its own, for each of 20,000 entries. */
function withTime(entry: Entry, mtime: number): TimedEntry {
  const { kind, path } = entry;
  if (kind === 'folder') return { kind, path, mtime };
  if (kind === 'link') return { kind, path, target: entry.target, mtime };
  const { executable, content, digest } = entry;
  return { kind, path, executable, content, digest, mtime };
}

/** All that is read: an archive inside is made of entries, too. */
function contentOf(outer: readonly Entry[], inner: readonly Entry[]): Whole {
  const files = [...outer, ...inner].filter(({ kind }) => kind === 'file');
  return { bytes: files.reduce((sum, entry) => sum + entrySize(entry), 0), files: files.length };
}

/** What an entry's time depends on. */
function identity(entry: Entry): string {
  if (entry.kind === 'file') return entry.digest;
  return sha256(entry.kind === 'link' ? entry.target : entry.path);
}

function below(folder: string, entries: readonly Entry[]): Entry[] {
  return entries.map((entry) => withPath(entry, `${folder}/${entry.path}`));
}

function withPath(entry: Entry, path: string): Entry {
  const { kind } = entry;
  if (kind === 'folder') return { kind, path };
  if (kind === 'link') return { kind, path, target: entry.target };
  const { executable, content, digest } = entry;
  return { kind, path, executable, content, digest };
}

/** The archive inside, which is made when the zip is written. */
interface Inner {
  readonly archive: ArchiveInside;
  readonly entries: number;
  /** Bytes, once it is made. */
  readonly size: () => number;
}

/** What goes into the archive inside. */
interface InnerContents {
  readonly path: string;
  readonly isTar: boolean;
  /** Sorted by path. */
  readonly entries: readonly TimedEntry[];
}

/**
 * The entries of the archive inside the package, where the layout has one. In a tar, the times of the venv's files
 * come from their content alone: no Kudu compares them, and what did not change is compressed as it was under the
 * commit before.
 */
function innerContents({
  facts,
  compression,
  app,
  venv,
  baseTime,
}: PackRequest): InnerContents | undefined {
  const path = innerArchiveName(facts.layout, compression);
  if (path === undefined) return undefined;
  const isTar = !path.endsWith('.zip');
  const ofVenv = timedFrom(isTar ? undefined : baseTime);
  const entries =
    facts.layout === 'appTarball'
      ? [...app.map(timedFrom(baseTime)), ...below(VENV_NAME, venv).map(ofVenv)]
      : venv.map(ofVenv);
  return { path, isTar, entries: sortedByPath(entries) };
}

function planInner(
  host: Host,
  { store, baseTime }: PackRequest,
  { path, isTar, entries }: InnerContents,
  read: OnRead,
): Inner {
  // A tar archive has an entry of its own for every folder.
  const all = isTar ? [...withFolders(entries)] : entries;
  let size = 0;
  async function* counted(): AsyncGenerator<Buffer, Sums> {
    const sums = yield* archiveBytes(host, path, entries, { store, read });
    size = sums.size;
    return sums;
  }
  const archive: ArchiveInside = {
    kind: 'archive',
    path,
    mtime: entryTime(sha256OfTexts(contentsOf(all)), baseTime),
    largestSize: all.reduce((sum, entry) => sum + largestSize(entry), 0),
    bytes: counted(),
  };
  return { archive, entries: all.length, size: () => size };
}

/** What the time of an archive depends on: it is written before its bytes are known, but not what is in it. */
function* contentsOf(entries: readonly TimedEntry[]): Generator<string> {
  for (const entry of entries) yield `${identityOf(entry, true)}\n`;
}

/** Bytes that an entry takes in an archive at most, its names and records among them. */
function largestSize(entry: TimedEntry): number {
  return entrySize(entry) * 1.01 + 4 * Buffer.byteLength(entry.path) + 4096;
}

function archiveBytes(
  host: Host,
  name: string,
  entries: readonly TimedEntry[],
  { store, read }: { readonly store: PartStore; readonly read: OnRead },
): AsyncGenerator<Buffer, Sums> {
  const { signal } = host;
  if (name.endsWith('.zip')) return summed(zipBytes(entries, signal, { store, read }));
  const pool = new BlockPool();
  if (name.endsWith('.zst')) {
    return summed(zstd(host, tarBytes(entries, signal, { pool, read }), pool));
  }
  return gzip(tarParts(entries, signal, { pool, read }), { pool, store });
}

function zipEntries(host: Host, tell: Telling, request: PackRequest): Entry[] {
  const { facts, app, venv } = request;
  const manifest = entryOfBytes(MANIFEST_NAME, Buffer.from(request.manifest));
  if (facts.layout === 'appTarball') {
    const startupFile = findStartupFile(tell, request.startupCommand, app, host.input);
    return [manifest, ...app.filter((entry) => entry.path === startupFile)];
  }
  return [manifest, ...app, ...(facts.layout === 'flat' ? below(VENV_NAME, venv) : [])];
}
