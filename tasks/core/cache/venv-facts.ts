// Everything that makes a venv, gathered before it is made.

import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { Host } from '../host.js';
import type { Dependencies } from '../terms/dependencies.js';
import { normalisedName } from '../terms/distribution-name.js';
import { namedPaths, type NamedPath } from '../terms/requirement-paths.js';
import { contentFact, valueFact, type Fact } from './facts.js';
import { localSource } from './local-source.js';
import { describePath } from './paths.js';
import { pinnedNames } from './requirement-facts.js';
import { configurationFact, settingFacts, variableFacts } from './setting-facts.js';

export interface VenvInputs {
  /** The version of this program. */
  readonly version: string;
  /** Also the working directory of the installer. */
  readonly appRoot: string;
  readonly dependencies: Dependencies;
  /** What the user chose besides, by the name of the input: groups, extras, allowSdist. */
  readonly choices: Readonly<Record<string, readonly string[]>>;
  readonly installer: { readonly name: 'pip' | 'uv'; readonly version: string };
  readonly python: { readonly version: string; readonly basePrefix: string };
  /** What the wheels are for, such as `PYTHON|3.11 on glibc 2.31, linux x86_64`. */
  readonly target: string;
  /** The environment that the installer runs in, with the job's settings for it. */
  readonly env: Readonly<Record<string, string>>;
  /** Paths that are of this run and no part of the sources: the package, its reports, the cache. */
  readonly own: readonly string[];
}

/** What makes a venv, or in words why it cannot be known again. */
export type VenvFacts =
  | {
      readonly facts: readonly Fact[];
      /** The distributions, by normalised name, whose version the app's files pin; all of them with a lock. */
      readonly pinned: 'all' | readonly string[];
      /** The folders and files of this machine whose content is among the facts. */
      readonly sources: readonly string[];
    }
  | { readonly unknowable: string };

/** Gathers the facts. Throws the error of the file system for a file that cannot be read. */
export async function gatherVenvFacts(host: Host, inputs: VenvInputs): Promise<VenvFacts> {
  const { dependencies, appRoot } = inputs;
  const lines = dependencies.wanted.kind === 'file' ? [] : dependencies.wanted.lines;
  const files = await Promise.all(
    dependencies.files.map(async (path) => ({
      name: relative(appRoot, path),
      content: await readFile(path),
    })),
  );
  const texts =
    dependencies.wanted.kind === 'file'
      ? files.map(({ content }) => content.toString('utf8'))
      : [lines.join('\n')];
  const local = await localFacts(host, inputs, texts);
  if ('unknowable' in local) return local;
  const locked = dependencies.wanted.kind === 'locked';
  return {
    facts: [
      ...plainFacts(inputs, await machine()),
      ...files.map(({ name, content }) => contentFact(name, content)),
      contentFact('what is wanted of it', lines.join('\n')),
      ...local.facts,
      ...variableFacts(texts, inputs.env),
      ...(await settingFacts(inputs.env, appRoot)),
      ...(inputs.installer.name === 'uv' ? await uvConfiguration(inputs) : []),
    ].filter(firstOfItsName()),
    pinned: locked ? 'all' : pinnedNames(texts.join('\n')),
    sources: local.sources,
  };
}

function plainFacts(inputs: VenvInputs, agent: string): Fact[] {
  const { dependencies, choices, installer, python } = inputs;
  const chosen = Object.entries(choices).map(([name, values]) =>
    valueFact(name, values.length === 0 ? 'none' : values.join(', ')),
  );
  return [
    valueFact('Antenv', inputs.version),
    valueFact('source', basename(dependencies.path)),
    valueFact('installer', `${installer.name} ${installer.version}`),
    valueFact('Python', python.version),
    valueFact("Python's folder", python.basePrefix),
    valueFact('target', inputs.target),
    valueFact('agent', agent),
    ...chosen,
  ];
}

/** What is built from source fits the system that it was built on. */
async function machine(): Promise<string> {
  const text = await readFile('/etc/os-release', 'utf8').catch(() => '');
  const field = (name: string): string =>
    new RegExp(`^${name}="?([^"\n]*)"?$`, 'm').exec(text)?.[1] ?? '';
  const release = [field('ID'), field('VERSION_ID')].filter((part) => part !== '').join(' ');
  return `${process.platform} ${process.arch}${release === '' ? '' : `, ${release}`}`;
}

interface LocalFacts {
  readonly facts: readonly Fact[];
  readonly sources: readonly string[];
}

/** The project itself, and every path that the requirements name. */
async function localFacts(
  host: Host,
  { dependencies, appRoot, own, env }: VenvInputs,
  texts: readonly string[],
): Promise<LocalFacts | { readonly unknowable: string }> {
  const project = dependencies.project?.root;
  const itself: NamedPath[] =
    project === undefined
      ? []
      : [{ name: relative(appRoot, project) || '.', path: project, use: 'source' }];
  const facts: Fact[] = [];
  const sources: string[] = [];
  for (const { name, path, use } of [
    ...itself,
    ...texts.flatMap((text) => namedPaths(text, appRoot, env)),
  ]) {
    if (use === 'wheels') {
      const wheels = await describeWheels(name, path, dependencies.files);
      // Where some are after all, the line was misread, and what changes in them would not be seen.
      if (wheels === '') return { unknowable: `no wheels are in '${name}'` };
      facts.push(contentFact(`the wheels in '${name}'`, wheels));
      continue;
    }
    const source = await localSource(`the source in '${name}'`, path, {
      own,
      signal: host.signal,
    });
    if ('unknowable' in source) return source;
    facts.push(source.fact);
    sources.push(path);
  }
  return { facts, sources };
}

/** pip looks for a relative folder beside the requirements file first (`pip/_internal/req/req_file.py`). */
async function describeWheels(
  name: string,
  path: string,
  files: readonly string[],
): Promise<string> {
  const beside = files.map((file) => resolve(dirname(file), name));
  const described = [...new Set([path, ...beside])].map(async (place) => describePath(place));
  return (await Promise.all(described)).join('');
}

/** uv reads the indexes and more from the working directory on upwards, and from the user's and the system's folder. */
async function uvConfiguration({ appRoot, env }: VenvInputs): Promise<Fact[]> {
  const above = foldersFrom(appRoot).flatMap((folder) =>
    ['uv.toml', 'pyproject.toml'].map((file) => join(folder, file)),
  );
  const ofUser = env['XDG_CONFIG_HOME'] ?? join(env['HOME'] ?? homedir(), '.config');
  const ofSystem = [...(env['XDG_CONFIG_DIRS'] ?? '/etc/xdg').split(':'), '/etc'];
  const system = [ofUser, ...ofSystem].map((base) => join(base, 'uv', 'uv.toml'));
  const facts = await Promise.all([
    ...above.map((path) => configurationFact(relative(appRoot, path), path)),
    ...system.map((path) => configurationFact(path, path)),
  ]);
  return facts.filter((fact) => fact !== undefined);
}

function foldersFrom(folder: string): string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...foldersFrom(above)];
}

function firstOfItsName(): (fact: Fact) => boolean {
  const seen = new Set<string>();
  return ({ name }) => {
    if (seen.has(name)) return false;
    seen.add(name);
    return true;
  };
}

/**
 * The distributions whose version nothing fixes: another day may bring another one.
 * @param elsewhere normalised names of those that came from a path, or from a URL that names one content
 */
export function versionsLeftOpen(
  pinned: 'all' | readonly string[],
  distributions: readonly { readonly name: string }[],
  elsewhere: ReadonlySet<string>,
): string[] {
  if (pinned === 'all') return [];
  const known = new Set(pinned);
  return distributions
    .map(({ name }) => normalisedName(name))
    .filter((name) => !known.has(name) && !elsewhere.has(name))
    .toSorted();
}
