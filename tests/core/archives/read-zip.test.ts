import assert from 'node:assert/strict';
import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  listZip,
  withZip,
  type ListedEntry,
  type ZipEntry,
} from '../../../tasks/core/archives/read-zip.js';
import { endOfArchive } from '../../../tasks/core/archives/zip-records.js';
import type { Failure } from '../../../tasks/core/terms/failure.js';
import { failureOf } from '../../helpers/expect-stopped.js';
import { output, pythonProgram } from '../../helpers/programs.js';
import { folderPerTest } from '../../helpers/temp-folder.js';

/** A zip that Python writes: a file, a folder, a link, odd names, and much of one byte. */
const WRITE = `
import base64, io, stat, zipfile
out = io.BytesIO()
with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
    z.writestr("a.txt", "hello " * 100)
    z.writestr("folder/", "")
    z.writestr("\\u00e9.txt", "e")
    z.writestr("back\\\\slash", "")
    z.writestr("../up", "")
    link = zipfile.ZipInfo("link")
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    z.writestr(link, "a.txt")
    z.writestr("zeros", bytes(30_000_000))
print(base64.b64encode(out.getvalue()).decode())
`;

async function contentOf(entry: ZipEntry | undefined): Promise<Buffer> {
  const pieces: Buffer[] = [];
  if (!entry) throw new Error('no such entry');
  for await (const piece of await entry.stream()) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

/** Opens a zip and reads all of it. */
async function readAll(source: string | Buffer): Promise<Map<string, Buffer>> {
  return withZip(source, async (entries) => {
    const found = new Map<string, Buffer>();
    for (const entry of entries) found.set(entry.path, await contentOf(entry));
    return found;
  });
}

describe('reading a zip', () => {
  const folder = folderPerTest();
  let good: Buffer;

  before(() => {
    good = Buffer.from(output(pythonProgram(), ['-I', '-c', WRITE]), 'base64');
  });

  it('lists by the directory alone what it lists with content, also when it is long', async () => {
    const path = join(folder.path, 'long.zip');
    const many =
      'import sys, zipfile\nwith zipfile.ZipFile(sys.argv[1], "w") as z:\n  for i in range(12000): z.writestr(f"a/rather/long/folder/name/so/that/it/is/much/{i}.py", str(i))';
    output(pythonProgram(), ['-I', '-c', many, path]);
    const whole = await withZip(path, (entries) =>
      Promise.resolve(JSON.parse(JSON.stringify(entries)) as ListedEntry[]),
    );
    assert.equal(whole.length, 12_000);
    assert.deepEqual(await listZip(path), whole);
    const cut = (await readFile(path)).subarray(0, -40_000);
    await writeFile(path, cut);
    assert.equal((await failureOf(listZip(path))).code, 'package-unreadable');
  });

  it('lists the entries of a file as they are written', async () => {
    const path = join(folder.path, 'good.zip');
    await writeFile(path, good);
    const listed = await withZip(path, async (entries) =>
      Promise.resolve(entries.map((entry) => [entry.path, entry.size, entry.mode.toString(8)])),
    );
    assert.deepEqual(listed, [
      ['a.txt', 600, '600'],
      ['folder/', 0, '40775'],
      ['é.txt', 1, '600'],
      ['back\\slash', 0, '600'],
      ['../up', 0, '600'],
      ['link', 5, '120777'],
      ['zeros', 30_000_000, '600'],
    ]);
  });

  it('tells the DOS time as if it were UTC, and what is encrypted', async () => {
    const told = async (bytes: Buffer): Promise<unknown[]> =>
      withZip(bytes, (entries) =>
        Promise.resolve(entries.slice(0, 2).map(({ mtime, encrypted }) => [mtime, encrypted])),
      );
    const dated = edited((bytes) => {
      // 2024-05-06 07:08:10; then no date at all, and the flag of an encrypted entry.
      bytes.writeUInt32LE(
        ((44 << 25) | (5 << 21) | (6 << 16) | (7 << 11) | (8 << 5) | 5) >>> 0,
        lineOf(bytes, 'a.txt') + 12,
      );
      bytes.writeUInt32LE(0, lineOf(bytes, 'folder/') + 12);
      bytes.writeUInt16LE(1, lineOf(bytes, 'folder/') + 8);
    });
    dated.writeUInt32LE(12, lineOf(dated, 'folder/') + 20);
    assert.deepEqual(await told(dated), [
      [Date.UTC(2024, 4, 6, 7, 8, 10) / 1000, false],
      [Date.UTC(1980, 0, 1) / 1000, true],
    ]);
  });

  it('reads their bytes, also from a zip in memory', async () => {
    const found = await readAll(good);
    assert.equal(found.get('a.txt')?.toString(), 'hello '.repeat(100));
    assert.equal(found.get('link')?.toString(), 'a.txt');
    assert.equal(found.get('zeros')?.length, 30_000_000);
  });

  it('refuses an entry whose bytes do not fit its checksum, and one with a password', async () => {
    const reasonOf = async (bytes: Buffer): Promise<Failure> => failureOf(readAll(bytes));
    const wrong = edited((bytes) => bytes.writeUInt32LE(7, lineOf(bytes, 'a.txt') + 16));
    assert.deepEqual(await reasonOf(wrong), {
      code: 'package-unreadable',
      path: 'the inner zip',
      reason: "'a.txt' does not fit its checksum",
    });
    const locked = edited((bytes) => bytes.writeUInt16LE(1, lineOf(bytes, 'a.txt') + 8));
    assert.deepEqual(await reasonOf(locked), {
      code: 'package-unreadable',
      path: 'the inner zip',
      reason: "'a.txt' is encrypted",
    });
  });

  it('reads two entries at once', async () => {
    const path = join(folder.path, 'two.zip');
    await writeFile(path, good);
    await withZip(path, async (entries) => {
      const [late, early] = ['zeros', 'a.txt'].map((name) => entries.find((e) => e.path === name));
      const [zeros, text] = await Promise.all([contentOf(late), contentOf(early)]);
      assert.equal(zeros?.length, 30_000_000);
      assert.equal(text?.toString(), 'hello '.repeat(100));
    });
  });

  it('tells where the bytes of an entry begin and end, and no mode of one that was not made on Unix', async () => {
    const foreign = edited((bytes) => bytes.writeUInt8(0, lineOf(bytes, 'a.txt') + 5));
    const local = foreign.readUInt16LE(26) + foreign.readUInt16LE(28);
    assert.equal(local, 'a.txt'.length, 'a local header with nothing but the name');
    const [first, second] = await withZip(foreign, (entries) => Promise.resolve(entries));
    assert.deepEqual([first?.start, first?.end, first?.mode], [0, second?.start, 0]);
    assert.equal(second?.mode, 0o40775);
  });

  it('stops where the file is cut meanwhile, before an entry and in the middle of one', async () => {
    const path = join(folder.path, 'cut.zip');
    const WRITE_LONG =
      'import os, sys, zipfile\nwith zipfile.ZipFile(sys.argv[1], "w") as z: z.writestr("a", bytes(5_000_000))';
    const rows = [
      { size: 10, reason: 'unexpected EOF' },
      { size: 2_000_000, reason: /^not enough bytes in the stream/ },
    ];
    for (const { size, reason } of rows) {
      output(pythonProgram(), ['-I', '-c', WRITE_LONG, path]);
      await withZip(path, async ([entry]) => {
        await truncate(path, size);
        const failure = await failureOf(contentOf(entry));
        assert.equal(failure.code, 'package-unreadable');
        const told = failure.code === 'package-unreadable' ? failure.reason : '';
        if (typeof reason === 'string') assert.equal(told, reason);
        else assert.match(told, reason);
      });
    }
  });

  const plainRows: readonly {
    readonly name: string;
    readonly change: (zip: Buffer) => Buffer;
    readonly reason: string;
  }[] = [
    {
      name: 'no zip',
      change: () => Buffer.from('<!DOCTYPE html><title>Sign in</title>'),
      reason: 'it has no end of a zip: it is none, or was cut off',
    },
    {
      name: 'a zip whose end is missing',
      change: (zip) => zip.subarray(0, -30),
      reason: 'it has no end of a zip: it is none, or was cut off',
    },
    {
      name: 'a zip with zeros behind its end',
      change: (zip) => Buffer.concat([zip, Buffer.alloc(20)]),
      reason: 'there are other bytes behind its end',
    },
    {
      name: 'the last part of a split zip',
      change: (zip) => {
        // The number of this part, in the record at the end (APPNOTE 4.3.16).
        zip.writeUInt16LE(3, zip.length - 18);
        return zip;
      },
      reason: 'it is one part of a zip that was split, where one whole file is needed',
    },
  ];
  for (const { name, change, reason } of plainRows) {
    it(`says in plain words what cannot be read: ${name}`, async () => {
      const path = join(folder.path, 'other.zip');
      await writeFile(path, change(Buffer.from(good)));
      const failure = { code: 'package-unreadable', path, reason };
      assert.deepEqual(await failureOf(listZip(path)), failure);
    });
  }

  const manyRows = [
    { entries: 120_000, isTooMany: false },
    { entries: 120_001, isTooMany: true },
  ];
  for (const { entries, isTooMany } of manyRows) {
    it(`${isTooMany ? 'says that there are more entries than are read' : 'reads as many entries as that'}: ${entries}`, async () => {
      const path = join(folder.path, 'many.zip');
      await writeFile(path, endOfArchive(entries, 0, 0));
      const failure = await failureOf(listZip(path));
      const told = failure.code === 'package-unreadable' ? failure.reason : '';
      assert.equal(told === 'it has more entries than are read here (120,000)', isTooMany, told);
    });
  }

  it('says that there are more entries than are read, without reading one', async () => {
    // The records at the end of a zip64 with 200,000 entries (APPNOTE 4.3.14 to 4.3.16).
    const end = Buffer.alloc(56 + 20 + 22);
    end.writeUInt32LE(0x06064b50, 0);
    end.writeUInt32LE(44, 4);
    end.writeUInt32LE(200_000, 24);
    end.writeUInt32LE(200_000, 32);
    end.writeUInt32LE(0x07064b50, 56);
    end.writeUInt32LE(1, 72);
    end.writeUInt32LE(0x06054b50, 76);
    end.fill(0xff, 84, 96);
    const path = join(folder.path, 'many.zip');
    await writeFile(path, end);
    const reason = 'it has more entries than are read here (120,000)';
    const failure = { code: 'package-unreadable', path, reason };
    assert.deepEqual(await failureOf(listZip(path)), failure);
    assert.deepEqual(await failureOf(withZip(path, () => Promise.resolve())), failure);
  });

  it('hands an error of its user on', async () => {
    const work = withZip(good, () => Promise.reject(new Error('mine')));
    await assert.rejects(work, { message: 'mine' });
  });

  /** Where the directory's line of an entry begins. */
  const lineOf = (bytes: Buffer, name: string): number => bytes.lastIndexOf(Buffer.from(name)) - 46;

  const hostile = [
    { name: 'nothing', make: () => Buffer.alloc(0) },
    { name: 'a text', make: () => Buffer.from('no zip at all, but long enough for an end record') },
    { name: 'the first half', make: () => good.subarray(0, good.length / 2) },
    { name: 'all but the first byte', make: () => good.subarray(1) },
    { name: 'all but the last ten bytes', make: () => good.subarray(0, -10) },
    { name: 'an end record alone that promises entries', make: () => changed(10, 7, 22) },
    {
      name: 'a directory beyond the end',
      make: () => edited((bytes) => bytes.writeUInt32LE(0x7fffffff, bytes.length - 6)),
    },
    {
      name: 'a directory so far away that numbers are no longer exact',
      make: () => {
        const line = Buffer.alloc(200);
        line.writeUInt32LE(0x02014b50, 0);
        line.writeUInt16LE(100, 28);
        return Buffer.concat([line, endOfArchive(1, 2 ** 60, line.length)]);
      },
    },
    {
      name: 'a size that is too small',
      make: () => edited((bytes) => bytes.writeUInt32LE(10, lineOf(bytes, 'a.txt') + 24)),
    },
    {
      name: 'a size that is too large',
      make: () => edited((bytes) => bytes.writeUInt32LE(601, lineOf(bytes, 'a.txt') + 24)),
    },
    {
      name: 'a compressed size beyond the archive',
      make: () => edited((bytes) => bytes.writeUInt32LE(0x7fffffff, lineOf(bytes, 'a.txt') + 20)),
    },
    {
      name: 'a huge file that promises to be small',
      make: () => edited((bytes) => bytes.writeUInt32LE(3, lineOf(bytes, 'zeros') + 24)),
    },
    {
      name: 'an unknown compression method',
      make: () => edited((bytes) => bytes.writeUInt16LE(99, lineOf(bytes, 'a.txt') + 10)),
    },
    {
      name: 'an encrypted entry',
      make: () => edited((bytes) => bytes.writeUInt16LE(1, lineOf(bytes, 'a.txt') + 8)),
    },
    {
      name: 'rubbish in the compressed data',
      make: () => edited((bytes) => bytes.fill(7, 40, 50)),
    },
    {
      name: 'a local header that is none',
      make: () => edited((bytes) => bytes.writeUInt32LE(0, 0)),
    },
  ];

  function edited(edit: (bytes: Buffer) => void): Buffer {
    const bytes = Buffer.from(good);
    edit(bytes);
    return bytes;
  }

  function changed(at: number, value: number, keep: number): Buffer {
    const end = Buffer.from(good.subarray(-keep));
    end.writeUInt16LE(value, at);
    return end;
  }

  for (const { name, make } of hostile) {
    it(`stops at ${name}, in memory and in a file`, async () => {
      const path = join(folder.path, 'hostile.zip');
      await writeFile(path, make());
      for (const source of [make(), path]) {
        const failure: Failure = await failureOf(readAll(source));
        assert.equal(failure.code, 'package-unreadable');
      }
    });
  }

  it('stops at a file that is not there, and at a folder', async () => {
    for (const path of [join(folder.path, 'missing.zip'), folder.path]) {
      const failure = await failureOf(readAll(path));
      assert.equal(failure.code === 'package-unreadable' && failure.path, path);
    }
  });
});
