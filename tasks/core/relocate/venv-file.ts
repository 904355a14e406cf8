// A file of the installed venv, and what it is by its name.

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
  /** What the onlooker noted. */
  readonly note?: unknown;
}

/** Whether relocation reads a file by its name. */
export function isNamed(path: string): boolean {
  return isRecord(path) || isDirectUrl(path) || isEntryPoints(path);
}

/** Whether the bytes of a file are wanted whatever is in it. */
export function isAsked(path: string): boolean {
  return isNamed(path) || path.startsWith('bin/');
}

/** Whether a file is a program that names its interpreter. */
export function isScript(path: string, bytes: Buffer | undefined): boolean {
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
