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

  const ends = [
    { name: 'no entries', given: [0, 0, 0], zip64: false },
    { name: '65,534 entries', given: [65534, 100, 200], zip64: false },
    { name: '65,535 entries', given: [65535, 100, 200], zip64: true },
    { name: 'a directory beyond 4 GiB', given: [3, 5 * GIB, 200], zip64: true },
    { name: 'a directory as large as 4 GiB', given: [3, 5, 4 * GIB], zip64: true },
  ] satisfies { name: string; given: [number, number, number]; zip64: boolean }[];
  for (const { name, given, zip64 } of ends) {
    it(`end an archive with ${name}`, () => {
      const [entries, offset, size] = given;
      const end = endOfArchive(entries, offset, size);
      assert.equal(end.length, zip64 ? 56 + 20 + 22 : 22);
      if (!zip64) {
        assert.equal(end.readUInt16LE(10), entries);
        assert.equal(end.readUInt32LE(12), size);
        assert.equal(end.readUInt32LE(16), offset);
        return;
      }
      assert.equal(end.readBigUInt64LE(32), BigInt(entries));
      assert.equal(end.readBigUInt64LE(40), BigInt(size));
      assert.equal(end.readBigUInt64LE(48), BigInt(offset));
      assert.equal(end.readBigUInt64LE(56 + 8), BigInt(offset + size));
      assert.equal(end.subarray(-14).toString('hex'), `${'ff'.repeat(12)}0000`);
    });
  }
});
