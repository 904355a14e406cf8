// The scripts in a venv's bin, and whether what their shebang names will be there.

import { posix } from 'node:path';
import { readShebang } from '../../terms/shebang.js';
import { SITE_ROOT, VENV_NAME, type Layout } from '../../terms/layout.js';
import { withoutTrailingSlashes } from '../../terms/trailing-slashes.js';
import type { VenvFacts } from '../evidence.js';
import { manifestText, type ManifestFacts } from '../../terms/manifest-keys.js';

/** Folders of the image's own programs. */
const OF_THE_IMAGE = /^(?:\/usr)?\/(?:local\/)?s?bin\/|^\/opt\/python\//;

/** Scripts that share an interpreter which will not be there. */
export interface DanglingScripts {
  readonly interpreter: string;
  /** Names in `bin`. */
  readonly scripts: readonly string[];
}

/** Groups the scripts by an interpreter that lies neither in the image nor in the venv where it will be. */
export function findDanglingScripts(
  venv: VenvFacts,
  layout: Layout | undefined,
  manifest: ManifestFacts | undefined,
): DanglingScripts[] {
  const addresses = addressesOf(venv, layout, manifest);
  const groups = new Map<string, string[]>();
  for (const { path, text } of venv.tree.files.values()) {
    const name = /^bin\/([^/]+)$/.exec(path)?.[1];
    if (name === undefined || text === undefined) continue;
    const interpreter = interpreterOf(text);
    if (interpreter === undefined || OF_THE_IMAGE.test(interpreter)) continue;
    if (addresses.includes(posix.dirname(posix.dirname(interpreter)))) continue;
    groups.set(interpreter, [...(groups.get(interpreter) ?? []), name]);
  }
  return [...groups].map(([interpreter, scripts]) => ({ interpreter, scripts }));
}

/** The program that a script names by an absolute path. */
function interpreterOf(text: string): string | undefined {
  const written = readShebang(Buffer.from(text))?.interpreter;
  // Arguments follow, but a path with a blank is one path: only the first word that ends a path counts.
  const program = /^(\/.*?)(?:\s+-.*)?$/.exec(written ?? '')?.[1]?.trim();
  return program === undefined || program.startsWith('/usr/bin/env ') ? undefined : program;
}

/** Where the venv can be reached: its address, and the links that the start script makes (contract A9). */
function addressesOf(
  { address }: VenvFacts,
  layout: Layout | undefined,
  manifest: ManifestFacts | undefined,
): string[] {
  const name = manifestText(manifest, 'VirtualEnvName') || VENV_NAME;
  const container = withoutTrailingSlashes(
    manifestText(manifest, 'SourceDirectoryInBuildContainer'),
  );
  const linked = layout === 'venvTarball' || layout === 'venvZip' ? [`${SITE_ROOT}/${name}`] : [];
  return [address, ...linked, ...(container === '' ? [] : [`${container}/${name}`])];
}
