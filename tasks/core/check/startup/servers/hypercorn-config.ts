// hypercorn's configuration file, where it is TOML, as far as it says where to listen.

import { readSoundToml } from '../../../tools/toml.js';
import { pathInApp } from '../app-paths.js';
import type { ServerCommand } from '../startup.js';
import { lineOfAssignment } from './gunicorn-config.js';
import type { Call } from './tool.js';

/** Addresses as written, and where that is; none where nobody can know. */
interface Listening {
  readonly addresses: readonly string[];
  readonly origins?: ServerCommand['origins'];
}

/** Its default, with a configuration file that says nothing of it, too (hypercorn/config.py). */
const DEFAULT: Listening = { addresses: ['127.0.0.1:8000'] };
const UNKNOWN: Listening = { addresses: [] };

/** Where hypercorn listens by what `--config` names, if anything. */
export function readHypercornConfig(
  named: string | undefined,
  { app, command, layout }: Call,
): Listening {
  if (named === undefined) return DEFAULT;
  // Both are Python: a module, and a file.
  if (/^(?:python|file):/.test(named)) return UNKNOWN;
  const path = pathInApp(named, { folder: command.folder, layout, script: command.where.file });
  const text = path === undefined ? undefined : app?.files.get(path)?.text;
  if (path === undefined || text === undefined) return UNKNOWN;
  const config = readSoundToml(text);
  // With a certificate it listens at these, too.
  if (config === undefined || 'insecure_bind' in config || 'quic_bind' in config) return UNKNOWN;
  if (config['bind'] === undefined) return DEFAULT;
  const addresses = [config['bind']].flat().filter(isAddress);
  const line = lineOfAssignment(text, 'bind');
  return { addresses, origins: { '--bind': { kind: 'file', path, line } } };
}

/** No shell replaces a variable in a file. */
function isAddress(value: unknown): value is string {
  return typeof value === 'string' && !value.includes('$');
}
