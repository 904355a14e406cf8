// Relocation: from the installed venv to the entries of a venv that is true at its address.

import { posix } from 'node:path';
import { entryOfBytes } from '../archives/digest.js';
import { entrySize, sortedByPath, type Entry, type FileEntry } from '../terms/archive-entry.js';
import { readRecord, recordHash, writeRecord, type RecordRow } from '../terms/record.js';
import { withoutCredentials } from '../terms/redaction.js';
import { readShebang, withInterpreter } from '../terms/shebang.js';
import { replaceBuildPaths, spellBuildPaths, type PathMapping } from './build-paths.js';
import { consoleScripts, type ConsoleScript } from './console-scripts.js';
import { isDirectUrl, isInstallersNote, isRecord, type VenvFile } from './venv-file.js';
import { pyvenvCfg, venvPythonEntries } from './venv-python.js';

export interface Destination {
  /** The venv's address at run time. */
  readonly venv: string;
  /** The folder of this machine that the venv was built in, in every spelling. */
  readonly installedAt: readonly string[];
  /** All folders of this machine to be replaced; the venv's own among them. */
  readonly mappings: readonly PathMapping[];
  /** Whether links survive the way (see `LayoutFacts.venvKeepsLinks`). */
  readonly keepsLinks: boolean;
  readonly pythonVersion: string;
  readonly pythonMinor: string;
}

/**
 * Plans the venv for its address: nothing on disk is changed.
 * @param leftOut paths of files that are not packed, nor the programs that would call them
 * @returns entries relative to the venv, sorted
 */
export function relocateVenv(
  files: readonly VenvFile[],
  to: Destination,
  leftOut: ReadonlySet<string> = new Set(),
): Entry[] {
  const kept = files.filter(
    (file) => !isLocalOrigin(file) && !isInstallersNote(file.path) && !leftOut.has(file.path),
  );
  const relocated = new Map(kept.map((file) => [file.path, relocateFile(file, to)]));
  const scripts = consoleScripts(kept, to.venv, to.pythonMinor).filter(
    (script) => !placesOf(script).some((path) => leftOut.has(path)),
  );
  for (const { entry } of scripts) relocated.set(entry.path, entry);
  // A RECORD may list that of a distribution which its own carries along: the inner one comes first.
  const records = kept.filter(({ path }) => isRecord(path)).toSorted(byDepth);
  const installed = new Set(files.map((file) => file.path));
  for (const file of records) {
    const entry = relocated.get(file.path);
    if (!entry) continue;
    const own = scripts.filter(({ info }) => `${info}/RECORD` === file.path);
    const brought = own.map((script) => script.entry.path);
    const truth = { installed, relocated, venv: to.venv, brought };
    relocated.set(file.path, withTrueHashes(entry, truth));
  }
  return sortedByPath([
    ...relocated.values(),
    ...venvPythonEntries(to.pythonMinor, to.keepsLinks),
    pyvenvCfg(to.venv, to.pythonVersion, to.pythonMinor),
  ]);
}

/** Where the module of a program may be. */
function placesOf({ info, module }: ConsoleScript): string[] {
  const path = `${posix.dirname(info)}/${module.replaceAll('.', '/')}`;
  return [`${path}.py`, `${path}/__init__.py`];
}

/** The deepest path first. */
function byDepth(a: { readonly path: string }, b: { readonly path: string }): number {
  return b.path.split('/').length - a.path.split('/').length;
}

/** `direct_url.json` of a distribution from a folder or file of this machine: the address is worth nothing elsewhere. */
function isLocalOrigin({ path, bytes }: VenvFile): boolean {
  return isDirectUrl(path) && bytes !== undefined && /"url"\s*:\s*"file:/.test(bytes.toString());
}

function relocateFile(file: VenvFile, to: Destination): FileEntry {
  const { path, executable, absolute, size, digest } = file;
  if (!file.bytes) {
    const content = { kind: 'file', path: absolute, offset: 0, size } as const;
    return { kind: 'file', path, executable, content, digest };
  }
  const own = isDirectUrl(path) ? plainOrigin(file.bytes) : withAddress(file.bytes, to);
  const moved = replaceBuildPaths(own, spellBuildPaths(to.mappings));
  const bytes = ACTIVATE.test(path) ? withoutQuotes(moved, to.venv) : moved;
  return entryOfBytes(path, bytes, executable);
}

/** The scripts that venv writes for each shell. */
const ACTIVATE = /^bin\/activate(?:\.\w+)?$/;

/**
 * Python 3.14, and of the others the patches since December 2024, put the venv's folder between quotes only where its path needs
 * them (CVE-2024-9287): where the venv was made would tell in the package. The address needs none.
 */
function withoutQuotes(bytes: Buffer, address: string): Buffer {
  return Buffer.from(bytes.toString('latin1').replaceAll(`'${address}'`, address), 'latin1');
}

/**
 * What every installer tells of a distribution's origin (PEP 610); the hash of a file is pip's alone. Of its address
 * pip 23.2 and uv 0.13 leave out user and password, and keep the signature in its query.
 */
function plainOrigin(bytes: Buffer): Buffer {
  try {
    const origin = JSON.parse(bytes.toString('utf8')) as Record<string, unknown>;
    const { archive_info: archive, url, ...rest } = origin;
    const told = {
      ...(archive === undefined ? {} : { archive_info: {} }),
      url: typeof url === 'string' ? withoutCredentials(url) : url,
      ...rest,
    };
    return Buffer.from(JSON.stringify(sortedKeys(told)));
  } catch {
    return bytes;
  }
}

function sortedKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const pairs = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(pairs.map(([key, inner]) => [key, sortedKeys(inner)]));
}

/** A shebang of the venv gets the plain form, whatever form its old address needed. */
function withAddress(bytes: Buffer, to: Destination): Buffer {
  const shebang = readShebang(bytes);
  const inside = to.installedAt.find((venv) => shebang?.interpreter.startsWith(`${venv}/`));
  if (!shebang || inside === undefined) return bytes;
  const rest = shebang.interpreter.slice(inside.length + 1);
  return withInterpreter(bytes, shebang, `${to.venv}/${rest}`);
}

/** What a RECORD is made true to. */
interface Truth {
  /** Paths of all files as installed. */
  readonly installed: ReadonlySet<string>;
  readonly relocated: ReadonlyMap<string, FileEntry>;
  /** The venv's address. */
  readonly venv: string;
  /** Paths of programs of the distribution that no installer wrote. */
  readonly brought: readonly string[];
}

/**
 * RECORD's hash and size of each changed file, without the lines of files that are not packed, and sorted,
 * since each installer has an order of its own. Rows for programs that no installer wrote are added.
 */
function withTrueHashes(
  record: FileEntry,
  { installed, relocated, venv, brought }: Truth,
): FileEntry {
  if (record.content.kind !== 'bytes') return record;
  const sitePackages = posix.dirname(posix.dirname(record.path));
  const inVenv = ({ path }: RecordRow): string => {
    // An absolute path is that at the address by now.
    if (path.startsWith('/')) return posix.relative(venv, path);
    const plain = `${sitePackages}/${path}`;
    return installed.has(plain) ? plain : posix.join(sitePackages, path);
  };
  const listed = readRecord(record.content.bytes.toString('utf8')).map((row) => ({
    row,
    path: inVenv(row),
  }));
  const known = new Set(brought.length > 0 ? listed.map(({ path }) => path) : []);
  const added = brought
    .filter((path) => !known.has(path))
    .map((path) => {
      const own = posix.relative(sitePackages, path);
      return { row: { path: own, hash: 'sha256=', size: '' }, path };
    });
  const rows = [...listed, ...added].flatMap(({ row, path }): RecordRow[] => {
    const entry = relocated.get(path);
    const notPacked = installed.has(path) || path.includes('__pycache__/');
    if (!entry) return notPacked ? [] : [row];
    // pip tells the size of a file whose hash nobody told, uv does not.
    if (row.hash === '') return [{ ...row, size: '' }];
    if (entry.content.kind !== 'bytes') return [row];
    return [{ path: row.path, hash: recordHash(entry.digest), size: String(entrySize(entry)) }];
  });
  const bytes = Buffer.from(writeRecord(sortedByPath(rows)));
  return entryOfBytes(record.path, bytes, record.executable);
}
