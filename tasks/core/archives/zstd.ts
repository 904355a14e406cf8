// zstd: the `zstd` program with the machine's cores, else Node's own where there is one (24).

import { availableParallelism } from 'node:os';
import { PassThrough, type Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import zlib from 'node:zlib';
import type { Host } from '../host.js';
import { Stopped } from '../terms/failure.js';
import { BlockPool } from './block-pool.js';

/** Level 3: ten times faster than gzip and smaller. */
const LEVEL = 3;

/** The part of Node 24's zlib that Node 20's types do not know. */
interface ZlibWithZstd {
  createZstdCompress?: (options: {
    params: Record<number, number>;
    writableHighWaterMark: number;
  }) => Duplex;
  constants: { ZSTD_c_compressionLevel?: number; ZSTD_c_checksumFlag?: number };
}

/**
 * Compresses a stream.
 * @param pool gets back the blocks that are compressed
 * @throws Stopped `zstd-missing`, `zstd-failed`, `cancelled`
 */
export async function* zstd(
  host: Host,
  bytes: AsyncIterable<Buffer>,
  pool = new BlockPool(),
): AsyncGenerator<Buffer> {
  const blocks = givenBack(bytes, pool);
  yield* (await hasProgram(host)) ? byProgram(host, blocks) : byNode(blocks);
}

/**
 * Wants something that compresses, before minutes are spent on what is to be compressed.
 * @throws Stopped `zstd-missing`
 */
export async function needZstd(host: Host): Promise<void> {
  if (!(await hasProgram(host))) ownZstd();
}

async function hasProgram(host: Host): Promise<boolean> {
  const { tempFolder: cwd, env } = host;
  const asked = await host.run({
    program: 'zstd',
    args: ['--version'],
    cwd,
    env,
    output: 'capture',
  });
  return asked.exitCode !== 127;
}

/** The same bytes with any number of threads: they are given explicitly, so that one is a thread as well. */
async function* byProgram(host: Host, bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const output = new PassThrough({ highWaterMark: 1024 * 1024 });
  const running = host.run({
    program: 'zstd',
    args: ['--quiet', `-${LEVEL}`, `--threads=${availableParallelism()}`, '--stdout'],
    cwd: host.tempFolder,
    env: host.env,
    output: { stream: output },
    input: bytes,
  });
  running.catch((error: unknown) => output.destroy(error instanceof Error ? error : undefined));
  try {
    yield* output as AsyncIterable<Buffer>;
  } finally {
    // Whoever reads may stop early; the program then finds nobody at the other end.
    output.destroy();
  }
  const { exitCode, lastLines } = await running;
  if (exitCode !== 0) throw new Stopped({ code: 'zstd-failed', lastLines });
}

/** In one thread: Node's own knows no more. */
async function* byNode(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const compressor = ownZstd()();
  const running = pipeline(bytes, compressor);
  // Whoever reads is told.
  running.catch(() => undefined);
  yield* compressor as AsyncIterable<Buffer>;
  await running;
}

/** Makes compressors. */
function ownZstd(): () => Duplex {
  const { createZstdCompress, constants } = zlib as unknown as ZlibWithZstd;
  const { ZSTD_c_compressionLevel: level, ZSTD_c_checksumFlag: checksum } = constants;
  if (!createZstdCompress || level === undefined || checksum === undefined) {
    throw new Stopped({ code: 'zstd-missing' });
  }
  // The program writes a checksum without being asked. No block waits beside the one that is compressed.
  const params = { [level]: LEVEL, [checksum]: 1 };
  return () => createZstdCompress({ params, writableHighWaterMark: 1 });
}

/** The same blocks; when one is asked for, all but the last are written (see `Command.input`). */
async function* givenBack(blocks: AsyncIterable<Buffer>, pool: BlockPool): AsyncGenerator<Buffer> {
  let last: Buffer | undefined;
  for await (const block of blocks) {
    yield block;
    if (last) pool.give(last);
    last = block;
  }
}
