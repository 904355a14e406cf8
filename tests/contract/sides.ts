// The two sides of the contract, as programs that make a start script: the real generator and our model of it.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { createStartScript } from '../../tasks/core/rehearse/platform/generator.js';
import { NO_FLAGS } from '../../tasks/core/rehearse/platform/generator-flags.js';
import { PlatformFailure } from '../../tasks/core/rehearse/platform/platform-failure.js';
import { runInside, type PrivateRoot } from '../helpers/site/namespace.js';
import type { Row } from './row.js';

const WWWROOT = '/home/site/wwwroot';
export const START_SCRIPT = '/opt/startup/startup.sh';
const GENERATOR = '/opt/startup-script-generator';
const SECONDS = 60;

/** A container that is ready for the generator. */
export interface Prepared {
  readonly root: PrivateRoot;
  readonly onHost: (path: string) => string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Writes a start script, or none; answers the exit code. */
export type Side = (container: Prepared, row: Row) => Promise<number>;

/** As the entry point gives them. */
const ARGUMENTS = Object.entries({
  '-appPath': WWWROOT,
  '-output': START_SCRIPT,
  '-virtualEnvName': 'antenv',
  '-defaultApp': '/opt/defaultsite',
}).flat();

/** The generator at a path of this machine. */
export function realGenerator(program: string): Side {
  return async ({ root, environment }, row) => {
    await writeFile(join(root.folder, GENERATOR), '');
    const mount = { from: program, to: GENERATOR, access: 'read-only' } as const;
    const withGenerator = { ...root, mounts: [...root.mounts, mount] };
    const wait = row.debugWait === true ? ['-debugWait'] : [];
    const debug = ['-debugAdapter', 'ptvsd', '-debugPort', row.debugPort ?? '', ...wait];
    const words = [
      GENERATOR,
      'create-script',
      ...ARGUMENTS,
      ...(row.command === undefined ? [] : ['-userStartupCommand', row.command]),
      ...(row.debugPort === undefined ? [] : debug),
    ];
    const { code } = await runInside(withGenerator, words, WWWROOT, environment, SECONDS);
    return code ?? -1;
  };
}

/** Our model. */
export const model: Side = async ({ root, onHost, environment }, row) => {
  const flags = {
    ...NO_FLAGS,
    ...(row.command === undefined ? {} : { command: row.command }),
    ...(row.debugPort === undefined ? {} : { debugAdapter: 'ptvsd', debugPort: row.debugPort }),
    ...(row.debugWait === true ? { debugWait: true } : {}),
  };
  const container = {
    inside: async (
      words: readonly string[],
      variables: Readonly<Record<string, string>>,
      seconds: number,
    ) => {
      const ended = await runInside(root, words, WWWROOT, variables, seconds);
      return { code: ended.code, output: ended.stdout + ended.stderr };
    },
    onHost,
    environment,
    zstd: { app: true, venv: true },
    marker: '/opt/startup/marker',
  };
  try {
    const { script } = await createStartScript(container, flags);
    await writeFile(onHost(START_SCRIPT), script, { mode: 0o755 });
    return 0;
  } catch (error) {
    if (error instanceof PlatformFailure) return error.exitCode;
    throw error;
  }
};
