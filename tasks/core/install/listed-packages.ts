// What uv would install, read from the pylock.toml (PEP 751) that `uv pip compile` prints: names, versions, files.

import { decoded } from '../terms/decoded.js';
import { evaluateMarker, readMarker, type MarkerEnvironment } from '../terms/marker.js';
import { isTable, readToml, tablesAt, type Table } from '../tools/toml.js';

/** A distribution that uv lists. */
export interface ListedPackage {
  readonly name: string;
  /** Empty where uv cannot know it before a build. */
  readonly version: string;
  /** Names of its wheels' files. */
  readonly wheels: readonly string[];
  /** Whether the requirement names the file, folder or repository itself, so that no other version can be had. */
  readonly isDirect: boolean;
}

/** The packages that are for this environment; none of those whose marker says otherwise. */
export function readListedPackages(toml: string, environment: MarkerEnvironment): ListedPackage[] {
  return tablesAt(readToml(toml), 'packages')
    .filter(({ marker }) => isFor(marker, environment))
    .map(listed);
}

function isFor(marker: unknown, environment: MarkerEnvironment): boolean {
  const read = typeof marker === 'string' ? readMarker(marker) : undefined;
  return read === undefined || evaluateMarker(read, environment);
}

function listed(table: Table): ListedPackage {
  const archive = isTable(table['archive']) ? fileName(table['archive']) : '';
  const wheels = tablesAt(table, 'wheels').map(fileName);
  return {
    name: text(table['name']),
    version: text(table['version']),
    wheels: archive.endsWith('.whl') ? [archive] : wheels,
    isDirect: ['archive', 'directory', 'vcs'].some((key) => isTable(table[key])),
  };
}

/** The last part of a file's address; uv writes `name` only where that differs. */
function fileName(file: Table): string {
  const address = text(file['name']) || text(file['url']) || text(file['path']);
  return decoded(address.replace(/[?#].*$/, '').slice(address.lastIndexOf('/') + 1));
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
