// The .vsix: made by tfx from a staged folder, without network, and refused when tfx warns.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** What a program printed and how it ended. */
export interface Outcome {
  readonly exitCode: number | null;
  readonly output: string;
}

/** Runs tfx on a staged folder; `vsix` is the absolute path of the file to write. */
export function runTfx(root: string, staged: string, vsix: string): Outcome {
  const tfx = join(root, 'node_modules', 'tfx-cli', '_build', 'tfx-cli.js');
  const args = ['extension', 'create', '--root', staged, '--manifest-globs', 'vss-extension.json'];
  const flags = ['--output-path', vsix, '--no-prompt', '--no-color'];
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [tfx, ...args, ...flags], {
    encoding: 'utf8',
  });
  if (error !== undefined) throw error;
  return { exitCode: status, output: stdout + stderr };
}

/**
 * Judges what tfx said. It ends with 0 on a bad task.json, so its warnings count as failures.
 * @throws Error on a failure or a warning
 */
export function judgeTfx({ exitCode, output }: Outcome): void {
  if (exitCode !== 0) throw new Error(`tfx failed with exit code ${exitCode}, see above.`);
  if (/\bwarning:/i.test(output)) throw new Error('tfx warns, see above.');
}
