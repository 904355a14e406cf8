// Gathers what an app folder on disk holds, and a venv that is installed beside it.

import { createReadStream } from 'node:fs';
import { lstat, readdir, readlink, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { openRanged, type RangedFile } from '../../archives/read-content.js';
import { systemErrorCode } from '../../terms/failure.js';
import { VENV_NAME } from '../../terms/layout.js';
import { notesOf, ownerOf, type Gathered, type SharedObjectFile } from './gathered.js';
import { TextBudget, type TreeKind } from './kept-text.js';
import { TreeBuilder } from './tree-builder.js';
import { placeInVenv, venvFacts } from './venv-facts.js';

/** Version control and caches: no part of an app. Other virtual environments are left out, too. */
const LEFT_OUT = ['.git', '.hg', '.svn', '__pycache__', '.mypy_cache', '.pytest_cache', '.tox'];

/**
 * Looks into an app folder. Links are followed; those that lead nowhere stay links.
 * @param venvFolder the installed venv; `antenv` in the app folder when nobody says
 * @throws the signal's reason, and what the disk says of the app folder itself
 */
export async function gatherFolder(
  appRoot: string,
  venvFolder: string | undefined,
  signal: AbortSignal,
): Promise<Gathered> {
  const budget = new TextBudget();
  const sharedObjectFiles: SharedObjectFile[] = [];
  const builder = (kind: TreeKind, root: string, placed: (path: string) => string): TreeBuilder =>
    new TreeBuilder(kind, budget, (path, size) => {
      const content = { kind: 'file', path: join(root, path), offset: 0, size } as const;
      const open = (): Promise<RangedFile> => openRanged(content);
      sharedObjectFiles.push({ path: placed(path), size, open });
      return undefined;
    });
  const venvRoot = venvFolder ?? (await venvBeside(appRoot));
  const app = builder('app', appRoot, (path) => path);
  await walk(new Walk(appRoot, app, signal, true), '');
  const venv = venvRoot === undefined ? undefined : await gatherVenv(appRoot, venvRoot);
  return {
    evidence: { app: app.tree(), venv },
    notes: notesOf(budget),
    sharedObjectFiles,
    owner: ownerOf(venv),
    close: () => Promise.resolve(),
  };

  async function gatherVenv(root: string, at: string): Promise<ReturnType<typeof venvFacts>> {
    const inside = relative(root, at).split(sep).join('/');
    const folder = inside.startsWith('..') ? '' : inside;
    const tree = builder('venv', at, (path) => placeInVenv({ folder }, path));
    await walk(new Walk(at, tree, signal, false), '');
    // Not yet at its address: it is true where it is.
    return venvFacts(folder, at, tree.tree());
  }
}

async function venvBeside(appRoot: string): Promise<string | undefined> {
  const path = join(appRoot, VENV_NAME);
  const found = await stat(join(path, 'pyvenv.cfg')).catch(() => undefined);
  return found ? path : undefined;
}

/** One walk through a folder. */
class Walk {
  readonly root: string;
  readonly builder: TreeBuilder;
  readonly signal: AbortSignal;
  readonly isApp: boolean;

  constructor(root: string, builder: TreeBuilder, signal: AbortSignal, isApp: boolean) {
    this.root = root;
    this.builder = builder;
    this.signal = signal;
    this.isApp = isApp;
  }
}

/** @param above the folders that lead to this one, without links */
async function walk(through: Walk, folder: string, above: readonly string[] = []): Promise<void> {
  through.signal.throwIfAborted();
  const absolute = join(through.root, folder);
  const names = (await readdir(absolute)).toSorted();
  if (through.isApp && names.includes('pyvenv.cfg')) return;
  const here = [...above, await realpath(absolute)];
  for (const name of names) {
    const path = folder === '' ? name : `${folder}/${name}`;
    if (!through.isApp || !LEFT_OUT.includes(name)) await visit(through, path, here);
  }
}

async function visit(through: Walk, path: string, above: readonly string[]): Promise<void> {
  const absolute = join(through.root, path);
  const isLinkItself = (await lstat(absolute)).isSymbolicLink();
  const found = await stat(absolute).catch(() => undefined);
  if (!found) {
    if (isLinkItself) through.builder.addLink(path, await readlink(absolute));
    return;
  }
  if (found.isDirectory() && isLinkItself && leadsBack(await realpath(absolute), above)) return;
  // In a venv a link to a folder is lib64.
  if (found.isDirectory() && isLinkItself && !through.isApp) {
    through.builder.addLink(path, await readlink(absolute));
  } else if (found.isDirectory()) {
    await walk(through, path, above).catch((error: unknown) => {
      if (systemErrorCode(error) === undefined) throw error;
    });
  } else if (found.isFile()) {
    await readFileInto(through.builder, path, absolute, found.size, (found.mode & 0o111) !== 0);
  }
}

/** Whether a link leads to a folder that is being looked into, or to one around it: it would have no end. */
function leadsBack(target: string, above: readonly string[]): boolean {
  return above.some((folder) => `${folder}/`.startsWith(`${target}/`));
}

async function readFileInto(
  builder: TreeBuilder,
  path: string,
  absolute: string,
  size: number,
  executable: boolean,
): Promise<void> {
  const receiver = builder.add(path, size, executable);
  if (!receiver || receiver.done) return;
  try {
    for await (const piece of createReadStream(absolute)) {
      receiver.take(piece as Buffer);
      if (receiver.done) return;
    }
  } catch (error) {
    // A file that may not be read has no text; that it is there is known.
    if (systemErrorCode(error) === undefined) throw error;
  }
}
