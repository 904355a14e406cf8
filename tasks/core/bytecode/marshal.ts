// Marshal data of a .pyc in one spelling: the same code gives the same bytes, whatever else was compiled before.
//
// CPython flags an object for later reference when anything else holds it, also things that have nothing to
// do with the code (`w_ref` in Python/marshal.c). Flags that no reference uses are cleared and the references
// renumbered; the length stays the same, and so does what is loaded.
//
// A string of one letter is one object in a whole process, and written as interned where anybody interned it: up to 3.10,
// annotations under `from __future__ import annotations` do that to `{` and `}` (Python/ast_unparse.c). All are written so.

import { minorNumber } from '../terms/python-minor.js';

const FLAG_REF = 0x80;

/** Types of short strings in ASCII. */
const SHORT = 'z';
const SHORT_INTERNED = 'Z';

/** Thrown inside this file for a type that it does not know; the data are then left as they are. */
class UnknownType extends Error {}

interface Found {
  /** Offset of each flagged object, by its reference number. */
  readonly flagged: number[];
  /** Offset of each reference's number. */
  readonly references: number[];
  /** Offset of each short string of one letter that is not interned. */
  readonly letters: number[];
}

/**
 * Rewrites marshal data in place.
 * @param minor the Python minor that wrote them, such as `3.12`; the layout of code objects changed in 3.11
 * @returns whether the data were understood
 */
export function normaliseMarshal(data: Buffer, minor: string): boolean {
  const found: Found = { flagged: [], references: [], letters: [] };
  try {
    const end = new Reader(data, codeLayout(minor), found).skipObject(0);
    if (end !== data.length) return false;
  } catch (error) {
    if (error instanceof UnknownType || error instanceof RangeError) return false;
    throw error;
  }
  const refersToNothing = found.references.some(
    (at) => data.readUInt32LE(at) >= found.flagged.length,
  );
  if (refersToNothing) return false;
  renumber(data, found);
  internLetters(data, found);
  return true;
}

function renumber(data: Buffer, { flagged, references }: Found): void {
  const used = new Set(references.map((at) => data.readUInt32LE(at)));
  const numbers = new Map<number, number>();
  for (const [number, at] of flagged.entries()) {
    if (used.has(number)) numbers.set(number, numbers.size);
    else data.writeUInt8(data.readUInt8(at) & ~FLAG_REF, at);
  }
  for (const at of references) {
    data.writeUInt32LE(numbers.get(data.readUInt32LE(at)) ?? 0, at);
  }
}

function internLetters(data: Buffer, { letters }: Found): void {
  for (const at of letters) {
    data.writeUInt8((data.readUInt8(at) & FLAG_REF) | SHORT_INTERNED.charCodeAt(0), at);
  }
}

/** What a code object holds, in order: `i` a 32-bit number, `o` an object. */
type CodeLayout = string;

/** Python/marshal.c, TYPE_CODE, of 3.8 to 3.10 and of 3.11 to 3.14. */
function codeLayout(minor: string): CodeLayout {
  return minorNumber(minor) >= 11 ? 'iiiiiooooooooioo' : 'iiiiiiooooooooio';
}

/** Bytes that follow the types of fixed size. */
const FIXED: Readonly<Record<string, number>> = {
  '0': 0,
  N: 0,
  F: 0,
  T: 0,
  S: 0,
  '.': 0,
  i: 4,
  I: 8,
  g: 8,
  y: 16,
};

class Reader {
  private readonly data: Buffer;
  private readonly code: CodeLayout;
  private readonly found: Found;

  constructor(data: Buffer, code: CodeLayout, found: Found) {
    this.data = data;
    this.code = code;
    this.found = found;
  }

  /** Reads over the object at an offset; returns the offset behind it. */
  skipObject(at: number): number {
    const first = this.data.readUInt8(at);
    if (first & FLAG_REF) this.found.flagged.push(at);
    const type = String.fromCharCode(first & ~FLAG_REF);
    const fixed = FIXED[type];
    return fixed === undefined ? this.skipSized(type, at + 1) : at + 1 + fixed;
  }

  private skipSized(type: string, at: number): number {
    switch (type) {
      case 'r':
        this.found.references.push(at);
        return at + 4;
      case 'l':
        return at + 4 + 2 * Math.abs(this.data.readInt32LE(at));
      case 's':
      case 't':
      case 'u':
      case 'a':
      case 'A':
        return at + 4 + this.data.readUInt32LE(at);
      case SHORT:
        if (this.data.readUInt8(at) === 1) this.found.letters.push(at - 1);
        return at + 1 + this.data.readUInt8(at);
      case 'f':
      case SHORT_INTERNED:
        return at + 1 + this.data.readUInt8(at);
      case ')':
        return this.skipMany(this.data.readUInt8(at), at + 1);
      case '(':
      case '[':
      case '<':
      case '>':
        return this.skipMany(this.data.readUInt32LE(at), at + 4);
      case ':':
        return this.skipMany(3, at);
      case '{':
        return this.skipDictionary(at);
      case 'c':
        return this.skipCode(at);
      default:
        throw new UnknownType(type);
    }
  }

  private skipMany(count: number, start: number): number {
    let at = start;
    for (let index = 0; index < count; index += 1) at = this.skipObject(at);
    return at;
  }

  /** Keys and values up to a null in a key's place. */
  private skipDictionary(start: number): number {
    let at = start;
    while (this.data.readUInt8(at) !== '0'.charCodeAt(0)) at = this.skipMany(2, at);
    return at + 1;
  }

  private skipCode(start: number): number {
    let at = start;
    for (const field of this.code) at = field === 'i' ? at + 4 : this.skipObject(at);
    return at;
  }
}
