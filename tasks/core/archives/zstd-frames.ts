// Follows the frames of a zstd stream (RFC 8878) without unpacking them: how much memory each will ask for.

/** The largest window that the zstd program takes without being asked; in bytes. */
const LARGEST_WINDOW = 128 * 1024 ** 2;

const MAGIC = 0xfd2fb528;
const SKIPPABLE = 0x184d2a5;
const CHECKSUM_SIZE = 4;

/** Looks at the headers as the bytes go by, before whoever unpacks them does. */
export class ZstdFrames {
  private expects: 'frame' | 'block' | 'nothing' = 'frame';
  private header: Buffer = Buffer.alloc(0);
  private skip = 0;
  private checksum = 0;

  /** Throws when a frame wants a larger window. Rubbish is left to whoever unpacks it. */
  check(piece: Buffer): void {
    let rest = piece;
    while (rest.length > 0 && this.expects !== 'nothing') {
      if (this.skip > 0) {
        const skipped = Math.min(this.skip, rest.length);
        this.skip -= skipped;
        rest = rest.subarray(skipped);
        continue;
      }
      // A header grows byte by byte: it says itself how long it is.
      this.header = Buffer.concat([this.header, rest.subarray(0, 1)]);
      rest = rest.subarray(1);
      if (this.expects === 'frame' ? this.readFrame() : this.readBlock()) {
        this.header = Buffer.alloc(0);
      }
    }
  }

  /** Whether the header was whole. */
  private readFrame(): boolean {
    const { header } = this;
    if (header.length < 5) return false;
    const magic = header.readUInt32LE(0);
    if (magic >>> 4 === SKIPPABLE) {
      if (header.length < 8) return false;
      this.skip = header.readUInt32LE(4);
      return true;
    }
    if (magic !== MAGIC) {
      this.expects = 'nothing';
      return true;
    }
    const flags = header[4] ?? 0;
    const single = (flags & 0x20) !== 0;
    const dictionary = [0, 1, 2, 4][flags & 3] ?? 0;
    const sizeBytes = flags >> 6 === 0 ? Number(single) : 1 << (flags >> 6);
    const sizeAt = 5 + (single ? 0 : 1) + dictionary;
    if (header.length < sizeAt + sizeBytes) return false;
    const window = single ? contentSize(header, sizeAt, sizeBytes) : windowSize(header[5] ?? 0);
    if (window > LARGEST_WINDOW) throw new Error(`it wants a window of ${window} bytes`);
    this.checksum = (flags & 4) === 0 ? 0 : CHECKSUM_SIZE;
    this.expects = 'block';
    return true;
  }

  private readBlock(): boolean {
    if (this.header.length < 3) return false;
    const value = this.header.readUIntLE(0, 3);
    const repeats = ((value >> 1) & 3) === 1;
    this.skip = repeats ? 1 : value >> 3;
    if ((value & 1) === 1) {
      this.skip += this.checksum;
      this.expects = 'frame';
    }
    return true;
  }
}

function contentSize(header: Buffer, at: number, bytes: number): number {
  if (bytes === 8) return Number(header.readBigUInt64LE(at));
  return header.readUIntLE(at, bytes) + (bytes === 2 ? 256 : 0);
}

function windowSize(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}
