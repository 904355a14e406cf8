// A tree like a venv's site-packages, made from a seed: the same files on every machine.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface TreeSize {
  readonly files: number;
  /** About as many. */
  readonly bytes: number;
}

/** Numbers from 0 to 1 that look random (mulberry32). */
type Random = () => number;

function randomFrom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One file in sixty is a large shared object; together they are half of the bytes, as in scientific packages. */
const FILES_A_LIBRARY = 60;

/**
 * Makes the tree in a new folder: packages of Python sources and data, with shared objects among them. Their
 * bytes compress about as those do (gzip: to a quarter).
 */
export function makeTree(folder: string, { files, bytes }: TreeSize): void {
  const random = randomFrom(files);
  const words = Array.from({ length: 6000 }, () => word(random));
  const lines = Array.from({ length: 9000 }, () => line(random, words));
  const codes = Array.from({ length: 3000 }, () => randomBytes(random, 4 + pick(random, 9)));
  const libraries = Math.ceil(files / FILES_A_LIBRARY);
  const ofLibrary = bytes / 2 / libraries;
  const ofSource = bytes / 2 / (files - libraries);
  for (let number = 0; number < files; number += 1) {
    const isLibrary = number % FILES_A_LIBRARY === 0;
    // From a tenth of the mean to nearly twice, and as much above as below.
    const size = Math.round((isLibrary ? ofLibrary : ofSource) * (0.1 + 1.8 * random()));
    const content = isLibrary ? library(random, codes, size) : source(random, words, lines, size);
    const path = join(folder, placeOf(number, isLibrary));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
}

function placeOf(number: number, isLibrary: boolean): string {
  const distribution = `package_${Math.floor(number / 400)}`;
  const part = `part_${Math.floor(number / 25) % 16}`;
  return join(distribution, part, `module_${number}${isLibrary ? '.cpython-311.so' : '.py'}`);
}

function pick(random: Random, below: number): number {
  return Math.floor(random() * below);
}

/** The first are chosen more often than the last, as words of a language are. */
function pickLikely<T>(random: Random, from: readonly T[], fallback: T): T {
  return from[Math.floor(random() ** 3 * from.length)] ?? fallback;
}

function word(random: Random): string {
  const letters = 'etaoinshrdlucmfwygpbvk_';
  return Array.from({ length: 2 + pick(random, 10) }, () => letters[pick(random, 23)]).join('');
}

function line(random: Random, words: readonly string[]): string {
  const some = (): string => pickLikely(random, words, 'x');
  const shapes = [
    () => `    def ${some()}(self, ${some()}, ${some()}=None):`,
    () => `        ${some()} = self.${some()}(${some()}, ${some()})`,
    () => `        if ${some()} is not None and ${some()}.${some()}:`,
    () => `            raise ValueError("${some()} ${some()} ${some()} ${some()}")`,
    () => `    # ${some()} ${some()} ${some()} ${some()} ${some()} ${some()}`,
    () => `        return ${some()}[${some()}] + ${pick(random, 10_000)}`,
    () => `from ${some()}.${some()} import ${some()}, ${some()}`,
  ];
  return (shapes[pick(random, shapes.length)] ?? some)();
}

function source(
  random: Random,
  words: readonly string[],
  lines: readonly string[],
  size: number,
): string {
  const text: string[] = [];
  for (let length = 0; length < size;) {
    const next = nextLine(random, words, lines, text);
    text.push(next);
    length += next.length + 1;
  }
  return `${text.join('\n')}\n`.slice(0, size);
}

/** A new line, one of many files, or one of this file a little changed. */
function nextLine(
  random: Random,
  words: readonly string[],
  lines: readonly string[],
  before: readonly string[],
): string {
  const kind = random();
  if (kind < 0.3) return line(random, words);
  if (kind < 0.6) return pickLikely(random, lines, '');
  const near = before.at(-1 - pick(random, 60)) ?? '';
  return near.replace(/\w+(?=\W*$)/, pickLikely(random, words, 'x'));
}

function randomBytes(random: Random, size: number): Buffer {
  return Buffer.from(Array.from({ length: size }, () => pick(random, 256)));
}

/** Repeats some bytes from not far before. */
function copyNear(random: Random, bytes: Buffer, at: number): number {
  const from = Math.max(0, at - 1 - pick(random, 20_000));
  return bytes.copy(bytes, at, from, Math.min(at, from + 3 + pick(random, 12)));
}

/** Sequences that come again and again, with numbers between them, and tables of zeros. */
function library(random: Random, codes: readonly Buffer[], size: number): Buffer {
  const bytes = Buffer.alloc(size);
  bytes.write('\u007fELF', 'latin1');
  for (let at = 64; at < size;) {
    const kind = random();
    if (kind < 0.001) at += pick(random, 16_384);
    else if (kind < 0.17) bytes[at++] = pick(random, 256);
    else if (kind < 0.55) at += pickLikely(random, codes, Buffer.alloc(4)).copy(bytes, at);
    else at += copyNear(random, bytes, at);
  }
  return bytes;
}
