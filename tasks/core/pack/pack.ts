// Packing: entries of app and venv to one zip, as the layout has it.

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gzip } from '../archives/gzip.js';
import { digestFile, entryOfBytes, sha256 } from '../archives/digest.js';
import { writeFileFrom, type Written } from '../archives/write-file.js';
import { tarBytes, withFolders } from '../archives/write-tar.js';
import { zipBytes } from '../archives/write-zip.js';
import { writeZstd } from '../archives/zstd.js';
import type { Host, Telling } from '../host.js';
import {
  comparePaths,
  type Entry,
  type FileEntry,
  type TimedEntry,
} from '../terms/archive-entry.js';
import {
  innerArchiveName,
  VENV_NAME,
  type Compression,
  type LayoutFacts,
} from '../terms/layout.js';
import { refuseClashes } from './app-files.js';
import { MANIFEST_NAME } from './oryx-manifest.js';
import { outputError } from './output.js';
import { findStartupFile, tellNeverCopied } from './startup-file.js';
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
  readonly packagePath: string;
  /** Where it is written before it gets that name; no file is there yet. */
  readonly partial: string;
  /** An existing private folder for the inner archive. */
  readonly work: string;
}

/** The finished package. */
export interface Packed extends Written {
  /** Entries of the zip; those of an archive inside are counted apart. */
  readonly entries: number;
  readonly inner:
    { readonly name: string; readonly entries: number; readonly size: number } | undefined;
}

/**
 * Writes the package.
 * @throws Stopped `names-clash`, `output-not-writable`, `disk-full`, `file-changed`, `zstd-…`
 */
export async function pack(host: Host, tell: Telling, request: PackRequest): Promise<Packed> {
  tellNeverCopied(tell, request.facts.layout, request.app);
  const timed = (entry: Entry): TimedEntry => ({
    ...entry,
    mtime: entryTime(identity(entry), request.baseTime),
  });
  const inner = await writeInner(host, request, timed);
  const entries = zipEntries(tell, request, inner).map(timed).toSorted(comparePaths);
  refuseClashes(entries);
  const stored = new Set(inner ? [inner.entry.path] : []);
  const written = await writeFileFrom(
    zipBytes(entries, stored, host.signal),
    request.partial,
  ).catch((error: unknown) => {
    throw outputError(request.packagePath, error);
  });
  return {
    ...written,
    entries: entries.length,
    inner: inner && { name: inner.entry.path, entries: inner.entries, size: inner.size },
  };
}

/** What an entry's time depends on. */
function identity(entry: Entry): string {
  if (entry.kind === 'file') return entry.digest;
  return sha256(entry.kind === 'link' ? entry.target : entry.path);
}

function below(folder: string, entries: readonly Entry[]): Entry[] {
  return entries.map((entry) => ({ ...entry, path: `${folder}/${entry.path}` }));
}

interface Inner {
  readonly entry: FileEntry;
  readonly entries: number;
  readonly size: number;
}

/** The entries of the archive inside the package, where the layout has one. */
function innerEntries({ facts, app, venv }: PackRequest): readonly Entry[] {
  return facts.layout === 'appTarball' ? [...app, ...below(VENV_NAME, venv)] : venv;
}

async function writeInner(
  host: Host,
  request: PackRequest,
  timed: (entry: Entry) => TimedEntry,
): Promise<Inner | undefined> {
  const name = innerArchiveName(request.facts.layout, request.compression);
  if (name === undefined) return undefined;
  const entries = innerEntries(request).map(timed).toSorted(comparePaths);
  const path = join(request.work, name);
  await writeArchive(host, name, entries, path).catch((error: unknown) => {
    throw outputError(path, error);
  });
  const [{ digest }, { size }] = await Promise.all([digestFile(path), stat(path)]);
  const content = { kind: 'file', path, offset: 0, size } as const;
  const entry: FileEntry = { kind: 'file', path: name, executable: false, content, digest };
  // A tar archive has an entry of its own for every folder.
  const all = name.endsWith('.zip') ? entries : [...withFolders(entries)];
  return { entry, entries: all.length, size };
}

async function writeArchive(
  host: Host,
  name: string,
  entries: readonly TimedEntry[],
  path: string,
): Promise<void> {
  const { signal } = host;
  if (name.endsWith('.zip')) {
    await writeFileFrom(zipBytes(entries, new Set(), signal), path);
  } else if (name.endsWith('.zst')) {
    await writeZstd(host, tarBytes(entries, signal), path, async (pieces, to) => {
      await writeFileFrom(pieces, to);
    });
  } else {
    await writeFileFrom(gzip(tarBytes(entries, signal)), path);
  }
}

function zipEntries(tell: Telling, request: PackRequest, inner: Inner | undefined): Entry[] {
  const { facts, app, venv } = request;
  const always = [
    entryOfBytes(MANIFEST_NAME, Buffer.from(request.manifest)),
    ...(inner ? [inner.entry] : []),
  ];
  if (facts.layout === 'appTarball') {
    const startupFile = findStartupFile(tell, request.startupCommand, app);
    return [...always, ...app.filter((entry) => entry.path === startupFile)];
  }
  return [...always, ...app, ...(facts.layout === 'flat' ? below(VENV_NAME, venv) : [])];
}
