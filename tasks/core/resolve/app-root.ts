// The app root: the folder that the user gave us, checked before anything is made from it.

import { readdir, stat } from 'node:fs/promises';
import { messageOf, Stopped, systemErrorCode } from '../terms/failure.js';

/**
 * Checks that the app root is a folder with something in it.
 * @throws Stopped `app-root-missing`, `app-root-not-a-folder`, `app-root-empty`, `file-unreadable`
 */
export async function checkAppRoot(path: string): Promise<void> {
  const found = await stat(path).catch((error: unknown) => {
    const code = systemErrorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new Stopped({ code: 'app-root-missing', path });
    throw unreadable(path, error);
  });
  if (!found.isDirectory()) throw new Stopped({ code: 'app-root-not-a-folder', path });
  const names = await readdir(path).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  if (names.length === 0) throw new Stopped({ code: 'app-root-empty', path });
}

function unreadable(path: string, cause: unknown): Stopped {
  const reason = messageOf(cause);
  return new Stopped({ code: 'file-unreadable', path, reason }, { cause });
}
