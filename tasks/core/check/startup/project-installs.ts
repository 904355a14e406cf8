// Projects of the app that the start installs by pip, such as `pip install -e .`, and what they declare.

import { posix } from 'node:path';
import { normalisedName } from '../../terms/distribution-name.js';
import type { Evidence } from '../evidence.js';
import { pathInApp } from './app-paths.js';
import { installerOf } from './installers.js';
import type { ShellCommand } from './startup.js';
import { viewOf } from './used-paths.js';

const PROJECT_FILES = ['pyproject.toml', 'setup.py'];

/** A project of the app as an argument of pip names it, such as `./src[web]`. */
export interface NamedProject {
  /** Relative to the app root. */
  readonly folder: string;
  /** With its brackets; empty for none. */
  readonly extras: string;
  /** The files that declare what it needs. */
  readonly files: readonly string[];
}

/** The project that an argument of a command names; `undefined` where it names none of the app. */
export function projectNamed(
  argument: string,
  command: ShellCommand,
  evidence: Evidence,
): NamedProject | undefined {
  const [, path = '', extras = ''] = /^([^[]*)(\[.*\])?$/.exec(argument) ?? [];
  const folder = path === '' ? undefined : pathInApp(path, viewOf(command, evidence));
  if (folder === undefined) return undefined;
  const files = PROJECT_FILES.map((name) => posix.join(folder, name)).filter(
    (file) => evidence.app?.files.has(file) === true,
  );
  return files.length === 0 ? undefined : { folder, extras, files };
}

/** The arguments of an installation that are no options. */
export function installedWords(words: readonly string[]): readonly string[] {
  return words.slice(words.indexOf('install') + 1).filter((word) => !word.startsWith('-'));
}

/**
 * The names of distributions, normalised, in the files of projects that the start installs. A `setup.py` is a program,
 * so they are words in quotes and the keys of Poetry's tables, whatever they stand for.
 */
export function declaredByInstalled(evidence: Evidence): ReadonlySet<string> {
  const { startup, preRun = [], app } = evidence;
  const installs = [...(startup?.commands ?? []), ...preRun].filter(
    ({ words, reach }) => reach !== 'never' && installerOf(words)?.includes('pip') === true,
  );
  const files = installs.flatMap((command) =>
    installedWords(command.words).flatMap(
      (word) => projectNamed(word, command, evidence)?.files ?? [],
    ),
  );
  const texts = files.map((file) => app?.files.get(file)?.text ?? '');
  return new Set(
    texts
      .flatMap((text) => [...text.matchAll(NAME)].map(([, name = '']) => name))
      .map(normalisedName),
  );
}

const NAME = /(?:["']|^)([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(?=["'[(<>=!~;@])/gm;

/** Whether a module comes with one of these distributions: `azure-identity` brings `azure`, and `flask-login` needs `flask`. */
export function isBroughtBy(names: ReadonlySet<string>, module: string, usual: string): boolean {
  const [distribution = ''] = usual.split(/[[<]/);
  const own = normalisedName(module);
  return (
    names.has(own) ||
    names.has(normalisedName(distribution)) ||
    [...names].some((name) => name.startsWith(`${own}-`))
  );
}
