// CRC-32 of bytes, and of those that lie behind each other from the CRCs of the two.

import { crc32 } from 'node:zlib';

/**
 * The CRC-32 of bytes that follow others.
 * @param before the CRC of those others
 */
export function crcOf(bytes: Buffer, before = 0): number {
  // zlib takes no bytes at no address for a new beginning, and Node 20.20 hands such an address on.
  return bytes.length === 0 ? before : crc32(bytes, before);
}

/** The polynomial, lowest power first; x^0 is the highest bit (RFC 1952, section 8). */
const POLYNOMIAL = 0xedb88320;

const ONE = 0x80000000;

/** x^8: what a byte that follows multiplies by. */
const BYTE = 0x00800000;

/**
 * The CRC-32 of two runs of bytes, one behind the other.
 * @param size bytes of the second
 */
export function combineCrc(first: number, second: number, size: number): number {
  return (multiply(first, powerOfByte(size)) ^ second) >>> 0;
}

/** The product of two polynomials, modulo the one of CRC-32. */
function multiply(a: number, b: number): number {
  let product = 0;
  let shifted = b;
  for (let bit = ONE; bit !== 0; bit >>>= 1) {
    if ((a & bit) !== 0) product ^= shifted;
    shifted = (shifted & 1) === 0 ? shifted >>> 1 : (shifted >>> 1) ^ POLYNOMIAL;
  }
  return product >>> 0;
}

/** x^(8 * exponent), by squares. */
function powerOfByte(exponent: number): number {
  let power = ONE;
  let square = BYTE;
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) power = multiply(power, square);
    square = multiply(square, square);
  }
  return power;
}
