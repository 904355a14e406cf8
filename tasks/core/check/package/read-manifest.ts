// Reads the text of oryx-manifest.toml; in this room the one file that knows smol-toml.

import { parse } from 'smol-toml';
import { messageOf } from '../../terms/failure.js';
import type { ManifestFacts } from '../../terms/manifest-keys.js';

/** The manifest's name, at the package's root and nowhere else. */
export const MANIFEST_FILE = 'oryx-manifest.toml';

/** Larger manifests are none; in bytes. */
export const LARGEST_MANIFEST = 64 * 1024;

/** What a manifest's text says, or why it is no TOML. A byte order mark is no harm (contract A8). */
export function readManifest(
  text: string,
): { readonly manifest: ManifestFacts } | { readonly problem: string } {
  try {
    return { manifest: parse(text.replace(/^\ufeff/, '')) };
  } catch (error) {
    const message = messageOf(error);
    return { problem: message.split('\n')[0] ?? '' };
  }
}
