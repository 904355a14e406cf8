// The shape of a package: what the platform makes of it by its manifest and the names in it (contract A8, A9).

import { SITE_ROOT, VENV_NAME, type Layout } from './layout.js';
import { manifestText, type ManifestFacts } from './manifest-keys.js';
import { withoutTrailingSlashes } from './trailing-slashes.js';

/** Bytes that App Service takes as a package at most: the limit that its support team names (`OSSD 2023-04-17`). */
export const LARGEST_PACKAGE = 2 * 1024 ** 3;

/** Bytes that an archive inside a package may unpack to; real ones have far less, and the number is ours. */
export const MOST_UNPACKED = 16 * 1024 ** 3;

export interface PackageShape {
  readonly layout: Layout;
  /** The archive that is unpacked at start, if it is in the package. */
  readonly inner: string | undefined;
  /** The venv's folder beside the app's files; empty when it is an archive of its own. */
  readonly venvFolder: string;
  /** Where app and venv will be at run time. */
  readonly addresses: { readonly app: string; readonly venv: string };
}

/**
 * Decides how the platform will run a package. Without a manifest, or with one that says nothing of an
 * archive, the files are run where they are.
 * @param has whether a path is at the package's root
 */
export function packageShape(
  manifest: ManifestFacts | undefined,
  has: (path: string) => boolean,
): PackageShape {
  const venvName = manifestText(manifest, 'VirtualEnvName') || VENV_NAME;
  if (manifestText(manifest, 'CompressDestinationDir') === 'true') {
    // zstd is looked for first.
    const inner = ['output.tar.zst', 'output.tar.gz'].find(has);
    const app = withoutTrailingSlashes(manifestText(manifest, 'SourceDirectoryInBuildContainer'));
    const addresses = { app, venv: `${app}/${venvName}` };
    return { layout: 'appTarball', inner, venvFolder: venvName, addresses };
  }
  const archive = manifestText(manifest, 'CompressedVirtualEnvFile');
  if (archive !== '') {
    const name = withoutDot(archive);
    return {
      layout: archive.endsWith('.zip') ? 'venvZip' : 'venvTarball',
      inner: has(name) ? name : undefined,
      venvFolder: '',
      addresses: { app: SITE_ROOT, venv: `/${venvName}` },
    };
  }
  const addresses = { app: SITE_ROOT, venv: `${SITE_ROOT}/${venvName}` };
  return { layout: 'flat', inner: undefined, venvFolder: venvName, addresses };
}

/** A name in an archive without `./` before it. */
export function withoutDot(path: string): string {
  return path.replace(/^(?:\.\/)+/, '');
}

/** Whether the start script sources `bin/activate` and stops when it is missing: layouts L2 and L4. */
export function isActivated(layout: Layout, manifest: ManifestFacts | undefined): boolean {
  if (layout === 'appTarball') return true;
  return layout === 'flat' && manifestText(manifest, 'SourceDirectoryInBuildContainer') !== '';
}
