// Git for the copy of a project: versions that are read from tags need a repository, and it must not be the user's.

import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Host } from '../host.js';
import { scrubbedEnvironment } from '../terms/python-environment.js';

/** The repository that a project lies in. */
export interface Repository {
  /** The project's folder below the top of the working tree; empty for the top itself. */
  readonly prefix: string;
  /** The git folder of the working tree, and the one with the objects. */
  readonly own: string;
  readonly common: string;
}

/** Finds the repository of a project; nothing without one, or without git. */
export async function findRepository(host: Host, root: string): Promise<Repository | undefined> {
  // In container jobs the sources belong to another user; git refuses such folders unless told.
  const questions = ['--git-dir', '--git-common-dir', '--show-prefix'];
  const asked = ['-c', 'safe.directory=*', 'rev-parse', ...questions];
  const outcome = await git(host, root, asked);
  if (outcome === undefined) return undefined;
  const [own = '', common = '', prefix = ''] = outcome.split('\n');
  if (own === '' || common === '') return undefined;
  return { prefix, own: resolve(root, own), common: resolve(root, common) };
}

/**
 * Gives the copy of a project its repository, as a working tree of its own: objects and tags are the user's;
 * the index is private, so that git finds the copy as clean as the original and writes nothing there.
 * @param top the folder of the copy that stands for the top of the working tree
 * @param below an existing private folder
 */
export async function writeGitOfCopy(
  host: Host,
  { prefix, own, common }: Repository,
  top: string,
  below: string,
): Promise<void> {
  const folder = join(below, 'project-git');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'commondir'), `${common}\n`);
  await writeFile(join(folder, 'gitdir'), `${join(top, '.git')}\n`);
  try {
    await copyFile(join(own, 'HEAD'), join(folder, 'HEAD'));
    await copyFile(join(own, 'index'), join(folder, 'index'));
  } catch {
    // A repository without an index has no commit.
    return;
  }
  await writeFile(join(top, '.git'), `gitdir: ${folder}\n`);
  if (prefix !== '') await forgetAllBut(host, prefix, top);
}

/** Tells git that the rest of a repository is not to be looked for, or the copy would never be clean. */
async function forgetAllBut(host: Host, prefix: string, top: string): Promise<void> {
  const listed = (await git(host, top, ['ls-files', '-z'])) ?? '';
  const others = listed.split('\0').filter((path) => path !== '' && !path.startsWith(prefix));
  const paths = others.map((path) => `${path}\0`).join('');
  await git(host, top, ['update-index', '--skip-worktree', '-z', '--stdin'], paths);
}

async function git(
  host: Host,
  cwd: string,
  args: readonly string[],
  input?: string,
): Promise<string | undefined> {
  const outcome = await host.run({
    program: 'git',
    args,
    cwd,
    env: scrubbedEnvironment(host.env),
    output: 'capture',
    ...(input === undefined ? {} : { input: asStream(input) }),
  });
  return outcome.exitCode === 0 ? outcome.stdout : undefined;
}

async function* asStream(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}
