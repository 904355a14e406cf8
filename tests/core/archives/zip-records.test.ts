import assert from 'node:assert/strict';
import {
  centralHeader,
  dataDescriptor,
  dosTime,
  endOfArchive,
  localHeader,
  type ZipRecord,
} from '../../../tasks/core/archives/zip-records.js';
import { MAY_2024 } from '../../helpers/entries.js';

const GIB = 2 ** 30;

const small: ZipRecord = {
  path: 'a.txt',
  mode: 0o100644,
  mtime: MAY_2024,
  method: 'deflated',
  crc: 0x01020304,
  compressedSize: 5,
  size: 7,
  offset: 9,
  streamed: false,
};

/** Bytes written as hex, with blanks between the fields. */
const hex = (text: string): string => text.replaceAll(/\s/g, '');

describe('the records of a zip', () => {
  const times = [
    { name: 'an even second', given: Date.UTC(2024, 4, 6, 7, 8, 10), expect: [44, 5, 6, 7, 8, 10] },
    { name: 'an odd second', given: Date.UTC(2024, 4, 6, 7, 8, 11), expect: [44, 5, 6, 7, 8, 10] },
    {
      name: 'the last second of a year',
      given: Date.UTC(2023, 11, 31, 23, 59, 59),
      expect: [43, 12, 31, 23, 59, 58],
    },
    { name: 'a time before 1980', given: 0, expect: [0, 1, 1, 0, 0, 0] },
  ];
  for (const { name, given, expect } of times) {
    it(`have DOS time for ${name}: UTC, in steps of two seconds`, () => {
      const { time, date } = dosTime(given / 1000);
      const parts = [
        date >> 9,
        (date >> 5) & 15,
        date & 31,
        time >> 11,
        (time >> 5) & 63,
        (time & 31) * 2,
      ];
      assert.deepEqual(parts, expect);
    });
  }

  it('of a small entry need no zip64', () => {
    assert.equal(
      localHeader(small).toString('hex'),
      hex(`504b0304 1400 0000 0800 0539 a658 04030201 05000000 07000000 0500 0900 612e747874
           5554 0500 01 da813866`),
    );
    assert.equal(
      centralHeader(small).toString('hex'),
      hex(`504b0102 2d03 1400 0000 0800 0539 a658 04030201 05000000 07000000 0500 0900 0000 0000
           0000 0000a481 09000000 612e747874 5554 0500 01 da813866`),
    );
    assert.equal(dataDescriptor(small).toString('hex'), hex('504b0708 04030201 05000000 07000000'));
  });

  it('of a streamed entry have neither sizes nor CRC at first', () => {
    const header = localHeader({ ...small, streamed: true });
    assert.equal(header.readUInt16LE(6), 1 << 3);
    assert.equal(header.subarray(14, 26).toString('hex'), '00'.repeat(12));
    assert.equal(centralHeader({ ...small, streamed: true }).readUInt32LE(16), small.crc);
  });

  it('say that a name is UTF-8 where it is not ASCII', () => {
    const named = { ...small, path: 'é.txt' };
    assert.equal(localHeader(named).readUInt16LE(6), 1 << 11);
    assert.equal(centralHeader(named).readUInt16LE(8), 1 << 11);
    assert.equal(localHeader(named).readUInt16LE(26), 6);
  });

  it('of a file beyond 4 GiB have its sizes in zip64', () => {
    const large = { ...small, size: 5 * GIB, compressedSize: 3 * GIB };
    const sizes = hex('0100 1000 0000004001000000 000000c000000000');
    const local = localHeader(large);
    assert.equal(local.readUInt16LE(4), 45);
    assert.equal(local.subarray(18, 26).toString('hex'), 'ff'.repeat(8));
    assert.equal(local.subarray(-20).toString('hex'), sizes);
    const central = centralHeader(large);
    assert.equal(central.readUInt16LE(6), 45);
    assert.equal(central.subarray(20, 28).toString('hex'), 'ff'.repeat(8));
    assert.equal(central.readUInt32LE(42), small.offset);
    assert.equal(central.subarray(-20).toString('hex'), sizes);
    assert.equal(
      dataDescriptor(large).toString('hex'),
      hex('504b0708 04030201 000000c000000000 0000004001000000'),
    );
  });

  const farthest = [
    { offset: 0xfffffffe, is: 'in the line itself, up to the last one that fits', zip64: false },
    { offset: 0xffffffff, is: 'in zip64, where the number would be the mark of it', zip64: true },
  ];
  for (const { offset, is, zip64 } of farthest) {
    it(`have the offset ${is}`, () => {
      const central = centralHeader({ ...small, offset });
      assert.equal(central.readUInt16LE(6), zip64 ? 45 : 20);
      assert.equal(central.readUInt32LE(42), offset);
      assert.equal(central.subarray(-12, -8).toString('hex') === '01000800', zip64);
    });
  }

  it('beyond 4 GiB of the archive have the offset in zip64', () => {
    const central = centralHeader({ ...small, offset: 6 * GIB });
    assert.equal(central.readUInt16LE(6), 45);
    assert.equal(central.readUInt32LE(20), small.compressedSize);
    assert.equal(central.readUInt32LE(42), 0xffffffff);
    assert.equal(central.subarray(-12).toString('hex'), hex('0100 0800 0000008001000000'));
  });

  it('of a file that compression makes larger than 4 GiB hold its size', () => {
    const grown = { ...small, size: 4 * GIB - 100, compressedSize: 4 * GIB + 1000 };
    assert.equal(
      centralHeader(grown).subarray(-20).toString('hex'),
      hex('0100 1000 9cffffff00000000 e803000001000000'),
    );
    assert.equal(dataDescriptor(grown).readBigUInt64LE(8), BigInt(4 * GIB + 1000));
    assert.equal(localHeader({ ...grown, streamed: true }).readUInt16LE(4), 45);
  });

  const largest = Math.floor(0xfffffffe / (1 + 1 / 256));
  const sizes = [
    { size: largest, is: 'that stays below 4 GiB whatever compression makes of it', version: 20 },
    { size: largest + 1, is: 'a byte larger', version: 45 },
  ];
  for (const { size, is, version } of sizes) {
    it(`ask for version ${version} of a file ${is}`, () => {
      const record = { ...small, size, compressedSize: size, streamed: true };
      assert.equal(localHeader(record).readUInt16LE(4), version);
      assert.equal(centralHeader(record).readUInt16LE(6), version);
      assert.equal(dataDescriptor(record).length, version === 45 ? 24 : 16);
    });
  }

  it('ask for no zip64 in an archive as long as fits without', () => {
    const end = endOfArchive(1, 0xfffffffe, 0xfffffffe);
    assert.equal(end.toString('hex'), hex('504b0506 0000 0000 0100 0100 feffffff feffffff 0000'));
  });

  const ZIP64_END = '504b0606 2c00000000000000 2d03 2d00 00000000 00000000';
  const LOCATOR = '504b0607 00000000';
  const MARKS = '504b0506 0000 0000 ffff ffff ffffffff ffffffff 0000';
  const ends = [
    {
      name: 'no entries',
      given: [0, 0, 0],
      expect: '504b0506 0000 0000 0000 0000 00000000 00000000 0000',
    },
    {
      name: '65,534 entries',
      given: [65534, 100, 200],
      expect: '504b0506 0000 0000 feff feff c8000000 64000000 0000',
    },
    {
      name: '65,535 entries',
      given: [65535, 100, 200],
      expect: `${ZIP64_END} ffff000000000000 ffff000000000000 c800000000000000 6400000000000000
               ${LOCATOR} 2c01000000000000 01000000 ${MARKS}`,
    },
    {
      name: 'a directory beyond 4 GiB',
      given: [3, 5 * GIB, 200],
      expect: `${ZIP64_END} 0300000000000000 0300000000000000 c800000000000000 0000004001000000
               ${LOCATOR} c800004001000000 01000000 ${MARKS}`,
    },
    {
      name: 'a directory as large as 4 GiB',
      given: [3, 5, 4 * GIB],
      expect: `${ZIP64_END} 0300000000000000 0300000000000000 0000000001000000 0500000000000000
               ${LOCATOR} 0500000001000000 01000000 ${MARKS}`,
    },
  ] satisfies { name: string; given: [number, number, number]; expect: string }[];
  for (const { name, given, expect } of ends) {
    it(`end an archive with ${name}`, () => {
      assert.equal(endOfArchive(...given).toString('hex'), hex(expect));
    });
  }
});
