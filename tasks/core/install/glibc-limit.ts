// The limit that keeps wheels from being newer than the image's C library (design, decision 9).

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * A `_manylinux` module (PEP 600), which installers ask before they take a wheel. Only wheels are limited:
 * source distributions still build, since their tag is `linux_x86_64`.
 * @param glibc such as `2.31`
 */
function manylinuxModule(glibc: string): string {
  const [major = '0', minor = '0'] = glibc.split('.');
  return `def manylinux_compatible(major, minor, arch):\n    return (major, minor) <= (${major}, ${minor})\n`;
}

/** Writes the module to a folder of its own below `work`; returns the folder, for `PYTHONPATH` of the installer. */
export async function writeGlibcLimit(work: string, glibc: string): Promise<string> {
  const folder = join(work, 'glibc-limit');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, '_manylinux.py'), manylinuxModule(glibc));
  return folder;
}
