// The download cache that installing is measured with: wheels in a folder, so that no index and no network counts.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Wheels stay there from one run to the next; `build` is nobody's source. */
const KEPT = resolve('build/bench');

/** The Python that builds: the program itself, since what PATH gives may be a slow stand-in of a version manager. */
export interface Python {
  readonly program: string;
  /** Such as `3.11.7` */
  readonly version: string;
  /** Such as `3.11` */
  readonly minor: string;
  readonly basePrefix: string;
}

/** The one that `antenv` would take. */
export function thePython(): Python {
  const program =
    'import json, platform, sys; v = platform.python_version(); ' +
    'print(json.dumps(dict(program=sys.executable, version=v, minor=v.rsplit(".", 1)[0], basePrefix=sys.base_prefix)))';
  return JSON.parse(execFileSync('python3', ['-c', program], { encoding: 'utf8' })) as Python;
}

/** Asks pip for wheels, in as many downloads as there are; the arguments are those of `pip download`. */
export type Downloads = readonly (readonly string[])[];

/**
 * Downloads wheels once: a folder of the same arguments and the same requirements files is used again.
 * @returns the folder
 */
export function downloadWheels({ program, version }: Python, downloads: Downloads): string {
  const texts = downloads.flat().map((arg) => (existsSync(arg) ? readFileSync(arg, 'utf8') : arg));
  const key = createHash('sha256')
    .update([version, ...texts].join('\0'))
    .digest('hex');
  const folder = join(KEPT, `wheels-${key.slice(0, 16)}`);
  if (existsSync(folder)) return folder;
  mkdirSync(KEPT, { recursive: true });
  const partial = mkdtempSync(`${folder}-`);
  for (const args of downloads) {
    const all = ['download', '--quiet', '--only-binary', ':all:', '--dest', partial, ...args];
    execFileSync(program, ['-m', 'pip', ...all], { stdio: ['ignore', 'ignore', 'inherit'] });
  }
  renameSync(partial, folder);
  return folder;
}

/** The version of a distribution's wheel in the folder. */
export function versionIn(folder: string, distribution: string): string {
  const wheel = readdirSync(folder).find((name) => name.startsWith(`${distribution}-`));
  const version = wheel?.split('-')[1];
  if (version === undefined) throw new Error(`No wheel of ${distribution} in ${folder}.`);
  return version;
}

/** The variables with which pip and uv take wheels from the folders, and ask no index; uv's cache is below `work`. */
export function offline(wheels: readonly string[], work: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PIP_NO_INDEX: '1',
    PIP_FIND_LINKS: wheels.map((folder) => pathToFileURL(folder).href).join(' '),
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
    UV_CACHE_DIR: join(work, 'uv-cache'),
  };
}
