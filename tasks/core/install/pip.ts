// pip as an installer: the building Python's own, shown no wheel that is too new for the image.

import { mkdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Host, Outcome, Telling } from '../host.js';
import { failureOrFullAgent, Stopped, type FailureOf } from '../terms/failure.js';
import { neutralise, redact } from '../terms/redaction.js';
import { readPipSettings } from '../tools/pip-settings.js';
import { isOn } from '../tools/uv-settings.js';
import { pipArguments, pipArgumentsFor } from '../tools/run-pip.js';
import { writeGlibcLimit } from './glibc-limit.js';
import { KEPT_LINES } from './failure-signs.js';
import type { Installer, InstallingPython, Place } from './installer.js';
import { noIndexBy, type NoIndex } from './no-index.js';
import { classifyPipFailure, tellingOfPip } from './pip-failure.js';
import { UNTOLD_WHEELS } from '../terms/wheels.js';
import { loadPassedOver } from './pip-passed-over.js';
import { canReport, loadWheels } from './pip-report.js';
import { readPipLog, withChildOutput } from './pip-log.js';

const QUIET = ['--no-input', '--progress-bar', 'off', '--no-color', '--disable-pip-version-check'];

/** pip with the job's settings. */
export async function pipInstaller(
  host: Host,
  tell: Telling,
  python: InstallingPython,
): Promise<Installer> {
  const { env, notes } = await readPipSettings(host, python.program);
  notes.forEach((note) => tell.note(note));
  const warned = new Set<string>();
  const warn = (warning: string): void => {
    if (!warned.has(warning)) tell.warn(warning);
    warned.add(warning);
  };
  const call = (place: Place, indexes: readonly string[] = []): Call => {
    const noIndex = noIndexBy(isOn(env['PIP_NO_INDEX'] ?? ''), indexes);
    return { python, env, place, noIndex };
  };
  return {
    name: 'pip',
    version: python.pip,
    env,
    install: async ({ venv, what, alone, hashed, indexes, tellsWheels = false, place }) => {
      const report = join(place.work, 'pip-report.json');
      const isTold = tellsWheels && canReport(python.pip, env);
      const args = [
        'install',
        ...what,
        '--prefer-binary',
        '--no-compile',
        ...(alone ? ['--no-deps'] : []),
        ...(hashed ? ['--require-hashes'] : []),
        ...unwarned(env),
        ...(isTold ? ['--report', report] : []),
      ];
      const inVenv = (all: readonly string[]): string[] =>
        pipArgumentsFor(join(venv, 'bin', 'python'), all);
      const passedOver = await runPip(host, call(place, indexes), args, inVenv);
      // A hash says which file it is, whichever index has it.
      if (!hashed) passedOver.forEach(warn);
      return isTold ? loadWheels(report) : UNTOLD_WHEELS;
    },
    buildWheel: async (source, into, place) => {
      const args = ['wheel', '--no-deps', '--wheel-dir', into, source];
      (await runPip(host, call(place), args)).forEach(warn);
    },
    wentWithout: () => warned.size > 0,
  };
}

/**
 * What is resolved anew has no conflicts, so pip need not look for them again (0.2 s). Its old resolver looks for
 * nothing else.
 */
function unwarned(env: Readonly<Record<string, string>>): string[] {
  return env['PIP_USE_DEPRECATED'] === undefined ? ['--no-warn-conflicts'] : [];
}

interface Call {
  readonly python: InstallingPython;
  readonly env: Readonly<Record<string, string>>;
  readonly place: Place;
  readonly noIndex: NoIndex | undefined;
}

/**
 * @param pythonArguments of a Python that runs pip with these
 * @returns warnings about indexes that pip went on without
 */
async function runPip(
  host: Host,
  call: Call,
  args: readonly string[],
  pythonArguments = pipArguments,
): Promise<string[]> {
  const { python, env, place } = call;
  const temp = join(place.work, 'tmp');
  await mkdir(temp, { recursive: true });
  const logFile = resolve(place.appRoot, env['PIP_LOG'] ?? join(place.work, 'pip.log'));
  const { size: logged } = await stat(logFile).catch(() => ({ size: 0 }));
  const outcome = await host.run({
    program: python.program,
    args: pythonArguments([...args, ...QUIET, '--log', logFile]),
    cwd: place.appRoot,
    env: {
      ...env,
      PYTHONPATH: await writeGlibcLimit(place.work, place.glibc),
      TMPDIR: temp,
    },
    output: 'stream',
    keptLines: KEPT_LINES,
  });
  // Where pip could write no log file, it says so itself.
  if (outcome.exitCode === 0) return loadPassedOver(logFile, logged).catch(() => []);
  // pip appends to a log file of the job.
  const log = await readFile(logFile).catch(() => Buffer.alloc(0));
  throw pipFailed(host, call, outcome, log.subarray(logged).toString('utf8'));
}

function pipFailed(
  host: Host,
  { python, place, noIndex }: Call,
  outcome: Outcome,
  log: string,
): Stopped {
  const told = readPipLog(redact(log, host.secrets));
  told.childOutput.forEach((line) => host.log.child(line));
  const telling = tellingOfPip(outcome.lastLines);
  const failure: FailureOf<'pip-failed'> = {
    code: 'pip-failed',
    ...classifyPipFailure(telling.join('\n'), told),
    lastLines: withChildOutput(telling, told).map(neutralise),
    python: python.minor,
    glibc: place.glibc,
    ...(noIndex === undefined ? {} : { noIndex }),
  };
  return new Stopped(failureOrFullAgent(failure));
}
