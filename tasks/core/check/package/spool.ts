// A private folder for files out of an archive that are read later, one at a time.

import { closeSync, openSync, writeSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Stopped, tempFolderFailure } from '../../terms/failure.js';
import { makePrivateFolder } from '../../tools/private-folder.js';
import type { Receiver } from './tree-builder.js';

/** All files together may have so many bytes; beyond, files are not kept. */
const MOST_SPOOLED = 4 * 1024 ** 3;

/**
 * Written with synchronous calls: the reader of an archive hands pieces over and waits for nobody, so this
 * is what keeps it from running ahead of the disk.
 */
export class Spool {
  private folder: string | undefined;
  private files = 0;
  private bytes = 0;
  private refused = 0;
  private readonly open: FileReceiver[] = [];
  private readonly parent: string;

  /** @param parent an existing folder for temporary files */
  constructor(parent: string) {
    this.parent = parent;
  }

  /** How many files had no room. */
  get notKept(): number {
    return this.refused;
  }

  /**
   * Makes room for a file of a size.
   * @param stored is called when the file is there
   * @returns what takes its bytes, and throws as below; `undefined` when there is no room
   * @throws Stopped `disk-full`, `temp-folder-unusable`
   */
  file(size: number, stored: () => void): FileReceiver | undefined {
    if (this.bytes + size > MOST_SPOOLED) {
      this.refused += 1;
      return undefined;
    }
    this.bytes += size;
    this.files += 1;
    this.folder ??= makePrivateFolder(this.parent, 'check');
    const path = join(this.folder, String(this.files));
    const receiver = new FileReceiver(path, size, stored);
    this.open.push(receiver);
    return receiver;
  }

  /**
   * Keeps one file and tells its path.
   * @throws Stopped `package-unreadable` when there is no room, `disk-full`, `temp-folder-unusable`; whatever `pour` throws
   */
  async whole(size: number, pour: (receiver: Receiver) => Promise<void>): Promise<string> {
    const receiver = this.file(size, () => undefined);
    if (!receiver) {
      const reason = `it is larger than ${MOST_SPOOLED} bytes`;
      throw new Stopped({ code: 'package-unreadable', path: 'the inner zip', reason });
    }
    await pour(receiver);
    return receiver.path;
  }

  /** Removes all that was kept. */
  async close(): Promise<void> {
    for (const receiver of this.open) receiver.end();
    if (this.folder !== undefined) await rm(this.folder, { recursive: true, force: true });
    this.folder = undefined;
  }
}

class FileReceiver implements Receiver {
  done = false;
  private missing: number;
  private handle: number | undefined;
  readonly path: string;
  private readonly finished: () => void;

  constructor(path: string, size: number, finished: () => void) {
    this.path = path;
    this.missing = size;
    this.finished = finished;
  }

  take(piece: Buffer): void {
    if (this.done) return;
    try {
      this.handle ??= openSync(this.path, 'w', 0o600);
      for (let at = 0; at < piece.length;) at += writeSync(this.handle, piece, at);
    } catch (error) {
      this.end();
      throw tempFolderFailure(this.path, error);
    }
    this.missing -= piece.length;
    if (this.missing > 0) return;
    this.end();
    this.finished();
  }

  /** Lets go of the file; also called when the archive ended before it. */
  end(): void {
    this.done = true;
    if (this.handle !== undefined) closeSync(this.handle);
    this.handle = undefined;
  }
}
