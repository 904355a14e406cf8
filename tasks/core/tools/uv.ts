// How uv is found and called: the one on PATH, else one that pip fetches into the tool cache, pinned and hashed.

import { access, constants, writeFile } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import type { Command, Host, Outcome, Telling } from '../host.js';
import { Stopped } from '../terms/failure.js';
import { scrubbedEnvironment } from '../terms/python-environment.js';
import { pipInto } from './pip-into.js';
import { keptFolder, toolCacheFolder } from './tool-cache.js';
import release from './uv-release.json';

/** A uv that answers. */
export interface Uv {
  /** Absolute. */
  readonly program: string;
  /** Such as `0.13.9`. */
  readonly version: string;
  readonly from: 'PATH' | 'tool cache';
}

/** The version that is fetched, and the oldest that is taken from PATH. */
export const UV_VERSIONS = { fetched: release.version, oldest: release.oldest } as const;

export interface FindUvOptions {
  /** A Python with pip, which fetches uv when there is none on PATH. */
  readonly python: string;
  /** Is told of a uv on PATH that is too old. */
  readonly tell?: Telling;
}

/**
 * Finds uv, or fetches it: into the tool cache, by pip, so that it comes from the job's own index.
 * @throws Stopped `uv-missing`, `cancelled`; the error of the file system where the tool cache cannot be written
 */
export async function findUv(host: Host, options: FindUvOptions): Promise<Uv> {
  return (await findOnPath(host, options.tell)) ?? (await fetchUv(host, options.python));
}

async function findOnPath(host: Host, tell: Telling | undefined): Promise<Uv | undefined> {
  const names = process.platform === 'win32' ? ['uv.exe'] : ['uv'];
  for (const folder of (host.env['PATH'] ?? '').split(delimiter).filter(Boolean)) {
    for (const name of names) {
      // The working folder of a call is the app root, and no relative entry of PATH means that.
      const program = resolve(host.workingFolder, folder, name);
      const version = await versionOf(host, program);
      if (version === undefined) continue;
      if (isSupported(version)) return { program, version, from: 'PATH' };
      tell?.note(`'${program}' is uv ${version}; ${release.oldest} or later is needed.`);
    }
  }
  return undefined;
}

/** What a program says of itself; nothing when it is no uv, such as a version manager's stand-in without one. */
async function versionOf(host: Host, program: string): Promise<string | undefined> {
  if (!(await isProgram(program))) return undefined;
  const env = scrubbedEnvironment(host.env);
  const command = { program, args: ['--version'], cwd: host.tempFolder, env } as const;
  const outcome = await host.run({ ...command, output: 'capture' });
  return outcome.exitCode === 0 ? /^uv (\d+\.\d+\.\d+)/.exec(outcome.stdout)?.[1] : undefined;
}

function isSupported(version: string): boolean {
  return version.localeCompare(release.oldest, 'en', { numeric: true }) >= 0;
}

async function fetchUv(host: Host, python: string): Promise<Uv> {
  const name = ['uv', release.version, process.platform, process.arch].join('-');
  const folder = join(await toolCacheFolder(host), name);
  const failed = await keptFolder(folder, (beside) => install(host, python, beside));
  if (failed) throw missing(python, failed);
  const uv = await uvIn(host, folder);
  if (!uv) throw missing(python, [`'${folder}' has no uv that runs here.`]);
  return uv;
}

function missing(program: string, lastLines: readonly string[]): Stopped {
  const { version: fetched, oldest } = release;
  return new Stopped({ code: 'uv-missing', program, fetched, oldest, lastLines });
}

/** Gives what is in the way, in words; nothing when a uv that runs here is in the folder. */
async function install(
  host: Host,
  python: string,
  target: string,
): Promise<readonly string[] | undefined> {
  const requirement = join(target, 'requirements.txt');
  const hashes = release.wheels.map(({ sha256 }) => ` --hash=sha256:${sha256}`);
  await writeFile(requirement, `uv==${release.version}${hashes.join('')}\n`);
  const outcome = await pipInto(host, python, target, {
    options: ['--no-compile', '--require-hashes', '--no-deps'],
    requirements: ['--requirement', requirement],
  });
  if (outcome.exitCode !== 0) return outcome.lastLines;
  const uv = await uvIn(host, target);
  return uv ? undefined : [`What pip installed as uv ${release.version} does not run here.`];
}

/** Where pip's `--target` puts scripts on POSIX, and on Windows. */
const PLACES = ['bin/uv', 'bin/uv.exe', 'Scripts/uv.exe'];

async function uvIn(host: Host, folder: string): Promise<Uv | undefined> {
  for (const place of PLACES) {
    const program = join(folder, place);
    const version = await versionOf(host, program);
    if (version === release.version) return { program, version, from: 'tool cache' };
  }
  return undefined;
}

async function isProgram(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** Variables of the job that would make uv use another Python or project, or answer otherwise than it is asked. */
const REFUSED = [
  'UV_PYTHON',
  'UV_SYSTEM_PYTHON',
  'UV_MANAGED_PYTHON',
  'UV_PROJECT',
  'UV_PROJECT_ENVIRONMENT',
  'UV_WORKING_DIR',
  'UV_WORKING_DIRECTORY',
  'UV_ISOLATED',
  'UV_FROZEN',
  'UV_LOCKED',
  'UV_DEV',
  'UV_NO_DEV',
  'UV_NO_GROUP',
  'UV_NO_DEFAULT_GROUPS',
  'UV_NO_EDITABLE',
  'UV_NO_SYNC',
  'UV_NO_INSTALL_PROJECT',
  'UV_NO_INSTALL_WORKSPACE',
  'UV_NO_INSTALL_LOCAL',
  'UV_NO_INSTALLER_METADATA',
  'UV_NO_VERIFY_HASHES',
  'UV_COMPILE_BYTECODE',
  'UV_SHOW_RESOLUTION',
];

/** The variables of these that uv is not shown. */
export function refusedUvVariables(env: Readonly<Record<string, string>>): string[] {
  return REFUSED.filter((name) => (env[name] ?? '') !== '');
}

/**
 * What every call says. No Python is downloaded: the building Python is the one that was asked for. Files are
 * copied from the cache, since a hard link would let whatever changes the venv change the cache, and with it
 * every later build on this machine.
 */
const FIXED = { UV_PYTHON_DOWNLOADS: 'never', UV_LINK_MODE: 'copy', UV_NO_PROGRESS: '1' };

export interface UvCall extends Pick<Command, 'cwd' | 'output' | 'keptLines'> {
  /** The host's own when not given. `readUvSettings` gives one with the job's pip settings in uv's words. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs uv. The user's `uv.toml` and `pyproject.toml` are found from `cwd` on, since they name the indexes;
 * what of them would move the result is refused by `checkUvConfig`.
 * @throws Stopped `cancelled`
 */
export async function runUv(
  host: Host,
  uv: Uv,
  args: readonly string[],
  call: UvCall,
): Promise<Outcome> {
  const given = Object.entries(scrubbedEnvironment(call.env ?? host.env));
  const env = Object.fromEntries(given.filter(([name]) => !REFUSED.includes(name)));
  return host.run({
    program: uv.program,
    args: [...args, '--color', 'never'],
    cwd: call.cwd,
    env: { ...env, ...FIXED },
    output: call.output,
    ...(call.keptLines === undefined ? {} : { keptLines: call.keptLines }),
  });
}
