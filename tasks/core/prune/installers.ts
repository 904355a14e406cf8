// Installers in a venv that nobody asked for, no distribution requires and nothing uses.

import { normalisedName } from '../terms/distribution-name.js';
import type { PruneDistribution, PruneFile } from './distributions.js';
import { isMentioned, isProgram, speaks } from './speaking.js';

/** Installers, and what is imported of them. */
const INSTALLERS: Readonly<Record<string, readonly string[]>> = {
  pip: ['pip'],
  setuptools: ['setuptools', 'pkg_resources', 'distutils', '_distutils_hack'],
  wheel: ['wheel'],
};

/** An installer, and those of its files that stay behind: its dist-info tells for ever that it is installed. */
export interface Installer {
  readonly name: string;
  readonly files: readonly PruneFile[];
}

/**
 * Those of pip, setuptools and wheel that are not needed.
 *
 * A venv is made without any of them, so all that are there came with the requirements, and this is rare. So nothing
 * is told of them while the venv is read: only now is every source asked.
 */
export function unneededInstallers(
  distributions: readonly PruneDistribution[],
  venv: readonly PruneFile[],
  app: readonly PruneFile[],
  mentions: readonly string[],
): Installer[] {
  const found = unused(unasked(distributions, venv), venv, app, mentions);
  const listedByOthers = filesOf(distributions.filter((one) => !found.includes(one)));
  return found.map(({ name, info, files }) => ({
    name,
    files: venv.filter(
      ({ path }) => files.has(path) && !path.startsWith(`${info}/`) && !listedByOthers.has(path),
    ),
  }));
}

/** Those that nothing uses but they themselves; one that is used has a say about the others. */
function unused(
  candidates: readonly PruneDistribution[],
  venv: readonly PruneFile[],
  app: readonly PruneFile[],
  mentions: readonly string[],
): readonly PruneDistribution[] {
  if (candidates.length === 0) return candidates;
  let left = candidates;
  const hear = (text: string, isUse: IsUse): void => {
    left = left.filter(({ name }) => !INSTALLERS[name]?.some((module) => isUse(text, module)));
  };
  for (const text of mentions) hear(text, isNamed);
  for (const { path, read } of app) {
    if (isProgram(path) || isMentioned(path, mentions)) hear(read().toString('utf8'), isNamed);
  }
  const own = filesOf(candidates);
  for (const { path, read } of venv) {
    if (left.length === 0) break;
    if (!own.has(path) && speaks(path)) hear(read().toString('latin1'), isUsed);
  }
  return left.length === candidates.length ? left : unused(left, venv, app, mentions);
}

function filesOf(distributions: readonly PruneDistribution[]): Set<string> {
  const paths = new Set<string>();
  for (const { files } of distributions) for (const path of files) paths.add(path);
  return paths;
}

type IsUse = (text: string, module: string) => boolean;

/** Those that were not installed by name (PEP 376, REQUESTED), and that no other distribution requires. */
function unasked(
  distributions: readonly PruneDistribution[],
  venv: readonly PruneFile[],
): PruneDistribution[] {
  const installers = distributions.filter(({ name }) => name in INSTALLERS);
  if (installers.length === 0) return [];
  const byPath = new Map(venv.map((file) => [file.path, file]));
  const required = new Set(
    distributions
      .filter((one) => !installers.includes(one))
      .flatMap(({ info }) => requirementsIn(byPath.get(`${info}/METADATA`))),
  );
  return installers.filter(
    ({ name, info }) => !required.has(name) && !byPath.has(`${info}/REQUESTED`),
  );
}

/** The names that a distribution requires in any case; those of its extras are imported where they are used. */
function requirementsIn(metadata: PruneFile | undefined): string[] {
  const [head = ''] = (metadata?.read().toString('utf8') ?? '').split(/\r?\n\r?\n/, 1);
  return [...head.matchAll(/^Requires-Dist:[ \t]*([\w.-]+)([^\r\n]*)/gim)]
    .filter(([, , rest = '']) => !/\bextra\s*==/.test(rest))
    .map(([, name = '']) => normalisedName(name));
}

/** In the app and what starts it, the word will do: `pip install …`, or a comment. */
function isNamed(text: string, module: string): boolean {
  return text.includes(module) && new RegExp(`(?<![\\w.-])${module}[\\d.]*(?![\\w-])`).test(text);
}

/**
 * In a distribution, an import of the module, or its name as a string, as in `[sys.executable, "-m", "pip"]`; many
 * have a `pip install` in a message.
 */
function isUsed(text: string, module: string): boolean {
  if (!text.includes(module)) return false;
  return new RegExp(
    `\\b(?:import|from)[ \\t](?:[\\w., \\t]*[ ,\\t])?${module}(?!\\w)|(['"])${module}(?:\\.[\\w.]+)?\\1`,
  ).test(text);
}
