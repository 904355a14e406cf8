import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { listTar, type TarEntry, type TarReading } from '../../../tasks/core/archives/read-tar.js';
import { noise, prose } from '../../helpers/entries.js';
import { failureOf } from '../../helpers/expect-stopped.js';
import { output, pythonProgram } from '../../helpers/programs.js';

/** What was made already. */
const tars = new Map<string, Buffer>();

/** A tar that Python writes, with what its code adds, as bytes. */
function tarOf(code: string, format = 'PAX_FORMAT'): Buffer {
  const known = tars.get(code + format);
  if (known) return known;
  const whole = `
import base64, io, sys, tarfile
out = io.BytesIO()
with tarfile.open(fileobj=out, mode="w", format=tarfile.${format}) as tar:
    def add(name, content=b"", kind=tarfile.REGTYPE, link="", mode=0o644):
        info = tarfile.TarInfo(name)
        info.type, info.linkname, info.mode, info.size = kind, link, mode, len(content)
        tar.addfile(info, io.BytesIO(content))
    ${code}
print(base64.b64encode(out.getvalue()).decode())
`;
  const made = Buffer.from(output(pythonProgram(), ['-I', '-c', whole]), 'base64');
  tars.set(code + format, made);
  return made;
}

function compressed(tar: Buffer, name: string): Buffer {
  if (name.endsWith('.gz')) return gzipSync(tar);
  return Buffer.from(
    output('sh', ['-c', 'base64 -d | zstd -q -c | base64'], tar.toString('base64')),
    'base64',
  );
}

/** A stream of pieces of a size. */
function* inPieces(bytes: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

function list(bytes: Buffer, name: string, size = 65_536): Promise<TarEntry[]> {
  return listTar(Readable.from(inPieces(bytes, size)), name, (path) => path.endsWith('.toml'));
}

const LONG = `${'deep/'.repeat(60)}é.toml`;
const COMPRESSIONS = ['output.tar.gz', 'output.tar.zst'];

describe('reading a tar', () => {
  const code = [
    'add("folder", kind=tarfile.DIRTYPE, mode=0o755)',
    'add("folder/a.toml", b"a = 1")',
    'add("folder/empty.toml")',
    'add("run", b"#!", mode=0o755)',
    'add("link.toml", kind=tarfile.SYMTYPE, link="run", mode=0o777)',
    'add("link", kind=tarfile.SYMTYPE, link="run", mode=0o777)',
    'add("hard", kind=tarfile.LNKTYPE, link="run")',
    `add("${LONG}", b"deep")`,
  ].join('; ');
  const entry = (path: string, type: string, mode: number, text?: string): TarEntry => ({
    path,
    type,
    size: text?.length ?? 0,
    mode,
    linkTarget: '',
    bytes: text === undefined || !path.endsWith('.toml') ? undefined : Buffer.from(text),
  });
  const expected = [
    entry('folder/', 'Directory', 0o755),
    entry('folder/a.toml', 'File', 0o644, 'a = 1'),
    entry('folder/empty.toml', 'File', 0o644, ''),
    entry('run', 'File', 0o755, '#!'),
    { ...entry('link.toml', 'SymbolicLink', 0o777), linkTarget: 'run' },
    { ...entry('link', 'SymbolicLink', 0o777), linkTarget: 'run' },
    { ...entry('hard', 'Link', 0o644), linkTarget: 'run' },
    entry(LONG, 'File', 0o644, 'deep'),
  ];

  for (const name of COMPRESSIONS) {
    for (const format of ['PAX_FORMAT', 'GNU_FORMAT']) {
      for (const size of [3, 700, 65_536]) {
        it(`lists ${name} of ${format} that comes in pieces of ${size} bytes`, async () => {
          const bytes = compressed(tarOf(code, format), name);
          assert.deepEqual(await list(bytes, name, size), expected);
        });
      }
    }

    it(`lists ${name} with many entries, and keeps nothing unwanted`, async () => {
      const many = tarOf('[add("f%d" % i, b"x" * 700) for i in range(3000)]');
      const listed = await list(compressed(many, name), name);
      assert.equal(listed.length, 3000);
      assert.ok(listed.every(({ size, bytes }) => size === 700 && bytes === undefined));
    });

    it(`lists ${name} that is small and unpacks to much`, async () => {
      const zeros = tarOf('add("zeros", bytes(20_000_000)); add("a.toml", b"end")');
      const [first, last] = await list(compressed(zeros, name), name);
      assert.equal(first?.size, 20_000_000);
      assert.equal(last?.bytes?.toString(), 'end');
    });
  }

  const tar = tarOf('add("a.toml", b"x" * 5000); add("b", b"y" * 5000)');
  const hostile = [
    { name: 'nothing', make: () => Buffer.alloc(0) },
    { name: 'a text', make: () => prose(2000) },
    { name: 'a tar without entries', make: (name: string) => compressed(Buffer.alloc(1024), name) },
    { name: 'half of the compressed bytes', make: (name: string) => half(compressed(tar, name)) },
    {
      name: 'half of the header',
      make: (name: string) => compressed(tar, name).subarray(0, 6),
    },
    {
      name: 'all but the last compressed byte',
      make: (name: string) => compressed(tar, name).subarray(0, -1),
    },
    { name: 'half of the tar', make: (name: string) => compressed(half(tar), name) },
    {
      name: 'a size beyond the end',
      make: (name: string) => compressed(withSize(tar, 0o77777777), name),
    },
    { name: 'compressed rubbish', make: (name: string) => compressed(noise(3000), name) },
    { name: 'a compressed text', make: (name: string) => compressed(prose(3000), name) },
    {
      name: 'compressed twice',
      make: (name: string) => compressed(compressed(tar, name), name),
    },
    { name: 'of gzip inside', make: (name: string) => compressed(gzipSync(tar), name) },
    {
      name: 'of zstd inside',
      make: (name: string) => compressed(compressed(tar, 'a.tar.zst'), name),
    },
    {
      name: 'changed compressed bytes',
      make: (name: string) => Buffer.from(compressed(tar, name)).fill(0xee, 20, 60),
    },
  ];
  for (const compression of COMPRESSIONS) {
    for (const { name, make } of hostile) {
      it(`stops at ${compression} that is ${name}`, async () => {
        const failure = await failureOf(list(make(compression), compression));
        assert.equal(failure.code, 'package-unreadable');
      });
    }

    it(`stops at ${compression} that is compressed twice, however its bytes come`, async () => {
      const twice = compressed(gzipSync(tar), compression);
      for (const size of [1, 65_536]) {
        assert.deepEqual(await failureOf(list(twice, compression, size)), {
          code: 'package-unreadable',
          path: compression,
          reason: 'TAR_BAD_ARCHIVE: Unrecognized archive format',
        });
      }
    });

    it(`stops at ${compression} that wants more kept than memory should hold`, async () => {
      const large = tarOf('add("large.toml", bytes(20_000_000))');
      const failure = await failureOf(list(compressed(large, compression), compression));
      assert.equal(failure.code, 'package-unreadable');
    });

    it(`hands out pieces of ${compression} as they come`, async () => {
      const received: string[] = [];
      await listTar(Readable.from([compressed(tar, compression)]), compression, undefined, {
        receive: ({ path, size }) =>
          path === 'b' ? (piece) => received.push(`${size} ${piece.length}`) : undefined,
      });
      const sizes = received.map((line) => line.split(' ').map(Number));
      assert.ok(sizes.length > 0 && sizes.every(([size]) => size === 5000));
      assert.equal(
        sizes.reduce((sum, [, length = 0]) => sum + length, 0),
        5000,
      );
    });

    it(`hands out files of ${compression} alone to who receives, and every entry to who enters`, async () => {
      const [received, entered]: string[][] = [[], []];
      await listTar(Readable.from([compressed(tarOf(code), compression)]), compression, undefined, {
        receive: ({ path }) => void received?.push(path),
        enter: ({ path }) => void entered?.push(path),
      });
      assert.deepEqual(
        received,
        expected.filter(({ type }) => type === 'File').map(({ path }) => path),
      );
      assert.deepEqual(
        entered,
        expected.map(({ path }) => path),
      );
    });

    it(`reads ${compression} up to the limits of its reader, and nothing behind an error of it`, async () => {
      const packed = compressed(tar, compression);
      const read = (reading: TarReading): Promise<TarEntry[]> =>
        listTar(Readable.from([packed]), compression, undefined, reading);
      assert.equal((await read({ mostEntries: 2, mostBytes: tar.length })).length, 2);
      let entered = 0;
      const enter = (): never => {
        entered += 1;
        throw new Error('no room');
      };
      await assert.rejects(read({ enter }));
      assert.equal(entered, 1);
    });

    it(`takes ${compression} of nothing where that may be, and nothing else that is no archive`, async () => {
      const read = (bytes: Buffer): Promise<TarEntry[]> =>
        listTar(Readable.from([compressed(bytes, compression)]), compression, undefined, {
          mayBeEmpty: true,
        });
      assert.deepEqual(await read(Buffer.alloc(1024)), []);
      for (const bytes of [Buffer.alloc(0), prose(3000), half(tar)]) {
        assert.equal((await failureOf(read(bytes))).code, 'package-unreadable');
      }
    });

    it(`keeps 16 MiB of ${compression}`, async () => {
      const large = tarOf('add("large.toml", bytes(16 * 1024 * 1024))');
      const [kept] = await list(compressed(large, compression), compression);
      assert.equal(kept?.bytes?.length, 16 * 1024 * 1024);
    });

    it(`stops at ${compression} beyond the limits of its reader, and at the reader's own error`, async () => {
      const read = (reading: TarReading): Promise<TarEntry[]> =>
        listTar(Readable.from([compressed(tar, compression)]), compression, undefined, reading);
      const fail = (): never => {
        throw new Error('no room');
      };
      const reasons = [];
      for (const reading of [
        { mostEntries: 1 },
        { mostBytes: 4096 },
        { receive: () => fail },
        { receive: fail },
        { enter: fail },
      ]) {
        const failure = await failureOf(read(reading));
        reasons.push(failure.code === 'package-unreadable' && failure.reason);
      }
      assert.deepEqual(reasons, [
        'too many entries',
        'it unpacks to more than 4096 bytes',
        'no room',
        'no room',
        'no room',
      ]);
      const gone = new Error('gone');
      await assert.rejects(read({ signal: AbortSignal.abort(gone) }), gone);
    });

    it(`stops at ${compression} whose source fails`, async () => {
      const source = new Readable({
        read() {
          this.destroy(new Error('the disk is gone'));
        },
      });
      assert.deepEqual(await failureOf(listTar(source, compression)), {
        code: 'package-unreadable',
        path: compression,
        reason: 'the disk is gone',
      });
    });
  }
});

describe('reading a zstd tar that wants much memory', () => {
  const small = tarOf('add("a.toml", b"x" * 5000)');
  const good = compressed(small, 'a.tar.zst');
  /** Frames without content: a window of 2 GB, and one of 128 MB; a frame to be skipped. */
  const hostile = Buffer.from('28b52ffd00a8010000', 'hex');
  const large = Buffer.from('28b52ffd0088010000', 'hex');
  const skipped = Buffer.from('502a4d1803000000aabbcc', 'hex');

  for (const size of [1, 7, 65_536]) {
    it(`stops before it is given, in the first frame and later, in pieces of ${size} bytes`, async () => {
      for (const bytes of [hostile, Buffer.concat([good, skipped, hostile])]) {
        assert.deepEqual(await failureOf(list(bytes, 'a.tar.zst', size)), {
          code: 'package-unreadable',
          path: 'a.tar.zst',
          reason: 'it wants a window of 2147483648 bytes',
        });
      }
    });

    it(`goes on where it is not much, in pieces of ${size} bytes`, async () => {
      const listed = await list(Buffer.concat([good, large]), 'a.tar.zst', size);
      assert.deepEqual(
        listed.map(({ path, bytes }) => [path, bytes?.length]),
        [['a.toml', 5000]],
      );
    });
  }
});

function half(bytes: Buffer): Buffer {
  return bytes.subarray(0, Math.floor(bytes.length / 2));
}

/** The first header with another size and a true checksum. */
function withSize(tar: Buffer, size: number): Buffer {
  const bytes = Buffer.from(tar);
  bytes.write(`${size.toString(8).padStart(11, '0')}\0`, 124, 'latin1');
  bytes.fill(' ', 148, 156);
  const sum = bytes.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return bytes;
}
