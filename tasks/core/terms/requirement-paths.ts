// The paths of this machine that requirement lines name.

import { resolve } from 'node:path';
import { expanded, logicalLines, requirementLines, unquoted } from './requirement-lines.js';
import { readRequirement } from './requirement.js';

/** A file or folder that a requirement is installed from, or in which wheels are looked for. */
export interface NamedPath {
  /** As the requirements have it. */
  readonly name: string;
  readonly path: string;
  /** `wheels` is looked into and not installed. */
  readonly use: 'source' | 'wheels';
}

/** The folders of wheels that a line of options names: pip takes several options on one line. */
const LINKS = /(?:^|\s)(?:-f\s*|--find-links(?:\s+|=))("[^"]*"|'[^']*'|\S+)/g;

/** The job's variables, for `${NAME}` in a line. */
type Environment = Readonly<Record<string, string>>;

/**
 * The paths that a requirements file installs from.
 * @param folder what relative paths are relative to: pip's working directory
 */
export function namedPaths(text: string, folder: string, env: Environment): NamedPath[] {
  const wheels = logicalLines(text).flatMap(({ line }) => {
    const options = line.startsWith('-') ? line.matchAll(LINKS) : [];
    return [...options].map(([, value = '']) => ({
      name: unquoted(value),
      use: 'wheels' as const,
    }));
  });
  const sources = requirementLines(text).flatMap((line) => {
    const name = sourceIn(line, env);
    return name === undefined ? [] : [{ name, use: 'source' as const }];
  });
  return [...wheels, ...sources].flatMap(({ name, use }) => {
    const path = pathOf(expanded(name, env));
    return path === undefined ? [] : [{ name, path: resolve(folder, path), use }];
  });
}

/** What a line installs from when it is no name in an index: a URL, or a path without what may stand behind it. */
function sourceIn(line: string, env: Environment): string | undefined {
  const what = withoutMarker(line);
  const requirement = readRequirement(what);
  if (requirement?.url !== undefined) return requirement.url;
  const path = what.replace(/(?<!\s)\s*\[[^\][]*\]$/, '');
  return looksLikePath(expanded(path, env)) ? path : undefined;
}

/** In a URL a `;` alone may be a part of it. pip wants a space behind that of a marker, uv one before. */
function withoutMarker(line: string): string {
  const isUrl = /^[a-z][a-z+]*:/i.test(line);
  const [what = ''] = line.split(isUrl ? /\s;|;\s/ : ';', 1);
  return what.trim();
}

/** Endings that pip takes for a file, also without a folder before them. */
const ARCHIVE = /\.(?:whl|zip|tar|tgz|tbz|txz|tlz|tar\.(?:gz|bz2|xz|lz|lzma))$/i;

function looksLikePath(text: string): boolean {
  return /^\.|^file:|\//.test(text) || ARCHIVE.test(text);
}

/** The path that a text names; nothing for a URL of elsewhere. */
function pathOf(text: string): string | undefined {
  if (text.startsWith('file:')) return pathOfFileUrl(text);
  return text.includes('://') ? undefined : text;
}

/** As pip and uv read it, which is not as a browser does: `file:lib` is relative, and a `%` may be just that. */
export function pathOfFileUrl(url: string): string {
  const path = url.replace(/^file:(?:\/\/(?:localhost(?=\/))?)?/, '').replace(/[?#].*$/, '');
  return path.replace(/(?:%[\da-f]{2})+/gi, (bytes) =>
    Buffer.from(bytes.replaceAll('%', ''), 'hex').toString('utf8'),
  );
}
