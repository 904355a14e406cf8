// The manifest that lies on a site: whose it is.

import { LAYOUTS, type Layout } from '../../terms/layout.js';
import { readManifest } from '../package/read-manifest.js';

/** The layout of the package of ours that was deployed last; `undefined` for anything else. */
export function ownLayout(manifest: string | undefined): Layout | undefined {
  const value = keysOf(manifest)['AntenvLayout'];
  return LAYOUTS.find((layout) => layout === value);
}

/** Whether the platform's own build wrote it. */
export function isOfPlatformBuild(manifest: string | undefined): boolean {
  const keys = keysOf(manifest);
  return ownLayout(manifest) === undefined && keys['PlatformName'] !== undefined;
}

function keysOf(manifest: string | undefined): Readonly<Record<string, unknown>> {
  if (manifest === undefined) return {};
  const read = readManifest(manifest);
  return 'manifest' in read ? read.manifest : {};
}
