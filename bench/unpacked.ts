// Unpacks a package with the system's programs, and compares every file with what was packed.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow } from './files-below.js';

/** Digest of every file below a folder, by path. */
export function digestsOf(folder: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const path of filesBelow(folder)) {
    const bytes = readFileSync(join(folder, path));
    found.set(path, createHash('sha256').update(bytes).digest('hex'));
  }
  return found;
}

/** Reads and hashes files in a plain loop, and keeps nothing: what they cost at least, in one process. */
export function readAndHash(folder: string, files: readonly string[]): void {
  for (const path of files)
    createHash('sha256')
      .update(readFileSync(join(folder, path)))
      .digest();
}

/**
 * Whether a file of an installed venv is another one at its address, or none: programs, the venv's own files,
 * what pip notes of an installation, and bytecode.
 */
export function isRewritten(path: string): boolean {
  return /^(?:bin\/|pyvenv\.cfg$)|\.dist-info\/(?:RECORD|REQUESTED)$|\.pyc$/.test(path);
}

/** Unpacks a package into a folder that is made anew, and the archive inside, if there is one, below `antenv`. */
export function unpack(zip: string, folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  const venv = join(folder, 'antenv');
  mkdirSync(venv, { recursive: true });
  execFileSync('unzip', ['-q', zip, '-d', folder]);
  const inner = readdirSync(folder).find((name) => name.startsWith('antenv.'));
  if (inner === undefined) return;
  if (inner.startsWith('antenv.tar')) {
    execFileSync('tar', ['-xf', join(folder, inner), '-C', venv]);
  } else {
    execFileSync('unzip', ['-q', join(folder, inner), '-d', venv]);
  }
  rmSync(join(folder, inner));
}

/**
 * Unpacks a package as `unpack` does, and compares it.
 * @throws Error when a file of the venv is missing, is another, or `sha256` is not that of the zip
 */
export function compareUnpacked(
  zip: { readonly zip: string; readonly sha256: string },
  expected: ReadonlyMap<string, string>,
  folder: string,
): void {
  const said = execFileSync('sha256sum', [zip.zip], { encoding: 'utf8' }).slice(0, 64);
  if (said !== zip.sha256) throw new Error(`The sha256 of ${zip.zip} is ${said}.`);
  unpack(zip.zip, folder);
  const found = digestsOf(join(folder, 'antenv'));
  const wrong = [...expected].filter(([path, digest]) => found.get(path) !== digest);
  if (wrong.length > 0) throw new Error(`Broken: ${wrong[0]?.[0]} and ${wrong.length - 1} more.`);
}
