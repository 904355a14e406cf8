// Trust: the certificates that a connection may end in.

import { readFile } from 'node:fs/promises';
import { rootCertificates } from 'node:tls';
import { unread } from '../unread.js';

/**
 * The roots of Node.js and those of files; `undefined` for Node's own way when there are no files.
 * @throws Unread `certificate-untrusted` for a file that cannot be read
 */
export async function loadTrust(files: readonly string[]): Promise<readonly string[] | undefined> {
  if (files.length === 0) return undefined;
  const texts = await Promise.all(files.map(loadFile));
  return [...rootCertificates, ...texts];
}

async function loadFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw unread('certificate-untrusted', path, said, error);
  }
}
