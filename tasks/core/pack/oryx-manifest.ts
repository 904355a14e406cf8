// oryx-manifest.toml: what the start-script generator reads, and a few facts of ours that it ignores.

import { stringify } from 'smol-toml';
import { innerArchiveName, VENV_NAME, type Compression, type Layout } from '../terms/layout.js';

export const MANIFEST_NAME = 'oryx-manifest.toml';

export interface ManifestFacts {
  readonly layout: Layout;
  readonly compression: Compression;
  readonly operationId: string;
  /** The layout's `SourceDirectoryInBuildContainer`. */
  readonly buildContainer: string | undefined;
  readonly pythonMinor: string;
  readonly antenvVersion: string;
}

/**
 * The manifest's text. Every value is a string: the generator stops at anything else (contract A8).
 * `PythonVersion` is left out: it changes PATH and may download a Python at start. Keys are compared
 * without regard to case there, so ours begin with `Antenv`.
 */
export function writeManifest(facts: ManifestFacts): string {
  const inner = innerArchiveName(facts.layout, facts.compression);
  const venvArchive = facts.layout === 'venvTarball' || facts.layout === 'venvZip';
  const keys: [string, string | undefined][] = [
    ['virtualEnvName', VENV_NAME],
    ['OperationId', facts.operationId],
    ['compressedVirtualEnvFile', venvArchive ? inner : undefined],
    ['CompressDestinationDir', facts.layout === 'appTarball' ? 'true' : undefined],
    ['SourceDirectoryInBuildContainer', facts.buildContainer],
    ['AntenvVersion', facts.antenvVersion],
    ['AntenvLayout', facts.layout],
    ['AntenvPython', facts.pythonMinor],
  ];
  return `${stringify(Object.fromEntries(keys.filter(([, value]) => value !== undefined))).trimEnd()}\n`;
}
