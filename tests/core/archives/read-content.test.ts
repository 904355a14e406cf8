import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  contentPieces,
  openContent,
  openRanged,
  PIECE,
  readAtOnce,
  readContent,
} from '../../../tasks/core/archives/read-content.js';
import type { FileEntry } from '../../../tasks/core/terms/archive-entry.js';
import { Stopped } from '../../../tasks/core/terms/failure.js';
import { allPieces, bytesEntry, diskEntry, noise } from '../../helpers/entries.js';
import { failureOf } from '../../helpers/expect-stopped.js';
import { folderPerTest } from '../../helpers/temp-folder.js';

describe('the content of an entry', () => {
  const folder = folderPerTest();
  const bytes = noise(2 * PIECE + 100);

  it('comes in the same pieces from memory and from disk', async () => {
    const path = join(folder.path, 'file');
    await writeFile(path, bytes);
    for (const entry of [bytesEntry('file', bytes), diskEntry('file', path, bytes)]) {
      const pieces = await allPieces(readContent(entry));
      assert.deepEqual(
        pieces.map((piece) => piece.length),
        [PIECE, PIECE, 100],
        entry.content.kind,
      );
      assert.deepEqual(Buffer.concat(pieces), bytes);
      assert.deepEqual(readAtOnce(entry.content), bytes);
    }
  });

  it('is read from its beginning on into the buffers of a reader', async () => {
    const path = join(folder.path, 'file');
    await writeFile(path, bytes);
    const whole = diskEntry('file', path, bytes);
    const range = { kind: 'file', path, offset: 10, size: 200 } as const;
    for (const content of [bytesEntry('file', bytes.subarray(10, 210)).content, range]) {
      const target = Buffer.alloc(200);
      const reader = openContent(content);
      reader.fill(target, 150, 200);
      reader.fill(target, 0, 150);
      reader.close();
      assert.deepEqual(target.subarray(150), bytes.subarray(10, 60), content.kind);
      assert.deepEqual(target.subarray(0, 150), bytes.subarray(60, 210), content.kind);
      assert.deepEqual(readAtOnce(content), bytes.subarray(10, 210), content.kind);
    }
    await truncate(path, 100);
    await assert.rejects(async () => readAtOnce(whole.content), {
      failure: { code: 'file-changed', path },
    });
  });

  it('must have its digest where one is given, in one piece or in many; memory cannot change', async () => {
    const path = join(folder.path, 'file');
    const read = {
      'in pieces': ({ content, digest }: FileEntry) => [...contentPieces(content, digest)],
      'at once': ({ content, digest }: FileEntry) => [readAtOnce(content, digest)],
    };
    const before = readdirSync('/proc/self/fd').length;
    for (const [how, readAs] of Object.entries(read)) {
      await writeFile(path, bytes);
      const entry = diskEntry('file', path, bytes);
      assert.deepEqual(Buffer.concat(readAs(entry)), bytes, how);
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(0) ^ 1, 0);
      await writeFile(path, changed);
      assert.throws(() => readAs(entry), { failure: { code: 'file-changed', path } }, how);
      const inMemory = bytesEntry('file', changed);
      assert.deepEqual(Buffer.concat(readAs({ ...inMemory, digest: entry.digest })), changed, how);
    }
    assert.equal(readdirSync('/proc/self/fd').length, before);
  });

  it('may be a range of a file', async () => {
    const path = join(folder.path, 'file');
    await writeFile(path, bytes);
    const entry = diskEntry('part', path, bytes);
    const part = { ...entry, content: { kind: 'file', path, offset: 1000, size: 50 } as const };
    assert.deepEqual(readAtOnce(part.content), bytes.subarray(1000, 1050));
  });

  it('may be empty', async () => {
    const path = join(folder.path, 'empty');
    await writeFile(path, '');
    assert.deepEqual(readAtOnce(bytesEntry('empty', '').content), Buffer.alloc(0));
    assert.deepEqual(readAtOnce(diskEntry('empty', path, '').content), Buffer.alloc(0));
  });

  it('is missed when the file has become shorter', async () => {
    const path = join(folder.path, 'file');
    await writeFile(path, bytes);
    await truncate(path, PIECE + 1);
    const failure = await failureOf(allPieces(readContent(diskEntry('file', path, bytes))));
    assert.deepEqual(failure, { code: 'file-changed', path });
  });

  const readers = {
    'piece by piece': (entry: FileEntry) => allPieces(readContent(entry)),
    'at once': async ({ content }: FileEntry) => readAtOnce(content),
    'here and there': async ({ content }: FileEntry) => {
      const ranged = await openRanged(content);
      await ranged.close();
    },
  };
  for (const [how, read] of Object.entries(readers)) {
    it(`is missed when the file is gone: ${how}`, async () => {
      const path = join(folder.path, 'file');
      const failure = await failureOf(read(diskEntry('file', path, bytes)));
      assert.deepEqual(failure, { code: 'file-changed', path });
    });
  }

  it('is closed when all of it is read, when it is too short, and when nobody wants the rest', async () => {
    const path = join(folder.path, 'file');
    await writeFile(path, bytes);
    const entry = diskEntry('file', path, bytes);
    const longer = { ...entry.content, size: bytes.length + 1 };
    const before = readdirSync('/proc/self/fd').length;
    await allPieces(readContent(entry));
    for await (const piece of readContent(entry)) if (piece.length > 0) break;
    readAtOnce(entry.content);
    assert.deepEqual(Buffer.concat([...contentPieces(entry.content)]), bytes);
    for (const piece of contentPieces(entry.content)) if (piece.length > 0) break;
    await assert.rejects(allPieces(readContent({ ...entry, content: longer })), Stopped);
    assert.throws(() => readAtOnce(longer), Stopped);
    assert.throws(() => [...contentPieces(longer)], Stopped);
    assert.equal(readdirSync('/proc/self/fd').length, before);
  });

  for (const how of ['piece by piece', 'at once'] as const) {
    it(`cannot be read where a folder has taken its place: ${how}`, async () => {
      const { path } = folder;
      const failure = await failureOf(readers[how](diskEntry('file', path, bytes)));
      const reason = 'EISDIR: illegal operation on a directory, read';
      assert.deepEqual(failure, { code: 'file-unreadable', path, reason });
    });
  }
});
