// Packages of the system's own archive, unpacked into a folder of the test: nothing is installed, and nobody need be root.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { output } from './programs.js';

/** Keeps apt's lists and downloads in the folder: the machine's own may be empty or old, and are root's. */
function privateApt(folder: string): string[] {
  const settings = {
    'Dir::State::Lists': join(folder, 'lists'),
    'Dir::Cache': join(folder, 'cache'),
    // As root, apt would fetch as a user who may not write here.
    'APT::Sandbox::User': 'root',
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
}

/**
 * Downloads packages with apt and unpacks them; returns the folder that holds their `usr`.
 * @throws Error when apt fails, such as when the archive cannot be reached
 */
export function unpackDebianPackages(folder: string, names: readonly string[]): string {
  const [apt, root] = [join(folder, 'apt'), join(folder, 'root')];
  for (const path of ['lists/partial', 'cache/archives/partial', 'downloads']) {
    mkdirSync(join(apt, path), { recursive: true });
  }
  const downloads = join(apt, 'downloads');
  for (const words of [['update'], ['download', ...names]]) {
    // What apt says is shown: an update that reaches nothing warns and goes on.
    execFileSync('apt-get', [...privateApt(apt), '-qq', ...words], {
      cwd: downloads,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
  }
  for (const name of readdirSync(downloads)) output('dpkg', ['-x', join(downloads, name), root]);
  return root;
}
