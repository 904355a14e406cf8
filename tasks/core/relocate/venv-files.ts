// The files of the venv as installed: read once, told apart by what relocation does with them.

import { readdir, readFile, readlink, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { digestFile, sha256 } from '../archives/digest.js';
import { Stopped } from '../terms/failure.js';
import { holdsBuildPath, type BuildPath } from './build-paths.js';
import { isEntryPoints } from './console-scripts.js';

/** A file of the installed venv. `path` is relative to the venv, with forward slashes. */
export interface VenvFile {
  readonly path: string;
  readonly absolute: string;
  readonly executable: boolean;
  readonly size: number;
  /** Hex sha256 of the content as installed. */
  readonly digest: string;
  /** The content, where relocation has something to change in it. */
  readonly bytes: Buffer | undefined;
  /** A build path is in a file whose bytes cannot be changed. */
  readonly keepsBuildPath: boolean;
}

/** Written anew, or of no use on App Service; Python 3.14 has one more name for its link,
 * and `.lock` is uv's. */
const LEFT_BEHIND =
  /^(?:bin\/(?:python[\d.]*|\u{1d70b}thon)|bin\/Activate\.ps1|pyvenv\.cfg|lib64|\.lock)$/u;

/** Above this a file is read in pieces; text of this size holds no address. */
const LARGEST_TEXT = 32 * 1024 * 1024;

/**
 * Reads the files of a venv, sorted by path. Bytecode is left out: it is made for the address later.
 * @param signal stops the reading between two files
 * @throws Stopped `link-dangling`, `link-to-itself`
 */
export async function loadVenvFiles(
  venv: string,
  paths: readonly BuildPath[],
  signal: AbortSignal,
): Promise<VenvFile[]> {
  const found: VenvFile[] = [];
  for (const path of await listFiles(venv, '')) {
    signal.throwIfAborted();
    found.push(await loadVenvFile(venv, path, paths));
  }
  return found;
}

async function listFiles(root: string, folder: string): Promise<string[]> {
  const children = await readdir(join(root, folder), { withFileTypes: true });
  children.sort((a, b) => (a.name < b.name ? -1 : 1));
  const found: string[] = [];
  for (const child of children) {
    const path = folder === '' ? child.name : `${folder}/${child.name}`;
    if (LEFT_BEHIND.test(path) || child.name === '__pycache__') continue;
    const isFolder = child.isSymbolicLink() ? await leadsToFolder(root, path) : child.isDirectory();
    if (isFolder) found.push(...(await listFiles(root, path)));
    else found.push(path);
  }
  return found;
}

/** Builds of sources may leave links in a venv; what they lead to is packed in their place. */
async function leadsToFolder(root: string, path: string): Promise<boolean> {
  const absolute = join(root, path);
  const link = `antenv/${path}`;
  const target = await realpath(absolute).catch(async () => {
    throw new Stopped({ code: 'link-dangling', link, target: await readlink(absolute) });
  });
  const folder = (await stat(target)).isDirectory();
  if (folder && `${await realpath(dirname(absolute))}/`.startsWith(`${target}/`)) {
    throw new Stopped({ code: 'link-to-itself', link, target });
  }
  return folder;
}

async function loadVenvFile(
  venv: string,
  path: string,
  paths: readonly BuildPath[],
): Promise<VenvFile> {
  const absolute = join(venv, path);
  const { size, mode } = await stat(absolute);
  const common = { path, absolute, size, executable: (mode & 0o111) !== 0 };
  if (size > LARGEST_TEXT) {
    const { digest, found } = await digestFile(absolute, (piece) => holdsBuildPath(piece, paths));
    return { ...common, digest, bytes: undefined, keepsBuildPath: found };
  }
  const bytes = await readFile(absolute);
  const holds = holdsBuildPath(bytes, paths);
  const binary = holds && bytes.includes(0);
  const changes = (holds && !binary) || isRecord(path) || isDirectUrl(path) || isEntryPoints(path);
  return {
    ...common,
    // uv makes every script a program, pip those that were one in the wheel.
    executable: common.executable || isScript(path, bytes),
    digest: sha256(bytes),
    bytes: changes ? bytes : undefined,
    keepsBuildPath: binary,
  };
}

function isScript(path: string, bytes: Buffer): boolean {
  return /^bin\/[^/]+$/.test(path) && bytes[0] === 0x23 && bytes[1] === 0x21;
}

/** Whether a file says where a distribution came from (PEP 610). */
export function isDirectUrl(path: string): boolean {
  return path.endsWith('.dist-info/direct_url.json');
}

/** Whether a file tells only how its distribution came here: by name or by need, and what uv remembers of it. */
export function isInstallersNote(path: string): boolean {
  return /\.dist-info\/(?:REQUESTED|uv_cache\.json|uv_build\.json)$/.test(path);
}

/** Whether a file is the RECORD of a distribution. */
export function isRecord(path: string): boolean {
  return path.endsWith('.dist-info/RECORD');
}
