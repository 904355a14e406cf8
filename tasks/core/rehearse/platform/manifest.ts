// oryx-manifest.toml as the platform's startup-script generator reads it (platform contract A8).

import { parse } from 'smol-toml';

import { SITE_ROOT } from '../../terms/layout.js';
import { MANIFEST_KEYS, type ManifestKey } from '../../terms/manifest-keys.js';
import { loadText } from './container-files.js';
import type { OnHost } from './inside.js';
import { generatorError, reasonOf } from './platform-failure.js';
import { findToml11 } from './toml-version.js';

const PATH = `${SITE_ROOT}/oryx-manifest.toml`;

/** Read as well, and without effect unless they are no strings. */
const OTHER_KEYS = [
  'StartupFileName',
  'StartupDllFileName',
  'InjectedAppInsights',
  'CompressedNodeModulesFile',
  'DotNetCoreSdkVersion',
  'DotNetCoreRuntimeVersion',
  'NodeVersion',
  'RubyVersion',
  'GolangVersion',
];

/** A key that the file does not have is the empty string, as in the generator. */
export type Manifest = Readonly<Record<ManifestKey, string>>;

/**
 * Loads the manifest; a missing file is an empty one.
 * @throws PlatformFailure `generator` when it is no TOML or a value that counts is no string
 */
export async function loadManifest(onHost: OnHost): Promise<Manifest> {
  return readManifest((await loadText(onHost, PATH)) ?? '');
}

/** Reads a manifest's text; errors as above. */
export function readManifest(text: string): Manifest {
  const table = Object.entries(readToml(text.replace(/^\uFEFF/, '')));
  for (const key of OTHER_KEYS) readValue(table, key);
  const values = MANIFEST_KEYS.map((key) => [key, readValue(table, key)]);
  return Object.fromEntries(values) as Manifest;
}

function readToml(text: string): Record<string, unknown> {
  const table = parseToml(text);
  const newer = findToml11(text);
  if (newer !== undefined) throw unreadable(newer);
  return table;
}

function parseToml(text: string): Record<string, unknown> {
  try {
    return parse(text);
  } catch (error) {
    throw unreadable(reasonOf(error), error);
  }
}

/** Keys match whatever their case; of two spellings a random one would win. */
function readValue(table: readonly [string, unknown][], key: string): string {
  const found = table.filter(([name]) => name.toLowerCase() === key.toLowerCase());
  const wrong = found.find(([, value]) => typeof value !== 'string');
  if (wrong !== undefined) throw unreadable(`incompatible types: '${wrong[0]}' is no string`);
  if (found.length > 1) {
    const names = found.map(([name]) => `'${name}'`).join(' and ');
    throw unreadable(`${names} are one key, and which of them counts is left to chance`);
  }
  return (found[0]?.[1] ?? '') as string;
}

function unreadable(reason: string, cause?: unknown): Error {
  const words = `Error occurred when trying to deserialize the manifest file '${PATH}'. Error: '${reason}'.`;
  return generatorError(words, cause);
}
