// A look at one file of an installed venv: what has to be known of each before anything is planned.

import { closeSync, fstatSync, openSync } from 'node:fs';
import type { FileScanner } from '../archives/scan-file.js';

/** What is known of a file that was looked at. */
export interface Look {
  /** In bytes. */
  readonly size: number;
  /** Whether somebody may run it. */
  readonly isProgram: boolean;
  /** Hex sha256. */
  readonly digest: string;
  /** Whether what the scanner searches for is in it. */
  readonly found: boolean;
}

/**
 * Opens a file and reads it through. Synchronous: see `openContent`.
 * @param use takes the look while the file is open
 * @throws Stopped `file-changed`
 */
export function lookAt<Result>(
  path: string,
  scanner: FileScanner,
  use: (look: Look, file: number) => Result,
): Result {
  const file = openSync(path, 'r');
  try {
    const { size, mode } = fstatSync(file);
    const { digest, found } = scanner.scan(file, path, size);
    return use({ size, isProgram: (mode & 0o111) !== 0, digest, found }, file);
  } finally {
    closeSync(file);
  }
}
