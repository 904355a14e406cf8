// requirements.txt: which file it is, what it pulls in, and what in it cannot be packaged.

import { lstat, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { messageOf, Stopped, systemErrorCode } from '../../terms/failure.js';
import { includedBy, includedFile, logicalLines } from '../../terms/requirement-lines.js';

/** The requirements that an app declares. */
export interface Requirements {
  /** The file handed to the installer, absolute. */
  readonly path: string;
  /** That file and all that it includes by `-r` and `-c`, absolute, in reading order. */
  readonly files: readonly string[];
  /** What the user should know about the choice. */
  readonly notes: readonly string[];
  /** What they ask for and will not get. */
  readonly warnings: readonly string[];
  /** The whole text, for finding credentials that must be masked. */
  readonly text: string;
}

const USUAL_NAME = 'requirements.txt';

/**
 * Finds and reads the requirements of an app: `asked`, else `requirements.txt` in the app root whatever its case.
 * @param env for `${NAME}` in the names of included files
 * @throws Stopped `requirements-missing`, `requirements-not-found`, `requirements-unreadable`,
 *   `requirements-not-utf8`, `requirements-editable`
 */
export async function loadRequirements(
  appRoot: string,
  asked: string | undefined,
  env: Environment = {},
): Promise<Requirements> {
  const { path, notes } = asked ? { path: asked, notes: [] } : await findRequirements(appRoot);
  const seen = new Map<string, string>();
  await loadWithIncludes(path, undefined, seen, env);
  const passedOver = [...seen].flatMap(([file, text]) =>
    passedOverIn(text, relative(appRoot, file)),
  );
  const warnings = [...seen].flatMap(([file, text]) =>
    variablesLeftIn(text, relative(appRoot, file), env),
  );
  const text = [...seen.values()].join('\n');
  return { path, files: [...seen.keys()], notes: [...notes, ...passedOver], warnings, text };
}

/** `${NAME}` as pip and uv replace it, and `$(name)` as a pipeline does, but in its own files alone. */
const VARIABLE = /\$\{([A-Z0-9_]+)\}|\$\(([\w.]+)\)/g;

/** Variables that stay as they are written, where an index then wants other credentials, and nobody says why. */
function variablesLeftIn(text: string, file: string, env: Environment): string[] {
  return logicalLines(text).flatMap(({ number, line }) =>
    [...line.matchAll(VARIABLE)].flatMap(([written, name, ofPipeline = '']) => {
      const where = `Line ${number} of ${file} has '${written}'`;
      if (name === undefined) {
        const own = ofPipeline.toUpperCase().replaceAll('.', '_');
        return `${where}, which stays as it is written: a pipeline replaces that in its own files alone. Write \${${own}} there, and give the step its value by env: ${own}: ${written}`;
      }
      // An empty one is left in place, too.
      if ((env[name] ?? '') !== '') return [];
      return `${where}, which stays as it is written, since this step has no such variable. A secret one reaches it by env alone: ${name}: $(${name})`;
    }),
  );
}

/** Lines of which pip reads a part alone, without a word. */
function passedOverIn(text: string, name: string): string[] {
  return logicalLines(text).flatMap(({ number, line }) => {
    // Without the values of variables: they may be secrets.
    const included = includedBy(line, {});
    return included === undefined || included.isAll
      ? []
      : `Of line ${number} of ${name} only '${included.option} ${included.name}' counts, as pip reads it. Write each option of it on a line of its own.`;
  });
}

async function findRequirements(appRoot: string): Promise<{ path: string; notes: string[] }> {
  const names = (await readdir(appRoot)).toSorted();
  if (names.includes(USUAL_NAME)) return { path: join(appRoot, USUAL_NAME), notes: [] };
  const otherCase = names.find((name) => name.toLowerCase() === USUAL_NAME);
  if (otherCase === undefined) {
    const seen = names.filter((name) => /require|^pyproject\.toml$|\.lock$|^Pipfile/i.test(name));
    throw new Stopped({ code: 'requirements-missing', appRoot, seen });
  }
  const note = `The requirements file is called '${otherCase}'. The platform's own builder looks for '${USUAL_NAME}' only.`;
  return { path: join(appRoot, otherCase), notes: [note] };
}

async function loadWithIncludes(
  path: string,
  askedBy: string | undefined,
  seen: Map<string, string>,
  env: Environment,
): Promise<void> {
  if (seen.has(path)) return;
  const text = await loadText(path, askedBy);
  seen.set(path, text);
  for (const { number, line } of logicalLines(text)) {
    const where = `${path}:${number}`;
    const editable = EDITABLE.exec(line)?.[1];
    if (editable !== undefined) {
      throw new Stopped({ code: 'requirements-editable', where, line, target: editable.trim() });
    }
    const included = includedFile(line, env);
    if (included === undefined) continue;
    await loadWithIncludes(resolve(dirname(path), included), where, seen, env);
  }
}

/** The forms in which pip's option parser takes `-e` and `--editable`, also behind other options. */
const EDITABLE = /^(?:-.*\s)?(?:-e\s*|--editable(?:\s+|\s*=\s*))(.*)$/;

type Environment = Readonly<Record<string, string>>;

async function loadText(path: string, askedBy: string | undefined): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFIFO() === true) {
    // Nobody may write to a pipe, and the installer would find it empty.
    throw new Stopped({ code: 'requirements-unreadable', path, reason: 'it is a pipe' });
  }
  const bytes = await readFile(path).catch(async (error: unknown) => {
    const isThere = await lstat(path).catch(() => undefined);
    if (!isThere) throw new Stopped({ code: 'requirements-not-found', path, askedBy });
    const reason = unreadableBecause(error);
    throw new Stopped({ code: 'requirements-unreadable', path, reason }, { cause: error });
  });
  return readUtf8(bytes, path);
}

function unreadableBecause(error: unknown): string {
  const code = systemErrorCode(error);
  if (code === 'EISDIR') return 'it is a folder';
  if (code === 'ENOENT') return 'it is a link that leads nowhere';
  return messageOf(error);
}

/** Decodes strictly; a byte order mark is dropped, as pip does. */
function readUtf8(bytes: Buffer, path: string): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {
    // Told below, with a guess at what it is.
  }
  throw new Stopped({ code: 'requirements-not-utf8', path, looksLike: guessEncoding(bytes) });
}

function guessEncoding(bytes: Buffer): string {
  const utf16 =
    (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (utf16) return "UTF-16, as Windows PowerShell's `>` writes it";
  // Without a byte order mark every other byte of ASCII is empty.
  if (/^(?:[^\0]\0|\0[^\0])+$/.test(bytes.toString('latin1'))) return 'text in UTF-16';
  return bytes.includes(0) ? 'a binary file' : 'Latin-1 or another 8-bit encoding';
}
