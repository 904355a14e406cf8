// The project as a wheel: built from a private copy, so that no build leaves anything in the user's folder.

import { cp, lstat, mkdir, readdir } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Host } from '../host.js';
import type { Project } from '../terms/dependencies.js';
import { Stopped } from '../terms/failure.js';
import { isLeftBehind } from '../terms/left-behind.js';
import type { Installer, Place } from './installer.js';
import { findRepository, writeGitOfCopy } from './project-git.js';

/**
 * Builds the project.
 * @returns the wheel's path, below `place.work`
 * @throws Stopped as the installer does
 */
export async function buildProjectWheel(
  host: Host,
  installer: Installer,
  project: Project,
  place: Place,
): Promise<string> {
  const repository = await findRepository(host, project.root);
  const top = join(place.work, 'project');
  const copy = join(top, repository?.prefix ?? '');
  const wheels = join(place.work, 'project-wheel');
  await mkdir(wheels, { recursive: true });
  await copyProject(project.root, copy, place.work);
  if (repository) await writeGitOfCopy(host, repository, top, place.work);
  await installer.buildWheel(copy, wheels, place).catch((error: unknown) => {
    throw ofProject(error, project);
  });
  const built = (await readdir(wheels)).find((name) => name.endsWith('.whl'));
  if (built === undefined) throw new Error(`The build of '${project.root}' left no wheel.`);
  return join(wheels, built);
}

/** A build that failed, told by the folder that the user knows: an installer names it after our copy. */
function ofProject(error: unknown, { root, dependenciesKnown }: Project): unknown {
  const failure = error instanceof Stopped ? error.failure : undefined;
  const isInstaller = failure?.code === 'pip-failed' || failure?.code === 'uv-failed';
  if (!isInstaller || failure.reason !== 'build-failed') return error;
  const facts = { ...failure, project: { root, dependenciesKnown } };
  return new Stopped(facts, { cause: error });
}

/** A line of a requirements file for a wheel on this machine. */
export function requirementOfWheel(wheel: string, extras: readonly string[]): string {
  const [name = ''] = basename(wheel).split('-');
  const chosen = extras.length === 0 ? '' : `[${extras.join(',')}]`;
  return `${name}${chosen} @ ${pathToFileURL(wheel).href}`;
}

/** Links stay links to what they led to. A folder with `pyvenv.cfg` is a venv, and large. */
async function copyProject(root: string, copy: string, work: string): Promise<void> {
  const isCopied = async (source: string): Promise<boolean> => {
    const path = relative(root, source).split(sep).join('/');
    // The copy gets a repository of its own.
    if (isLeftBehind(path) || basename(source) === '.git') return false;
    return source !== work && (await canBeCopied(source)) && !(await isVenv(source));
  };
  await copyFolder(root, copy, work, isCopied);
}

/** A folder that our own lies in is gone through here: `cp` copies none into itself, whatever is to be left out. */
async function copyFolder(
  from: string,
  to: string,
  work: string,
  isCopied: (source: string) => Promise<boolean>,
): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const name of await readdir(from)) {
    const [source, target] = [join(from, name), join(to, name)];
    if (!work.startsWith(`${source}${sep}`)) {
      await cp(source, target, { recursive: true, preserveTimestamps: true, filter: isCopied });
    } else if (await isCopied(source)) {
      await copyFolder(source, target, work, isCopied);
    }
  }
}

/** Sockets, pipes and devices are of running programs: no build reads them, and no copy can be made. */
async function canBeCopied(path: string): Promise<boolean> {
  const found = await lstat(path);
  return found.isFile() || found.isDirectory() || found.isSymbolicLink();
}

/** A folder, or a link to one. */
async function isVenv(path: string): Promise<boolean> {
  return lstat(join(path, 'pyvenv.cfg')).then(
    () => true,
    () => false,
  );
}
