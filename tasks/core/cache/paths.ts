// What lies at a path of this machine, as a text that changes when it does.

import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { digestFile } from '../archives/digest.js';

/** A file by its content, a folder by its names and the contents of its files; empty where neither is there. */
export async function describePath(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile()) return (await digestFile(path)).digest;
  return found?.isDirectory() ? describeFolder(path) : '';
}

async function describeFolder(path: string): Promise<string> {
  let described = '';
  // One after another: each that is read takes a megabyte meanwhile.
  for (const name of (await readdir(path)).toSorted()) {
    const isFile = (await stat(join(path, name)).catch(() => undefined))?.isFile() === true;
    described += `${name} ${isFile ? (await digestFile(join(path, name))).digest : ''}\n`;
  }
  return described;
}
