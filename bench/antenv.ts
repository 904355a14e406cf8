// The command line as a process of its own, as its user has it.

import { execFileSync } from 'node:child_process';
import type { PackageReport, ValidateReport } from '../tasks/core/report/report.js';
import type { StartSeconds } from '../tasks/core/terms/rehearsal.js';

const COMMAND = 'build/js/tasks/cli/main.js';

/** Reports list every distribution and file that was left out. */
const LARGEST_OUTPUT = 256 * 1024 * 1024;

/**
 * Runs a command and answers what it printed.
 * @throws Error when it failed, with the last of what it said
 */
export function antenv(args: readonly string[], env: NodeJS.ProcessEnv = process.env): string {
  return execFileSync(process.execPath, [COMMAND, ...args], {
    encoding: 'utf8',
    env,
    maxBuffer: LARGEST_OUTPUT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Packages an app with `antenv package`; errors as above. */
export function packageWith(args: readonly string[], env?: NodeJS.ProcessEnv): PackageReport {
  return JSON.parse(antenv(['package', ...args, '--json'], env)) as PackageReport;
}

/**
 * Rehearses a package: the seconds from its container's start to the first answer.
 * @throws Error when there was no answer, or it was one of an app that failed
 */
export function rehearsedStart(zip: string, startupCommand: string): StartSeconds {
  const report = antenv(['rehearse', zip, `--startup-command=${startupCommand}`, '--json']);
  const { rehearsal } = JSON.parse(report) as ValidateReport;
  if ('notRun' in rehearsal) throw new Error(`${zip} was not rehearsed: ${rehearsal.notRun}`);
  const { answer, seconds } = rehearsal;
  if (!seconds || (answer?.status ?? 500) >= 500) {
    throw new Error(`${zip} did not answer:\n${rehearsal.log.join('\n')}`);
  }
  return seconds;
}
