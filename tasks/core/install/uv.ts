// uv as an installer: wheels and markers are those of the image, and nothing is linked into its cache.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host, Outcome, Telling } from '../host.js';
import { failureOrFullAgent, Stopped } from '../terms/failure.js';
import { UNTOLD_WHEELS } from '../terms/wheels.js';
import { checkUvConfig } from '../tools/uv-config.js';
import { forHashed, readUvSettings } from '../tools/uv-settings.js';
import { findUv, runUv, type Uv } from '../tools/uv.js';
import { KEPT_LINES } from './failure-signs.js';
import type { Installer, InstallingPython, Place } from './installer.js';
import { noIndexBy } from './no-index.js';
import { classifyUvFailure, quotedOfUv } from './uv-failure.js';
import { uvPlatform } from './uv-platform.js';
import { forUv } from './uv-requirements.js';

/** uv, and how it is called in this job. */
interface ReadyUv {
  readonly uv: Uv;
  readonly env: Readonly<Record<string, string>>;
  /** For `uv pip install` alone. */
  readonly args: readonly string[];
}

/**
 * Finds uv and reads the job's settings for it; fetched when PATH has none.
 * @throws Stopped `uv-missing`, `cancelled`
 */
async function readyUv(
  host: Host,
  tell: Telling,
  { program }: Pick<InstallingPython, 'program'>,
): Promise<ReadyUv> {
  const uv = await findUv(host, { python: program, tell });
  const { env, args, notes } = await readUvSettings(host, program);
  notes.forEach((note) => tell.note(note));
  return { uv, env, args };
}

/**
 * uv as an installer.
 * @throws Stopped `uv-missing`, `cancelled`
 */
export async function uvInstaller(
  host: Host,
  tell: Telling,
  python: InstallingPython,
): Promise<Installer> {
  const { uv, env, args } = await readyUv(host, tell, python);
  const run = (
    place: Place,
    wanted: readonly string[],
    hashed = false,
    indexes: readonly string[] = [],
  ): Promise<void> =>
    callUv(host, { uv, python, env: hashed ? forHashed(env) : env, place, indexes }, wanted);
  return {
    name: 'uv',
    version: uv.version,
    env,
    install: async ({ venv, what, alone, hashed, indexes, place }) => {
      await checkUvConfig(host, place.appRoot);
      const target = ['--python-platform', uvPlatform(place.glibc)];
      const wanted = [
        'pip',
        'install',
        '--python',
        join(venv, 'bin', 'python'),
        ...target,
        '--python-version',
        python.version,
        ...(await forUv(what, place, env)),
        ...args,
        '--no-compile-bytecode',
        ...(alone ? ['--no-deps'] : []),
        ...(hashed ? ['--require-hashes'] : []),
      ];
      await run(place, wanted, hashed, indexes);
      return UNTOLD_WHEELS;
    },
    buildWheel: (source, into, place) =>
      run(place, ['build', '--wheel', '--python', python.program, '--out-dir', into, source]),
  };
}

interface Call {
  readonly uv: Uv;
  readonly python: InstallingPython;
  readonly env: Readonly<Record<string, string>>;
  readonly place: Place;
  readonly indexes: readonly string[];
}

async function callUv(
  host: Host,
  { uv, python, env, place, indexes }: Call,
  args: readonly string[],
): Promise<void> {
  const temp = join(place.work, 'tmp');
  await mkdir(temp, { recursive: true });
  const outcome = await runUv(host, uv, args, {
    cwd: place.appRoot,
    env: { ...env, TMPDIR: temp },
    output: 'stream',
    keptLines: KEPT_LINES,
  });
  if (outcome.exitCode === 0) return;
  throw uvFailed(outcome, { args, indexes }, python.minor, place.glibc);
}

/** What a call of uv was told: its arguments, and the lines of the requirements about indexes. */
interface Told {
  readonly args: readonly string[];
  readonly indexes: readonly string[];
}

/** The failure of a call of uv for a Python's minor and a C library. */
export function uvFailed(
  { lastLines }: Outcome,
  { args, indexes }: Told,
  python: string,
  glibc: string,
): Stopped {
  const verdict = classifyUvFailure(lastLines.join('\n'));
  const noIndex = noIndexBy(args.includes('--no-index'), indexes);
  const asked = noIndex === undefined ? {} : { noIndex };
  const quoted = quotedOfUv(lastLines);
  const facts = { ...verdict, lastLines: quoted, python, glibc, ...asked };
  return new Stopped(failureOrFullAgent({ code: 'uv-failed', ...facts }));
}
