// Entries made by hand, for tests that pack or relocate.

import { sha256 } from '../../tasks/core/archives/digest.js';
import {
  sortedByPath,
  type Entry,
  type FileEntry,
  type FolderEntry,
  type LinkEntry,
  type TimedEntry,
} from '../../tasks/core/terms/archive-entry.js';

/** 2024-05-06 07:08:10 UTC, an even second. */
export const MAY_2024 = Date.UTC(2024, 4, 6, 7, 8, 10) / 1000;

/** A file whose bytes are in memory. */
export function bytesEntry(path: string, content: string | Buffer, executable = false): FileEntry {
  const bytes = Buffer.from(content);
  return {
    kind: 'file',
    path,
    executable,
    content: { kind: 'bytes', bytes },
    digest: sha256(bytes),
  };
}

/** A file whose bytes are on disk: `content` is what was written there. */
export function diskEntry(path: string, absolute: string, content: string | Buffer): FileEntry {
  const bytes = Buffer.from(content);
  return {
    kind: 'file',
    path,
    executable: false,
    content: { kind: 'file', path: absolute, offset: 0, size: bytes.length },
    digest: sha256(bytes),
  };
}

export function linkEntry(path: string, target: string): LinkEntry {
  return { kind: 'link', path, target };
}

export function folderEntry(path: string): FolderEntry {
  return { kind: 'folder', path };
}

/** Entries as a packer gets them: sorted, and of one time. */
export function timed(entries: readonly Entry[], mtime = MAY_2024): TimedEntry[] {
  return sortedByPath(entries).map((entry) => Object.assign({ mtime }, entry));
}

/** The text of an entry that has its bytes in memory. */
export function textOf(entry: Entry | undefined): string {
  if (entry?.kind !== 'file' || entry.content.kind !== 'bytes') throw new Error('no text entry');
  return entry.content.bytes.toString('utf8');
}

/** All pieces of a stream, in order. */
export async function allPieces<Piece>(stream: AsyncIterable<Piece>): Promise<Piece[]> {
  const pieces: Piece[] = [];
  for await (const piece of stream) pieces.push(piece);
  return pieces;
}

/** The bytes of a stream together; a piece may be filled anew when the next is asked for. */
export async function allBytes(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

/** Bytes that look random and are the same in every run; they hardly compress. */
export function noise(size: number): Buffer {
  const bytes = Buffer.alloc(size);
  let state = 12345;
  for (let at = 0; at < size; at += 1) {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    bytes[at] = state >>> 16;
  }
  return bytes;
}

/** Lines of text of about a size; they compress well. */
export function prose(size: number): Buffer {
  const lines: string[] = [];
  for (let number = 0; lines.length * 40 < size; number += 1) {
    lines.push(`line ${number} of a text, which goes on and on`.padEnd(39) + '\n');
  }
  return Buffer.from(lines.join('')).subarray(0, size);
}
