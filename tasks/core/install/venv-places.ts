// Where a venv has its things on this machine: Windows has names of its own.

import { join } from 'node:path';

const ON_WINDOWS = process.platform === 'win32';

/** The venv's own Python. */
export function venvProgram(venv: string): string {
  return ON_WINDOWS ? join(venv, 'Scripts', 'python.exe') : join(venv, 'bin', 'python');
}

/**
 * The folder of its distributions.
 * @param minor of the Python that made the venv, such as `3.12`
 */
export function venvSitePackages(venv: string, minor: string): string {
  return ON_WINDOWS
    ? join(venv, 'Lib', 'site-packages')
    : join(venv, 'lib', `python${minor}`, 'site-packages');
}
