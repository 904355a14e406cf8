// Whether the platform makes up the command by itself, which is when some settings count and others do not.

import type { Evidence } from '../evidence.js';

/** Without a startup command the platform starts gunicorn with a command of its own (contract A13). */
export function hasDefaultCommand({ startup }: Evidence): boolean {
  return startup === undefined || startup.kind === 'none';
}

/** Whether a virtual environment comes with the package; `undefined` when nothing tells. */
export function hasPackagedVenv({ venv, layout, package: zip }: Evidence): boolean | undefined {
  if (venv !== undefined || (layout !== undefined && layout !== 'flat')) return true;
  return zip === undefined ? undefined : false;
}
