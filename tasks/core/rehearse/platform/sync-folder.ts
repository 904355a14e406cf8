// kudusync: copies an unpacked package over wwwroot (platform contract A4).

import { lstat, readdir, rename, rmdir, stat, unlink } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { digestFile } from '../../archives/digest.js';
import { makeFolder } from './unzip.js';

/** Never copied to the site: whatever the depth, whatever the case. */
const NEVER_COPIED = new Set(['.git', '.hg', '.deployment', 'deploy.sh']);

/** A copy of one folder over another on the same file system; paths in the sets are relative to both. */
export interface Sync {
  /** Emptied on the way: what is copied is moved. */
  readonly from: string;
  readonly to: string;
  /** What the deployment before brought: the only things that are ever deleted. */
  readonly previous: ReadonlySet<string>;
  /** Filled with what this one brings. */
  readonly next: Set<string>;
  /** Filled with the files that were taken for equal, though their content differs. */
  readonly notReplaced: string[];
  /** Stops it between two files. */
  readonly signal: AbortSignal;
}

/** Copies the part below `folder`, a relative path. */
export async function syncFolder(sync: Sync, folder = ''): Promise<void> {
  await clearLink(join(sync.to, folder));
  await makeFolder(join(sync.to, folder));
  const source = await list(join(sync.from, folder));
  const target = await list(join(sync.to, folder));
  const inTarget = byName(target.files);
  const inSource = { files: byName(source.files), folders: byName(source.folders) };
  for (const name of source.files) await syncFile(sync, folder, name, inTarget);
  for (const name of target.files) {
    if (find(inSource.files, name) === undefined) await removeFile(sync, join(folder, name));
  }
  for (const name of target.folders) {
    if (find(inSource.folders, name) === undefined) await removeFolder(sync, join(folder, name));
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

/** Names by what kudusync compares of them: all but their case. The last of several wins. */
type Names = ReadonlyMap<string, string>;

function byName(names: readonly string[]): Names {
  return new Map(names.map((name) => [name.toUpperCase(), name]));
}

function find(names: Names, wanted: string): string | undefined {
  return names.get(wanted.toUpperCase());
}

function isNeverCopied(path: string): boolean {
  return NEVER_COPIED.has(basename(path).toLowerCase());
}

async function syncFile(sync: Sync, folder: string, name: string, inTarget: Names): Promise<void> {
  if (isNeverCopied(name)) return;
  sync.signal.throwIfAborted();
  const path = join(folder, name);
  sync.next.add(path);
  const from = join(sync.from, path);
  const to = join(sync.to, path);
  const twin = find(inTarget, name);
  if (twin !== undefined && (await looksEqual(from, join(sync.to, folder, twin)))) {
    if (!(await isEqual(from, join(sync.to, folder, twin)))) sync.notReplaced.push(path);
    return;
  }
  await clearLink(to);
  await rename(from, to);
}

/** Equal time and size are enough; a link that a start has left is not what was deployed. */
async function looksEqual(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([stat(one), lstat(other)]);
  return !b.isSymbolicLink() && a.size === b.size && a.mtime.getTime() === b.mtime.getTime();
}

async function isEqual(one: string, other: string): Promise<boolean> {
  return (await digestFile(one)).digest === (await digestFile(other)).digest;
}

/** A start from a venv archive leaves `antenv -> /antenv`; here that would lead out of the site. */
async function clearLink(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (found?.isSymbolicLink() === true) await unlink(path);
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
