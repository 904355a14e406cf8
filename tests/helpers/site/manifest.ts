// oryx-manifest.toml as the platform's startup-script generator reads it (platform contract A8).

import { readFile } from 'node:fs/promises';

import { parse } from 'smol-toml';

/** The keys that count for Python, in the generator's own spelling. */
const KEYS = [
  'CompressDestinationDir',
  'SourceDirectoryInBuildContainer',
  'VirtualEnvName',
  'CompressedVirtualEnvFile',
  'PackageDir',
  'PythonVersion',
] as const;

/** A key that the file does not have is the empty string, as in the generator. */
export type Manifest = Readonly<Record<(typeof KEYS)[number], string>>;

/** Loads a manifest; a missing file is an empty one. Throws when a value is not a string. */
export async function loadManifest(path: string): Promise<Manifest> {
  return readManifest(await readFileIfThere(path));
}

function readManifest(text: string): Manifest {
  const table = Object.entries(parse(text.replace(/^\uFEFF/, '')));
  const values = KEYS.map((key) => [key, readValue(table, key)]);
  return Object.fromEntries(values) as Manifest;
}

/** Keys match whatever their case; of two spellings a random one would win. */
function readValue(table: [string, unknown][], key: string): string {
  const found = table.filter(([name]) => name.toLowerCase() === key.toLowerCase());
  if (found.length > 1) throw new Error(`oryx-manifest.toml spells '${key}' in two ways.`);
  const value = found[0]?.[1] ?? '';
  if (typeof value !== 'string') {
    throw new Error(`oryx-manifest.toml: '${key}' is no string, so there is no start script.`);
  }
  return value;
}

async function readFileIfThere(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
