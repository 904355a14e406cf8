// The pip of the image: the wheel that a Python brings with it, made importable.

import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Writes the file into a site-packages folder that puts the wheel on the path of the container's Python.
 * Without a wheel, as where a distribution keeps it elsewhere, there is no pip.
 * @param home base prefix of the Python on this machine
 */
export async function writeBundledPip(
  packages: string,
  home: string,
  minor: string,
): Promise<void> {
  const folder = `lib/python${minor}/ensurepip/_bundled`;
  const names = await readdir(join(home, folder)).catch(() => []);
  const wheel = names.find((name) => /^pip-.*\.whl$/.test(name));
  if (wheel === undefined) return;
  await writeFile(join(packages, 'pip.pth'), `/opt/python/3/${folder}/${wheel}\n`);
}
