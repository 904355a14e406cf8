// The files of the venv as installed: read once, told apart by what relocation does with them.

import { closeSync, fstatSync, openSync } from 'node:fs';
import { readdir, readlink, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { FileScanner } from '../archives/scan-file.js';
import { Stopped } from '../terms/failure.js';
import { ProgressCount, type Advance } from '../terms/progress.js';
import { searchBuildPaths, type BuildPath } from './build-paths.js';
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

/** Somebody who sees the files of a venv while they are read. */
export interface Onlooker {
  /** Whether a file has to be shown. */
  readonly wants: (path: string, size: number) => boolean;
  /** Shows a file; its bytes are those of the next one afterwards. */
  readonly see: (path: string, bytes: Buffer) => void;
}

/** Written anew, or of no use on App Service; Python 3.14 has one more name for its link,
 * and `.lock` is uv's. */
const LEFT_BEHIND =
  /^(?:bin\/(?:python[\d.]*|\u{1d70b}thon)|bin\/Activate\.ps1|pyvenv\.cfg|lib64|\.lock)$/u;

/** Text above this size holds no address. */
const LARGEST_TEXT = 32 * 1024 * 1024;

/** Bytes that are read before anything else, such as a signal, has its turn. */
const TURN = 16 * 1024 * 1024;

/** Who looks on while files are read. */
export interface Watching {
  readonly onlooker?: Onlooker;
  /** Sizes are not known before a file is opened. */
  readonly advance?: Advance;
}

/**
 * Reads the files of a venv, sorted by path. Bytecode is left out: it is made for the address later.
 * @param signal stops the reading between two files
 * @param watching who sees the files that it wants, as they are installed, and who is told of each
 * @throws Stopped `link-dangling`, `link-to-itself`
 */
export async function loadVenvFiles(
  venv: string,
  paths: readonly BuildPath[],
  signal: AbortSignal,
  { onlooker, advance }: Watching = {},
): Promise<VenvFile[]> {
  const scanner = new FileScanner(searchBuildPaths(paths));
  const found: VenvFile[] = [];
  let untilTurn = TURN;
  const listed = await listFiles(venv, '');
  const count = new ProgressCount({ files: listed.length }, advance);
  for (const path of listed) {
    signal.throwIfAborted();
    const file = loadVenvFile(venv, path, scanner, onlooker);
    found.push(file);
    count.add(file.size, 1);
    untilTurn -= file.size;
    if (untilTurn > 0) continue;
    await setImmediate();
    untilTurn = TURN;
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

/** Synchronous: see `openContent`. */
function loadVenvFile(
  venv: string,
  path: string,
  scanner: FileScanner,
  onlooker: Onlooker | undefined,
): VenvFile {
  const absolute = join(venv, path);
  const file = openSync(absolute, 'r');
  try {
    const { size, mode } = fstatSync(file);
    const { digest, found } = scanner.scan(file, absolute, size);
    if (onlooker?.wants(path, size)) onlooker.see(path, scanner.glance(file, absolute, size));
    const named = isRecord(path) || isDirectUrl(path) || isEntryPoints(path);
    const isRead = size <= LARGEST_TEXT && (found || named || path.startsWith('bin/'));
    const bytes = isRead ? scanner.whole(file, absolute, size) : undefined;
    const isBinary = found && (bytes?.includes(0) ?? true);
    return {
      path,
      absolute,
      size,
      // uv makes every script a program, pip those that were one in the wheel.
      executable: (mode & 0o111) !== 0 || isScript(path, bytes),
      digest,
      bytes: named || (found && !isBinary) ? bytes : undefined,
      keepsBuildPath: isBinary,
    };
  } finally {
    closeSync(file);
  }
}

function isScript(path: string, bytes: Buffer | undefined): boolean {
  return /^bin\/[^/]+$/.test(path) && bytes?.[0] === 0x23 && bytes[1] === 0x21;
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
