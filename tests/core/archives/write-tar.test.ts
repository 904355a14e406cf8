import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../../../tasks/core/archives/digest.js';
import { PIECE } from '../../../tasks/core/archives/read-content.js';
import { TAR_END, tarBlocks, tarBytes } from '../../../tasks/core/archives/write-tar.js';
import type { Entry } from '../../../tasks/core/terms/archive-entry.js';
import {
  allBytes,
  allPieces,
  bytesEntry,
  diskEntry,
  folderEntry,
  linkEntry,
  MAY_2024,
  noise,
  timed,
} from '../../helpers/entries.js';
import { askPython, output } from '../../helpers/programs.js';
import { folderPerTest } from '../../helpers/temp-folder.js';

const { signal } = new AbortController();

/** Every member of a tar as Python's tarfile sees it. */
const LIST = `
import json, sys, tarfile
with tarfile.open(sys.argv[1], "r:") as tar:
    print(json.dumps([
        [m.name, m.type.decode(), oct(m.mode), m.size, m.mtime, m.uid, m.gid, m.uname, m.gname, m.linkname,
         tar.extractfile(m).read().decode("latin-1") if m.isreg() and m.size < 100 else None]
        for m in tar]))
`;

/** A member of May 2024 that belongs to root, as LIST prints it. */
function member(
  name: string,
  type: 'file' | 'link' | 'folder',
  mode: string,
  content: string | null = null,
  target = '',
): unknown[] {
  const flag = { file: '0', link: '2', folder: '5' }[type];
  return [name, flag, mode, content?.length ?? 0, MAY_2024, 0, 0, '', '', target, content];
}

const LONG = `${'deep/'.repeat(40)}${'n'.repeat(120)}.txt`;
const JUST_TOO_LONG = 'm'.repeat(101);

describe('a tar archive', () => {
  const folder = folderPerTest();

  async function written(entries: readonly Entry[]): Promise<string> {
    const path = join(folder.path, 'test.tar');
    await writeFile(path, await allBytes(tarBytes(timed(entries), signal)));
    return path;
  }

  it('without entries is an empty archive', async () => {
    const path = await written([]);
    assert.equal(output('tar', ['-tf', path]), '');
    assert.deepEqual(askPython(LIST, path), []);
    assert.deepEqual(await readFile(path), Buffer.alloc(1024));
  });

  it('has records of 512 bytes: a header, what the content fills, and two at the end', async () => {
    for (const [size, records] of [
      [0, 3],
      [1, 4],
      [511, 4],
      [512, 4],
      [513, 5],
    ] as const) {
      const path = await written([bytesEntry('a', noise(size))]);
      assert.equal((await readFile(path)).length, records * 512, `${size} bytes`);
    }
  });

  it('has the same header for an entry, whatever came before', async () => {
    const alone = await readFile(await written([bytesEntry('z', 'z')]));
    const long = `${'p'.repeat(100)}/${'q'.repeat(90)}`;
    const before = [bytesEntry(long, 'x'), linkEntry('a', 'b'.repeat(99))];
    const after = await readFile(await written([...before, bytesEntry('z', 'z')]));
    assert.deepEqual(after.subarray(-alone.length), alone);
  });

  it('has a folder once that is an entry and has entries', async () => {
    const path = await written([folderEntry('a'), bytesEntry('a/b', 'b')]);
    assert.deepEqual(askPython(LIST, path), [
      member('a', 'folder', '0o755'),
      member('a/b', 'file', '0o644', 'b'),
    ]);
  });

  it('is not made of a file that has changed, where that is asked; and no file stays open', async () => {
    const path = join(folder.path, 'source');
    await writeFile(path, 'old');
    const entries = timed([diskEntry('a', path, 'old')]);
    await writeFile(path, 'new');
    const before = readdirSync('/proc/self/fd').length;
    await assert.rejects(allBytes(tarBytes(entries, signal, { isChecked: true })), {
      failure: { code: 'file-changed', path },
    });
    await allBytes(tarBytes(entries, signal));
    assert.equal(readdirSync('/proc/self/fd').length, before);
  });

  it('has every folder before its content, and one mode, time and owner for all', async () => {
    const path = await written([
      bytesEntry('b/c/run.sh', '#!/bin/sh\n', true),
      bytesEntry('b/data.txt', 'data'),
      bytesEntry('b-first.txt', ''),
      folderEntry('empty/folder'),
      linkEntry('b/link', 'c/run.sh'),
      linkEntry('absolute', '/opt/python/3/bin/python3'),
    ]);
    assert.deepEqual(askPython(LIST, path), [
      member('absolute', 'link', '0o777', null, '/opt/python/3/bin/python3'),
      member('b-first.txt', 'file', '0o644', ''),
      member('b', 'folder', '0o755'),
      member('b/c', 'folder', '0o755'),
      member('b/c/run.sh', 'file', '0o755', '#!/bin/sh\n'),
      member('b/data.txt', 'file', '0o644', 'data'),
      member('b/link', 'link', '0o777', null, 'c/run.sh'),
      member('empty', 'folder', '0o755'),
      member('empty/folder', 'folder', '0o755'),
    ]);
  });

  const names = [
    { name: 'a path longer than a header', path: LONG },
    { name: 'a name one byte too long', path: JUST_TOO_LONG },
    { name: 'a name of ninety-nine bytes', path: 'h'.repeat(99) },
    { name: 'a path of a hundred bytes', path: `d/${'h'.repeat(98)}` },
    { name: 'the longest path that fits', path: `${'p'.repeat(155)}/${'q'.repeat(100)}` },
    { name: 'a prefix one byte too long', path: `${'p'.repeat(156)}/q` },
    { name: 'a path that fits with a prefix', path: `${'p'.repeat(100)}/${'q'.repeat(90)}` },
    { name: 'letters beyond ASCII', path: 'é/名前/😀.txt' },
    { name: 'blanks, quotes and a newline', path: 'a b/"c"/\'d\'\n.txt' },
    { name: 'a long name beyond ASCII', path: `${'ü'.repeat(70)}/${'é'.repeat(80)}` },
  ];
  for (const { name, path: given } of names) {
    it(`keeps ${name}, of a file, a folder and a link's target`, async () => {
      const path = await written([
        bytesEntry(given, 'content'),
        folderEntry(`x/${given}`),
        linkEntry('z', given),
      ]);
      const seen = askPython(LIST, path) as unknown[][];
      assert.deepEqual(
        seen.filter(([, type]) => type === '0'),
        [member(given, 'file', '0o644', 'content')],
      );
      assert.deepEqual(
        seen.filter(([, type]) => type === '2'),
        [member('z', 'link', '0o777', null, given)],
      );
      assert.ok(seen.some(([path_, type]) => path_ === `x/${given}` && type === '5'));
      const listed = output('tar', ['--quoting-style=literal', '-tf', path]);
      assert.ok(listed.includes(`${given}\n`), listed);
    });
  }

  const SIZE = `
import io, json, sys, tarfile
with open(sys.argv[1], "rb") as file:
    print(json.dumps(tarfile.open(fileobj=io.BytesIO(file.read()), mode="r:").next().size))
`;
  for (const size of [2 ** 33 - 1, 2 ** 33]) {
    it(`tells the size of a file of ${size} bytes; a header's own number ends at 8 GiB`, async () => {
      const path = join(folder.path, 'sparse');
      await writeFile(path, '');
      await truncate(path, size);
      const content = { kind: 'file', path, offset: 0, size } as const;
      const [first] = tarBlocks(timed([{ ...bytesEntry('a', ''), content }]), signal, {
        end: TAR_END,
      });
      assert.ok(first);
      const begun = join(folder.path, 'begun.tar');
      await writeFile(begun, first);
      assert.equal(askPython(SIZE, begun), size);
    });
  }

  it('is unpacked by tar without a word, to the same bytes', async () => {
    const large = noise(3 * PIECE + 5);
    const path = await written([bytesEntry('a/large', large), bytesEntry(LONG, 'deep')]);
    assert.equal(output('tar', ['-xvf', path, '-C', folder.path]).split('\n').includes(LONG), true);
    assert.equal(output('cat', [join(folder.path, LONG)]), 'deep');
    output('cmp', [join(folder.path, 'a/large'), '-'], large);
    // The compiler of a package looks at whole seconds.
    assert.equal(output('stat', ['-c', '%Y', join(folder.path, 'a/large')]).trim(), `${MAY_2024}`);
  });

  it('is the same twice, and in the same pieces from memory and from disk', async () => {
    const large = noise(3 * PIECE + 5);
    const onDisk = join(folder.path, 'large');
    await writeFile(onDisk, large);
    const others = [bytesEntry('a', 'small'), bytesEntry('z', noise(PIECE - 1))];
    const pieces = async (entry: Entry): Promise<string[]> => {
      const given = timed([...others, entry]);
      return (await allPieces(tarBytes(given, signal))).map(
        (piece) => `${piece.length} ${sha256(piece)}`,
      );
    };
    const fromDisk = await pieces(diskEntry('large', onDisk, large));
    assert.deepEqual(await pieces(diskEntry('large', onDisk, large)), fromDisk);
    assert.deepEqual(await pieces(bytesEntry('large', large)), fromDisk);
  });

  it('comes in pieces of about the same size, however small its files are', async () => {
    const entries = Array.from({ length: 3000 }, (_, index) => bytesEntry(`f${index}`, 'x'));
    const pieces = await allPieces(tarBytes(timed(entries), signal));
    assert.equal(pieces.length, Math.ceil((3000 * 1024) / PIECE));
    for (const piece of pieces) assert.ok(piece.length < 2 * PIECE, `${piece.length} bytes`);
  });

  it('tells of every piece of a file and of every file, of nothing else', async () => {
    const entries = timed([
      folderEntry('empty'),
      bytesEntry('a', 'four'),
      bytesEntry('b', ''),
      bytesEntry('c', noise(2 * PIECE + 1000)),
      linkEntry('d', 'a'),
    ]);
    const told: [number, number][] = [];
    await allBytes(tarBytes(entries, signal, { read: (...read) => told.push(read) }));
    const [first, second, third, ...more] = told;
    assert.deepEqual(
      [first, second, third],
      [
        [4, 0],
        [0, 1],
        [0, 1],
      ],
    );
    // The first piece shares its block with what comes before.
    assert.equal(more.length, 4);
    assert.ok(more.slice(0, 3).every(([bytes]) => bytes > 0 && bytes <= PIECE));
    assert.equal(
      more.reduce((sum, [bytes]) => sum + bytes, 0),
      2 * PIECE + 1000,
    );
    assert.deepEqual(more.at(-1), [0, 1]);
  });

  it('stops when cancelled', async () => {
    const work = allBytes(tarBytes(timed([bytesEntry('a', 'a')]), AbortSignal.abort()));
    await assert.rejects(work, { name: 'AbortError' });
  });
});
