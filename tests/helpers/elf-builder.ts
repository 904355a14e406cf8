// Shared objects made by hand: small ELF files with the headers that a test wants, lying ones among them.

export interface ElfParts {
  /** e_machine; x86-64 when not given. */
  readonly machine?: number;
  readonly bits?: 32 | 64;
  readonly isLittle?: boolean;
  readonly soname?: string;
  readonly needed?: readonly string[];
  /** Library to the versions wanted of it; `weak:` before a version marks it as weak. */
  readonly versions?: Readonly<Record<string, readonly string[]>>;
  readonly hasDynamic?: boolean;
  readonly hasNames?: boolean;
  /** Whether DT_NULL ends the dynamic section. */
  readonly endsDynamic?: boolean;
  /** Entries of a tag that nobody reads. */
  readonly extraEntries?: number;
  /** Lies: these stand in the headers instead of the truth. */
  readonly programHeadersAt?: number;
  readonly programHeaderCount?: number;
  readonly programHeaderSize?: number;
  readonly dynamicSize?: number;
  readonly namesSize?: number;
  readonly namesAddress?: number;
  /** Where in the table of names further libraries are said to be. */
  readonly neededAt?: readonly number[];
  readonly versionCount?: number;
  /** Distance to the next version record. */
  readonly versionStep?: number;
  /** Zeros at the end. */
  readonly padding?: number;
}

/** The file is loaded here; anything but 0 shows whether addresses are taken for offsets. */
const LOADED_AT = 0x10000;

const PT_LOAD = 1;
const PT_DYNAMIC = 2;

/** A shared object in two pieces, with nothing known of what lies between them. */
export interface ElfEnds {
  /** Header and program headers. */
  readonly head: Buffer;
  /** All that they lead to. */
  readonly tail: Buffer;
}

/** A shared object of the given parts. */
export function elf(parts: ElfParts): Buffer {
  const { head, tail } = elfEnds(parts, 0);
  return Buffer.concat([head, tail]);
}

/** The ends of one that has so many other bytes in its middle. */
export function elfEnds(parts: ElfParts, gap: number): ElfEnds {
  const is64 = parts.bits !== 32;
  const write = new Writer(is64, parts.isLittle !== false);
  const names = new Names();
  const headerSize = (is64 ? 64 : 52) + 2 * (is64 ? 56 : 32);
  const versions = versionRecords(parts, names, write);
  const tags = dynamicTags(parts, names);
  const dynamicSize = (tags.length + (parts.extraEntries ?? 0) + 6) * (is64 ? 16 : 8);
  const dynamicAt = headerSize + gap;
  const versionsAt = dynamicAt + dynamicSize;
  const namesAt = versionsAt + versions.length;
  if (parts.hasNames !== false) {
    tags.push([5, parts.namesAddress ?? LOADED_AT + namesAt]);
    tags.push([10, parts.namesSize ?? names.bytes().length]);
  }
  if (parts.versions !== undefined) {
    tags.push([0x6ffffffe, LOADED_AT + versionsAt]);
    tags.push([0x6fffffff, parts.versionCount ?? Object.keys(parts.versions).length]);
  }
  const dynamic = Buffer.concat([
    ...Array.from({ length: parts.extraEntries ?? 0 }, () => write.words(0x6ffffff9, 0)),
    ...tags.map(([tag, value]) => write.words(tag, value)),
    ...(parts.endsDynamic === false ? [] : [write.words(0, 0)]),
  ]);
  const tail = Buffer.concat([
    dynamic,
    Buffer.alloc(dynamicSize - dynamic.length, parts.endsDynamic === false ? 1 : 0),
    versions,
    names.bytes(),
    Buffer.alloc(parts.padding ?? 0),
  ]);
  const size = dynamicAt + tail.length;
  const head = Buffer.concat([
    header(parts, write, is64),
    write.segment(PT_LOAD, 0, LOADED_AT, size),
    parts.hasDynamic === false
      ? write.segment(4, 0, 0, 0)
      : write.segment(
          PT_DYNAMIC,
          dynamicAt,
          LOADED_AT + dynamicAt,
          parts.dynamicSize ?? dynamicSize,
        ),
  ]);
  return { head, tail };
}

function header(parts: ElfParts, write: Writer, is64: boolean): Buffer {
  const size = is64 ? 64 : 52;
  return Buffer.concat([
    Buffer.from([0x7f, 0x45, 0x4c, 0x46, is64 ? 2 : 1, parts.isLittle === false ? 2 : 1, 1]),
    Buffer.alloc(9),
    write.u16s(3, parts.machine ?? 62),
    write.u32s(1),
    write.words(0, parts.programHeadersAt ?? size, 0),
    write.u32s(0),
    write.u16s(size, parts.programHeaderSize ?? (is64 ? 56 : 32)),
    write.u16s(parts.programHeaderCount ?? 2, 0, 0, 0),
  ]);
}

function dynamicTags(parts: ElfParts, names: Names): [number, number][] {
  const tags = (parts.needed ?? []).map((name): [number, number] => [1, names.indexOf(name)]);
  for (const index of parts.neededAt ?? []) tags.push([1, index]);
  if (parts.soname !== undefined) tags.push([14, names.indexOf(parts.soname)]);
  return tags;
}

function versionRecords(parts: ElfParts, names: Names, write: Writer): Buffer {
  const libraries = Object.entries(parts.versions ?? {});
  return Buffer.concat(
    libraries.map(([library, versions], index) => {
      const isLast = index === libraries.length - 1;
      const step = parts.versionStep ?? (isLast ? 0 : 16 + 16 * versions.length);
      const own = versions.map((version, at) =>
        Buffer.concat([
          write.u32s(0),
          write.u16s(version.startsWith('weak:') ? 2 : 0, at + 2),
          write.u32s(
            names.indexOf(version.replace('weak:', '')),
            at === versions.length - 1 ? 0 : 16,
          ),
        ]),
      );
      const record = [write.u16s(1, versions.length), write.u32s(names.indexOf(library), 16, step)];
      return Buffer.concat(record.concat(own));
    }),
  );
}

/** A table of names; the first is empty. */
class Names {
  #text = '\0';

  indexOf(name: string): number {
    const at = this.#text.length;
    this.#text += `${name}\0`;
    return at;
  }

  bytes(): Buffer {
    return Buffer.from(this.#text, 'latin1');
  }
}

/** Numbers in the file's class and byte order. */
class Writer {
  readonly #is64: boolean;
  readonly #isLittle: boolean;

  constructor(is64: boolean, isLittle: boolean) {
    this.#is64 = is64;
    this.#isLittle = isLittle;
  }

  u16s(...values: number[]): Buffer {
    return this.#numbers(2, values);
  }

  u32s(...values: number[]): Buffer {
    return this.#numbers(4, values);
  }

  words(...values: number[]): Buffer {
    return this.#numbers(this.#is64 ? 8 : 4, values);
  }

  segment(type: number, offset: number, address: number, size: number): Buffer {
    if (!this.#is64) {
      return this.u32s(type, offset, address, address, size, size, 5, 4096);
    }
    return Buffer.concat([
      this.u32s(type, 5),
      this.words(offset, address, address, size, size, 4096),
    ]);
  }

  #numbers(width: 2 | 4 | 8, values: readonly number[]): Buffer {
    return Buffer.concat(
      values.map((value) => {
        const bytes = Buffer.alloc(8);
        bytes.writeBigUInt64LE(BigInt.asUintN(64, BigInt(value)));
        const little = bytes.subarray(0, width);
        return this.#isLittle ? little : Buffer.from(little.toReversed());
      }),
    );
  }
}
