// Makes the venv on this machine: created without pip inside, filled by the building Python's own pip.

import { mkdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Host, Outcome, Telling } from '../host.js';
import type { Distribution } from '../terms/distribution.js';
import { Stopped } from '../terms/failure.js';
import { VENV_NAME } from '../terms/layout.js';
import { scrubbedEnvironment } from '../terms/python-environment.js';
import { neutralise, redact } from '../terms/redaction.js';
import { classifyPipFailure } from './pip-failure.js';
import { readPipLog, withChildOutput } from './pip-log.js';
import { writeGlibcLimit } from './glibc-limit.js';
import { loadInstalled } from './installed.js';
import { readPipSettings } from './pip-settings.js';

export interface InstallRequest {
  /** The building Python. */
  readonly program: string;
  /** Its minor, such as `3.12`. */
  readonly python: string;
  /** The image's C library, such as `2.31`. */
  readonly glibc: string;
  readonly requirements: string;
  /** Relative paths in requirements are pip's, which takes them from the working directory. */
  readonly appRoot: string;
  /** An existing private folder; the venv and pip's temporary files go there. */
  readonly work: string;
}

/** The venv as it stands on this machine. */
export interface InstalledVenv {
  readonly path: string;
  readonly distributions: readonly Distribution[];
}

/**
 * Runs pip whatever modules lie in the working directory: `-m pip` would import a `queue.py` of the app.
 */
const RUN_PIP =
  'import runpy, sys; sys.path[:] = [folder for folder in sys.path if folder]; ' +
  'runpy.run_module("pip", run_name="__main__", alter_sys=True)';

/**
 * Creates the venv and installs the requirements into it.
 * The venv is filled without system site-packages, or pip would leave out what the building Python has.
 * @throws Stopped `venv-failed`, `pip-failed`, `editable-installed`, `cancelled`
 */
export async function installRequirements(
  host: Host,
  tell: Telling,
  request: InstallRequest,
): Promise<InstalledVenv> {
  const path = join(request.work, VENV_NAME);
  await createVenv(host, request, path);
  const settings = await readPipSettings(host, request.program);
  settings.notes.forEach((note) => tell.note(note));
  await fillVenv(host, request, path, settings.env);
  const sitePackages = join(path, 'lib', `python${request.python}`, 'site-packages');
  return { path, distributions: await loadInstalled(sitePackages) };
}

async function createVenv(host: Host, request: InstallRequest, path: string): Promise<void> {
  const outcome = await host.run({
    program: request.program,
    args: ['-m', 'venv', '--without-pip', path],
    cwd: request.work,
    env: scrubbedEnvironment(host.env),
    output: 'stream',
  });
  if (outcome.exitCode === 0) return;
  const { program } = request;
  throw new Stopped({ code: 'venv-failed', program, lastLines: outcome.lastLines });
}

async function fillVenv(
  host: Host,
  request: InstallRequest,
  venv: string,
  pipEnv: Readonly<Record<string, string>>,
): Promise<void> {
  const temp = join(request.work, 'tmp');
  await mkdir(temp);
  const logFile = resolve(request.appRoot, pipEnv['PIP_LOG'] ?? join(request.work, 'pip.log'));
  const { size: logged } = await stat(logFile).catch(() => ({ size: 0 }));
  const outcome = await host.run({
    program: request.program,
    args: ['-c', RUN_PIP, ...pipArguments(venv, logFile, request.requirements)],
    cwd: request.appRoot,
    env: {
      ...pipEnv,
      PYTHONPATH: await writeGlibcLimit(request.work, request.glibc),
      TMPDIR: temp,
    },
    output: 'stream',
  });
  if (outcome.exitCode !== 0) {
    // pip appends to a log file of the job.
    const log = await readFile(logFile).catch(() => Buffer.alloc(0));
    throw pipFailed(host, request, outcome, log.subarray(logged).toString('utf8'));
  }
}

function pipArguments(venv: string, logFile: string, requirements: string): string[] {
  const where = ['--python', join(venv, 'bin', 'python')];
  const what = ['install', '--requirement', requirements, '--prefer-binary', '--no-compile'];
  const how = ['--no-input', '--progress-bar', 'off', '--no-color', '--disable-pip-version-check'];
  return [...where, ...what, ...how, '--log', logFile];
}

function pipFailed(host: Host, request: InstallRequest, outcome: Outcome, log: string): Stopped {
  const told = readPipLog(redact(log, host.secrets));
  told.childOutput.forEach((line) => host.log.child(line));
  return new Stopped({
    code: 'pip-failed',
    ...classifyPipFailure(outcome.lastLines.join('\n'), told),
    lastLines: withChildOutput(outcome.lastLines, told).map(neutralise),
    python: request.python,
    glibc: request.glibc,
  });
}
