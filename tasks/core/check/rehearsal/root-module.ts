// A module at the app's root that Python did not find: the server was started in another folder.

import type { Story } from './story.js';

/** Whether the package has the module at its root, where it is found by whatever starts there. */
export function isAtRoot(module: string, { app }: Story): boolean {
  const path = module.replaceAll('.', '/');
  return app?.files.has(`${path}.py`) === true || app?.files.has(`${path}/__init__.py`) === true;
}

/** What to do about it. */
export function startAtRoot(module: string): string {
  return `The package has '${module}' at its root, where the server was not started: cd "$APP_PATH" before it.`;
}
