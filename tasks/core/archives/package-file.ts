// A package as a file: whether it is there and may be read.

import { open, stat } from 'node:fs/promises';
import { isMissing, messageOf, Stopped } from '../terms/failure.js';

/**
 * The size of a package, in bytes.
 * @throws Stopped `package-unreadable`
 */
export async function packageSize(path: string): Promise<number> {
  try {
    const found = await stat(path);
    if (!found.isFile()) throw new Error('it is no file');
    await (await open(path)).close();
    return found.size;
  } catch (error) {
    throw unreadablePackage(path, error);
  }
}

/** What is told when a package cannot be opened. */
export function unreadablePackage(path: string, error: unknown): Stopped {
  const reason = isMissing(error) ? 'there is no such file' : messageOf(error);
  return new Stopped({ code: 'package-unreadable', path, reason }, { cause: error });
}
