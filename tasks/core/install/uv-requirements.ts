// Requirements files for uv: where one has what only pip reads, uv gets copies that say the same in its words.

import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import {
  includedBy,
  includedFile,
  joinsLinesForPip,
  logicalLines,
  unquoted,
  withSpacedOption,
} from '../terms/requirement-lines.js';
import type { Place } from './installer.js';

/** A file as it is, and where its copy would be. */
interface Original {
  readonly path: string;
  readonly text: string;
  readonly copy: string;
}

type Environment = Readonly<Record<string, string>>;

/**
 * What is wanted, with a copy in the place of each requirements file that uv could not read, or that includes such a
 * one. All others are named as they are, so that uv tells its user's file where it fails.
 * @param what arguments such as `--requirement` and a path
 * @param env for `${NAME}` in the names of included files
 */
export async function forUv(
  what: readonly string[],
  place: Place,
  env: Environment,
): Promise<string[]> {
  const folder = join(place.work, 'uv-requirements');
  const args: string[] = [];
  for (const [index, arg] of what.entries()) {
    const isFile = what[index - 1] === '--requirement';
    args.push(isFile ? await readable(arg, join(folder, String(index)), place, env) : arg);
  }
  return args;
}

async function readable(
  path: string,
  folder: string,
  place: Place,
  env: Environment,
): Promise<string> {
  const originals = new Map<string, Original>();
  await loadAll(resolve(place.appRoot, path), folder, originals, env);
  const all = [...originals.values()];
  const [first] = all;
  if (first === undefined || !all.some(({ text }) => isForPipAlone(text))) return path;
  for (const original of all) {
    await mkdir(dirname(original.copy), { recursive: true });
    await writeFile(original.copy, await inWordsOfUv(original, originals, place, env));
  }
  return first.copy;
}

/** A file and all that it includes; what cannot be read is left to uv to tell. */
async function loadAll(
  path: string,
  folder: string,
  originals: Map<string, Original>,
  env: Environment,
): Promise<void> {
  if (originals.has(path)) return;
  const bytes = await readFile(path).catch(() => undefined);
  if (bytes === undefined) return;
  // The decoder drops a byte order mark.
  const text = new TextDecoder().decode(bytes);
  // A folder for each: two files may have the same name, and uv tells a name where it fails.
  const copy = join(folder, String(originals.size), basename(path));
  originals.set(path, { path, text, copy });
  for (const { line } of logicalLines(text)) {
    const included = includedFile(line, env);
    if (included === undefined) continue;
    await loadAll(resolve(dirname(path), included), folder, originals, env);
  }
}

function isForPipAlone(text: string): boolean {
  return (
    joinsLinesForPip(text) ||
    logicalLines(text).some(
      ({ line }) => withSpacedOption(line) !== line || includedBy(line, {})?.isAll === false,
    )
  );
}

/** Each line at its number, as uv tells that where it fails; nothing relative to a file is left. */
async function inWordsOfUv(
  { path, text }: Original,
  originals: ReadonlyMap<string, Original>,
  { appRoot }: Place,
  env: Environment,
): Promise<string> {
  const lines: string[] = [];
  for (const { number, line } of logicalLines(text)) {
    const included = includedBy(line, env);
    const copy = included && originals.get(resolve(dirname(path), included.name))?.copy;
    if (included && (copy || !included.isAll)) {
      // An address keeps the names of its variables: they may hold tokens.
      lines[number - 1] = `${included.option} ${copy ?? includedBy(line, {})?.name}`;
      continue;
    }
    lines[number - 1] = await withWholeFolder(withSpacedOption(line), dirname(path), appRoot);
  }
  return Array.from(lines, (line) => `${line ?? ''}\n`).join('');
}

/** A folder of wheels: pip and uv look for it beside the file that names it, pip else in the working folder. */
async function withWholeFolder(line: string, folder: string, appRoot: string): Promise<string> {
  const value = /^(?:-f|--find-links)[\s=]+(.*)$/.exec(line)?.[1];
  if (value === undefined || /^["']?(?:\$|[a-z]+:)/i.test(value)) return line;
  const name = unquoted(value);
  const beside = resolve(folder, name);
  const isThere = await stat(beside).catch(() => undefined);
  return `--find-links ${isThere ? beside : resolve(appRoot, name)}`;
}
