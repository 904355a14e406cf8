// Where the distributions of a venv came from (PEP 610): what fixes their content, and what must not be kept.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { distributionOfInfo } from '../terms/distribution-name.js';
import { credentialsIn } from '../terms/redaction.js';
import { pathOfFileUrl } from '../terms/requirement-paths.js';
import { isWheelAddress } from '../terms/wheel-name.js';
import type { TreeFile } from './tree.js';

export interface Origins {
  /** Normalised names of distributions from a path, or from a URL that names one content, as far as it tells. */
  readonly fixed: ReadonlySet<string>;
  /** The files and folders of this machine that distributions, by normalised name, were made of. */
  readonly paths: readonly { readonly name: string; readonly path: string }[];
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
  const paths: { name: string; path: string }[] = [];
  let withCredential: string | undefined;
  for (const { path } of tree.filter((file) => isOrigin(file.path))) {
    const text = await readFile(join(venv, path), 'utf8');
    if (holdsCredential(text, secrets)) withCredential ??= path;
    if (!path.endsWith('.json')) continue;
    const origin = JSON.parse(text) as Origin;
    if (fixesContent(origin)) fixed.add(distributionOfInfo(path));
    if (isOfThisMachine(origin))
      paths.push({ name: distributionOfInfo(path), path: pathOfFileUrl(origin.url) });
  }
  return { fixed, paths, withCredential };
}

function isOrigin(path: string): boolean {
  return path.endsWith('.dist-info/direct_url.json') || SETTINGS.includes(path);
}

function holdsCredential(text: string, secrets: readonly string[]): boolean {
  // Shorter ones are ordinary words; redaction has the same bound.
  const known = secrets.filter((secret) => secret.trim().length >= 4);
  return credentialsIn(text).length > 0 || known.some((secret) => text.includes(secret));
}

/** `direct_url.json`, as far as it is read. */
interface Origin {
  readonly url: string;
  readonly vcs_info?: { readonly commit_id?: string; readonly requested_revision?: string };
}

/**
 * A branch or a tag of version control may be moved, and so may what an archive's address gives, such as `main.zip`. A
 * commit, a wheel, which has its version in its name, and a path (compared apart) are fixed.
 */
function fixesContent(origin: Origin): boolean {
  const { url, vcs_info: vcs } = origin;
  if (vcs !== undefined) return (vcs.commit_id ?? '') === vcs.requested_revision;
  return isOfThisMachine(origin) || isWheelAddress(url);
}

function isOfThisMachine({ url, vcs_info: vcs }: Origin): boolean {
  return vcs === undefined && url.startsWith('file:');
}
