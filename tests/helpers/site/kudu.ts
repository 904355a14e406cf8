// Kudu's part of a deployment: unpacks the zip and copies it to wwwroot (platform contract A2, A4).

import { createWriteStream } from 'node:fs';
import { chmod, copyFile, mkdir, readdir, rm, rmdir, stat, unlink, utimes } from 'node:fs/promises';
import { basename, dirname, join, posix } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { openPromise, type Entry } from 'yauzl';

/** Never copied to the site: whatever the depth, whatever the case. */
const NEVER_COPIED = new Set(['.git', '.hg', '.deployment', 'deploy.sh']);

/** What `chmod 777 -R` and the share under `/home` make of every mode. */
const MODE_ON_THE_SITE = 0o777;

/**
 * Deploys a zip into `wwwroot` (host path) by way of `extracted`, a folder that is made and removed.
 * `previous` holds the relative paths that the deployment before brought, the answer those of this one.
 */
export async function deployZip(
  zip: string,
  extracted: string,
  wwwroot: string,
  previous: ReadonlySet<string>,
): Promise<Set<string>> {
  await mkdir(wwwroot, { recursive: true });
  await rm(join(wwwroot, 'oryx-manifest.toml'), { force: true });
  await removeVenvLink(wwwroot);
  await rm(extracted, { recursive: true, force: true });
  await mkdir(extracted);
  await unzip(zip, extracted);
  const next = new Set<string>();
  await syncFolder({ from: extracted, to: wwwroot, previous, next }, '');
  await rm(extracted, { recursive: true });
  return next;
}

/** A start from a venv archive leaves `antenv -> /antenv`, which leads nowhere outside the container. */
async function removeVenvLink(wwwroot: string): Promise<void> {
  const entries = await readdir(wwwroot, { withFileTypes: true });
  const link = entries.find((entry) => entry.name === 'antenv' && entry.isSymbolicLink());
  if (link !== undefined) await unlink(join(wwwroot, link.name));
}

/** Mode bits are dropped, and so a symbolic link becomes a file with the link's target as its text. */
async function unzip(zip: string, folder: string): Promise<void> {
  // Names as bytes: yauzl would turn backslashes into slashes, the platform keeps them.
  const archive = await openPromise(zip, { decodeStrings: false });
  for await (const entry of archive.eachEntry()) {
    const target = join(folder, nameOf(entry));
    if (isFolder(entry)) {
      await makeFolder(target);
      continue;
    }
    await makeFolder(dirname(target));
    await pipeline(await archive.openReadStreamPromise(entry), createWriteStream(target));
    await chmod(target, MODE_ON_THE_SITE);
    // Only the DOS time counts; it names no time zone, and Kudu's is UTC.
    const time = entry.getLastModDate({ forceDosFormat: true, timezone: 'UTC' });
    await utimes(target, time, time);
  }
}

function nameOf(entry: Entry): string {
  const name = entry.fileNameRaw.toString('utf8');
  const leaves = posix.isAbsolute(name) || posix.normalize(name).split('/')[0] === '..';
  if (leaves) throw new Error(`The zip holds '${name}', which leaves the site's folder.`);
  return name;
}

function isFolder(entry: Entry): boolean {
  return entry.uncompressedSize === 0 && /[/\\]$/.test(entry.fileNameRaw.toString('utf8'));
}

async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true });
  await chmod(path, MODE_ON_THE_SITE);
}

interface Sync {
  readonly from: string;
  readonly to: string;
  readonly previous: ReadonlySet<string>;
  readonly next: Set<string>;
}

async function syncFolder(sync: Sync, folder: string): Promise<void> {
  await makeFolder(join(sync.to, folder));
  const source = await list(join(sync.from, folder));
  const target = await list(join(sync.to, folder));
  for (const name of source.files) await syncFile(sync, folder, name, target.files);
  for (const name of target.files) {
    if (find(source.files, name) === undefined) await removeFile(sync, join(folder, name));
  }
  for (const name of target.folders) {
    if (find(source.folders, name) === undefined) await removeFolder(sync, join(folder, name));
  }
  for (const name of source.folders) {
    if (isNeverCopied(name)) continue;
    sync.next.add(join(folder, name));
    await syncFolder(sync, join(folder, name));
  }
}

interface Listing {
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

async function list(folder: string): Promise<Listing> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory());
  const folders = entries.filter((entry) => entry.isDirectory());
  return { files: files.map(({ name }) => name), folders: folders.map(({ name }) => name) };
}

/** kudusync compares names without their case; the last of several wins. */
function find(names: readonly string[], wanted: string): string | undefined {
  return names.findLast((name) => name.toUpperCase() === wanted.toUpperCase());
}

function isNeverCopied(path: string): boolean {
  return NEVER_COPIED.has(basename(path).toLowerCase());
}

async function syncFile(
  sync: Sync,
  folder: string,
  name: string,
  inTarget: readonly string[],
): Promise<void> {
  if (isNeverCopied(name)) return;
  sync.next.add(join(folder, name));
  const from = join(sync.from, folder, name);
  const twin = find(inTarget, name);
  if (twin !== undefined && (await looksEqual(from, join(sync.to, folder, twin)))) return;
  const to = join(sync.to, folder, name);
  await copyFile(from, to);
  await utimes(to, new Date(), (await stat(from)).mtime);
}

async function looksEqual(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([stat(one), stat(other)]);
  return a.size === b.size && a.mtime.getTime() === b.mtime.getTime();
}

/** What an earlier deployment did not bring stays, such as an `output.tar.zst` of another builder. */
async function removeFile(sync: Sync, path: string): Promise<void> {
  if (sync.previous.has(path) && !isNeverCopied(path)) await unlink(join(sync.to, path));
}

async function removeFolder(sync: Sync, path: string): Promise<void> {
  if (!sync.previous.has(path)) return;
  const { files, folders } = await list(join(sync.to, path));
  for (const name of files) await removeFile(sync, join(path, name));
  for (const name of folders) await removeFolder(sync, join(path, name));
  const left = await readdir(join(sync.to, path));
  if (left.length === 0) await rmdir(join(sync.to, path));
}
