// The real uv, for tests that call it: the one of PATH, else one that is fetched once and kept for all runs.

import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { findUv } from '../../tasks/core/tools/uv.js';
import { fakeHost } from './fake-host.js';
import { pythonProgram } from './programs.js';

/** Makes a folder that has uv and nothing else, for `PATH`; returns it. */
export async function folderWithUv(folder: string): Promise<string> {
  const { program } = await findUv(fakeHost(), { python: pythonProgram() });
  await mkdir(folder, { recursive: true });
  await symlink(program, join(folder, 'uv'));
  return folder;
}
