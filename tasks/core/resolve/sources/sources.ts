// The sources of dependencies: a table of formats, and which one is taken when an app has several.

import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Host } from '../../host.js';
import { isArchiveName } from '../../terms/archive-name.js';
import { SOURCE_FORMATS, type Dependencies, type SourceFormat } from '../../terms/dependencies.js';
import { Stopped } from '../../terms/failure.js';
import { isThere } from './load-text.js';
import { PIPFILE_LOCK } from './pipfile-lock.js';
import { POETRY_LOCK } from './poetry-lock.js';
import { PYLOCK } from './pylock-toml.js';
import { PYPROJECT_TOML } from './pyproject-toml.js';
import { REQUIREMENTS_TXT } from './requirements-source.js';
import { SETUP_PY } from './setup-py.js';
import type { Source, SourceQuestion } from './source.js';
import { UV_LOCK } from './uv-lock.js';
import { findWorkspaceLock } from './workspace-lock.js';
import type { InputWords } from '../../terms/input-name.js';

export type { SourceQuestion } from './source.js';

const SOURCES: Readonly<Record<SourceFormat, Source>> = {
  'requirements.txt': REQUIREMENTS_TXT,
  'uv.lock': UV_LOCK,
  'pylock.toml': PYLOCK,
  'poetry.lock': POETRY_LOCK,
  'Pipfile.lock': PIPFILE_LOCK,
  'pyproject.toml': PYPROJECT_TOML,
  'setup.py': SETUP_PY,
};

/** The formats that pin every distribution. */
const LOCKS: readonly SourceFormat[] = ['uv.lock', 'pylock.toml', 'poetry.lock', 'Pipfile.lock'];

/**
 * Finds and reads the dependencies of an app for one target: the file that is asked for, whose name says its format,
 * else the first of `SOURCE_FORMATS` in the app root.
 * @throws Stopped `requirements-missing`, `requirements-not-found`, `requirements-unreadable`, `requirements-not-utf8`,
 *   `requirements-editable`, `dependencies-unreadable`, `lock-outdated`, `lock-missing`, `lock-without-project`,
 *   `lock-version-unknown`, `locked-unusable`, `uv-export-failed`, `unknown-group`, `unknown-extra`,
 *   `python-excluded`, `environment-excluded`; and what finding uv throws
 */
export async function loadDependencies(
  host: Host,
  question: SourceQuestion,
): Promise<Dependencies> {
  const { asked, appRoot } = question;
  if (asked !== undefined) await refuseMisplaced(asked, appRoot);
  const found = await findSources(question);
  const chosen = asked === undefined ? found[0] : { format: formatOf(asked), path: asked };
  if (!chosen) throw await nothingFound(appRoot);
  const source = SOURCES[chosen.format];
  const others = found.filter(
    ({ format, path }) => path !== chosen.path && !SOURCES[format].partOf.includes(source.format),
  );
  const around = asked === undefined ? await lockAround(appRoot, chosen) : undefined;
  const read = await source
    .load(host, chosen.path, question)
    .catch((error: unknown) => Promise.reject(withLockAround(error, around)));
  const told = asked === undefined ? tellChoice(chosen, others, host.input) : NOTHING;
  return {
    ...read,
    ...chosen,
    notUsed: others.map(({ path }) => path),
    notes: [...read.notes, ...told.notes],
    warnings: [
      ...told.warnings,
      ...(await tellUnreadLock(appRoot, chosen)),
      ...tellLockAround(chosen, around, host.input),
      ...read.warnings,
    ],
  };
}

interface Found {
  readonly format: SourceFormat;
  readonly path: string;
}

/** What is in the app root, the first to be taken at the head. */
async function findSources(question: SourceQuestion): Promise<Found[]> {
  const { appRoot } = question;
  const names = (await readdir(appRoot)).toSorted();
  const found: Found[] = [];
  const empty: Found[] = [];
  for (const format of SOURCE_FORMATS) {
    // A name in another case is a requirements file, too, if none has the usual one.
    const name =
      names.find((one) => one === format) ??
      names.find((one) => format === 'requirements.txt' && one.toLowerCase() === format);
    if (name === undefined) continue;
    const path = join(appRoot, name);
    const { declares } = SOURCES[format];
    const isOne = !declares || (await declares(path, question));
    if (isOne) found.push({ format, path });
    else if (format === 'requirements.txt') empty.push({ format, path });
  }
  // An empty requirements.txt is all that an app without dependencies has.
  return found.length > 0 ? found : empty;
}

/** PEP 751 lets a name stand in `pylock.<name>.toml`; whatever is no other format is a requirements file. */
function formatOf(asked: string): SourceFormat {
  const name = basename(asked);
  return (
    SOURCE_FORMATS.find((format) => format !== 'requirements.txt' && SOURCES[format].fits(name)) ??
    'requirements.txt'
  );
}

/** A path is relative to the sources; who has the app in a folder of them often means that folder. */
async function refuseMisplaced(path: string, appRoot: string): Promise<void> {
  if (await isThere(path)) return;
  const beside = await sameInApp(path, appRoot);
  if (beside === undefined) return;
  throw new Stopped({ code: 'requirements-not-found', path, askedBy: undefined, beside });
}

/** The file of the app root whose path ends most like this one: another of its name alone may be no project at all. */
async function sameInApp(path: string, appRoot: string): Promise<string | undefined> {
  const parts = path.split(/[/\\]/);
  for (const from of parts.keys()) {
    const file = join(appRoot, ...parts.slice(from));
    if (await isThere(file)) return file;
  }
  return undefined;
}

async function nothingFound(appRoot: string): Promise<Stopped> {
  const pipfile = join(appRoot, 'Pipfile');
  if (await isThere(pipfile)) {
    const reason = 'a Pipfile is read by way of its lock';
    return new Stopped({ code: 'lock-missing', path: pipfile, reason, command: 'pipenv lock' });
  }
  const names = (await readdir(appRoot)).toSorted();
  const similar = names.filter((name) =>
    /require|^pyproject\.toml$|\.lock$|^Pipfile|^pylock\.|^setup\./i.test(name),
  );
  const below = await sourcesBelow(appRoot, names);
  // Where a build has published an archive, there is no app beside it.
  const archives = names.some((name) => name.endsWith('.py')) ? [] : names.filter(isArchiveName);
  const seen = [similar, below, archives].find((some) => some.length > 0) ?? [];
  return new Stopped({ code: 'requirements-missing', appRoot, seen });
}

/** What declares dependencies one or two folders below the app root, the first five. */
async function sourcesBelow(appRoot: string, names: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  const look = async (folder: string): Promise<readonly string[]> => {
    const children = await readdir(join(appRoot, folder)).catch((): string[] => []);
    const sources = SOURCE_FORMATS.filter((format) => children.includes(format));
    found.push(...sources.map((name) => join(folder, name)));
    return children.map((name) => join(folder, name));
  };
  const isOurs = (path: string): boolean => !/(?:^|[/\\])(?:\.|node_modules$)/.test(path);
  const next: string[] = [];
  for (const name of names.filter(isOurs)) next.push(...(await look(name)));
  for (const path of next.filter(isOurs)) await look(path);
  return found.slice(0, 5);
}

/** PDM writes its lock in a form of its own, and locks that are read when it is asked to. */
async function tellUnreadLock(appRoot: string, { format, path }: Found): Promise<string[]> {
  const isOpen = format === 'pyproject.toml' || format === 'setup.py';
  if (!isOpen || !(await isThere(join(appRoot, 'pdm.lock')))) return [];
  return [
    `'pdm.lock' is not read: what '${basename(path)}' allows is installed, not what is locked. Run in a step before: pdm export --prod --format requirements --output requirements.txt`,
  ];
}

/** A member of a uv workspace has its lock in the root of the workspace, where nobody looks who was not told. */
async function lockAround(appRoot: string, { format }: Found): Promise<string | undefined> {
  return format === 'pyproject.toml' ? findWorkspaceLock(appRoot) : undefined;
}

function withLockAround(error: unknown, lock: string | undefined): unknown {
  const isMissing = error instanceof Stopped && error.failure.code === 'lock-missing';
  return isMissing && lock !== undefined ? new Stopped({ ...error.failure, lock }) : error;
}

function tellLockAround({ path }: Found, lock: string | undefined, input: InputWords): string[] {
  if (lock === undefined) return [];
  return [
    `'${lock}' is not read, which has this app as a member of its workspace: what '${basename(path)}' allows is installed, not what is locked. Set ${input.called('requirements')} to '${lock}'.`,
  ];
}

interface Told {
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
}

const NOTHING: Told = { notes: [], warnings: [] };

/** Two locks are two truths: one of them is not kept up. A requirements.txt beside a lock is usually made from it. */
function tellChoice(chosen: Found, others: readonly Found[], input: InputWords): Told {
  if (others.length === 0) return NOTHING;
  const used = basename(chosen.path);
  const names = others.map(({ path }) => `'${basename(path)}'`);
  const [first = ''] = names;
  const left = `${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'} not`;
  const other = `set ${input.called('requirements')} to ${names.length === 1 ? first : 'one of them'}`;
  const isAmongLocks =
    LOCKS.includes(chosen.format) && others.some(({ format }) => LOCKS.includes(format));
  if (!isAmongLocks) {
    return {
      ...NOTHING,
      notes: [`The dependencies are read from '${used}'; ${left}: ${other} if that is wrong.`],
    };
  }
  return {
    ...NOTHING,
    warnings: [
      `There is more than one lock. '${used}' is used, ${left}. Remove what is not kept up, or ${other}.`,
    ],
  };
}
