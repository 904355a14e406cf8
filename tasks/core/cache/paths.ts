// What lies at a path of this machine, as a text that changes when it does.

import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { digestFile } from '../archives/digest.js';

/** A file by its content, a folder by its names and sizes; empty where neither is there. */
export async function describePath(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile()) return (await digestFile(path)).digest;
  return found?.isDirectory() ? describeFolder(path) : '';
}

async function describeFolder(path: string): Promise<string> {
  const names = (await readdir(path)).toSorted();
  const lines = names.map(async (name) => {
    const { size } = await stat(join(path, name)).catch(() => ({ size: 0 }));
    return `${name} ${size}\n`;
  });
  return (await Promise.all(lines)).join('');
}
