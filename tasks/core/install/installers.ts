// The installers: pip and uv, one row each, and which of them installs.

import type { Host, Telling } from '../host.js';
import type { InstallerChoice, SourceFormat } from '../terms/dependencies.js';
import type { Installer, InstallerName, InstallingPython } from './installer.js';
import { pipInstaller } from './pip.js';
import { uvInstaller } from './uv.js';

type Prepare = (host: Host, tell: Telling, python: InstallingPython) => Promise<Installer>;

const TABLE: Readonly<Record<InstallerName, Prepare>> = { pip: pipInstaller, uv: uvInstaller };

/** The name behind `auto`: pip unless the lock is uv's, whatever the agent happens to have. */
export function installerFor(asked: InstallerChoice, format: SourceFormat): InstallerName {
  if (asked !== 'auto') return asked;
  return format === 'uv.lock' ? 'uv' : 'pip';
}

/**
 * Chooses the installer and makes it ready: its version is known, the job's settings for it are read.
 * @throws Stopped `uv-missing`, `cancelled`
 */
export async function chooseInstaller(
  host: Host,
  tell: Telling,
  asked: InstallerChoice,
  { format, python }: { readonly format: SourceFormat; readonly python: InstallingPython },
): Promise<Installer> {
  return TABLE[installerFor(asked, format)](host, tell, python);
}
