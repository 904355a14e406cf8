// Unpacks output.tar.gz the way the platform's own reader does (platform contract A10).

import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { chmod, constants, mkdir, open, rmdir, stat } from 'node:fs/promises';
import { posix } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

import { Parser, type ReadEntry } from 'tar';

const UMASK = 0o022;

/** Bytes of tar's unit. */
const BLOCK = 512;

/** Maps a path of the container to the host's. */
export type OnHost = (path: string) => string;

/** Makes the folder that an app is unpacked into. Throws when there is one already that is not empty. */
export async function makeDestination(destination: string, onHost: OnHost): Promise<void> {
  if (destination === '') throw new Error('SourceDirectoryInBuildContainer is empty.');
  const folder = onHost(destination);
  if (await exists(folder)) await rmdir(folder);
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o755);
}

/**
 * Unpacks a `.tar.gz` (path on the host) into `destination` (path in the container): regular files
 * and folders only, every link silently dropped, times not restored. Throws when a file comes
 * before its folder.
 */
export async function expandTarGz(
  archive: string,
  destination: string,
  onHost: OnHost,
): Promise<void> {
  let writing = Promise.resolve();
  const parser = new Parser({ strict: true });
  parser.on('entry', (entry: ReadEntry) => {
    const bytes = entry.concat();
    const target = onHost(posix.join(destination, entry.path));
    writing = writing.then(async () => writeEntry(entry, await bytes, target));
    // Awaited below, when the rest of the archive has been read.
    writing.catch(() => undefined);
  });
  await pipeline(createReadStream(archive), createGunzip(), async (chunks) =>
    parseBlocks(parser, chunks),
  );
  await writing;
}

async function parseBlocks(parser: Parser, chunks: AsyncIterable<Buffer>): Promise<void> {
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (!parser.write(chunk)) await once(parser, 'drain');
  }
  // The parser lets this pass.
  if (size % BLOCK !== 0) throw new Error('The archive ends inside a block.');
  const ended = once(parser, 'end');
  parser.end();
  await ended;
}

async function writeEntry(entry: ReadEntry, bytes: Buffer, target: string): Promise<void> {
  if (entry.type === 'Directory') await writeFolder(target);
  if (entry.type === 'File' || entry.type === 'OldFile') {
    await writeFile(target, bytes, (entry.mode ?? 0) & 0o777 & ~UMASK);
  }
}

async function writeFolder(target: string): Promise<void> {
  if (await exists(target)) return;
  await mkdir(target, { recursive: true });
  await chmod(target, 0o755);
}

/** Opened without truncation, as there: a shorter second entry leaves the tail of the first. */
async function writeFile(target: string, bytes: Buffer, mode: number): Promise<void> {
  const isNew = !(await exists(target));
  const file = await open(target, constants.O_CREAT | constants.O_RDWR);
  try {
    await file.write(bytes);
    if (isNew) await file.chmod(mode);
  } finally {
    await file.close();
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
