// A project that is built on this machine: the digest of its tree, or why no digest can stand for it.

import { readFile, stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { digestFile } from '../archives/digest.js';
import { isLeftBehind } from '../terms/left-behind.js';
import { contentFact, type Fact } from './facts.js';
import { listTree, type TreeFile } from './tree.js';
import { megabytes } from './words.js';

/** It changes with every commit; a build that asks it is known by the tool that it asks with. */
const VERSION_CONTROL = /(?:^|\/)\.(?:git|hg|svn)$/;

/** Reading more than this in every run would cost what the cache saves. */
const LARGEST_TREE = 256_000_000;

/** Builds that take the version from version control, which is no part of the tree. */
const VERSION_FROM_VCS =
  /setuptools[-_](?:scm|hg|svn)|hatch[-_]vcs|versioningit|versioneer|dunamai|\bpbr\b|git describe|\bhg id|\bsvn info|\bsvnversion\b|(?<=["'])(?:git|hg|svn)(?=["'])/;

/** A fact, or in words why a venv with this in it cannot be known again. */
export type LocalSource = { readonly fact: Fact } | { readonly unknowable: string };

/**
 * What a file or folder of this machine, from which a distribution is made, contributes.
 * @param own paths that are of this run and no part of any source
 */
export async function localSource(
  name: string,
  path: string,
  { own, signal }: { readonly own: readonly string[]; readonly signal: AbortSignal },
): Promise<LocalSource> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile()) return { fact: contentFact(name, (await digestFile(path)).digest) };
  // Where something is after all, its line was misread, and what changes in it would not be seen.
  if (!found?.isDirectory()) return { unknowable: `${name} is not there` };
  const all = await listTree(path, signal, (inside) => {
    return isLeftBehind(inside) || VERSION_CONTROL.test(inside) || own.includes(join(path, inside));
  });
  const tree = withoutVenvs(all);
  const unknowable = await reasonAgainst(name, path, tree);
  if (unknowable !== undefined) return { unknowable };
  return { fact: contentFact(name, (await contentLines(path, tree)).join('')) };
}

function withoutVenvs(tree: readonly TreeFile[]): readonly TreeFile[] {
  const venvs = tree
    .filter(({ path }) => path.endsWith('/pyvenv.cfg'))
    .map(({ path }) => `${posix.dirname(path)}/`);
  return tree.filter(({ path }) => !venvs.some((venv) => path.startsWith(venv)));
}

async function reasonAgainst(
  name: string,
  root: string,
  tree: readonly TreeFile[],
): Promise<string | undefined> {
  const bytes = tree.reduce((sum, { stats }) => sum + stats.size, 0);
  if (bytes > LARGEST_TREE) {
    return `${name} has ${megabytes(bytes)}, too many to be compared in every run`;
  }
  const link = tree.find(({ target }) => target !== undefined);
  if (link) return `${name} holds a link, '${link.path}', and what it leads to is not compared`;
  for (const file of ['pyproject.toml', 'setup.py', 'setup.cfg']) {
    const text = await readFile(join(root, file), 'utf8').catch(() => '');
    const tool = VERSION_FROM_VCS.exec(text)?.[0];
    if (tool !== undefined) return `${name} takes its version from version control (${tool})`;
  }
  return undefined;
}

async function contentLines(root: string, tree: readonly TreeFile[]): Promise<string[]> {
  const lines: string[] = [];
  for (const { path, stats } of tree.filter((file) => file.stats.isFile())) {
    const { digest } = await digestFile(join(root, path));
    lines.push(`${path}\0${(stats.mode & 0o111) === 0 ? '-' : 'x'}\0${digest}\n`);
  }
  return lines;
}
