// The one package that a path or a pattern names: `*` is a part of a name, `**` folders at any depth.

import { readdir, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { Stopped } from '../../terms/failure.js';
import { isCode } from './code-names.js';

/**
 * Finds the one file or app folder that a path or a pattern names.
 * @throws Stopped `package-not-found`, `package-in-folder`, `package-folder-empty`
 */
export async function findPackage(pattern: string): Promise<string> {
  const exists = await stat(pattern).catch(() => undefined);
  if (exists?.isDirectory()) await refuseWhatIsNoApp(pattern);
  if (exists) return pattern;
  const { folder, parts } = taken(pattern);
  const found = parts.length === 0 ? [] : await matching(folder, '', parts);
  const [only, ...more] = found;
  if (only === undefined || more.length > 0) {
    throw new Stopped({ code: 'package-not-found', pattern, found });
  }
  return join(folder, only);
}

/** The folder before the first part with a star, and the parts from there. */
function taken(pattern: string): { folder: string; parts: readonly string[] } {
  // Folders at any depth below folders at any depth are the same ones, found twice.
  const parts = pattern.split(sep).filter((part, at, all) => part !== '**' || all[at - 1] !== '**');
  const first = parts.findIndex((part) => part.includes('*'));
  if (first < 0) return { folder: pattern, parts: [] };
  return { folder: parts.slice(0, first).join(sep) || sep, parts: parts.slice(first) };
}

/** Paths below a folder that fit the parts of a pattern, relative to where the search began, in order. */
async function matching(
  root: string,
  folder: string,
  [part = '', ...rest]: readonly string[],
): Promise<string[]> {
  const children = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
  const folders = children.filter((child) => child.isDirectory());
  const below = async (names: readonly { name: string }[], parts: readonly string[]) =>
    (await Promise.all(names.map(({ name }) => matching(root, join(folder, name), parts)))).flat();
  if (part === '**') {
    const here = await matching(root, folder, rest);
    return [...here, ...(await below(folders, ['**', ...rest]))].toSorted();
  }
  const fits = withStars(part);
  const named = children.filter(({ name }) => fits.test(name));
  if (rest.length === 0) return named.map(({ name }) => join(folder, name)).toSorted();
  return below(
    named.filter((child) => !child.isFile()),
    rest,
  );
}

function withStars(name: string): RegExp {
  const texts = name.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${texts.join('.*')}$`);
}

/** The deploying tasks take a folder where the zip is meant; as an app it would have nothing that is judged bad. */
async function refuseWhatIsNoApp(folder: string): Promise<void> {
  // What cannot be listed is told where the folder is read.
  const children = await readdir(folder).catch(() => undefined);
  if (!children) return;
  if (children.length === 0) throw new Stopped({ code: 'package-folder-empty', folder });
  // Node's own `recursive` follows links, also those that lead in circles.
  const names = await matching(folder, '', ['**', '*']);
  const found = names.filter((name) => /\.zip$/i.test(name));
  if (found.length > 0 && !names.some(isCode))
    throw new Stopped({ code: 'package-in-folder', folder, found });
}
