// Where an app declares its dependencies, which is where one more belongs.

import { basename, dirname, join, relative, sep } from 'node:path';
import { SOURCE_FORMATS, type Dependencies, type SourceFormat } from '../../terms/dependencies.js';
import { shellWord } from '../../terms/shell-word.js';
import type { Evidence, TakenDependencies, Tree } from '../evidence.js';
import { hasDistribution } from '../startup/server-distributions.js';

/** The file that people write, and the tool that adds to it where a lock has to follow. */
const PLACES: Readonly<Record<SourceFormat, { readonly file: string; readonly tool?: string }>> = {
  'requirements.txt': { file: 'requirements.txt' },
  'uv.lock': { file: 'pyproject.toml', tool: 'uv add' },
  'pylock.toml': { file: 'pyproject.toml' },
  'poetry.lock': { file: 'pyproject.toml', tool: 'poetry add' },
  'Pipfile.lock': { file: 'Pipfile', tool: 'pipenv install' },
  'pyproject.toml': { file: 'pyproject.toml' },
  'setup.py': { file: 'setup.py' },
};

/** What is known of an app's dependencies. */
type Known = Pick<Evidence, 'app' | 'dependencies'>;

/**
 * What a package is made from: the file that was asked for is not always the one that the app root would suggest. Of a
 * lock it is the file that people write, which was read with it or belongs beside it.
 */
export function takenDependencies(
  { format, path, files }: Pick<Dependencies, 'format' | 'path' | 'files'>,
  appRoot: string,
): TakenDependencies {
  const { file } = PLACES[format];
  // A requirements file may have any name.
  const isWritten = format === 'requirements.txt' || basename(path) === file;
  const written = isWritten
    ? path
    : (files.find((one) => basename(one) === file) ?? join(dirname(path), file));
  return { format, file: relative(appRoot, written).split(sep).join('/') };
}

/**
 * What declares the dependencies: what they were taken from, else what the packager would choose, since a
 * `requirements.txt` that somebody makes beside a lock would take its place. Without any it is the file that most
 * apps have.
 */
function placeOf({ app, dependencies }: Known): (typeof PLACES)[SourceFormat] {
  if (dependencies !== undefined) {
    return { ...PLACES[dependencies.format], file: dependencies.file };
  }
  const format = SOURCE_FORMATS.find(
    (name) => app?.files.has(name) === true && declares(name, app),
  );
  return PLACES[format ?? 'requirements.txt'];
}

/** A `pyproject.toml` may hold nothing but the settings of a linter. */
function declares(format: SourceFormat, app: Tree): boolean {
  const text = app.files.get(format)?.text;
  return format !== 'pyproject.toml' || text === undefined || /^\[project\]/m.test(text);
}

/** `requirements.txt`, `src/pyproject.toml` */
export function dependenciesFile(known: Known): string {
  return placeOf(known).file;
}

/** `requirements.txt: flask`, `pyproject.toml: uv add flask`; also for what is told in words in place of a name. */
export function addition(known: Known, distribution: string): string {
  const { file, tool } = placeOf(known);
  return tool === undefined || distribution.includes(' ')
    ? `${file}: ${distribution}`
    : `${file}: ${tool} ${shellWord(distribution)}`;
}

/** `uvicorn to requirements.txt`, `uvicorn to pyproject.toml (uv add uvicorn)`: for advice that goes on behind it. */
export function additionWithin(known: Known, distribution: string): string {
  const { file, tool } = placeOf(known);
  const how = tool === undefined ? '' : ` (${tool} ${shellWord(distribution)})`;
  return `${distribution} to ${file}${how}`;
}

/** The same for what the venv is not known to have; else there is nothing to add. */
export function additionIfLacking(
  known: Known & Pick<Evidence, 'venv'>,
  distribution: string,
): string | undefined {
  return hasDistribution(known.venv, distribution)
    ? undefined
    : additionWithin(known, distribution);
}
