// The content of a kept venv, as it was at the first use.

import { randomBytes } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemErrorCode } from '../terms/failure.js';
import { ENTRY_FILES } from './entry.js';

/** Whether the content is what it was; at the first use it is noted, whole or not at all. */
export async function compareContent(entry: string, content: string): Promise<boolean> {
  const path = join(entry, ENTRY_FILES.content);
  const before = await readFile(path, 'utf8').catch((error: unknown) => {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (before !== undefined) return before === content;
  const partial = `${path}.${randomBytes(4).toString('hex')}`;
  try {
    await writeFile(partial, content, { flag: 'wx' });
    await rename(partial, path);
  } finally {
    await rm(partial, { force: true });
  }
  return true;
}
