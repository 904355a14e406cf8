// Where the app has a module that Python did not find.

import type { Story } from './story.js';

/** Where a module is: the folder that its import starts from, '' for the root, and its own file or folder. */
interface OwnModule {
  readonly folder: string;
  readonly path: string;
}

/** All modules of the app with that name. Those of distributions, in a venv of the repository, are not its own. */
export function findOwnModules(module: string, { app }: Story): OwnModule[] {
  const name = module.replaceAll('.', '/');
  return [...(app?.files.keys() ?? [])].flatMap((file) => {
    if (!file.endsWith('.py') || /(?:^|\/)site-packages\//.test(file)) return [];
    const path = file.replace(/\/__init__\.py$/, '');
    const stem = `/${path.replace(/\.py$/, '')}`;
    return stem.endsWith(`/${name}`) ? [{ folder: stem.slice(1, -name.length - 1), path }] : [];
  });
}

/** Whether the package has the module at its root, where it is found by whatever starts there. */
export function isAtRoot(module: string, story: Story): boolean {
  return findOwnModules(module, story).some(({ folder }) => folder === '');
}

/** The folder that has the module; nothing where several have one. */
export function findOnlyFolder(module: string, story: Story): string | undefined {
  const [only, ...more] = findOwnModules(module, story);
  return more.length === 0 ? only?.folder : undefined;
}

/** What to do about one at the root: the server was started in another folder. */
export function startAtRoot(module: string): string {
  return `The package has '${module}' at its root, where the server was not started: cd "$APP_PATH" before it.`;
}
