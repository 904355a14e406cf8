// A RECORD: the list of a distribution's installed files with their hashes, as CSV.

import { posix } from 'node:path';

/** One line of a RECORD: the path as written, its hash (`sha256=…`) and size; the last two may be empty. */
export interface RecordRow {
  readonly path: string;
  readonly hash: string;
  readonly size: string;
}

/** Reads a RECORD (Recording Installed Projects, packaging.python.org). Lines that hold no path are left out. */
export function readRecord(text: string): RecordRow[] {
  const rows: RecordRow[] = [];
  // One pass: a venv has tens of thousands of lines, and they are read at several places.
  for (const ended of text.split('\n')) {
    const line = ended.endsWith('\r') ? ended.slice(0, -1) : ended;
    const fields = line.includes('"') ? quotedFields(line) : line.split(',');
    const [path = '', hash = '', size = ''] = fields;
    if (path !== '') rows.push({ path, hash, size });
  }
  return rows;
}

/** A path with anything in it that is no name: `..`, a second slash. */
const WINDING = /(?:^|\/)\.{0,2}(?:\/|$)/;

/** Where a file of a row is. Most paths are plain: to normalise 20,000 takes longer than to read their RECORDs. */
export function placeOf({ path }: RecordRow, sitePackages: string): string {
  return WINDING.test(path) ? posix.join(sitePackages, path) : `${sitePackages}/${path}`;
}

/** The text of a RECORD, quoted where CSV asks for it. */
export function writeRecord(rows: readonly RecordRow[]): string {
  return rows.map((row) => [row.path, row.hash, row.size].map(quoted).join(',') + '\n').join('');
}

/** The hash column for content with this sha256 (hex): unpadded urlsafe base64. */
export function recordHash(sha256: string): string {
  return `sha256=${Buffer.from(sha256, 'hex').toString('base64url')}`;
}

function quoted(field: string): string {
  return /[",]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

/** The fields of a line with quotes in it. */
function quotedFields(line: string): string[] {
  const found: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^,]*))(?:,|$)/y;
  while (field.lastIndex < line.length) {
    const match = field.exec(line);
    if (!match) return found;
    found.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
  }
  return found;
}
