// Reads what a shared object needs from its headers: machine, libraries, symbol versions; of ELF files mostly.
// Nothing else of the file is read, however large it is.
// Layout: System V ABI, "Dynamic Linking"; symbol versions as glibc's elf.h and dl-version.c have them.

import type { RangedFile } from '../../archives/read-content.js';
import { Malformed, RangeReader } from './range-reader.js';
import { highestVersions, type NeededVersion } from './symbol-versions.js';

/** What the headers of one file say. */
export interface ElfFacts {
  /** `x86-64`, `aarch64`, … ; `mach-o` or `pe` for files of other systems; `unknown` when it is neither. */
  readonly machine: string;
  /** DT_SONAME. */
  readonly soname: string | undefined;
  /** DT_NEEDED, in order. */
  readonly needed: readonly string[];
  /** Highest version needed of the system's GLIBC, GLIBCXX and CXXABI; a bundled libstdc++ does not count. */
  readonly versions: Readonly<Record<string, string>>;
  /** Why the headers cannot be read; what was read before it is not told. */
  readonly problem: string | undefined;
}

/** e_machine, from elf.h. */
const MACHINES: Readonly<Record<number, string>> = {
  3: 'i386',
  8: 'mips',
  20: 'ppc',
  21: 'ppc64',
  22: 's390x',
  40: 'arm',
  62: 'x86-64',
  183: 'aarch64',
  243: 'riscv',
  258: 'loongarch',
};

/** 32 and 64 bit, both byte orders, and the universal form. */
const MACH_O = ['feedface', 'feedfacf', 'cefaedfe', 'cffaedfe', 'cafebabe', 'cafebabf'];

/** Far above what real files have (some hundred entries, some dozen libraries); keeps a lying header cheap. */
const MOST_ENTRIES = 4096;
const LONGEST_NAME = 1024;

/** Of all names of one file together; real ones have some thousand. */
const MOST_LETTERS = 128 * 1024;

/** Magic, class and byte order, in bytes. */
const IDENTITY = 6;

const PT_LOAD = 1;
const PT_DYNAMIC = 2;
const DT_NULL = 0;
const DT_NEEDED = 1;
const DT_STRTAB = 5;
const DT_STRSZ = 10;
const DT_SONAME = 14;
const DT_VERNEED = 0x6ffffffe;
const DT_VERNEEDNUM = 0x6fffffff;
const VER_FLG_WEAK = 2;

const READ_TAGS = new Set([DT_NEEDED, DT_STRTAB, DT_STRSZ, DT_SONAME, DT_VERNEED, DT_VERNEEDNUM]);

/**
 * Reads the headers of a file. Headers that lie are told as `problem`.
 * @throws whatever `read` of the file throws
 */
export function readElf(content: RangedFile): ElfFacts {
  const nothing = { soname: undefined, needed: [], versions: {} };
  const reader = new RangeReader(content);
  const head = reader.range(0, Math.min(IDENTITY, content.size));
  const foreign = foreignMachine(head);
  if (foreign !== undefined) return { machine: foreign, ...nothing, problem: undefined };
  if (head.subarray(0, 4).toString('latin1') !== '\x7fELF') {
    const problem = head.length === 0 ? 'It is empty.' : 'It is no ELF file.';
    return { machine: 'unknown', ...nothing, problem };
  }
  let machine = 'unknown';
  try {
    const file = new ElfFile(head, reader);
    machine = machineOf(file);
    return { machine, ...dynamicFacts(file), problem: undefined };
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return { machine, ...nothing, problem: error.message };
  }
}

function foreignMachine(head: Buffer): string | undefined {
  if (MACH_O.includes(head.subarray(0, 4).toString('hex'))) return 'mach-o';
  return head.subarray(0, 2).toString('latin1') === 'MZ' ? 'pe' : undefined;
}

/** Numbers of the file, by its class and byte order, each read checked against its end. */
class ElfFile {
  readonly is64: boolean;
  readonly #reader: RangeReader;
  readonly #isLittle: boolean;

  constructor(head: Buffer, reader: RangeReader) {
    const [fileClass, byteOrder] = [head[4], head[5]];
    if (fileClass !== 1 && fileClass !== 2) throw new Malformed('Its ELF class is unknown.');
    if (byteOrder !== 1 && byteOrder !== 2) throw new Malformed('Its byte order is unknown.');
    this.is64 = fileClass === 2;
    this.#isLittle = byteOrder === 1;
    this.#reader = reader;
  }

  u16(offset: number): number {
    const bytes = this.#reader.range(offset, 2);
    return this.#isLittle ? bytes.readUInt16LE() : bytes.readUInt16BE();
  }

  u32(offset: number): number {
    const bytes = this.#reader.range(offset, 4);
    return this.#isLittle ? bytes.readUInt32LE() : bytes.readUInt32BE();
  }

  /** An address or offset: 8 bytes in a 64-bit file, else 4. */
  word(offset: number): number {
    if (!this.is64) return this.u32(offset);
    const [low, high] = this.#isLittle ? [offset, offset + 4] : [offset + 4, offset];
    const value = this.u32(high) * 2 ** 32 + this.u32(low);
    if (!Number.isSafeInteger(value)) throw new Malformed('A header points outside of the file.');
    return value;
  }

  /** The lower half of a word that is only compared with small constants. */
  lowWord(offset: number): number {
    return this.u32(this.is64 && !this.#isLittle ? offset + 4 : offset);
  }

  /** Text up to its NUL, which lies before `end`. */
  text(offset: number, end: number): string {
    const longest = Math.min(end - offset, this.#reader.size - offset, LONGEST_NAME);
    const bytes = this.#reader.range(offset, Math.max(longest, 1));
    const nul = bytes.subarray(0, Math.max(longest, 0)).indexOf(0);
    if (nul < 0) throw new Malformed('A name in it has no end.');
    return bytes.toString('utf8', 0, nul);
  }
}

function machineOf(file: ElfFile): string {
  const code = file.u16(18);
  const name = MACHINES[code] ?? `machine ${code}`;
  // x86-64 instructions in a 32-bit file: no Python of App Service loads it.
  return name === 'x86-64' && !file.is64 ? 'x32' : name;
}

interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  readonly size: number;
}

function readSegments(file: ElfFile): Segment[] {
  const start = file.word(file.is64 ? 32 : 28);
  const entrySize = file.u16(file.is64 ? 54 : 42);
  const count = file.u16(file.is64 ? 56 : 44);
  if (count > MOST_ENTRIES) throw new Malformed('It has too many program headers.');
  const [offset, address, size] = file.is64 ? [8, 16, 32] : [4, 8, 16];
  return Array.from({ length: count }, (_, index) => {
    const at = start + index * entrySize;
    return {
      type: file.u32(at),
      offset: file.word(at + offset),
      address: file.word(at + address),
      size: file.word(at + size),
    };
  });
}

type DynamicFacts = Pick<ElfFacts, 'soname' | 'needed' | 'versions'>;

function dynamicFacts(file: ElfFile): DynamicFacts {
  const segments = readSegments(file);
  const dynamic = segments.find(({ type }) => type === PT_DYNAMIC);
  // A static program or an object file needs nothing.
  if (!dynamic) return { soname: undefined, needed: [], versions: {} };
  const entries = readDynamic(file, dynamic);
  const valueOf = (tag: number): number | undefined => entries.find(([name]) => name === tag)?.[1];
  const offsetOf = (address: number): number => fileOffset(segments, address);

  const table = valueOf(DT_STRTAB);
  const names = table === undefined ? undefined : offsetOf(table);
  let letters = 0;
  const nameAt = (index: number): string => {
    if (names === undefined) throw new Malformed('It has no table of names.');
    const name = file.text(names + index, names + (valueOf(DT_STRSZ) ?? 0));
    letters += name.length;
    if (letters > MOST_LETTERS) throw new Malformed('Its names have no end.');
    return name;
  };
  const soname = valueOf(DT_SONAME);
  const verneed = valueOf(DT_VERNEED);
  return {
    soname: soname === undefined ? undefined : nameAt(soname),
    needed: entries.filter(([tag]) => tag === DT_NEEDED).map(([, index]) => nameAt(index)),
    versions:
      verneed === undefined
        ? {}
        : highestVersions(
            readVerneed(file, offsetOf(verneed), valueOf(DT_VERNEEDNUM) ?? 0, nameAt),
          ),
  };
}

/** Tag and value of the entries that are read here, up to DT_NULL or the section's end. */
function readDynamic(file: ElfFile, { offset, size }: Segment): [tag: number, value: number][] {
  const half = file.is64 ? 8 : 4;
  const entries: [number, number][] = [];
  for (let at = offset, seen = 0; at < offset + size; at += 2 * half, seen += 1) {
    const tag = file.lowWord(at);
    if (tag === DT_NULL) break;
    if (seen === MOST_ENTRIES) throw new Malformed('Its dynamic section has no end.');
    if (READ_TAGS.has(tag)) entries.push([tag, file.word(at + half)]);
  }
  return entries;
}

/** Where an address of the loaded file lies in the file. */
function fileOffset(segments: readonly Segment[], address: number): number {
  const segment = segments.find(
    (one) => one.type === PT_LOAD && address >= one.address && address < one.address + one.size,
  );
  if (!segment) throw new Malformed('An address in it belongs to no segment.');
  return address - segment.address + segment.offset;
}

/** The records of .gnu.version_r: a chain of libraries, each with a chain of versions. */
function readVerneed(
  file: ElfFile,
  start: number,
  count: number,
  nameAt: (index: number) => string,
): NeededVersion[] {
  const found: NeededVersion[] = [];
  let steps = 0;
  // Distances are unsigned, so a chain cannot turn back; the count ends chains of tiny steps that overlap.
  const step = (distance: number): number => {
    steps += 1;
    if (steps > MOST_ENTRIES) throw new Malformed('Its version records have no end.');
    return distance;
  };
  let record = start;
  for (let left = count; left > 0; left -= 1) {
    const library = nameAt(file.u32(record + 4));
    let version = record + file.u32(record + 8);
    for (let versionsLeft = file.u16(record + 2); versionsLeft > 0; versionsLeft -= 1) {
      // The loader does not insist on a version that only weak symbols want.
      const isWeak = (file.u16(version + 4) & VER_FLG_WEAK) !== 0;
      if (!isWeak) found.push({ library, version: nameAt(file.u32(version + 8)) });
      const next = step(file.u32(version + 12));
      if (next === 0) break;
      version += next;
    }
    const next = step(file.u32(record + 12));
    if (next === 0) break;
    record += next;
  }
  return found;
}
