// The files of the venv as installed: read once, told apart by what relocation does with them.

import { closeSync, openSync, statSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { NO_PARTS, type PartStore } from '../archives/part-store.js';
import { readAtOnce } from '../archives/read-content.js';
import { FileScanner } from '../archives/scan-file.js';
import { ProgressCount, type Advance } from '../terms/progress.js';
import { beginningsOf, holdsBuildPath, type BuildPath } from './build-paths.js';
import type { FileStates } from './file-states.js';
import { KeptLooks } from './kept-looks.js';
import { listVenv } from './list-venv.js';
import { LookTogether } from './look-together.js';
import { Looker, type Looking } from './look.js';
import type { Seen } from './looks-note.js';
import { filesOfSameWheels, type SameFile } from './same-wheels.js';
import { isAsked, isNamed, isRecord, isScript, type VenvFile } from './venv-file.js';
import { Turns } from '../terms/turns.js';
import { UNTOLD_WHEELS, type InstalledWheels } from '../terms/wheels.js';

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
  /** What the venv was filled with, when that was done for this run. */
  readonly wheels?: InstalledWheels;
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
  { onlooker, advance, store = NO_PARTS, wheels }: Watching = {},
): Promise<VenvFile[]> {
  const listed = await listVenv(venv, signal);
  const count = new ProgressCount({ files: listed.length }, advance);
  const looked = (bytes: number, files: number): void => count.add(bytes, files);
  const beginnings = beginningsOf(paths);
  const noting = onlooker?.name ?? '';
  const sought = { venv, paths, beginnings, noting, ...(wheels && { wheels }) };
  const kept = new KeptLooks(store, sought);
  const known = await kept.stillTrue(listed, signal);
  const earlier = known ? new Map<string, Seen>() : kept.byPath();
  // Not by `join`, which leaves a rope of all the parts: 10 MB for 20,000 files.
  const files = listed.map((path) => `${venv}/${path}`);
  const plain = listed.map((path) => plainDigest(earlier.get(path)));
  const states = kept.statesOf(listed);
  const looking = { files, beginnings, plain, states: states.numbers };
  const looker = new Looker(looking);
  const seen: Seen[] = [];
  const reading = { listed, paths, looking, looker, earlier, seen, onlooker, looked };
  if (known) return loadKnown(reading, known, signal);
  const before = { seen: earlier, wheels: kept.wheelsBefore() };
  const found = await readAll(
    {
      ...reading,
      states,
      filesOfSameWheels: (records) => filesOfSameWheels(records, wheels ?? UNTOLD_WHEELS, before),
    },
    signal,
  );
  kept.keep(listed, seen, states);
  return found;
}

/** Digest of a content that has nothing of what is searched for. */
function plainDigest(earlier: Seen | undefined): string | undefined {
  return earlier?.begins === false ? earlier.digest : undefined;
}

/** The files that are listed, and who looks at them. */
interface Reading {
  readonly listed: readonly string[];
  readonly paths: readonly BuildPath[];
  readonly looking: Looking;
  readonly looker: Looker;
  /** What an earlier run saw, by the files' paths. */
  readonly earlier: ReadonlyMap<string, Seen>;
  /** What is seen by this one, by the files' places. */
  readonly seen: Seen[];
  readonly onlooker: Onlooker | undefined;
  readonly looked: (bytes: number, files: number) => void;
}

/** A reading of a venv that is not known as it is. */
interface FullReading extends Reading {
  readonly states: FileStates;
  /** Files of the wheels that the venv before was made of, by path. */
  readonly filesOfSameWheels: (records: readonly VenvFile[]) => ReadonlyMap<string, SameFile>;
}

/** Files of a turn that are not read. */
const FILES = 1024;

async function readAll(reading: FullReading, signal: AbortSignal): Promise<VenvFile[]> {
  const { listed, looking, looker, onlooker, looked } = reading;
  const found: VenvFile[] = [];
  const placesWhere = (isMeant: (path: string) => boolean): number[] =>
    [...listed.entries()].flatMap(([at, path]) => (found[at] || !isMeant(path) ? [] : [at]));
  const isShown = (path: string): boolean => isAsked(path) || onlooker?.wants(path, 0) === true;
  await loadShown(reading, found, placesWhere(isRecord), signal);
  await takeSame(reading, found, signal);
  const places = placesWhere((path) => !isShown(path));
  const together = new LookTogether(looking, { looker, places, looked });
  try {
    await loadShown(reading, found, placesWhere(isShown), signal);
    const turns = new Turns();
    for (const [at, look] of (await together.finish(signal)).entries()) {
      if (!look) continue;
      signal.throwIfAborted();
      reading.seen[at] = look;
      const file = unreadFile(reading, at, look);
      found[at] = file;
      if (turns.isOver(file.bytes?.length ?? 0)) await setImmediate();
    }
    return found;
  } finally {
    await together.close();
  }
}

/**
 * Takes files that are the same as in the venv before, as long as they have the size that they had and nobody wrote them
 * after their installer: a build, or what collects static files, runs code in the venv.
 * @param found gets them, by their places
 */
async function takeSame(
  reading: FullReading,
  found: VenvFile[],
  signal: AbortSignal,
): Promise<void> {
  const { listed, looking, seen, looked, states } = reading;
  const records = Object.values(found);
  const same = reading.filesOfSameWheels(records);
  const written = new Map(records.map((one) => [one.path, statSync(one.absolute).ctimeMs]));
  const turns = new Turns(FILES);
  let [bytes, files] = [0, 0];
  for (const [at, path] of listed.entries()) {
    const file = isAsked(path) ? undefined : same.get(path);
    if (!file) continue;
    if (turns.isOver(1)) await setImmediate();
    signal.throwIfAborted();
    const stats = statSync(looking.files[at] ?? '');
    const isWrittenSince = stats.ctimeMs > (written.get(file.record) ?? 0);
    if (isWrittenSince || stats.size !== file.seen.size) continue;
    states.tell(at, stats);
    seen[at] = { ...file.seen, isProgram: (stats.mode & 0o111) !== 0 };
    found[at] = unreadFile(reading, at, seen[at]);
    bytes += stats.size;
    files += 1;
  }
  if (files > 0) looked(bytes, files);
}

/**
 * Loads files of which somebody wants the bytes, or which an onlooker wants to see, on this thread.
 * @param found gets them, by their places
 */
async function loadShown(
  reading: Reading,
  found: VenvFile[],
  shown: readonly number[],
  signal: AbortSignal,
): Promise<void> {
  const turns = new Turns();
  for (const at of shown) {
    signal.throwIfAborted();
    const file = loadVenvFile(reading, at);
    found[at] = file;
    reading.looked(file.size, 1);
    if (turns.isOver(file.size)) await setImmediate();
  }
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
    const isRead = isAsked(reading.listed[at] ?? '');
    const file = isRead ? loadVenvFile(reading, at) : unreadFile(reading, at, seen);
    found.push(file);
    if (turns.isOver(file.bytes?.length ?? 0)) await setImmediate();
  }
  reading.looked(
    found.reduce((sum, { size }) => sum + size, 0),
    found.length,
  );
  return found;
}

/** Synchronous: see `openContent`. */
function loadVenvFile(reading: Reading, at: number): VenvFile {
  const { listed, looking, looker, onlooker, earlier, seen } = reading;
  const path = listed[at] ?? '';
  const absolute = looking.files[at] ?? '';
  return looker.lookAt(at, (look, file) => {
    const { size, digest, begins } = look;
    const noted = (wanting: Onlooker): unknown => {
      const before = earlier.get(path);
      if (before?.digest === digest) return before.note;
      return wanting.note(path, looker.scanner.glance(file, absolute, size));
    };
    const note = onlooker?.wants(path, size) === true ? noted(onlooker) : undefined;
    seen[at] = { ...look, note };
    const isRead = size <= LARGEST_TEXT && (begins || isAsked(path));
    const bytes = isRead ? looker.scanner.whole(file, absolute, size) : undefined;
    return venvFile(reading, at, seen[at], bytes);
  });
}

/** A file at which others looked: read once more when there may be something in it to be changed. */
function unreadFile(reading: Reading, at: number, seen: Seen): VenvFile {
  const { size, digest, begins } = seen;
  if (!begins || size > LARGEST_TEXT) return venvFile(reading, at, seen, undefined);
  const path = reading.looking.files[at] ?? '';
  const content = { kind: 'file', path, offset: 0, size } as const;
  return venvFile(reading, at, seen, readAtOnce(content, digest));
}

function venvFile(
  { listed, looking, paths }: Reading,
  at: number,
  { size, isProgram, digest, begins, note }: Seen,
  bytes: Buffer | undefined,
): VenvFile {
  const path = listed[at] ?? '';
  const absolute = looking.files[at] ?? '';
  const isFound = begins && (bytes ? holdsBuildPath(bytes, paths) : isIn(absolute, size, paths));
  const isBinary = isFound && (bytes?.includes(0) ?? true);
  return {
    path,
    absolute,
    size,
    // uv makes every script a program, pip those that were one in the wheel.
    executable: isProgram || isScript(path, bytes),
    digest,
    bytes: isNamed(path) || (isFound && !isBinary) ? bytes : undefined,
    keepsBuildPath: isBinary,
    note,
  };
}

/** Whether a build path is in a file that is too large to be read at once. */
function isIn(path: string, size: number, paths: readonly BuildPath[]): boolean {
  const file = openSync(path, 'r');
  try {
    return new FileScanner((bytes) => holdsBuildPath(bytes, paths)).scan(file, path, size).found;
  } finally {
    closeSync(file);
  }
}
