// zstd: Node's own where there is one (24), else the `zstd` program.

import zlib from 'node:zlib';
import { Readable } from 'node:stream';
import type { Host } from '../host.js';
import { Stopped } from '../terms/failure.js';

/** Level 3: ten times faster than gzip and smaller. */
const LEVEL = 3;

/** The part of Node 24's zlib that Node 20's types do not know. */
interface ZlibWithZstd {
  createZstdCompress?: (options: { params: Record<number, number> }) => NodeJS.ReadWriteStream;
  constants: { ZSTD_c_compressionLevel?: number };
}

/**
 * Compresses a stream into a new file.
 * @throws Stopped `zstd-missing`, `zstd-failed`, `cancelled`
 */
export async function writeZstd(
  host: Host,
  bytes: AsyncIterable<Buffer>,
  path: string,
  writeStream: (pieces: AsyncIterable<Buffer>, path: string) => Promise<void>,
): Promise<void> {
  const { createZstdCompress, constants } = zlib as unknown as ZlibWithZstd;
  const level = constants.ZSTD_c_compressionLevel;
  if (createZstdCompress && level !== undefined) {
    const compressor = createZstdCompress({ params: { [level]: LEVEL } });
    const pieces = Readable.from(bytes).compose(compressor) as AsyncIterable<Buffer>;
    await writeStream(pieces, path);
    return;
  }
  await withProgram(host, bytes, path);
}

async function withProgram(host: Host, bytes: AsyncIterable<Buffer>, path: string): Promise<void> {
  const outcome = await host.run({
    program: 'zstd',
    args: ['--quiet', `-${LEVEL}`, '--threads=0', '--stdout'],
    cwd: host.tempFolder,
    env: host.env,
    output: { file: path },
    input: bytes,
  });
  if (outcome.exitCode === 127) throw new Stopped({ code: 'zstd-missing' });
  if (outcome.exitCode !== 0) {
    throw new Stopped({ code: 'zstd-failed', lastLines: outcome.lastLines });
  }
}
