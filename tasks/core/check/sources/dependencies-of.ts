// Where an app declares its dependencies, which is where one more belongs.

import { SOURCE_FORMATS, type SourceFormat } from '../../terms/dependencies.js';
import { shellWord } from '../../terms/shell-word.js';
import type { Tree } from '../evidence.js';

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

/**
 * What declares the dependencies, chosen as the packager chooses it: a `requirements.txt` that somebody makes beside a
 * lock would take its place. Without any of them it is the file that most apps have.
 */
function placeOf(app: Tree | undefined): (typeof PLACES)[SourceFormat] {
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

/** `requirements.txt`, `pyproject.toml` */
export function dependenciesFile(app: Tree | undefined): string {
  return placeOf(app).file;
}

/** `requirements.txt: flask`, `pyproject.toml: uv add flask`; also for what is told in words in place of a name. */
export function addition(app: Tree | undefined, distribution: string): string {
  const { file, tool } = placeOf(app);
  return tool === undefined || distribution.includes(' ')
    ? `${file}: ${distribution}`
    : `${file}: ${tool} ${shellWord(distribution)}`;
}
