// Makes the venv on this machine: created without pip inside, filled by the chosen installer.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '../host.js';
import type { Dependencies, Wanted } from '../terms/dependencies.js';
import type { Distribution } from '../terms/distribution.js';
import { failureOrFullAgent, Stopped } from '../terms/failure.js';
import { hasHash, indexLines, logicalLines } from '../terms/requirement-lines.js';
import { namedPaths } from '../terms/requirement-paths.js';
import { VENV_NAME } from '../terms/layout.js';
import { scrubbedEnvironment } from '../terms/python-environment.js';
import type { InstalledWheels } from '../terms/wheels.js';
import { leavingNothing } from './build-leftovers.js';
import { loadInstalled } from './installed.js';
import type { Installation, Installer, InstallingPython, Place } from './installer.js';
import { buildProjectWheel, requirementOfWheel } from './project-wheel.js';
import { venvSitePackages } from './venv-places.js';

export interface InstallRequest extends Place {
  readonly python: InstallingPython;
  readonly dependencies: Pick<Dependencies, 'wanted' | 'project' | 'text'>;
  /** Whether somebody wants to know which wheels are taken. */
  readonly tellsWheels?: boolean;
}

/** The venv as it stands on this machine. */
export interface InstalledVenv {
  readonly path: string;
  readonly distributions: readonly Distribution[];
  /** As far as they are wanted, and the installer tells them. */
  readonly wheels: InstalledWheels;
}

/**
 * Creates the venv and installs what is wanted into it, the project itself last.
 * The venv is filled without system site-packages, or pip would leave out what the building Python has.
 * @throws Stopped `venv-failed`, `pip-failed`, `uv-failed`, `uv-moved`, `editable-installed`, `cancelled`
 */
export async function installDependencies(
  host: Host,
  installer: Installer,
  request: InstallRequest,
): Promise<InstalledVenv> {
  const { python, dependencies, work, tellsWheels = false } = request;
  const venv = join(work, VENV_NAME);
  await createVenv(host, python.program, venv, work);
  const { project } = dependencies;
  const wheel = project && (await buildProjectWheel(host, installer, project, request));
  const wheels = new Map<string, string | undefined>();
  await leavingNothing(foldersBuiltInPlace(request, installer), async () => {
    for (const part of await parts(dependencies, wheel, work)) {
      const installed = await installer.install({ ...part, venv, tellsWheels, place: request });
      installed.forEach((hash, name) => wheels.set(name, hash));
    }
  });
  const distributions = await loadInstalled(venvSitePackages(venv, python.minor));
  return { path: venv, distributions, wheels };
}

/** The folders of the user that requirements name. */
function foldersBuiltInPlace(
  { dependencies, appRoot }: InstallRequest,
  { env }: Installer,
): string[] {
  const { wanted, text } = dependencies;
  const lines = wanted.kind === 'file' ? text : wanted.lines.join('\n');
  return namedPaths(lines, appRoot, env)
    .filter(({ use }) => use === 'source')
    .map(({ path }) => path);
}

async function createVenv(host: Host, program: string, venv: string, work: string): Promise<void> {
  const outcome = await host.run({
    program,
    args: ['-m', 'venv', '--without-pip', venv],
    cwd: work,
    env: scrubbedEnvironment(host.env),
    output: 'stream',
  });
  if (outcome.exitCode === 0) return;
  const { lastLines } = outcome;
  throw new Stopped(failureOrFullAgent({ code: 'venv-failed', program, lastLines }));
}

type Part = Pick<Installation, 'what' | 'alone' | 'hashed' | 'indexes'>;

/**
 * What is installed, call by call. A project whose dependencies are not known is resolved together with the
 * rest; one whose dependencies are, is installed alone, since no hash of it can be known.
 */
async function parts(
  { wanted, project, text }: InstallRequest['dependencies'],
  wheel: string | undefined,
  work: string,
): Promise<Part[]> {
  const others = await wantedParts(wanted, text, work);
  if (!project || wheel === undefined) return others;
  const own = await listed([requirementOfWheel(wheel, project.extras)], work, 'project');
  if (project.dependenciesKnown) return [...others, { ...NOTHING, what: own, alone: true }];
  const [rest = NOTHING, ...more] = others;
  return [{ ...rest, what: [...rest.what, ...own] }, ...more];
}

const NOTHING: Part = { what: [], alone: false, hashed: false, indexes: [] };

async function wantedParts(wanted: Wanted, text: string, work: string): Promise<Part[]> {
  if (wanted.kind === 'locked') return lockedParts(wanted.lines, work);
  if (wanted.kind === 'lines') {
    const what = await listed(wanted.lines, work, 'wanted');
    return withSomething([{ ...NOTHING, what }]);
  }
  // One makes pip want them all. uv would check those that are there, and not even these where no version is pinned.
  const hashed = logicalLines(text).some(({ line }) => hasHash(line));
  const what = ['--requirement', wanted.path];
  return [{ what, alone: false, hashed, indexes: indexLines(text) }];
}

/** Commits and folders have no hash, and pip refuses them beside lines that have one. */
async function lockedParts(lines: readonly string[], work: string): Promise<Part[]> {
  const hashed = lines.filter(hasHash);
  const others = lines.filter((line) => !hasHash(line));
  return withSomething([
    { ...NOTHING, what: await listed(hashed, work, 'hashed'), alone: true, hashed: true },
    { ...NOTHING, what: await listed(others, work, 'without-hash'), alone: true },
  ]);
}

function withSomething(all: readonly Part[]): Part[] {
  return all.filter(({ what }) => what.length > 0);
}

/** The lines as a requirements file of their own. */
async function listed(lines: readonly string[], work: string, name: string): Promise<string[]> {
  if (lines.length === 0) return [];
  const path = join(work, `${name}.txt`);
  await writeFile(path, lines.map((line) => `${line}\n`).join(''));
  return ['--requirement', path];
}
