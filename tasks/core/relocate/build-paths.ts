// Build paths: addresses of this machine that must not travel, and what stands for them on App Service.

import { asciiJson } from '../terms/ascii-json.js';
import { beginningInEachRun } from '../tools/private-folder.js';

/** A folder of this machine and its address at run time; both absolute, without a trailing slash. */
export interface PathMapping {
  readonly from: string;
  readonly to: string;
}

/** One spelling of a mapping, as bytes. */
export interface BuildPath {
  readonly bytes: Buffer;
  readonly replacement: Buffer;
  /** A path of two names may be the end of another, as in `https://host/src/app`. */
  readonly onlyFromRoot: boolean;
}

/**
 * Every spelling in which a file may hold the mappings' folders: as it is, percent-encoded (URLs),
 * escaped (JSON), and with quotes as a shell has them. The longest comes first, so that a folder inside
 * another is replaced as itself.
 */
export function spellBuildPaths(mappings: readonly PathMapping[]): BuildPath[] {
  return mappings
    .flatMap(({ from, to }) => spellings(from).map((spelling) => ({ spelling, from, to })))
    .toSorted((a, b) => b.spelling.length - a.spelling.length)
    .map(({ spelling, from, to }) => ({
      bytes: Buffer.from(spelling),
      replacement: Buffer.from(to),
      onlyFromRoot: depthOf(from) < 3,
    }));
}

function spellings(path: string): string[] {
  const json = JSON.stringify(path).slice(1, -1);
  const shell = path.replaceAll("'", `'"'"'`);
  return [...new Set([path, encodeURI(path), pythonUrl(path), json, asciiJson(json), shell])];
}

/** As Python's `urllib.parse.quote` has it, with which pip makes its URLs: all but these letters is encoded. */
function pythonUrl(path: string): string {
  return encodeURIComponent(path)
    .replaceAll('%2F', '/')
    .replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** A folder name goes on with these; `/work/app` is not part of `/work/app2`. */
function continuesName(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  return /[A-Za-z0-9_-]/.test(String.fromCharCode(byte));
}

/** Whether any build path is in the bytes. */
export function holdsBuildPath(bytes: Buffer, paths: readonly BuildPath[]): boolean {
  return paths.some((path) => nextIndex(bytes, path, 0) !== -1);
}

/** So many bytes tell a folder of this machine from the paths that texts are full of. */
const TELLING = 8;

/**
 * A few beginnings, at least one of which is in whatever holds a build path: thousands of files are sooner searched for
 * them, and the next run has the same, though its folders have other names.
 */
export function beginningsOf(paths: readonly BuildPath[]): Buffer[] {
  const beginnings: Buffer[] = [];
  const lasting = paths.map(({ bytes }) => Buffer.from(beginningInEachRun(bytes.toString())));
  for (const path of lasting.toSorted((a, b) => Buffer.compare(a, b))) {
    const last = beginnings.at(-1);
    const length = last === undefined ? 0 : sharedLength(last, path);
    const joins = last !== undefined && length >= Math.min(TELLING, last.length);
    if (joins) beginnings[beginnings.length - 1] = last.subarray(0, length);
    else beginnings.push(path);
  }
  return beginnings;
}

function sharedLength(one: Buffer, other: Buffer): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}

/** The bytes with every build path replaced. */
export function replaceBuildPaths(bytes: Buffer, paths: readonly BuildPath[]): Buffer {
  return paths.reduce((current, path) => replaceOne(current, path), bytes);
}

function replaceOne(bytes: Buffer, path: BuildPath): Buffer {
  const parts: Buffer[] = [];
  let done = 0;
  for (let at = nextIndex(bytes, path, 0); at !== -1; at = nextIndex(bytes, path, done)) {
    parts.push(bytes.subarray(done, at), path.replacement);
    done = at + path.bytes.length;
  }
  return done === 0 ? bytes : Buffer.concat([...parts, bytes.subarray(done)]);
}

function nextIndex(bytes: Buffer, path: BuildPath, from: number): number {
  let at = bytes.indexOf(path.bytes, from);
  while (at !== -1 && !isWhole(bytes, path, at)) at = bytes.indexOf(path.bytes, at + 1);
  return at;
}

function isWhole(bytes: Buffer, path: BuildPath, at: number): boolean {
  if (continuesName(bytes[at + path.bytes.length])) return false;
  if (!path.onlyFromRoot) return true;
  const before = bytes.subarray(Math.max(0, at - 3), at).toString('latin1');
  return before.endsWith('://') || !/[\w./-]$/.test(before);
}

/** Folders two deep that are the same on every machine: to replace them would change words, not addresses. */
const EVERYWHERE = ['/usr/local', '/opt/python'];

/** Whether a folder is told apart from ordinary text: at least two deep, and not one that every machine has. */
export function isTelling(folder: string): boolean {
  return !EVERYWHERE.includes(folder) && depthOf(folder) >= 2;
}

/** How many names a folder's path has; a drive of Windows is its root. */
function depthOf(folder: string): number {
  const signs = /^[A-Za-z]:/.test(folder) ? /[\\/]/ : '/';
  return folder.split(signs).length - 1;
}
