// Exporting uv.lock by uv, in a private copy: the user's folder is not written to, and none of his code is run.

import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import type { Host, Outcome } from '../../host.js';
import { Stopped } from '../../terms/failure.js';
import { makePrivateFolder } from '../../tools/private-folder.js';
import { runUv, type Uv } from '../../tools/uv.js';
import { isThere, loadTomlIfThere, type Loaded } from './load-text.js';
import { isDynamic, PYPROJECT } from './project.js';
import { isTable, tablesAt, textAt } from '../../tools/toml.js';

/** What to export. */
export interface UvExport {
  readonly lock: Loaded;
  /** The folder of the project that is asked for: that of the lock, or of a member of its workspace. */
  readonly projectFolder: string;
  /** All indexes that the lock names. */
  readonly registries: readonly string[];
  /**
   * A Python that the lock is for, which uv wants when it compares. Left to itself it takes what PATH has, and stops
   * at a version manager's stand-in that refuses.
   */
  readonly python: string | undefined;
  readonly options: readonly string[];
}

/** Lines of a requirements file, with markers and hashes. */
export interface Exported {
  readonly text: string;
  readonly notes: readonly string[];
}

/**
 * Exports the lock, after uv has found that it is that of its project.
 * @throws Stopped `lock-outdated`, `locked-unusable`, `uv-export-failed`
 */
export async function exportUvLock(host: Host, uv: Uv, asked: UvExport): Promise<Exported> {
  const work = makePrivateFolder(host.tempFolder, 'uv-lock');
  try {
    const { folder, unchecked } = await copyProjects(asked, work);
    if (unchecked !== undefined) {
      return {
        text: await exportUnchecked(host, uv, asked, folder),
        notes: [uncheckedNote(unchecked)],
      };
    }
    return await exportChecked(host, uv, asked, folder);
  } finally {
    await rm(work, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function exportChecked(
  host: Host,
  uv: Uv,
  asked: UvExport,
  folder: string,
): Promise<Exported> {
  const check = ['--locked', ...(asked.python === undefined ? [] : ['--python', asked.python])];
  const offline = await runExport(host, uv, asked, folder, [...check, '--offline']);
  // Some versions of uv look again at what the lock has by its URL or commit.
  const outcome = isDecided(offline) ? offline : await runExport(host, uv, asked, folder, check);
  if (outcome.exitCode === 0) return { text: outcome.stdout, notes: [] };
  const said = outcome.lastLines.join('\n');
  if (NO_PYTHON.test(said)) {
    const note = uncheckedNote('no Python here is one that the project allows');
    return { text: await exportUnchecked(host, uv, asked, folder), notes: [note] };
  }
  if (OUTDATED.test(said)) throw outdated(asked);
  throw failed(asked, outcome);
}

/** Whether what uv says without a network would be the same with one. */
function isDecided({ exitCode, lastLines }: Outcome): boolean {
  const said = lastLines.join('\n');
  return exitCode === 0 || NO_PYTHON.test(said) || OUTDATED.test(said);
}

function uncheckedNote(reason: string): string {
  return `uv.lock is taken as it is: whether it is older than its project is not known, since ${reason}. 'uv lock --check' tells.`;
}

async function exportUnchecked(
  host: Host,
  uv: Uv,
  asked: UvExport,
  folder: string,
): Promise<string> {
  const outcome = await runExport(host, uv, asked, folder, ['--frozen', '--offline']);
  if (outcome.exitCode === 0) return outcome.stdout;
  throw failed(asked, outcome);
}

const NO_PYTHON = /No interpreter found|incompatible with the project's Python requirement/i;

/**
 * What uv says of a lock that is not that of its project. Without a network it says that there is no solution: for a
 * lock that is, it looks for none. The copy has nothing to build, and for a lock that is, nothing is built.
 */
const OUTDATED = /needs to be updated|No solution found|Failed to build .*antenv-uv-lock-/i;

function outdated({ lock, projectFolder }: UvExport): Stopped {
  const project = join(projectFolder, PYPROJECT);
  return new Stopped({ code: 'lock-outdated', path: lock.path, project, command: 'uv lock' });
}

function failed({ lock }: UvExport, { lastLines }: Outcome): Stopped {
  return new Stopped({ code: 'uv-export-failed', path: lock.path, lastLines });
}

const FIXED = [
  '--no-emit-project',
  '--no-editable',
  // Groups for development are on by default.
  '--no-default-groups',
  '--no-header',
  '--no-annotate',
  '--format',
  'requirements.txt',
];

async function runExport(
  host: Host,
  uv: Uv,
  { registries, options }: UvExport,
  cwd: string,
  check: readonly string[],
): Promise<Outcome> {
  return runUv(host, uv, ['export', ...check, ...FIXED, ...options], {
    cwd,
    env: { ...withoutIndexes(host.env), UV_INDEX: registries.join(' ') },
    output: 'capture',
  });
}

/**
 * uv takes a lock for outdated when it names an index that is not among the settings, so that another feed in the
 * job's settings would spoil it: here the lock's own indexes are the settings.
 */
function withoutIndexes(env: Readonly<Record<string, string>>): Record<string, string> {
  const names =
    /^UV_(?:DEFAULT_INDEX|INDEX|INDEX_URL|EXTRA_INDEX_URL|INDEX_STRATEGY|FIND_LINKS|NO_INDEX)$/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !names.test(name)));
}

/** Where uv runs, and why it cannot compare the lock with its project, if so. */
interface Copied {
  readonly folder: string;
  readonly unchecked: string | undefined;
}

/** Copies the lock and each pyproject.toml that it is made from, in their places to each other. */
async function copyProjects({ lock, projectFolder }: UvExport, work: string): Promise<Copied> {
  const root = dirname(lock.path);
  const { folders, files } = localSources(lock, root);
  const all = [...new Set([root, projectFolder, ...folders])];
  const base = commonFolder([...all, ...files.map(dirname)]);
  const place = (path: string): string => join(work, 'copy', relative(base, path));
  let unchecked: string | undefined;
  for (const folder of all) {
    const name = relative(root, folder) || '.';
    if (!(await isThere(folder))) throw missing(lock.path, name);
    const pyproject = await loadTomlIfThere(join(folder, PYPROJECT));
    await mkdir(place(folder), { recursive: true });
    if (pyproject) await writeFile(join(place(folder), PYPROJECT), pyproject.text);
    if (isToldByBuild(pyproject, folder === root)) {
      unchecked ??= `what '${name}' requires is told by building it`;
    }
  }
  for (const file of files) {
    if (!(await isThere(file))) throw missing(lock.path, relative(root, file));
    await mkdir(dirname(place(file)), { recursive: true });
    await copyFile(file, place(file));
  }
  await writeFile(join(place(root), 'uv.lock'), lock.text);
  const settings = join(root, 'uv.toml');
  if (await isThere(settings)) await copyFile(settings, join(place(root), 'uv.toml'));
  return { folder: place(projectFolder), unchecked };
}

function missing(path: string, name: string): Stopped {
  return new Stopped({ code: 'locked-unusable', path, name, reason: 'it is not there' });
}

/** uv builds such a project to compare it with its lock. The root of a workspace may be no project at all. */
function isToldByBuild(pyproject: Loaded | undefined, isRoot: boolean): boolean {
  if (!pyproject || !isTable(pyproject.data['project'])) return !(pyproject && isRoot);
  const { data } = pyproject;
  return isDynamic(data, 'dependencies') || isDynamic(data, 'optional-dependencies');
}

/** Folders and files of the sources that the lock names, absolute. */
function localSources(lock: Loaded, root: string): { folders: string[]; files: string[] } {
  const sources = tablesAt(lock.data, 'package');
  const at = (kind: string): string[] =>
    sources
      .map((one) => textAt(one, 'source', kind))
      .filter((path) => path !== undefined && !/^[a-z+]+:\/\//.test(path))
      .map((path) => resolve(root, path ?? ''));
  return {
    folders: [...at('editable'), ...at('virtual'), ...at('directory')],
    files: at('path'),
  };
}

/** The deepest folder that holds all of them. */
function commonFolder(folders: readonly string[]): string {
  const [first = '/', ...others] = folders;
  let common = first;
  while (others.some((folder) => relative(common, folder).startsWith('..'))) {
    common = dirname(common);
  }
  return common;
}
