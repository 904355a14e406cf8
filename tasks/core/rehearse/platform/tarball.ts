// Unpacks output.tar.gz and output.tar.zst the way the platform's generator does (platform contract A10).

import { closeSync, constants, createReadStream, openSync, writeSync } from 'node:fs';
import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { lstat, mkdir, rmdir, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { listTar, type TarEntry } from '../../archives/read-tar.js';
import { findFile, placeInside } from './container-files.js';
import type { Inside, OnHost } from './inside.js';
import { generatorError, panic, reasonOf } from './platform-failure.js';

const UMASK = 0o022;

/** Unpacking some hundred megabytes on a slow machine. */
const SECONDS = 600;

export interface Unpacking {
  readonly inside: Inside;
  readonly onHost: OnHost;
  readonly environment: Readonly<Record<string, string>>;
  /** Path in the container. */
  readonly archive: string;
  /** Path in the container, as the manifest has it. */
  readonly destination: string;
}

/**
 * Unpacks the archive of a whole app into a folder that is made for it.
 * @throws PlatformFailure `generator` when the folder is there and not empty, and for a broken archive
 */
export async function unpackApp(unpacking: Unpacking): Promise<void> {
  const folder = await makeDestination(unpacking);
  try {
    if (unpacking.archive.endsWith('.zst')) await unpackZstd(unpacking);
    else await unpackGzip(unpacking, folder);
  } catch (error) {
    const words = `An error occurred when trying to extract tarball '${unpacking.archive}'.`;
    throw panic(`${words} ${reasonOf(error)}`, error);
  }
}

/** Answers the folder's path on this machine. */
async function makeDestination({ destination, onHost }: Unpacking): Promise<string> {
  if (destination === '') throw panic('Destination directory is required.');
  if ((await findFile(onHost, destination)) !== undefined) {
    await removeOne(await placeInside(onHost, destination), destination);
  }
  try {
    const path = await placeInside(onHost, destination);
    await mkdir(path);
    chmodFolder(path);
    return path;
  } catch (error) {
    const words = `An error occurred when trying to create directory structure '${destination}'.`;
    throw panic(words, error);
  }
}

/** Never what is in it. */
async function removeOne(path: string, destination: string): Promise<void> {
  try {
    if ((await lstat(path)).isDirectory()) await rmdir(path);
    else await unlink(path);
  } catch (error) {
    throw generatorError(`remove ${destination}: directory not empty`, error);
  }
}

/** By the system's tar: everything is kept. */
async function unpackZstd(unpacking: Unpacking): Promise<void> {
  const { inside, environment, archive, destination } = unpacking;
  const words = ['/bin/tar', '-I', 'zstd', '-xf', archive, '-C', destination];
  const { code, output } = await inside(words, environment, SECONDS);
  if (code !== 0) throw new Error(`zstd tar extraction failed: ${output.trim()}`);
}

/**
 * By a reader that knows regular files and folders only: every link is silently dropped, times are not
 * restored, and a file must come behind its folder.
 */
async function unpackGzip({ archive, onHost }: Unpacking, folder: string): Promise<void> {
  const path = await findFile(onHost, archive);
  if (path === undefined) throw new Error('no such file or directory');
  let closeLast = (): void => {};
  const enter = (entry: TarEntry): ((piece: Buffer) => void) | undefined => {
    closeLast();
    closeLast = () => {};
    const target = targetOf(folder, entry.path);
    if (entry.type === 'Directory') makeFolder(target);
    if (entry.type !== 'File' && entry.type !== 'OldFile') return undefined;
    const file = openFile(target, entry.mode);
    closeLast = () => closeSync(file);
    return (piece) => writeAll(file, piece);
  };
  try {
    await listTar(createReadStream(path), archive, () => false, { enter, mayBeEmpty: true });
  } finally {
    closeLast();
  }
}

/** The platform would write wherever a name leads to; we stay in the folder. */
function targetOf(folder: string, path: string): string {
  // A folder's name may end in a slash, and then only a folder would be found.
  const target = join(folder, path).replace(/\/$/, '');
  if (target === folder || target.startsWith(`${folder}/`)) return target;
  throw new Error(`the name '${path}' leaves the folder`);
}

function makeFolder(target: string): void {
  if (statSync(target, { throwIfNoEntry: false }) !== undefined) return;
  const above = dirname(target);
  if (statSync(above, { throwIfNoEntry: false }) === undefined) makeFolder(above);
  mkdirSync(target);
  chmodFolder(target);
}

function chmodFolder(path: string): void {
  chmodSync(path, 0o777 & ~UMASK);
}

/** Opened without truncation, as there: a shorter second entry leaves the tail of the first. */
function openFile(target: string, mode: number): number {
  const isNew = statSync(target, { throwIfNoEntry: false }) === undefined;
  const file = openSync(target, constants.O_CREAT | constants.O_RDWR);
  if (isNew) chmodSync(target, mode & 0o777 & ~UMASK);
  return file;
}

function writeAll(file: number, piece: Buffer): void {
  for (let done = 0; done < piece.length;) done += writeSync(file, piece, done);
}
