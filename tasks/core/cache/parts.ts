// Parts of packages, compressed or compiled: each a file of its own, written beside its name.

import { createHash, randomBytes } from 'node:crypto';
import { closeSync, fstatSync, openSync, renameSync, rmSync, utimesSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { crcOf } from '../archives/crc.js';
import { sayUnread, type KeptPart, type NewPart, type PartStore } from '../archives/part-store.js';
import { readFully } from '../archives/read-content.js';
import type { Telling } from '../host.js';
import { messageOf, systemErrorCode } from '../terms/failure.js';
import { isTrusted, type CacheFolder } from './folder.js';

/** How many, and the bytes that they were made of. */
export interface PartCount {
  readonly parts: number;
  readonly bytes: number;
}

/**
 * Ends every file of a part: behind its bytes and its note stand the length of the note, the CRC of the bytes, and the
 * CRC of note, length and CRC.
 */
const MAGIC = Buffer.from('antenv 2');
const TRAILER = 12 + MAGIC.length;

export interface PartOptions {
  /** Of this product: another one may pack in another way. */
  readonly version: string;
  readonly now: () => Date;
  /** Shared by all that one run keeps: that nothing can be kept is told once. */
  readonly failure?: { isTold: boolean };
}

/** The parts in a cache folder. What goes wrong with one is told, and it is packed as if there were no cache. */
export class PartFolder implements PartStore {
  private readonly folder: CacheFolder;
  private readonly tell: Telling;
  private readonly options: PartOptions;
  private readonly open = new Set<PartFile>();
  private readonly failure: { isTold: boolean };
  private isUsable = true;
  /** Bytes that parts were made of, by their files. */
  private readonly asked = new Map<string, number>();
  private readonly used = new Map<string, number>();
  private readonly forgotten = new Set<string>();

  constructor(folder: CacheFolder, tell: Telling, options: PartOptions) {
    this.folder = folder;
    this.tell = tell;
    this.options = options;
    this.failure = options.failure ?? { isTold: false };
  }

  /** What was asked for, and of that what was there. */
  counts(): { readonly asked: PartCount; readonly used: PartCount } {
    return { asked: countOf(this.asked), used: countOf(this.used) };
  }

  find(name: string, size: number): KeptPart | undefined {
    const path = this.pathOf(name);
    this.asked.set(path, size);
    const part = this.isUsable && !this.forgotten.has(path) ? this.loadOrTell(path) : undefined;
    if (part) this.used.set(path, size);
    // One that was used before packing began anew, where nothing is kept any more.
    else this.used.delete(path);
    return part;
  }

  forget({ content: { path } }: KeptPart, why: string): void {
    this.used.delete(path);
    this.remove(path, why);
  }

  begin(name: string): NewPart | undefined {
    if (!this.isUsable) return undefined;
    const path = this.pathOf(name);
    const partial = join(this.folder.parts, `.partial-${randomBytes(8).toString('hex')}`);
    const file = this.attempt(() => new PartFile(partial));
    if (!file) return undefined;
    this.open.add(file);
    return {
      add: (bytes) => this.onFile(file, () => file.add(bytes)),
      end: (note) => {
        this.onFile(file, () => file.end(note, path));
        this.open.delete(file);
      },
    };
  }

  /** Leaves nothing half written behind. */
  close(): void {
    for (const file of this.open) this.attempt(() => file.drop());
    this.open.clear();
  }

  private pathOf(name: string): string {
    // zlib has other code for other processors.
    const made = [this.options.version, process.arch, name].join('\n');
    return join(this.folder.parts, createHash('sha256').update(made).digest('hex'));
  }

  private loadOrTell(path: string): KeptPart | undefined {
    try {
      const part = loadPart(path, this.folder.trusted);
      // What was used last is kept longest.
      const now = this.options.now();
      utimesSync(path, now, now);
      return part;
    } catch (error) {
      if (systemErrorCode(error) === 'ENOENT') return undefined;
      this.remove(path, error instanceof Damaged ? error.message : sayUnread(error));
      return undefined;
    }
  }

  private remove(path: string, why: string): void {
    this.tell.note(`A kept part of the package is made anew: '${path}' ${why}.`);
    this.forgotten.add(path);
    this.attempt(() => rmSync(path, { force: true }));
  }

  private onFile(file: PartFile, work: () => void): void {
    if (!this.open.has(file)) return;
    this.attempt(work, () => {
      this.open.delete(file);
      this.attempt(() => file.drop());
    });
  }

  /** After a failure nothing more is kept: the next would fail as well, and the package needs none of it. */
  private attempt<Result>(
    work: () => Result,
    undo: () => void = () => undefined,
  ): Result | undefined {
    try {
      return work();
    } catch (error) {
      if (systemErrorCode(error) === undefined) throw error;
      if (!this.failure.isTold) {
        this.tell.note(`Parts of the package are not kept in the cache: ${messageOf(error)}.`);
      }
      this.failure.isTold = true;
      this.isUsable = false;
      undo();
      return undefined;
    }
  }
}

function countOf(sizes: ReadonlyMap<string, number>): PartCount {
  return { parts: sizes.size, bytes: [...sizes.values()].reduce((sum, size) => sum + size, 0) };
}

/** A part that is being written. */
class PartFile {
  private readonly partial: string;
  private readonly file: number;
  private crc = 0;
  private isClosed = false;

  constructor(partial: string) {
    this.partial = partial;
    this.file = openSync(partial, 'wx', 0o644);
  }

  add(bytes: Buffer): void {
    this.crc = crcOf(bytes, this.crc);
    this.write(bytes);
  }

  end(note: unknown, path: string): void {
    const bytes = Buffer.from(JSON.stringify(note));
    const told = Buffer.concat([bytes, numberBytes(bytes.length), numberBytes(this.crc)]);
    this.write(Buffer.concat([told, numberBytes(crcOf(told)), MAGIC]));
    this.close();
    renameSync(this.partial, path);
  }

  /** @throws the system's error; then the file is closed nevertheless */
  drop(): void {
    try {
      this.close();
    } finally {
      rmSync(this.partial, { force: true });
    }
  }

  private write(bytes: Buffer): void {
    for (let done = 0; done < bytes.length;) done += writeSync(this.file, bytes, done);
  }

  private close(): void {
    if (this.isClosed) return;
    // A number that was closed once may be another file's by now.
    this.isClosed = true;
    closeSync(this.file);
  }
}

function numberBytes(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** A file that is not what was kept. */
class Damaged extends Error {}

/**
 * Reads what is told of a part; its bytes are not read.
 * @throws Damaged, or the system's error
 */
function loadPart(path: string, trusted: ReadonlySet<number>): KeptPart {
  const file = openSync(path, 'r');
  try {
    const { size, uid } = fstatSync(file);
    if (!isTrusted(trusted, uid)) throw new Damaged('belongs to another user');
    if (size < TRAILER) throw new Damaged('was not written to its end');
    const trailer = Buffer.alloc(TRAILER);
    readFully(file, path, trailer, size - TRAILER);
    if (!trailer.subarray(12).equals(MAGIC)) throw new Damaged('was not written to its end');
    const end = size - TRAILER - trailer.readUInt32LE(0);
    if (end < 0) throw new Damaged('is not what was kept');
    const note = Buffer.alloc(size - TRAILER - end);
    readFully(file, path, note, end);
    const told = crcOf(trailer.subarray(0, 8), crcOf(note));
    if (told !== trailer.readUInt32LE(8)) throw new Damaged('is not what was kept');
    return {
      content: { kind: 'file', path, offset: 0, size: end },
      crc: trailer.readUInt32LE(4),
      note: JSON.parse(note.toString()) as unknown,
    };
  } finally {
    closeSync(file);
  }
}
