// The container's files from outside: a link is followed as the container would follow it, whoever has made it.

import { lstat, mkdir, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { join, posix } from 'node:path';

import { SITE_ROOT } from '../../terms/layout.js';
import { isMissing } from '../../terms/failure.js';
import type { OnHost } from './inside.js';

/** As many links as Linux follows on the way to one file. */
const MOST_LINKS = 40;

/**
 * The path on this machine of what a path of the container leads to; `undefined` when there is
 * nothing. A relative path starts where the platform's generator stands, in wwwroot.
 */
export async function findFile(onHost: OnHost, path: string): Promise<string | undefined> {
  const left = partsOf(posix.resolve(SITE_ROOT, path));
  let at = '/';
  let links = 0;
  for (let part = left.shift(); part !== undefined; part = left.shift()) {
    const next = posix.join(at, part);
    const target = await linkTarget(onHost(next));
    if (target === undefined) {
      at = next;
      continue;
    }
    links += 1;
    if (links > MOST_LINKS) return undefined;
    left.unshift(...partsOf(target));
    if (posix.isAbsolute(target)) at = '/';
  }
  const found = onHost(at);
  return (await isThere(found)) ? found : undefined;
}

/** Whether there is anything at a path of the container. */
export async function pathExists(onHost: OnHost, path: string): Promise<boolean> {
  return (await findFile(onHost, path)) !== undefined;
}

/** The path on this machine of a regular file; `undefined` for anything else: nobody might ever write to a pipe. */
export async function findPlainFile(onHost: OnHost, path: string): Promise<string | undefined> {
  const found = await findFile(onHost, path);
  if (found === undefined) return undefined;
  return (await stat(found)).isFile() ? found : undefined;
}

/** A file's text, `undefined` when there is none. */
export async function loadText(onHost: OnHost, path: string): Promise<string | undefined> {
  const found = await findPlainFile(onHost, path);
  return found === undefined ? undefined : readFile(found, 'utf8');
}

/**
 * The path on this machine of a folder of the container, which is made where it is not there, with those above it.
 * @throws the system's error, such as `EEXIST` where a link leads nowhere
 */
export async function makeFolderInside(onHost: OnHost, path: string): Promise<string> {
  const found = await findFile(onHost, path);
  if (found !== undefined) return found;
  const place = await placeInside(onHost, path);
  await mkdir(place);
  return place;
}

/**
 * Where on this machine a path of the container is, or would be: what is above it is followed, it itself is not. The
 * folders above are made.
 */
export async function placeInside(onHost: OnHost, path: string): Promise<string> {
  const absolute = posix.resolve(SITE_ROOT, path);
  const above = await makeFolderInside(onHost, posix.dirname(absolute));
  return join(above, posix.basename(absolute));
}

/** Writes a program into the container, in the place of whatever has its name. */
export async function writeProgram(onHost: OnHost, path: string, text: string): Promise<void> {
  const place = await placeInside(onHost, path);
  await rm(place, { recursive: true, force: true });
  await writeFile(place, text, { mode: 0o755, flag: 'wx' });
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}

/** `undefined` for what is no link. */
async function linkTarget(path: string): Promise<string | undefined> {
  try {
    return (await lstat(path)).isSymbolicLink() ? await readlink(path) : undefined;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}
