// Loading the text of a file that declares dependencies.

import { readFile, stat } from 'node:fs/promises';
import { isMissing, messageOf, Stopped } from '../../terms/failure.js';
import { unreadable } from './source.js';
import { readToml, type Table } from '../../tools/toml.js';

/** A file and what it says. */
export interface Loaded {
  readonly path: string;
  readonly text: string;
  readonly data: Table;
}

/**
 * Loads a file as UTF-8.
 * @throws Stopped `requirements-not-found`, `dependencies-unreadable`
 */
export async function loadText(path: string): Promise<string> {
  const bytes = await readFile(path).catch((error: unknown) => {
    if (isMissing(error)) {
      throw new Stopped({ code: 'requirements-not-found', path, askedBy: undefined });
    }
    throw unreadable(path, firstLineOf(error), error);
  });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw unreadable(path, 'it is not UTF-8', error);
  }
}

/**
 * Loads a TOML file.
 * @throws Stopped `requirements-not-found`, `dependencies-unreadable`
 */
export async function loadToml(path: string): Promise<Loaded> {
  const text = await loadText(path);
  try {
    return { path, text, data: readToml(text) };
  } catch (error) {
    throw unreadable(path, firstLineOf(error), error);
  }
}

/**
 * Loads a TOML file that need not be there.
 * @throws Stopped `dependencies-unreadable`
 */
export async function loadTomlIfThere(path: string): Promise<Loaded | undefined> {
  return (await isThere(path)) ? loadToml(path) : undefined;
}

/** Whether anything is at a path. */
export async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** What an error says, in its first line: parsers add a picture of the place. */
export function firstLineOf(error: unknown): string {
  const message = messageOf(error);
  return message.split('\n')[0] ?? message;
}
