// Runs the command line of this build as a user would: a child process with an environment of its own.

import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import type { PackageReport } from '../../tasks/core/report/report.js';

const MAIN = resolve(__dirname, '../../tasks/cli/main.js');

export interface CliRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `antenv` with arguments; `env` is added to this process's environment. */
export async function antenv(
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<CliRun> {
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: options.cwd ?? process.cwd(),
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (piece: Buffer) => (output.stdout += piece.toString()));
  child.stderr.on('data', (piece: Buffer) => (output.stderr += piece.toString()));
  const code = await new Promise<number | null>((done) => child.on('close', done));
  return { code, ...output };
}

/** Runs `antenv package … --json` and returns the report; throws with the whole log when it stops. */
export async function antenvPackage(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<PackageReport> {
  const run = await antenv(['package', ...args, '--json'], { env });
  if (run.code !== 0) throw new Error(`antenv ended with ${run.code}:\n${run.stderr}`);
  return JSON.parse(run.stdout) as PackageReport;
}
