// A container that is only a folder: for tests of what happens before anything is started.

import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Container } from '../../../../tasks/core/rehearse/platform/generator.js';
import type { Inside } from '../../../../tasks/core/rehearse/platform/inside.js';

/** Below a folder; what runs inside has the container's two folders put in place of their names. */
export function containerIn(
  folder: string,
  environment: Readonly<Record<string, string>> = {},
): Container {
  const wwwroot = join(folder, 'home/site/wwwroot');
  const startup = join(folder, 'opt/startup');
  for (const path of [wwwroot, startup]) mkdirSync(path, { recursive: true });
  const inside: Inside = async (words, env, seconds) => {
    const [program = '', ...args] = words.map((word) => word.replaceAll('/opt/startup', startup));
    const options = {
      cwd: wwwroot,
      env: { PATH: '/usr/bin:/bin', ...env },
      timeout: seconds * 1000,
    };
    const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', ...options });
    return Promise.resolve({ code: status, output: stdout + stderr });
  };
  return {
    inside,
    onHost: (path) => join(folder, path),
    environment,
    zstd: { app: true, venv: true },
    marker: '/opt/startup/marker',
  };
}
