// A real venv for packing: installed by pip from pinned wheels, without bytecode.

import { execFileSync, type ExecFileSyncOptions } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { downloadWheels, offline, type Python } from './wheels.js';

const PINS = resolve('bench/real-tree.txt');

/**
 * Makes the venv in a new folder. It holds no bytecode, since the bytecode stage makes its own: so every way of
 * packing has the same files.
 * @param work a private folder
 */
export function installTree(venv: string, work: string, python: Python): void {
  const env = offline([downloadWheels(python, [['-r', PINS]])], work);
  const options: ExecFileSyncOptions = { env, stdio: ['ignore', 'ignore', 'inherit'] };
  execFileSync(python.program, ['-m', 'venv', '--copies', venv], options);
  const install = ['-m', 'pip', 'install', '--no-compile', '-r', PINS];
  execFileSync(join(venv, 'bin/python'), install, options);
  // pip's own came with the venv. Not of lib64, which is the same folder.
  for (const entry of readdirSync(join(venv, 'lib'), { recursive: true, withFileTypes: true })) {
    if (entry.name !== '__pycache__') continue;
    rmSync(join(entry.parentPath, entry.name), { recursive: true });
  }
}
