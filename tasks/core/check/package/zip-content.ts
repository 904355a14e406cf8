// The content of zip entries, as much of it as is wanted.

import { open } from 'node:fs/promises';
import { TooManyEntries, type ListedEntry, type ZipEntry } from '../../archives/read-zip.js';
import { Stopped } from '../../terms/failure.js';
import type { ArchiveProblem, ZipFact } from '../evidence.js';
import type { Receiver } from './tree-builder.js';

const TYPE = 0o170000;
const LINK = 0o120000;

/** What rules may look at of an entry. */
export function factOf(entry: ListedEntry): ZipFact {
  const { path, size, compressedSize, mode, mtime, encrypted, method } = entry;
  return { path, size, compressedSize, mode, mtime, encrypted, method };
}

/** How many entries a zip has that was not read for their number. */
export function tooMany(error: unknown): Pick<ArchiveProblem, 'entries'> {
  return error instanceof TooManyEntries ? { entries: error.entries } : {};
}

/** Whether an entry is a symbolic link. */
export function isLink({ mode }: Pick<ZipEntry, 'mode'>): boolean {
  return (mode & TYPE) === LINK;
}

/** Whether an entry is a folder: an empty one whose name ends so (contract A2). */
export function isFolder({ path, size }: Pick<ZipEntry, 'path' | 'size'>): boolean {
  return size === 0 && /[/\\]$/.test(path);
}

/** Compression methods that are read here: none, and deflate (APPNOTE 4.4.5). */
const READ_METHODS = [0, 8];

/** Whether the bytes of an entry can be had; why not is told of all such entries at once. */
export function isReadable({ encrypted, method }: Pick<ZipEntry, 'encrypted' | 'method'>): boolean {
  return !encrypted && READ_METHODS.includes(method);
}

/** Whether an entry is one that a rule tells as a whole: with a password, or in a compression of which Kudu knows nothing. */
export function isClosed(entry: Pick<ZipEntry, 'encrypted' | 'method'>): boolean {
  return entry.encrypted || !isUnpackedByKudu(entry);
}

/** Kudu's own unpacker knows deflate64, too (contract A2). */
export function isUnpackedByKudu({ method }: Pick<ZipEntry, 'method'>): boolean {
  return method === 9 || READ_METHODS.includes(method);
}

/**
 * Hands an entry's bytes on until no more are wanted.
 * @throws Stopped `package-unreadable`
 */
export async function pour(entry: ZipEntry, receiver: Receiver): Promise<void> {
  for await (const piece of await entry.stream()) {
    receiver.take(Buffer.from(piece));
    if (receiver.done) return;
  }
}

/**
 * The text of a small entry.
 * @param largest in bytes
 * @throws Stopped `package-unreadable`, also when it is larger
 */
export async function wholeText(entry: ZipEntry, largest: number): Promise<string> {
  if (entry.size > largest) {
    const reason = `it is larger than ${largest} bytes`;
    throw new Stopped({ code: 'package-unreadable', path: entry.path, reason });
  }
  const pieces: Buffer[] = [];
  for await (const piece of await entry.stream()) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces).toString('utf8');
}

/** The first bytes of a file. */
export async function loadHead(path: string, size: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
