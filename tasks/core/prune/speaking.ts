// Which files may want something of a venv: sources, what starts them, and what configures them.

import { isInTestFolder } from './test-folders.js';

/** Above this size, in bytes, a text is data. */
export const LARGEST_SPEAKER = 1024 * 1024;

/** `__init__.pyi` is read at run time by packages that import lazily (lazy_loader.attach_stub). */
const SOURCES =
  /\.(?:py|pth|sh|zcml)$|\/__init__\.pyi$|\.dist-info\/entry_points\.txt$|^bin\/[^/]+$/;

/** Read by pytest, by a build or by tools of developers, and by nothing that runs. */
const OF_BUILDERS = /\/(?:conftest\.py|pyproject\.toml|setup\.cfg|tox\.ini|pytest\.ini)$/;

const CONFIGURATION = /\.(?:ini|cfg|conf|toml|ya?ml|json|env)$/;

/**
 * Whether a file of the venv is listened to. Shared objects are not: in some 500
 * distributions with 1.4 GB of them, none names a module of a test directory that is not its own.
 */
export function speaks(path: string): boolean {
  if (OF_BUILDERS.test(path)) return false;
  return SOURCES.test(path) || CONFIGURATION.test(path);
}

/** The same while the venv is read; what is in test directories is asked only when they turn out to be needed. */
export function speaksAtOnce(path: string): boolean {
  return speaks(path) && !isInTestFolder(path);
}

/** Whether a file of the app is listened to: programs and configuration; many a program has no suffix. */
export function speaksOfApp(path: string): boolean {
  return isProgram(path) || CONFIGURATION.test(path);
}

/** Whether a text names a file of the app: the startup command may run one of any name, as `startup.txt`. */
export function isMentioned(path: string, mentions: readonly string[]): boolean {
  return mentions.some((text) => text.includes(path));
}

/** Whether a file of the app is run. */
export function isProgram(path: string): boolean {
  return /\.(?:py|pyi|sh)$|(?:^|\/)[^./]+$/.test(path);
}
