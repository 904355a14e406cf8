// Relocation: from the installed venv to the entries of a venv that is true at its address.

import { posix } from 'node:path';
import { entryOfBytes } from '../archives/digest.js';
import { comparePaths, entrySize, type Entry, type FileEntry } from '../terms/archive-entry.js';
import { readRecord, recordHash, writeRecord, type RecordRow } from '../terms/record.js';
import { readShebang, withInterpreter } from '../terms/shebang.js';
import { replaceBuildPaths, spellBuildPaths, type PathMapping } from './build-paths.js';
import { isDirectUrl, isRecord, type VenvFile } from './venv-files.js';
import { pyvenvCfg, venvPythonEntries } from './venv-python.js';

export interface Destination {
  /** The venv's address at run time. */
  readonly venv: string;
  /** The installed venv on this machine. */
  readonly installedAt: string;
  /** All folders of this machine to be replaced; the venv's own among them. */
  readonly mappings: readonly PathMapping[];
  /** Whether links survive the way (see `LayoutFacts.venvKeepsLinks`). */
  readonly keepsLinks: boolean;
  readonly pythonVersion: string;
  readonly pythonMinor: string;
}

/**
 * Plans the venv for its address: nothing on disk is changed.
 * @returns entries relative to the venv, sorted
 */
export function relocateVenv(files: readonly VenvFile[], to: Destination): Entry[] {
  const kept = files.filter((file) => !isLocalOrigin(file));
  const relocated = new Map(kept.map((file) => [file.path, relocateFile(file, to)]));
  // A RECORD may list that of a distribution which its own carries along: the inner one comes first.
  const records = kept.filter(({ path }) => isRecord(path)).toSorted(byDepth);
  for (const file of records) {
    const entry = relocated.get(file.path);
    if (entry) relocated.set(file.path, withTrueHashes(entry, files, relocated, to.venv));
  }
  return [
    ...relocated.values(),
    ...venvPythonEntries(to.pythonMinor, to.keepsLinks),
    pyvenvCfg(to.venv, to.pythonVersion, to.pythonMinor),
  ].toSorted(comparePaths);
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
  const bytes = replaceBuildPaths(withAddress(file.bytes, to), spellBuildPaths(to.mappings));
  return entryOfBytes(path, bytes, executable);
}

/** A shebang of the venv gets the plain form, whatever form its old address needed. */
function withAddress(bytes: Buffer, to: Destination): Buffer {
  const shebang = readShebang(bytes);
  const inside = `${to.installedAt}/`;
  if (!shebang?.interpreter.startsWith(inside)) return bytes;
  const rest = shebang.interpreter.slice(inside.length);
  return withInterpreter(bytes, shebang, `${to.venv}/${rest}`);
}

/** RECORD's hash and size of each changed file, without the lines of files that are not packed. */
function withTrueHashes(
  record: FileEntry,
  installed: readonly VenvFile[],
  relocated: ReadonlyMap<string, FileEntry>,
  venv: string,
): FileEntry {
  if (record.content.kind !== 'bytes') return record;
  const wasInstalled = new Set(installed.map((file) => file.path));
  const sitePackages = posix.dirname(posix.dirname(record.path));
  const rows = readRecord(record.content.bytes.toString('utf8')).flatMap((row): RecordRow[] => {
    // An absolute path is that at the address by now.
    const path = posix.relative(venv, posix.resolve(venv, sitePackages, row.path));
    const entry = relocated.get(path);
    const notPacked = wasInstalled.has(path) || path.includes('__pycache__/');
    if (!entry) return notPacked ? [] : [row];
    if (entry.content.kind !== 'bytes' || row.hash === '') return [row];
    return [{ path: row.path, hash: recordHash(entry.digest), size: String(entrySize(entry)) }];
  });
  const bytes = Buffer.from(writeRecord(rows));
  return entryOfBytes(record.path, bytes, record.executable);
}
