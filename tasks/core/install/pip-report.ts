// pip's own report of what it has installed (pip's documentation, "Installation Report", version 1).

import { readFile } from 'node:fs/promises';
import { normalisedName } from '../terms/distribution-name.js';
import { compareVersions, readVersion } from '../terms/version.js';
import { isWheelAddress } from '../terms/wheel-name.js';
import { UNTOLD_WHEELS, type InstalledWheels } from '../terms/wheels.js';

/** Of all that pip tells. */
interface PipReport {
  readonly version: string;
  readonly install: readonly PipInstalled[];
}

interface PipInstalled {
  readonly metadata: { readonly name: string };
  readonly download_info: {
    readonly url: string;
    readonly archive_info?: { readonly hashes?: { readonly sha256?: string } };
  };
}

/** The one that tells `hashes`; those before warned that the report may change. */
const FIRST = readVersion('23.0');

/**
 * Whether pip can be asked for a report: one that the job has asked for itself is left alone.
 * @param version pip's
 */
export function canReport(version: string, env: Readonly<Record<string, string>>): boolean {
  const own = readVersion(version);
  if (!own || !FIRST || compareVersions(own, FIRST) < 0) return false;
  return env['PIP_REPORT'] === undefined && env['PIP_USE_DEPRECATED'] === undefined;
}

/**
 * Reads a report. pip has computed each hash from the file that it installed, or has compared it with that file; what it
 * built itself is told with the hash of its sources.
 */
export function wheelsIn(text: string): InstalledWheels {
  const { version, install } = JSON.parse(text) as PipReport;
  if (version !== '1') return UNTOLD_WHEELS;
  return new Map(
    install.map(({ metadata, download_info: from }) => [
      normalisedName(metadata.name),
      isWheelAddress(from.url) ? from.archive_info?.hashes?.sha256 : undefined,
    ]),
  );
}

/** The wheels of the report that pip has written last. Where none can be read, pip has installed all the same. */
export async function loadWheels(path: string): Promise<InstalledWheels> {
  try {
    return wheelsIn(await readFile(path, 'utf8'));
  } catch {
    return UNTOLD_WHEELS;
  }
}
