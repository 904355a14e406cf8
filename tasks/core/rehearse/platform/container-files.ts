// Looks at the container's files from outside: a link is followed as the container would follow it.

import { lstat, readFile, readlink, stat } from 'node:fs/promises';
import { posix } from 'node:path';

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

/** The path on this machine of what is no folder; `undefined` for a folder and for nothing. */
export async function findPlainFile(onHost: OnHost, path: string): Promise<string | undefined> {
  const found = await findFile(onHost, path);
  if (found === undefined) return undefined;
  return (await stat(found)).isDirectory() ? undefined : found;
}

/** A file's text, `undefined` when there is none. */
export async function loadText(onHost: OnHost, path: string): Promise<string | undefined> {
  const found = await findPlainFile(onHost, path);
  return found === undefined ? undefined : readFile(found, 'utf8');
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
