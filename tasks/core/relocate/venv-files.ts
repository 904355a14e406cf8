// The files of the venv as installed: read once, told apart by what relocation does with them.

import { setImmediate } from 'node:timers/promises';
import { readAtOnce } from '../archives/read-content.js';
import { FileScanner } from '../archives/scan-file.js';
import { ProgressCount, type Advance } from '../terms/progress.js';
import { searchBuildPaths, type BuildPath } from './build-paths.js';
import { isEntryPoints } from './console-scripts.js';
import { listVenv } from './list-venv.js';
import { LookTogether } from './look-together.js';
import { lookAt, type Look } from './look.js';
import { Turns } from '../terms/turns.js';

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
  /** Whether a file has to be shown; before its size is known, it is asked for as if it were empty. */
  readonly wants: (path: string, size: number) => boolean;
  /** Shows a file; its bytes are those of the next one afterwards. */
  readonly see: (path: string, bytes: Buffer) => void;
}

/** Text above this size holds no address. */
const LARGEST_TEXT = 32 * 1024 * 1024;

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
 * @throws Stopped `link-dangling`, `link-to-itself`, `file-changed`
 */
export async function loadVenvFiles(
  venv: string,
  paths: readonly BuildPath[],
  signal: AbortSignal,
  { onlooker, advance }: Watching = {},
): Promise<VenvFile[]> {
  const listed = await listVenv(venv, signal);
  const count = new ProgressCount({ files: listed.length }, advance);
  const looked = (bytes: number, files: number): void => count.add(bytes, files);
  const scanner = new FileScanner(searchBuildPaths(paths));
  const isShown = (path: string): boolean => isAsked(path) || onlooker?.wants(path, 0) === true;
  const shown = listed.filter(isShown);
  const others = listed.filter((path) => !isShown(path));
  const files = others.map((path) => inVenv(venv, path));
  const together = new LookTogether(files, { scanner, paths, looked });
  try {
    const found = await loadShown({ venv, paths: shown, scanner, onlooker, looked }, signal);
    const turns = new Turns();
    for (const [at, look] of (await together.finish(signal)).entries()) {
      signal.throwIfAborted();
      const path = others[at] ?? '';
      const file = unseenFile(path, files[at] ?? '', look);
      found.set(path, file);
      if (turns.isOver(file.bytes?.length ?? 0)) await setImmediate();
    }
    return listed.flatMap((path) => found.get(path) ?? []);
  } finally {
    await together.close();
  }
}

/** Files whose bytes are asked for on this thread. */
interface Shown {
  readonly venv: string;
  readonly paths: readonly string[];
  readonly scanner: FileScanner;
  readonly onlooker: Onlooker | undefined;
  readonly looked: (bytes: number, files: number) => void;
}

async function loadShown(shown: Shown, signal: AbortSignal): Promise<Map<string, VenvFile>> {
  const found = new Map<string, VenvFile>();
  const turns = new Turns();
  for (const path of shown.paths) {
    signal.throwIfAborted();
    const file = loadVenvFile(shown, path);
    found.set(path, file);
    shown.looked(file.size, 1);
    if (turns.isOver(file.size)) await setImmediate();
  }
  return found;
}

/** Synchronous: see `openContent`. */
function loadVenvFile({ venv, scanner, onlooker }: Shown, path: string): VenvFile {
  const absolute = inVenv(venv, path);
  return lookAt(absolute, scanner, (look, file) => {
    const { size, found } = look;
    if (onlooker?.wants(path, size)) onlooker.see(path, scanner.glance(file, absolute, size));
    const isRead = size <= LARGEST_TEXT && (found || isAsked(path));
    return venvFile(path, absolute, look, isRead ? scanner.whole(file, absolute, size) : undefined);
  });
}

/** Not by `join`, which leaves a rope of all the parts: 10 MB for 20,000 files. */
function inVenv(venv: string, path: string): string {
  return `${venv}/${path}`;
}

/** A file that others looked at: read once more when there is something in it to be changed. */
function unseenFile(path: string, absolute: string, look: Look): VenvFile {
  const { size, digest, found } = look;
  if (!found || size > LARGEST_TEXT) return venvFile(path, absolute, look, undefined);
  const content = { kind: 'file', path: absolute, offset: 0, size } as const;
  return venvFile(path, absolute, look, readAtOnce(content, digest));
}

function venvFile(
  path: string,
  absolute: string,
  { size, isProgram, digest, found }: Look,
  bytes: Buffer | undefined,
): VenvFile {
  const isBinary = found && (bytes?.includes(0) ?? true);
  return {
    path,
    absolute,
    size,
    // uv makes every script a program, pip those that were one in the wheel.
    executable: isProgram || isScript(path, bytes),
    digest,
    bytes: isNamed(path) || (found && !isBinary) ? bytes : undefined,
    keepsBuildPath: isBinary,
  };
}

/** Whether relocation reads a file by its name. */
function isNamed(path: string): boolean {
  return isRecord(path) || isDirectUrl(path) || isEntryPoints(path);
}

/** Whether the bytes of a file are wanted whatever is in it. */
function isAsked(path: string): boolean {
  return isNamed(path) || path.startsWith('bin/');
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
