// What builds leave in a folder that a requirement names, such as `.`: pip and uv build it where it is.

import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isLeftBehind } from '../terms/left-behind.js';

/**
 * Does some work, and takes away afterwards what builds have left in the folders: it would be packed as a part of the
 * app, and the next build would read it. What was there before stays.
 */
export async function leavingNothing(
  folders: readonly string[],
  work: () => Promise<void>,
): Promise<void> {
  const before = new Set(await leftIn(folders));
  try {
    await work();
  } finally {
    for (const path of await leftIn(folders)) {
      if (!before.has(path)) await rm(path, { recursive: true, force: true });
    }
  }
}

/** setuptools has `build` beside its configuration, and `*.egg-info` there or in the folder of the sources (`src`). */
async function leftIn(folders: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const folder of folders) {
    const children = await readdir(folder, { withFileTypes: true }).catch(() => []);
    for (const child of children.filter((one) => one.isDirectory())) {
      const isBuild = child.name === 'build';
      if (isBuild || isEggInfo(child.name)) found.push(join(folder, child.name));
      for (const name of await readdir(join(folder, child.name)).catch(() => [])) {
        const isLeft = isBuild ? isLeftBehind(`build/${name}`) : isEggInfo(name);
        if (isLeft) found.push(join(folder, child.name, name));
      }
    }
  }
  return found;
}

function isEggInfo(name: string): boolean {
  return name.endsWith('.egg-info');
}
