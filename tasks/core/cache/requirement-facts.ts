// What requirement lines say beyond their text: which versions they pin, and which paths of this machine they name.

import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { logicalLines, unquoted } from '../terms/requirement-lines.js';
import { normalisedName } from '../terms/distribution-name.js';
import { readRequirement } from '../terms/requirement.js';

/** A file or folder that a requirement is installed from, or in which wheels are looked for. */
export interface NamedPath {
  /** As the requirements have it. */
  readonly name: string;
  readonly path: string;
  /** `wheels` is looked into and not installed. */
  readonly use: 'source' | 'wheels';
}

/** The names, normalised, of which exactly one version is allowed (`==` without a `*`). */
export function pinnedNames(text: string): string[] {
  return requirementLines(text).flatMap((line) => {
    const requirement = readRequirement(line);
    if (!requirement || !/^===?[^,*]+$/.test(requirement.specifiers)) return [];
    return [normalisedName(requirement.name)];
  });
}

/**
 * The paths that a requirements file installs from.
 * @param folder what relative paths are relative to: pip's working directory
 */
export function namedPaths(text: string, folder: string): NamedPath[] {
  const wheels = logicalLines(text).flatMap(({ line }) => {
    const value = /^(?:-f|--find-links)(?:\s|=)\s*(\S.*)$/.exec(line)?.[1];
    return value === undefined ? [] : named(unquoted(value), folder, 'wheels');
  });
  const sources = requirementLines(text).flatMap((line) => {
    const requirement = readRequirement(line);
    if (requirement) return named(requirement.url ?? 'https://', folder, 'source');
    // A path, with extras or a marker behind it.
    return named(unquoted(line.replace(/\s;.*$|\[[^\]]*\]$/g, '')), folder, 'source');
  });
  return [...wheels, ...sources];
}

function named(text: string, folder: string, use: NamedPath['use']): NamedPath[] {
  if (text.startsWith('file:')) {
    // Node wants an absolute URL; pip takes `file:lib`, too.
    const path = text.startsWith('file://') ? fileUrlPath(text) : text.slice('file:'.length);
    return [{ name: text, path: resolve(folder, path), use }];
  }
  return text.includes('://') ? [] : [{ name: text, path: resolve(folder, text), use }];
}

function fileUrlPath(url: string): string {
  const whole = new URL(url);
  return fileURLToPath(`file://${whole.pathname}`);
}

/** The lines that are requirements, without the options behind them. */
function requirementLines(text: string): string[] {
  return logicalLines(text)
    .map(({ line }) => line)
    .filter((line) => !line.startsWith('-'))
    .map((line) => line.replace(/(?<!\s)\s+--\S.*$/, '').trim());
}
