// Kudu's unpacking of a zip (platform contract A2).

import { createWriteStream } from 'node:fs';
import { chmod, mkdir, utimes } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { withZip, type ZipEntry } from '../../archives/read-zip.js';
import { ProgressCount, type Advance } from '../../terms/progress.js';
import { PlatformFailure } from './platform-failure.js';

/** What `chmod 777 -R` and the share under `/home` make of every mode. */
const MODE_ON_THE_SITE = 0o777;

/**
 * Unpacks a zip into an existing folder. Modes are dropped, and so a symbolic link becomes a file
 * with the link's target as its text; of the times only the DOS time counts, in Kudu's zone, UTC.
 * @param signal stops it between two entries
 * @param advance is told of each file
 * @throws Stopped `package-unreadable`
 * @throws PlatformFailure `deploy`
 */
export async function unzip(
  zip: string,
  folder: string,
  signal: AbortSignal,
  advance?: Advance,
): Promise<void> {
  const made = new Set([folder]);
  await withZip(zip, async (entries) => {
    const files = entries.filter((entry) => !isFolder(entry));
    const bytes = files.reduce((sum, { size }) => sum + size, 0);
    const count = new ProgressCount({ bytes, files: files.length }, advance);
    for (const entry of entries) {
      signal.throwIfAborted();
      await unpack(entry, folder, made);
      if (!isFolder(entry)) count.add(entry.size, 1);
    }
  });
}

async function unpack(entry: ZipEntry, folder: string, made: Set<string>): Promise<void> {
  const target = join(folder, nameOf(entry));
  if (isFolder(entry)) {
    await makeFolders(withoutSlash(target), made);
    return;
  }
  await makeFolders(dirname(target), made);
  await pipeline(await entry.stream(), createWriteStream(target));
  await chmod(target, MODE_ON_THE_SITE);
  await utimes(target, entry.mtime, entry.mtime);
}

/** The platform would write beside the site; we do not. No file can have the other names. */
function nameOf(entry: ZipEntry): string {
  const { path } = entry;
  const isRoot = withoutSlash(posix.normalize(path)) === '.';
  if (path.includes('\0') || (isRoot && !isFolder(entry))) {
    const words = `The zip holds ${JSON.stringify(path)}, which is no name of a file.`;
    throw new PlatformFailure({ step: 'deploy', words });
  }
  const leaves = posix.isAbsolute(path) || posix.normalize(path).split('/')[0] === '..';
  if (!leaves) return path;
  const words = `The zip holds '${path}', which leaves the site's folder.`;
  throw new PlatformFailure({ step: 'deploy', words });
}

function withoutSlash(path: string): string {
  return path.replace(/\/$/, '');
}

/** Backslashes are ordinary characters of a name, but for this one question. */
function isFolder({ path, size }: ZipEntry): boolean {
  return size === 0 && /[/\\]$/.test(path);
}

async function makeFolders(path: string, made: Set<string>): Promise<void> {
  if (made.has(path)) return;
  await makeFolders(dirname(path), made);
  await makeFolder(path);
  made.add(path);
}

/** Makes a folder with the mode that everything on the site has; it may be there. */
export async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true });
  await chmod(path, MODE_ON_THE_SITE);
}
