// What a venv holds: paths of the files that are looked at.

import { readdirSync } from 'node:fs';
import { readlink, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Stopped } from '../terms/failure.js';
import { Turns } from '../terms/turns.js';

/** Written anew, or of no use on App Service; Python 3.14 has one more name for its link,
 * and `.lock` is uv's. */
const LEFT_BEHIND =
  /^(?:bin\/(?:python[\d.]*|\u{1d70b}thon)|bin\/Activate\.ps1|pyvenv\.cfg|lib64|\.lock)$/u;

/** Folders of a turn. */
const FOLDERS = 256;

/**
 * Lists the files of a venv, sorted folder by folder: relative, with forward slashes. What is made anew for the
 * address is not among them.
 * @throws Stopped `link-dangling`, `link-to-itself`
 */
export async function listVenv(venv: string, signal: AbortSignal): Promise<string[]> {
  const found: string[] = [];
  const turns = new Turns(FOLDERS);
  const list = async (folder: string): Promise<void> => {
    if (turns.isOver(1)) await setImmediate();
    signal.throwIfAborted();
    // Synchronous: a folder is sooner listed than a thread is found that does it.
    const children = readdirSync(join(venv, folder), { withFileTypes: true });
    children.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const child of children) {
      const path = folder === '' ? child.name : `${folder}/${child.name}`;
      if (LEFT_BEHIND.test(path) || child.name === '__pycache__') continue;
      const isFolder = child.isSymbolicLink()
        ? await leadsToFolder(venv, path)
        : child.isDirectory();
      if (isFolder) await list(path);
      else found.push(path);
    }
  };
  await list('');
  return found;
}

/** Builds of sources may leave links in a venv; what they lead to is packed in their place. */
async function leadsToFolder(root: string, path: string): Promise<boolean> {
  const absolute = join(root, path);
  const link = `antenv/${path}`;
  const target = await realpath(absolute).catch(async () => {
    throw new Stopped({ code: 'link-dangling', link, target: await readlink(absolute) });
  });
  const folder = (await stat(target)).isDirectory();
  if (folder && `${await realpath(dirname(absolute))}/`.startsWith(`${target}/`)) {
    throw new Stopped({ code: 'link-to-itself', link, target });
  }
  return folder;
}
