// Trust: the certificates that a connection may end in.

import { readFile } from 'node:fs/promises';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import { unread } from '../unread.js';
import { messageOf } from '../../terms/failure.js';

/**
 * The roots of Node.js and those of files, made once for all connections; `undefined` for Node's own way when there
 * are no files.
 * @throws Unread `certificate-untrusted` for a file that cannot be read or holds no certificate
 */
export async function loadTrust(files: readonly string[]): Promise<SecureContext | undefined> {
  if (files.length === 0) return undefined;
  const texts = await Promise.all(files.map(loadFile));
  return createSecureContext({ ca: [...rootCertificates, ...texts] });
}

async function loadFile(path: string): Promise<string> {
  try {
    const text = await readFile(path, 'utf8');
    // What is none would be passed over in silence.
    if (/-----BEGIN [A-Z ]*CERTIFICATE-----/.test(text)) return text;
  } catch (error) {
    const said = messageOf(error);
    throw unread('certificate-untrusted', path, said, error);
  }
  throw unread('certificate-untrusted', path, 'the file holds no certificate');
}
