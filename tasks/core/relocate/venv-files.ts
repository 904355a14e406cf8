// The files of the venv as installed: read once, told apart by what relocation does with them.

import { setImmediate } from 'node:timers/promises';
import { NO_PARTS, type PartStore } from '../archives/part-store.js';
import { readAtOnce } from '../archives/read-content.js';
import { FileScanner } from '../archives/scan-file.js';
import { ProgressCount, type Advance } from '../terms/progress.js';
import { searchBuildPaths, type BuildPath } from './build-paths.js';
import { isEntryPoints } from './console-scripts.js';
import { findLooks, type Seen } from './kept-looks.js';
import { listVenv } from './list-venv.js';
import { LookTogether } from './look-together.js';
import { lookAt } from './look.js';
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
  /** What the onlooker noted. */
  readonly note?: unknown;
}

/** Somebody who sees the files of a venv while they are read. */
export interface Onlooker {
  /** Names what is wanted and noted: with the same name it is the same. */
  readonly name: string;
  /** Whether a file has to be shown; before its size is known, it is asked for as if it were empty. */
  readonly wants: (path: string, size: number) => boolean;
  /** What has to be known of a file, as JSON keeps it; its bytes are those of the next one afterwards. */
  readonly note: (path: string, bytes: Buffer) => unknown;
}

/** Text above this size holds no address. */
const LARGEST_TEXT = 32 * 1024 * 1024;

/** Who looks on while files are read. */
export interface Watching {
  readonly onlooker?: Onlooker;
  /** Sizes are not known before a file is opened. */
  readonly advance?: Advance;
  /** Where it is kept what was seen: files that nobody touched are not read again. */
  readonly store?: PartStore;
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
  { onlooker, advance, store = NO_PARTS }: Watching = {},
): Promise<VenvFile[]> {
  const listed = await listVenv(venv, signal);
  const count = new ProgressCount({ files: listed.length }, advance);
  const looked = (bytes: number, files: number): void => count.add(bytes, files);
  const scanner = new FileScanner(searchBuildPaths(paths));
  const reading = { venv, paths, listed, scanner, onlooker, looked };
  const noting = onlooker?.name ?? '';
  const looks = await findLooks(store, { venv, files: listed, paths, noting }, signal);
  if (looks.known) return loadKnown(reading, looks.known, signal);
  const files = await readAll(reading, signal);
  looks.keep(files.map(seenIn));
  return files;
}

/** The files that are listed, and who looks at them. */
interface Reading {
  readonly venv: string;
  readonly paths: readonly BuildPath[];
  readonly listed: readonly string[];
  readonly scanner: FileScanner;
  readonly onlooker: Onlooker | undefined;
  readonly looked: (bytes: number, files: number) => void;
}

async function readAll(reading: Reading, signal: AbortSignal): Promise<VenvFile[]> {
  const { venv, paths, listed, scanner, onlooker, looked } = reading;
  const isShown = (path: string): boolean => isAsked(path) || onlooker?.wants(path, 0) === true;
  const others = listed.filter((path) => !isShown(path));
  const files = others.map((path) => inVenv(venv, path));
  const together = new LookTogether(files, { scanner, paths, looked });
  try {
    const found = await loadShown(reading, listed.filter(isShown), signal);
    const turns = new Turns();
    for (const [at, look] of (await together.finish(signal)).entries()) {
      signal.throwIfAborted();
      const path = others[at] ?? '';
      const file = unreadFile(path, files[at] ?? '', look);
      found.set(path, file);
      if (turns.isOver(file.bytes?.length ?? 0)) await setImmediate();
    }
    return listed.flatMap((path) => found.get(path) ?? []);
  } finally {
    await together.close();
  }
}

/** Files of which somebody wants the bytes, or which an onlooker wants to see, on this thread. */
async function loadShown(
  reading: Reading,
  shown: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, VenvFile>> {
  const found = new Map<string, VenvFile>();
  const turns = new Turns();
  for (const path of shown) {
    signal.throwIfAborted();
    const file = loadVenvFile(reading, path);
    found.set(path, file);
    reading.looked(file.size, 1);
    if (turns.isOver(file.size)) await setImmediate();
  }
  return found;
}

/** Reads only those files of which somebody wants the bytes. */
async function loadKnown(
  reading: Reading,
  known: readonly Seen[],
  signal: AbortSignal,
): Promise<VenvFile[]> {
  const found: VenvFile[] = [];
  const turns = new Turns();
  for (const [at, seen] of known.entries()) {
    signal.throwIfAborted();
    const path = reading.listed[at] ?? '';
    const file = isAsked(path)
      ? loadVenvFile(reading, path)
      : unreadFile(path, inVenv(reading.venv, path), seen);
    found.push(file);
    if (turns.isOver(file.bytes?.length ?? 0)) await setImmediate();
  }
  reading.looked(
    found.reduce((sum, { size }) => sum + size, 0),
    found.length,
  );
  return found;
}

/** What has to be known of a file, so that it need not be read again. */
function seenIn({ size, executable, digest, bytes, keepsBuildPath, note }: VenvFile): Seen {
  const found = bytes !== undefined || keepsBuildPath;
  return { size, isProgram: executable, digest, found, note };
}

/** Synchronous: see `openContent`. */
function loadVenvFile({ venv, scanner, onlooker }: Reading, path: string): VenvFile {
  const absolute = inVenv(venv, path);
  return lookAt(absolute, scanner, (look, file) => {
    const { size, found } = look;
    const note =
      onlooker?.wants(path, size) === true
        ? onlooker.note(path, scanner.glance(file, absolute, size))
        : undefined;
    const isRead = size <= LARGEST_TEXT && (found || isAsked(path));
    const bytes = isRead ? scanner.whole(file, absolute, size) : undefined;
    return venvFile(path, absolute, { ...look, note }, bytes);
  });
}

/** Not by `join`, which leaves a rope of all the parts: 10 MB for 20,000 files. */
function inVenv(venv: string, path: string): string {
  return `${venv}/${path}`;
}

/** A file at which others looked: read once more when there is something in it to be changed. */
function unreadFile(path: string, absolute: string, seen: Seen): VenvFile {
  const { size, digest, found } = seen;
  if (!found || size > LARGEST_TEXT) return venvFile(path, absolute, seen, undefined);
  const content = { kind: 'file', path: absolute, offset: 0, size } as const;
  return venvFile(path, absolute, seen, readAtOnce(content, digest));
}

function venvFile(
  path: string,
  absolute: string,
  { size, isProgram, digest, found, note }: Seen,
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
    note,
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
