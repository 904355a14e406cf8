import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { sha256 } from '../../../tasks/core/archives/digest.js';
import { PIECE } from '../../../tasks/core/archives/read-content.js';
import { writeFileFrom, type Written } from '../../../tasks/core/archives/write-file.js';
import { zipBytes, zipPieces } from '../../../tasks/core/archives/write-zip.js';
import { summed } from '../../../tasks/core/archives/sums.js';
import type { ArchiveInside } from '../../../tasks/core/archives/zip-writer.js';
import {
  sortedByPath,
  type Entry,
  type TimedEntry,
} from '../../../tasks/core/terms/archive-entry.js';
import {
  allBytes,
  allPieces,
  bytesEntry,
  diskEntry,
  folderEntry,
  linkEntry,
  MAY_2024,
  noise,
  prose,
  timed,
} from '../../helpers/entries.js';
import { failureOf } from '../../helpers/expect-stopped.js';
import { askPython, output } from '../../helpers/programs.js';
import { folderPerTest } from '../../helpers/temp-folder.js';

const { signal } = new AbortController();
const MEBIBYTE = 1024 * 1024;

/** Empty, with an ArrayBuffer of its own: Node's CRC of it is 0 whatever was before. */
const EMPTY = Buffer.from(Buffer.alloc(0).buffer);

/** Every entry of a zip as Python's zipfile sees it; reading checks the CRC. */
const LIST = `
import hashlib, json, struct, sys, zipfile
def extended_time(extra):
    while extra:
        kind, size = struct.unpack("<HH", extra[:4])
        if kind == 0x5455:
            return struct.unpack("<i", extra[5:9])[0]
        extra = extra[4 + size:]
with zipfile.ZipFile(sys.argv[1]) as z:
    assert z.testzip() is None
    print(json.dumps([
        {"path": i.filename, "mode": oct(i.external_attr >> 16), "dos": list(i.date_time), "time": extended_time(i.extra),
         "method": i.compress_type, "size": i.file_size, "digest": hashlib.sha256(z.read(i)).hexdigest()}
        for i in z.infolist()]))
`;

/** The flags in the local headers: bit 3 says that sizes stand behind the data. */
const FLAGS = `
import json, struct, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as z, open(sys.argv[1], "rb") as f:
    flags = []
    for i in z.infolist():
        f.seek(i.header_offset + 6)
        flags.append(struct.unpack("<H", f.read(2))[0])
    print(json.dumps(flags))
`;

interface Listed {
  readonly path: string;
  readonly method: number;
  readonly size: number;
  readonly digest: string;
}

describe('a zip archive', () => {
  const folder = folderPerTest();

  async function written(entries: readonly TimedEntry[]): Promise<string> {
    const path = join(folder.path, 'test.zip');
    await writeFile(path, await allBytes(zipBytes(entries, signal)));
    return path;
  }

  function archiveInside(path: string, bytes: Buffer, largestSize: number): ArchiveInside {
    const pieces = Readable.from([bytes.subarray(0, 1000), EMPTY, bytes.subarray(1000)]);
    return { kind: 'archive', path, mtime: MAY_2024, largestSize, bytes: summed(pieces) };
  }

  async function withArchives(
    entries: readonly (TimedEntry | ArchiveInside)[],
  ): Promise<{ path: string; written: Written; listed: Listed[]; flags: unknown }> {
    const path = join(folder.path, 'test.zip');
    const pieces = zipPieces(sortedByPath(entries), signal);
    const made = await writeFileFrom(pieces, path, signal);
    const listed = askPython(LIST, path) as Listed[];
    return { path, written: made, listed, flags: askPython(FLAGS, path) };
  }

  it('without entries is an empty archive', async () => {
    assert.deepEqual(askPython(LIST, await written([])), []);
  });

  it('has modes, times, links and folders as Unix programs read them', async () => {
    const path = await written(
      timed([
        bytesEntry('data.txt', 'data'),
        bytesEntry('empty', ''),
        bytesEntry('é/名前 😀.txt', prose(1000)),
        bytesEntry('run.sh', '#!/bin/sh\n', true),
        folderEntry('some/folder'),
        linkEntry('to', 'data.txt'),
      ]),
    );
    const common = { dos: [2024, 5, 6, 7, 8, 10], time: MAY_2024 };
    const row = (name: string, mode: string, content: string | Buffer, method = 0): unknown => ({
      ...common,
      path: name,
      mode,
      method,
      size: Buffer.from(content).length,
      digest: sha256(content),
    });
    assert.deepEqual(askPython(LIST, path), [
      row('data.txt', '0o100644', 'data'),
      row('empty', '0o100644', ''),
      row('run.sh', '0o100755', '#!/bin/sh\n'),
      row('some/folder/', '0o40755', ''),
      row('to', '0o120777', 'data.txt'),
      row('é/名前 😀.txt', '0o100644', prose(1000), 8),
    ]);
    assert.match(output('unzip', ['-t', path]), /No errors detected/);
    output('unzip', ['-q', path, '-d', join(folder.path, 'out')]);
    assert.equal(output('readlink', [join(folder.path, 'out/to')]), 'data.txt\n');
    assert.equal(
      output('stat', ['-c', '%a %Y', join(folder.path, 'out/run.sh')]),
      `755 ${MAY_2024}\n`,
    );
    assert.equal(output('cat', [join(folder.path, 'out/é/名前 😀.txt')]), prose(1000).toString());
  });

  it('rounds an odd second down in DOS time, and keeps it in the extended time', async () => {
    const [listed] = askPython(
      LIST,
      await written(timed([bytesEntry('a', 'a')], MAY_2024 + 1)),
    ) as {
      dos: number[];
      time: number;
    }[];
    assert.deepEqual([listed?.dos.at(-1), listed?.time], [10, MAY_2024 + 1]);
  });

  const large = [
    { name: 'text of a mebibyte, which is still small', content: prose(MEBIBYTE), method: 8 },
    { name: 'text of a byte more, which is streamed', content: prose(MEBIBYTE + 1), method: 8 },
    { name: 'several blocks of text', content: prose(3 * MEBIBYTE + 99), method: 8 },
    { name: 'blocks that do not compress', content: noise(2 * MEBIBYTE), method: 8 },
    { name: 'a small file that does not compress', content: noise(5000), method: 0 },
  ];
  for (const { name, content, method } of large) {
    it(`holds ${name}; the same bytes from memory and from disk`, async () => {
      const onDisk = join(folder.path, 'content');
      await writeFile(onDisk, content);
      const around = [bytesEntry('a', 'before'), bytesEntry('z', 'after')];
      const entries = timed([...around, diskEntry('content', onDisk, content)]);
      const path = await written(entries);
      const listed = (askPython(LIST, path) as Listed[])[1];
      assert.deepEqual(
        [listed?.path, listed?.method, listed?.size, listed?.digest],
        ['content', method, content.length, sha256(content)],
      );
      assert.match(output('unzip', ['-t', path]), /No errors detected/);
      const fromDisk = await allBytes(zipBytes(entries, signal));
      const inMemory = timed([...around, bytesEntry('content', content)]);
      const fromMemory = await allBytes(zipBytes(inMemory, signal));
      assert.ok(fromMemory.equals(fromDisk));
    });
  }

  it('keeps an archive inside as it is, and has its sizes before it', async () => {
    const inner = noise(2 * MEBIBYTE);
    const read = await withArchives([
      archiveInside('antenv.tar.gz', inner, inner.length),
      ...timed([bytesEntry('a', 'before'), bytesEntry('text', prose(500))]),
    ]);
    assert.deepEqual(
      read.listed.map(({ path: name, method, size, digest }) => [name, method, size, digest]),
      [
        ['a', 0, 6, sha256('before')],
        ['antenv.tar.gz', 0, inner.length, sha256(inner)],
        ['text', 8, 500, sha256(prose(500))],
      ],
    );
    assert.deepEqual(read.flags, [0, 0, 0]);
    assert.match(output('unzip', ['-t', read.path]), /No errors detected/);
    assert.equal(read.written.sha256, sha256(await readFile(read.path)));
    assert.equal(read.written.size, (await readFile(read.path)).length);
  });

  it('keeps an empty archive inside, and two beside each other', async () => {
    const { listed, path } = await withArchives([
      archiveInside('one.tar.gz', Buffer.alloc(0), 10),
      archiveInside('two.tar.gz', Buffer.from('two'), 10),
    ]);
    assert.deepEqual(
      listed.map(({ path: name, size }) => [name, size]),
      [
        ['one.tar.gz', 0],
        ['two.tar.gz', 3],
      ],
    );
    assert.match(output('unzip', ['-t', path]), /No errors detected/);
  });

  it('has the true checksum of an archive inside that holds an empty file of the disk', async () => {
    await writeFile(join(folder.path, 'empty'), '');
    const files = [bytesEntry('a', 'a'), diskEntry('b', join(folder.path, 'empty'), '')];
    const archive: ArchiveInside = {
      kind: 'archive',
      path: 'inner.zip',
      mtime: MAY_2024,
      largestSize: 4096,
      bytes: summed(zipBytes(timed(files), signal)),
    };
    const path = join(folder.path, 'outer.zip');
    await writeFileFrom(zipPieces([archive], signal), path, signal);
    // unzip tests the checksum.
    assert.match(output('unzip', ['-t', path]), /No errors detected/);
  });

  it('keeps room for an archive that may need more than 32 bits, and is read all the same', async () => {
    const inner = prose(1000);
    const { listed, path } = await withArchives([archiveInside('a.tar.gz', inner, 5e9)]);
    assert.deepEqual([listed[0]?.size, listed[0]?.digest], [1000, sha256(inner)]);
    assert.match(output('unzip', ['-t', path]), /No errors detected/);
    assert.equal((await readFile(path)).readUInt16LE(4), 45);
  });

  it('fails as its archive inside does', async () => {
    const failing = Readable.from([Buffer.from('half')], { objectMode: true }).map(() => {
      throw new Error('no more');
    }) as AsyncIterable<Buffer>;
    const archive = { ...archiveInside('a.tar.gz', Buffer.alloc(0), 10), bytes: summed(failing) };
    await assert.rejects(allPieces(zipPieces([archive], signal)), { message: 'no more' });
  });

  it('may have more entries than 16 bits count', async function () {
    this.timeout(60_000);
    const content = bytesEntry('', '');
    const entries = Array.from({ length: 65_540 }, (_, index): TimedEntry => ({
      ...content,
      path: `f/${index}`,
      mtime: MAY_2024,
    }));
    const path = await written(entries);
    const COUNT =
      'import json, sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(json.dumps([len(z.namelist()), z.namelist()[-1]]))';
    assert.deepEqual(askPython(COUNT, path), [65_540, 'f/65539']);
    assert.match(output('unzip', ['-tq', path]), /No errors detected/);
  });

  it('is the same twice when many files are packed at once', async () => {
    const entries = timed(
      Array.from({ length: 200 }, (_, index) => bytesEntry(`f${index}`, prose(index * 50))),
    );
    const first = await allBytes(zipBytes(entries, signal));
    assert.ok((await allBytes(zipBytes(entries, signal))).equals(first));
  });

  it('tells of every file and of every piece of a large one, not of an archive inside', async () => {
    const archive: ArchiveInside = {
      kind: 'archive',
      path: 'z.tar',
      mtime: MAY_2024,
      largestSize: 9,
      bytes: summed(Readable.from([Buffer.from('inside')])),
    };
    const entries = [
      ...timed([
        folderEntry('empty'),
        bytesEntry('a', 'four'),
        bytesEntry('b', ''),
        bytesEntry('c', noise(2 * PIECE + 1000)),
        linkEntry('d', 'a'),
      ]),
      archive,
    ];
    const told: [number, number][] = [];
    await allPieces(zipPieces(entries, signal, { read: (...read) => told.push(read) }));
    assert.deepEqual(told, [
      [4, 1],
      [0, 1],
      [PIECE, 0],
      [PIECE, 0],
      [1000, 0],
      [0, 1],
    ]);
  });

  it('stops when a file has changed, and when cancelled', async () => {
    const path = join(folder.path, 'file');
    await writeFile(path, 'short');
    const missing: Entry = diskEntry('b', path, 'longer than short');
    const entries = timed([bytesEntry('a', 'a'), missing, bytesEntry('c', 'c')]);
    assert.deepEqual(await failureOf(allBytes(zipBytes(entries, signal))), {
      code: 'file-changed',
      path,
    });
    const cancelled = allBytes(zipBytes(timed([bytesEntry('a', 'a')]), AbortSignal.abort()));
    await assert.rejects(cancelled, { name: 'AbortError' });
  });
});
