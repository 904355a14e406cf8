import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  openRanged,
  rangesOf,
  type RangedFile,
} from '../../../../tasks/core/archives/read-content.js';
import { readElf, type ElfFacts } from '../../../../tasks/core/check/native/elf.js';
import { compareVersions } from '../../../../tasks/core/check/native/symbol-versions.js';
import { Stopped } from '../../../../tasks/core/terms/failure.js';
import { elf, elfEnds, type ElfEnds, type ElfParts } from '../../../helpers/elf-builder.js';
import { folderPerTest } from '../../../helpers/temp-folder.js';

const NOTHING = { soname: undefined, needed: [], versions: {}, problem: undefined };

describe('the headers of a shared object', () => {
  const parts: ElfParts = {
    soname: 'libown.so.1',
    needed: ['libc.so.6', 'libstdc++.so.6'],
    versions: {
      'libc.so.6': ['GLIBC_2.4', 'GLIBC_2.31', 'GLIBC_PRIVATE'],
      'libstdc++.so.6': ['GLIBCXX_3.4.9', 'GLIBCXX_3.4.30', 'CXXABI_1.3.13', 'CXXABI_FLOAT128'],
    },
  };
  const facts = {
    soname: 'libown.so.1',
    needed: ['libc.so.6', 'libstdc++.so.6'],
    versions: { GLIBC: '2.31', GLIBCXX: '3.4.30', CXXABI: '1.3.13' },
    problem: undefined,
  };

  const forms: { name: string; given: ElfParts; machine: string }[] = [
    { name: 'of 64 bit, little endian', given: { ...parts, machine: 62 }, machine: 'x86-64' },
    { name: 'of arm64', given: { ...parts, machine: 183 }, machine: 'aarch64' },
    {
      name: 'of 64 bit, big endian',
      given: { ...parts, machine: 22, isLittle: false },
      machine: 's390x',
    },
    {
      name: 'of 32 bit, little endian',
      given: { ...parts, machine: 3, bits: 32 },
      machine: 'i386',
    },
    {
      name: 'of 32 bit, big endian',
      given: { ...parts, machine: 20, bits: 32, isLittle: false },
      machine: 'ppc',
    },
    {
      name: 'of x86-64 with short addresses',
      given: { ...parts, machine: 62, bits: 32 },
      machine: 'x32',
    },
    {
      name: 'of a machine without a name',
      given: { ...parts, machine: 999 },
      machine: 'machine 999',
    },
  ];
  for (const { name, given, machine } of forms) {
    it(`${name} say what it needs`, () => {
      assert.deepEqual(readBytes(elf(given)), { machine, ...facts });
    });
  }

  const versions: {
    name: string;
    given: NonNullable<ElfParts['versions']>;
    expect: ElfFacts['versions'];
  }[] = [
    { name: 'none', given: {}, expect: {} },
    {
      name: 'compared as numbers',
      given: { 'libc.so.6': ['GLIBC_2.9', 'GLIBC_2.14', 'GLIBC_2.2.5'] },
      expect: { GLIBC: '2.14' },
    },
    {
      name: 'of several libraries of glibc',
      given: { 'libc.so.6': ['GLIBC_2.17'], 'libm.so.6': ['GLIBC_2.35'] },
      expect: { GLIBC: '2.35' },
    },
    {
      name: "of a wheel's own libstdc++ do not count",
      given: { 'libstdc++-1a2b3c4d.so.6.0.32': ['GLIBCXX_3.4.32', 'CXXABI_1.3.14'] },
      expect: {},
    },
    {
      name: 'that only weak symbols want do not count',
      given: { 'libc.so.6': ['GLIBC_2.17', 'weak:GLIBC_2.38'] },
      expect: { GLIBC: '2.17' },
    },
    {
      name: 'that name a feature are those of the glibc that brought it',
      given: { 'libc.so.6': ['GLIBC_2.17', 'GLIBC_ABI_DT_RELR'] },
      expect: { GLIBC: '2.36' },
    },
  ];
  for (const { name, given, expect } of versions) {
    it(`versions ${name}`, () => {
      assert.deepEqual(readBytes(elf({ versions: given })).versions, expect);
    });
  }

  const foreign = [
    ['cffaedfe07000001', 'mach-o'],
    ['cefaedfe07000000', 'mach-o'],
    ['feedfacf01000007', 'mach-o'],
    ['cafebabe00000002', 'mach-o'],
    ['4d5a90000300', 'pe'],
  ] as const;
  for (const [bytes, machine] of foreign) {
    it(`that begin with ${bytes} are ${machine}`, () => {
      assert.deepEqual(readBytes(Buffer.from(bytes, 'hex')), { machine, ...NOTHING });
    });
  }

  it('without a dynamic section need nothing', () => {
    const bytes = elf({ hasDynamic: false });
    assert.deepEqual(readBytes(bytes), { machine: 'x86-64', ...NOTHING });
  });
});

describe('headers that lie', () => {
  const good = elf({ needed: ['libc.so.6'], versions: { 'libc.so.6': ['GLIBC_2.31'] } });

  const broken: { name: string; given: Buffer; problem: string; machine?: string }[] = [
    { name: 'empty', given: Buffer.alloc(0), problem: 'It is empty.', machine: 'unknown' },
    {
      name: 'a linker script',
      given: Buffer.from('/* GNU ld script */ GROUP ( libc.so.6 )'),
      problem: 'It is no ELF file.',
      machine: 'unknown',
    },
    {
      name: 'only the magic',
      given: good.subarray(0, 4),
      problem: 'Its ELF class is unknown.',
      machine: 'unknown',
    },
    {
      name: 'a third byte order',
      given: changed(good, 5, 3),
      problem: 'Its byte order is unknown.',
      machine: 'unknown',
    },
    { name: 'cut in the header', given: good.subarray(0, 40), problem: OUTSIDE() },
    { name: 'cut in the program headers', given: good.subarray(0, 100), problem: OUTSIDE() },
    {
      name: 'program headers beyond the end',
      given: elf({ programHeadersAt: 2 ** 40 }),
      problem: OUTSIDE(),
    },
    {
      name: 'an offset of 64 ones',
      given: elf({ programHeadersAt: -1 }),
      problem: OUTSIDE(),
    },
    {
      name: '65535 program headers',
      given: elf({ programHeaderCount: 0xffff }),
      problem: 'It has too many program headers.',
    },
    {
      name: 'a dynamic section as large as the world',
      given: elf({ dynamicSize: 2 ** 50, endsDynamic: false }),
      problem: OUTSIDE(),
    },
    {
      name: 'a dynamic section of a million entries',
      given: elf({ extraEntries: 100_000 }),
      problem: 'Its dynamic section has no end.',
    },
    {
      name: 'names outside of their table',
      given: elf({ needed: ['libc.so.6'], namesSize: 4 }),
      problem: 'A name in it has no end.',
    },
    {
      name: 'a name of a thousand letters and more',
      given: elf({ needed: ['l'.repeat(1024)] }),
      problem: 'A name in it has no end.',
    },
    {
      name: 'the end of a long name, over and over',
      given: elf({ needed: ['l'.repeat(1000)], neededAt: Array.from({ length: 200 }, () => 1) }),
      problem: 'Its names have no end.',
    },
    {
      name: 'no table of names',
      given: elf({ needed: ['libc.so.6'], hasNames: false }),
      problem: 'It has no table of names.',
    },
    {
      name: 'names at an address of no segment',
      given: elf({ needed: ['libc.so.6'], namesAddress: 0x7000_0000 }),
      problem: 'An address in it belongs to no segment.',
    },
    {
      name: 'four billion version records, each of one byte',
      given: elf({
        versions: { 'libc.so.6': ['GLIBC_2.31'] },
        versionCount: 0xffff_ffff,
        versionStep: 1,
      }),
      problem: OUTSIDE(),
    },
    {
      name: 'version records of five thousand libraries',
      given: elf({
        versions: Object.fromEntries(
          Array.from({ length: 5000 }, (_, index) => [`lib${index}.so`, ['GLIBC_2.4']]),
        ),
      }),
      problem: 'Its version records have no end.',
    },
  ];
  for (const { name, given, problem, machine } of broken) {
    it(`${name}: a problem`, () => {
      assert.deepEqual(readBytes(given), { machine: machine ?? 'x86-64', ...NOTHING, problem });
    });
  }

  it('version records that point at themselves end with the chain', () => {
    const bytes = elf({
      versions: { 'libc.so.6': ['GLIBC_2.31'] },
      versionCount: 0xffff_ffff,
      versionStep: 0,
    });
    assert.deepEqual(readBytes(bytes).versions, { GLIBC: '2.31' });
  });

  it('cut anywhere or with any byte changed: never a crash, never a long wait', () => {
    const start = performance.now();
    for (let index = 0; index < good.length; index += 1) {
      const facts = readBytes(good.subarray(0, index));
      assert.ok(facts.problem !== undefined || facts.machine === 'x86-64');
      for (const value of [0, 1, 0x7f, 0xff]) readBytes(changed(good, index, value));
    }
    assert.ok(performance.now() - start < 10_000);
  });
});

describe('the headers of a large shared object', () => {
  const folder = folderPerTest();
  /** A TB. */
  const GAP = 2 ** 40;
  const parts: ElfParts = {
    soname: 'libfar.so',
    needed: ['libc.so.6'],
    versions: { 'libc.so.6': ['GLIBC_2.31'] },
  };
  const facts: ElfFacts = {
    machine: 'x86-64',
    soname: 'libfar.so',
    needed: ['libc.so.6'],
    versions: { GLIBC: '2.31' },
    problem: undefined,
  };

  /** A file of zeros but for its ends, that counts what is read of it. */
  function endless({ head, tail }: ElfEnds, gap: number): RangedFile & { reads: number[] } {
    const size = head.length + gap + tail.length;
    const reads: number[] = [];
    const read = (offset: number, length: number): Buffer => {
      reads.push(length);
      assert.ok(offset >= 0 && offset + length <= size, 'It reads beyond the end.');
      const bytes = Buffer.alloc(length);
      for (const [at, part] of [
        [0, head],
        [head.length + gap, tail],
      ] as const) {
        const [from, to] = [Math.max(offset, at), Math.min(offset + length, at + part.length)];
        if (from < to) part.copy(bytes, from - offset, from - at, to - at);
      }
      return bytes;
    };
    return { size, reads, read, close: () => Promise.resolve() };
  }

  it('are read, and nothing between them', () => {
    const file = endless(elfEnds(parts, GAP), GAP);
    assert.deepEqual(readElf(file), facts);
    assert.equal(file.reads.length, 2);
    assert.ok(Math.max(...file.reads) <= 16 * 1024, `${file.reads.join()} bytes`);
  });

  it('are read from disk, wherever the content begins there', async () => {
    const path = join(folder.path, 'far.so');
    const before = 1000;
    const gap = 2 ** 32;
    const { head, tail } = elfEnds(parts, gap);
    const file = await open(path, 'w');
    await file.write(head, 0, head.length, before);
    await file.write(tail, 0, tail.length, before + head.length + gap);
    await file.close();
    const size = head.length + gap + tail.length;
    const content = await openRanged({ kind: 'file', path, offset: before, size });
    assert.deepEqual(readElf(content), facts);
    await content.close();
  });

  it('are missed when the file has become shorter', async () => {
    const path = join(folder.path, 'short.so');
    const bytes = elf(parts);
    await writeFile(path, bytes.subarray(0, 100));
    const content = await openRanged({ kind: 'file', path, offset: 0, size: bytes.length });
    assert.throws(
      () => readElf(content),
      (error) => error instanceof Stopped && error.failure.code === 'file-changed',
    );
    await content.close();
  });

  const lies: { name: string; given: ElfParts; problem: string }[] = [
    {
      name: 'a dynamic section of a TB without an end',
      given: { dynamicSize: 2 ** 40, endsDynamic: false },
      problem: OUTSIDE(),
    },
    {
      name: 'program headers in the middle of nothing',
      given: { programHeadersAt: 2 ** 39, programHeaderCount: 4096, programHeaderSize: 0xffff },
      problem: 'Its headers are all over the file.',
    },
    {
      name: 'a thousand names, each far from the one before',
      given: {
        neededAt: Array.from({ length: 1000 }, (_, index) => index * 20_000),
        namesAddress: 2 ** 32,
        namesSize: 2 ** 39,
      },
      problem: 'Its headers are all over the file.',
    },
    {
      name: 'names beyond its end',
      given: { neededAt: [2 ** 40], namesAddress: 2 ** 32, namesSize: 2 ** 50 },
      problem: OUTSIDE(),
    },
  ];
  for (const { name, given, problem } of lies) {
    it(`that lie, ${name}: a problem, and little is read`, () => {
      const file = endless(elfEnds(given, GAP), GAP);
      assert.deepEqual(readElf(file), { machine: 'x86-64', ...NOTHING, problem });
      assert.ok(file.reads.length <= 512 && Math.max(...file.reads) <= 16 * 1024);
    });
  }
});

describe('real shared objects', () => {
  const folder = folderPerTest();

  it('of the Python at hand are read as readelf reads them', () => {
    const program =
      'import sysconfig; print(sysconfig.get_config_var("DESTSHARED")); print(sysconfig.get_paths()["stdlib"])';
    const [extensions = ''] = execFileSync('python3', ['-c', program], { encoding: 'utf8' }).split(
      '\n',
    );
    const files = readdirSync(extensions)
      .filter((name) => name.endsWith('.so'))
      .map((name) => join(extensions, name));
    assert.ok(files.length > 30, `${files.length} extension modules in ${extensions}`);
    for (const file of files) assert.deepEqual(comparable(file), asReadelf(file), file);
  });

  it('made by the compiler: soname, libraries and versions', async () => {
    const file = join(folder.path, 'libmine.so');
    await writeFile(
      join(folder.path, 'mine.cpp'),
      '#include <string>\nstd::string f(int n) { return std::to_string(n) + "!"; }\n',
    );
    execFileSync('g++', [
      '-shared',
      '-fPIC',
      '-Wl,-soname,libmine.so.3',
      '-o',
      file,
      join(folder.path, 'mine.cpp'),
    ]);
    const facts = readBytes(readFileSync(file));
    assert.equal(facts.soname, 'libmine.so.3');
    assert.ok(facts.needed.includes('libstdc++.so.6'));
    assert.match(facts.versions['GLIBCXX'] ?? '', /^3\.4\.\d+$/);
    assert.deepEqual(comparable(file), asReadelf(file));
  });
});

describe('versions', () => {
  const rows = [
    ['2.4', '2.31', -1],
    ['2.31', '2.31', 0],
    ['3.4.30', '3.4.9', 1],
    ['2.2.5', '2.2', 1],
    ['2', '2.0', 0],
  ] as const;
  for (const [a, b, expect] of rows) {
    it(`${a} and ${b}: ${expect}`, () => assert.equal(Math.sign(compareVersions(a, b)), expect));
  }
});

function readBytes(bytes: Buffer): ElfFacts {
  return readElf(rangesOf(bytes));
}

function OUTSIDE(): string {
  return 'A header points outside of the file.';
}

function changed(bytes: Buffer, index: number, value: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[index] = value;
  return copy;
}

interface Comparable {
  readonly soname: string | undefined;
  readonly needed: readonly string[];
  readonly versions: Readonly<Record<string, string>>;
}

function comparable(file: string): Comparable {
  const { machine, soname, needed, versions, problem } = readBytes(readFileSync(file));
  assert.equal(problem, undefined, file);
  assert.equal(machine, process.arch === 'arm64' ? 'aarch64' : 'x86-64');
  return { soname, needed, versions };
}

/** The same from the text that readelf prints. */
function asReadelf(file: string): Comparable {
  const text = execFileSync('readelf', ['--wide', '-d', '-V', file], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const named = (tag: string): string[] =>
    [...text.matchAll(new RegExp(`\\(${tag}\\).*\\[(.*)\\]`, 'g'))].map((match) => match[1] ?? '');
  const needs = text.split('Version needs section')[1] ?? '';
  const versions: Record<string, string> = {};
  for (const [, family = '', version = ''] of needs.matchAll(
    /Name: (GLIBC|GLIBCXX|CXXABI)_([\d.]+)\s/g,
  )) {
    const known = versions[family];
    if (known === undefined || compareVersions(version, known) > 0) versions[family] = version;
  }
  return { soname: named('SONAME')[0], needed: named('NEEDED'), versions };
}
