// What a text says of test directories: all that is asked of it later, so that it need not be read again.

import { SITE } from '../terms/pruning.js';
import type { PruneFile } from './distributions.js';
import { namesTests, stringsNaming, testNamesIn, type StringsNaming } from './mentions.js';

/** A directory that strings of a text name. */
export interface NamedByStrings {
  /** `test` or `tests`. */
  readonly name: string;
  readonly by: StringsNaming;
}

export interface Heard {
  /** Names up to the directory, `a.b.tests`; each once. */
  readonly modules: readonly string[];
  readonly strings: readonly NamedByStrings[];
}

/** A file of the venv, and what it says, where that is anything. */
export interface Speaker extends PruneFile {
  readonly heard?: Heard | undefined;
}

/**
 * What a text says.
 * @param own as `testNamesIn` takes it
 */
export function hear(text: string, own?: string): Heard {
  const strings = ['test', 'tests'].map((name) => ({ name, by: stringsNaming(text, name) }));
  return {
    modules: modulesIn(text, own),
    strings: strings.filter(({ by }) => by.path || by.end),
  };
}

/** The names alone. */
export function modulesIn(text: string, own?: string): string[] {
  const found = new Set<string>();
  for (const name of testNamesIn(text, own)) {
    const [module] = /^.*?\.tests?(?=\.|$)/.exec(name) ?? [];
    if (module !== undefined) found.add(module);
  }
  return [...found];
}

/**
 * What a file of a venv says; `undefined` when it is nothing.
 * @param path relative to the venv
 */
export function hearOfVenv(path: string, bytes: Buffer): Heard | undefined {
  if (!namesTests(bytes)) return undefined;
  const text = venvText(bytes);
  // Only numpy's own way of building reads it.
  if (path.endsWith('/setup.py') && /\bnumpy\.distutils\b/.test(text)) return undefined;
  const heard = hear(text, packageOf(path));
  return heard.modules.length + heard.strings.length > 0 ? heard : undefined;
}

/** Directories have plain names, so that no other letter has to be read rightly. */
export function venvText(bytes: Buffer): string {
  return bytes.toString('latin1');
}

/** The package that a source's relative imports start from. */
export function packageOf(path: string): string | undefined {
  const site = SITE.exec(path)?.[0];
  if (site === undefined) return undefined;
  const folder = path.slice(site.length, Math.max(site.length, path.lastIndexOf('/')));
  return folder === '' ? undefined : folder.replaceAll('/', '.');
}
