// Where the distributions of a venv came from (PEP 610): what fixes their content, and what must not be kept.

import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { normalisedName } from '../terms/distribution-name.js';
import { credentialsIn } from '../terms/redaction.js';
import type { TreeFile } from './tree.js';

export interface Origins {
  /** Normalised names of distributions from a path, or from a URL that names one content. */
  readonly fixed: ReadonlySet<string>;
  /** The first file that holds a credential; relative to the venv. */
  readonly withCredential: string | undefined;
}

/** Settings that an installer or a user may have left in a venv. */
const SETTINGS = ['pyvenv.cfg', 'pip.conf', 'pip.ini', 'uv.toml'];

/** Reads the origins of a venv's distributions. */
export async function loadOrigins(
  venv: string,
  tree: readonly TreeFile[],
  secrets: readonly string[],
): Promise<Origins> {
  const fixed = new Set<string>();
  let withCredential: string | undefined;
  for (const { path } of tree.filter((file) => isOrigin(file.path))) {
    const text = await readFile(join(venv, path), 'utf8');
    if (holdsCredential(text, secrets)) withCredential ??= path;
    if (path.endsWith('.json') && fixesContent(text)) fixed.add(nameOf(path));
  }
  return { fixed, withCredential };
}

function isOrigin(path: string): boolean {
  return path.endsWith('.dist-info/direct_url.json') || SETTINGS.includes(path);
}

function holdsCredential(text: string, secrets: readonly string[]): boolean {
  // Shorter ones are ordinary words; redaction has the same bound.
  const known = secrets.filter((secret) => secret.trim().length >= 4);
  return credentialsIn(text).length > 0 || known.some((secret) => text.includes(secret));
}

/** A branch or a tag of version control may be moved; a commit, an archive and a path (compared apart) are fixed. */
function fixesContent(text: string): boolean {
  const { vcs_info: vcs } = JSON.parse(text) as {
    vcs_info?: { commit_id?: string; requested_revision?: string };
  };
  return vcs === undefined || (vcs.commit_id ?? '') === vcs.requested_revision;
}

/** `lib/python3.12/site-packages/my_lib-1.0.dist-info/direct_url.json` is of `my-lib`. */
function nameOf(path: string): string {
  return normalisedName(basename(dirname(path)).split('-')[0] ?? '');
}
