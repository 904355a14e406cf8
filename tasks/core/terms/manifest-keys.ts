// The keys of oryx-manifest.toml as the start-script generator reads them (contract A8).

/** `oryx-manifest.toml` as parsed, with the keys as written. */
export type ManifestFacts = Readonly<Record<string, unknown>>;

/** Keys that the generator reads for Python. It reads all of them into strings. */
export const MANIFEST_KEYS = [
  'CompressDestinationDir',
  'SourceDirectoryInBuildContainer',
  'VirtualEnvName',
  'CompressedVirtualEnvFile',
  'PackageDir',
  'PythonVersion',
  'OperationId',
] as const;

export type ManifestKey = (typeof MANIFEST_KEYS)[number];

/** A key as it is written in the manifest, with its value. */
export interface ManifestItem {
  readonly written: string;
  readonly value: unknown;
}

/** Finds a key as the generator does: written exactly so, else ignoring case. */
export function findManifestItem(
  manifest: ManifestFacts,
  key: ManifestKey,
): ManifestItem | undefined {
  const items = Object.entries(manifest).map(([written, value]) => ({ written, value }));
  const folded = key.toLowerCase();
  return (
    items.find(({ written }) => written === key) ??
    items.find(({ written }) => written.toLowerCase() === folded)
  );
}

/** The value of a key; empty when it is missing or no string, as it is for the generator. */
export function manifestText(manifest: ManifestFacts | undefined, key: ManifestKey): string {
  const value = manifest && findManifestItem(manifest, key)?.value;
  return typeof value === 'string' ? value : '';
}
