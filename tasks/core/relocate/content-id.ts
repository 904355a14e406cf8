// The id of a package's content: the same app with the same distributions has the same id.

import { sha256 } from '../archives/digest.js';
import type { Entry } from '../terms/archive-entry.js';

/** 32 hex digits over paths, modes and contents. */
export function contentId(entries: readonly Entry[]): string {
  const lines = entries.map((entry) => `${entry.path}\0${entry.kind}\0${detail(entry)}\n`);
  return sha256(lines.join('')).slice(0, 32);
}

function detail(entry: Entry): string {
  if (entry.kind === 'file') return `${entry.executable ? 'x' : '-'}${entry.digest}`;
  return entry.kind === 'link' ? entry.target : '';
}
