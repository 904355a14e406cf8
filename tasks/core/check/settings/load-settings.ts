// App settings from a file, or from the text itself.

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ReadSettings } from '../../terms/app-setting.js';
import { messageOf, Stopped, systemErrorCode } from '../../terms/failure.js';
import { readSettings } from './read-settings.js';

/** Bytes. App Service takes far less; more is another file by mistake. */
const LARGEST_FILE = 8 * 1024 * 1024;

/** Linux's own limit of a path, in bytes. */
const LONGEST_PATH = 4096;

/**
 * Loads app settings: a path that exists is a file, anything else is the text.
 * @throws Stopped `settings-unreadable` for a folder, a file without permission, not in UTF-8 or above 8 MB
 */
export async function loadSettings(fileOrText: string): Promise<ReadSettings> {
  const path = fileOrText.trim();
  const kind = await kindOf(path);
  if (kind === 'none') return readSettings(fileOrText);
  if (kind === 'folder') throw unreadable(path, 'it is a folder');
  return readSettings(readUtf8(await loadBytes(path), path), path);
}

async function kindOf(path: string): Promise<'none' | 'file' | 'folder'> {
  if (path === '' || path.length > LONGEST_PATH || /[\0\n]/.test(path)) return 'none';
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return 'none';
    throw unreadable(path, messageOf(error), error);
  }
}

/** Read as a stream, so that a pipe such as `<(az …)` serves too and nothing huge is held. */
async function loadBytes(path: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > LARGEST_FILE) break;
      chunks.push(chunk);
    }
  } catch (error) {
    throw unreadable(path, messageOf(error), error);
  }
  if (size > LARGEST_FILE) throw unreadable(path, 'it is larger than 8 MB');
  return Buffer.concat(chunks);
}

function readUtf8(bytes: Buffer, path: string): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {
    // Told below, with a guess at what it is.
  }
  const mark = bytes.subarray(0, 2).toString('hex');
  const isUtf16 = mark === 'fffe' || mark === 'feff';
  const guess = isUtf16 ? ": it is UTF-16, as Windows PowerShell's `>` writes it" : '';
  throw unreadable(path, `it is not UTF-8${guess}`);
}

function unreadable(path: string, reason: string, cause?: unknown): Stopped {
  return new Stopped({ code: 'settings-unreadable', path, reason }, { cause });
}
