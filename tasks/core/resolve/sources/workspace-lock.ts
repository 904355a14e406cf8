// The lock of a uv workspace around an app: it lies in the workspace's root, and has the app as one of its members.

import { readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

/** The nearest `uv.lock` in the folders around an app, where it has the app as a member. */
export async function findWorkspaceLock(appRoot: string): Promise<string | undefined> {
  for (let folder = dirname(appRoot), last = appRoot; folder !== last; folder = dirname(folder)) {
    const path = join(folder, 'uv.lock');
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text !== undefined) return hasMember(text, relative(folder, appRoot)) ? path : undefined;
    last = folder;
  }
  return undefined;
}

/** uv writes where a member is in one line, and always in the same way. */
function hasMember(lock: string, folder: string): boolean {
  const place = folder.split(sep).join('/');
  return ['virtual', 'editable'].some((kind) => lock.includes(`source = { ${kind} = "${place}" }`));
}
