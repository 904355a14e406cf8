// pylock.toml (PEP 751): the lock that every tool may write, pip and uv among them.

import { dirname, resolve } from 'node:path';
import type { Host } from '../../host.js';
import { Stopped } from '../../terms/failure.js';
import { readVersion, writeVersion } from '../../terms/version.js';
import { fitsTarget, readWheelName, targetTags } from '../../terms/wheel-name.js';
import { loadToml } from './load-text.js';
import {
  indexNotes,
  otherIndex,
  pathPin,
  urlPin,
  vcsPin,
  versionPin,
  wantedLocked,
  type Locked,
} from './locked.js';
import { loadPyproject, projectOf } from './project.js';
import {
  checkEnvironments,
  checkPython,
  holds,
  knownOnes,
  unreadable,
  type Chosen,
  type Read,
  type Source,
  type SourceQuestion,
} from './source.js';
import {
  isTable,
  tableAt,
  tablesAt,
  textAt,
  textsAt,
  valueAt,
  type Table,
} from '../../tools/toml.js';

export const PYLOCK: Source = {
  format: 'pylock.toml',
  // PEP 751: one name may stand between the dots.
  fits: (name) => /^pylock\.(?:[^.]+\.)?toml$/.test(name),
  partOf: [],
  load,
};

async function load(_host: Host, path: string, question: SourceQuestion): Promise<Read> {
  const { text, data } = await loadToml(path);
  const notes = checkVersion(path, data);
  checkPython(path, textAt(data, 'requires-python'), question);
  checkEnvironments(path, textsAt(data, 'environments'), question);
  const chosen = chosenIn(path, data, question);
  const folder = dirname(path);
  const packages = tablesAt(data, 'packages').filter((one) =>
    holds(path, textAt(one, 'marker'), question, chosen),
  );
  for (const one of packages) checkPython(path, textAt(one, 'requires-python'), question);
  const isOwn = (one: Table): boolean => {
    const directory = textAt(one, 'directory', 'path');
    return directory !== undefined && resolve(folder, directory) === folder;
  };
  const others = packages.filter((one) => !isOwn(one));
  const locked = await Promise.all(others.map((one) => lockedOf(path, folder, one)));
  checkWheels(path, others, question);
  const pyproject = await loadPyproject(folder);
  const { project, notes: projectNotes } = await projectOf(pyproject, question.extras);
  return {
    files: [path, ...(pyproject ? [pyproject.path] : [])],
    wanted: wantedLocked(path, locked),
    project,
    notes: [...notes, ...projectNotes, ...indexNotes('pylock.toml', locked)],
    warnings: [],
    text: [text, pyproject?.text ?? ''].join('\n'),
  };
}

/** PEP 751: a tool that does not know the major version must stop; of the minor, it should tell. */
function checkVersion(path: string, data: Table): string[] {
  const found = textAt(data, 'lock-version');
  if (found === undefined) throw unreadable(path, "it has no 'lock-version'");
  const version = readVersion(found);
  const [major, minor = 0n] = version?.release ?? [];
  if (Number(major) !== 1)
    throw new Stopped({ code: 'lock-version-unknown', path, found, known: '1.0' });
  if (Number(minor) === 0) return [];
  return [`pylock.toml has lock-version ${found}; what it has beyond 1.0 is not known here.`];
}

/** More than any image has: which glibc is there is for the installer to say. */
const ANY_GLIBC = '2.99';

/** Some tools, pip among them, lock nothing but the wheels of the Python and the platform that they run on. */
function checkWheels(path: string, packages: readonly Table[], { python }: SourceQuestion): void {
  const tags = new Set(targetTags(python.minor, ANY_GLIBC));
  const environments = packages
    .filter((one) => !isTable(one['sdist']))
    .map((one) => tablesAt(one, 'wheels').flatMap((wheel) => fileNameOf(wheel) ?? []))
    .filter((names) => names.length > 0 && !names.some((name) => mayFit(name, tags)))
    .map((names) => names[0] ?? '');
  if (environments.length === 0) return;
  const code = 'environment-excluded';
  throw new Stopped({ code, path, environments, python: python.version });
}

function mayFit(name: string, tags: ReadonlySet<string>): boolean {
  const wheel = readWheelName(name);
  return wheel === undefined || fitsTarget(wheel, tags);
}

/** The name of a wheel's or an sdist's file; the URL or path ends in it when it is not given. */
function fileNameOf(file: Table): string | undefined {
  const place = textAt(file, 'url') ?? textAt(file, 'path');
  return textAt(file, 'name') ?? place?.split('/').at(-1);
}

/** `default-groups` are the lock's own name for what every installation has. */
function chosenIn(path: string, data: Table, { extras, groups }: SourceQuestion): Chosen {
  const always = textsAt(data, 'default-groups');
  const known = [...textsAt(data, 'dependency-groups'), ...always];
  return {
    extras: knownOnes('extra', path, extras, textsAt(data, 'extras')),
    groups: [...always, ...knownOnes('group', path, groups, known)],
  };
}

async function lockedOf(path: string, folder: string, one: Table): Promise<Locked> {
  const name = textAt(one, 'name');
  if (name === undefined) throw unreadable(path, 'a package has no name');
  const vcs = tableAt(one, 'vcs');
  if (isTable(one['vcs']))
    return { name, pin: await repositoryPin(path, name, folder, vcs), hashes: [] };
  const directory = textAt(one, 'directory', 'path');
  if (directory !== undefined) {
    const subdirectory = textAt(one, 'directory', 'subdirectory');
    return { name, pin: await pathPin(path, name, folder, directory, subdirectory), hashes: [] };
  }
  if (isTable(one['archive'])) return filePin(path, name, folder, tableAt(one, 'archive'));
  return lockedVersion(path, name, folder, one);
}

async function repositoryPin(
  path: string,
  name: string,
  folder: string,
  vcs: Table,
): Promise<string> {
  const commit = textAt(vcs, 'commit-id');
  const type = textAt(vcs, 'type');
  if (commit === undefined || type === undefined) throw unreadable(path, `'${name}' has no commit`);
  const url = textAt(vcs, 'url');
  const subdirectory = textAt(vcs, 'subdirectory');
  if (url !== undefined) return vcsPin(type, url, commit, subdirectory);
  const local = (await pathPin(path, name, folder, textAt(vcs, 'path') ?? '')).replace(/^ @ /, '');
  return vcsPin(type, local, commit, subdirectory);
}

/** An archive, a wheel or an sdist by its own place. */
async function filePin(path: string, name: string, folder: string, file: Table): Promise<Locked> {
  const url = textAt(file, 'url');
  const subdirectory = textAt(file, 'subdirectory');
  const pin =
    url === undefined
      ? await pathPin(path, name, folder, textAt(file, 'path') ?? '')
      : urlPin(url, subdirectory);
  return { name, pin, hashes: hashesOf(file) };
}

/** A version of an index; a file in the sources stands by its own place instead. */
async function lockedVersion(
  path: string,
  name: string,
  folder: string,
  one: Table,
): Promise<Locked> {
  const sdist = tableAt(one, 'sdist');
  const files = [...tablesAt(one, 'wheels'), ...(isTable(one['sdist']) ? [sdist] : [])];
  const [only] = files;
  if (only === undefined) throw unreadable(path, `'${name}' has neither wheels nor an sdist`);
  if (files.every((file) => textAt(file, 'url') === undefined)) {
    if (files.length === 1) return filePin(path, name, folder, only);
    const reason =
      'it is several files beside the lock, of which an installer would have to choose';
    throw new Stopped({ code: 'locked-unusable', path, name, reason });
  }
  const version = textAt(one, 'version') ?? versionInNames(files);
  if (version === undefined) throw unreadable(path, `'${name}' has no version`);
  return {
    name,
    pin: versionPin(version),
    hashes: files.flatMap(hashesOf),
    index: otherIndex(textAt(one, 'index')),
  };
}

function versionInNames(files: readonly Table[]): string | undefined {
  const names = files.map(fileNameOf);
  return names.flatMap((name) => readWheelName(name ?? '')?.version ?? []).map(writeVersion)[0];
}

/** Hashes that pip and uv take, the best of each file. */
const ALGORITHMS = ['sha256', 'sha384', 'sha512'];

function hashesOf(file: Table): string[] {
  for (const algorithm of ALGORITHMS) {
    const digest = valueAt(file, 'hashes', algorithm);
    if (typeof digest === 'string') return [`${algorithm}:${digest}`];
  }
  return [];
}
