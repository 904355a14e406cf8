// The id of a package's content: the same app with the same distributions has the same id.

import { sha256OfTexts } from '../archives/digest.js';
import type { Entry } from '../terms/archive-entry.js';

/** 32 hex digits over paths, modes and contents. */
export function contentId(entries: readonly Entry[]): string {
  return sha256OfTexts(lines(entries)).slice(0, 32);
}

function* lines(entries: readonly Entry[]): Generator<string> {
  for (const entry of entries) yield `${entry.path}\0${entry.kind}\0${detail(entry)}\n`;
}

function detail(entry: Entry): string {
  if (entry.kind === 'file') return `${entry.executable ? 'x' : '-'}${entry.digest}`;
  return entry.kind === 'link' ? entry.target : '';
}
