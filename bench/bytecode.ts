// The bytecode of a venv as the bytecode stage hands it on: ranges of one file, with their digests.

import { closeSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../tasks/core/archives/digest.js';
import type { FileEntry } from '../tasks/core/terms/archive-entry.js';

/** Copies every `.pyc` below `lib` of a venv into one file in `work`. */
export function gatherBytecode(venv: string, work: string): FileEntry[] {
  const path = join(work, 'bytecode.pyc');
  const names = readdirSync(join(venv, 'lib'), { recursive: true, encoding: 'utf8' });
  const file = openSync(path, 'w');
  let offset = 0;
  try {
    return names
      .filter((name) => name.endsWith('.pyc'))
      .map((name): FileEntry => {
        const bytes = readFileSync(join(venv, 'lib', name));
        const content = { kind: 'file', path, offset, size: bytes.length } as const;
        offset += writeSync(file, bytes);
        const digest = sha256(bytes);
        return { kind: 'file', path: `lib/${name}`, executable: false, content, digest };
      });
  } finally {
    closeSync(file);
  }
}
