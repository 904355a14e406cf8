// The small image environment: what the image brings beside Python, made once with pip and kept.

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host, Outcome } from '../../host.js';
import { minorNumber, minorOf } from '../../terms/python-minor.js';
import { pipInto } from '../../tools/pip-into.js';
import { keptFolder } from '../../tools/tool-cache.js';
import { writeBundledPip } from './bundled-pip.js';
import data from './packages.json';
import type { FoundPython } from './pythons.js';

/** The folder with the packages, or why there is none: what pip said last. */
export type ImageEnvironment = { readonly folder: string } | { readonly reason: string };

/** The requirements of the image of a minor such as `3.14`. */
export function imageRequirements(minor: string): string[] {
  return data.packages
    .filter(({ since }) => minorNumber(minor) >= minorNumber(since))
    .map(({ name, version }) => `${name}==${version}`);
}

/**
 * The site-packages folder with what the image of this Python's minor brings. Made below `cacheFolder` when it is
 * not there yet; several may make it at once.
 * @param cacheFolder is made when it is not there, such as in the agent's tool cache
 * @throws Stopped `cancelled`; the error of the file system where the cache cannot be written
 */
export async function imageEnvironment(
  host: Host,
  python: FoundPython,
  cacheFolder: string,
): Promise<ImageEnvironment> {
  const minor = minorOf(python.version);
  const requirements = imageRequirements(minor);
  // The whole version: pip lies in the Python's own library.
  const folder = join(cacheFolder, [`python-${python.version}`, ...requirements].join('_'));
  const reason = await keptFolder(folder, async (beside) => {
    const outcome = await pipInto(host, python.program, beside, { requirements });
    if (outcome.exitCode !== 0) return reasonOf(outcome);
    // Programs for this machine; the root has its own.
    await rm(join(beside, 'bin'), { recursive: true, force: true });
    await writeBundledPip(beside, python.home, minor);
    return undefined;
  });
  return reason === undefined ? { folder } : { reason };
}

function reasonOf({ lastLines, exitCode }: Outcome): string {
  const lines = lastLines.map((line) => line.trim()).filter(Boolean);
  const told = lines.findLast((line) => line.startsWith('ERROR:')) ?? lines.at(-1);
  return told ?? `pip ended with exit code ${exitCode ?? 'none'}`;
}
