// Questions to uv about what it would install for the target: nothing is installed by them.

import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Host, Outcome } from '../host.js';
import { targetEnvironment } from '../terms/marker.js';
import { unquoted } from '../terms/requirement-lines.js';
import { runUv, type Uv } from '../tools/uv.js';
import { crossOptions, type CrossTarget } from './cross-target.js';
import { readListedPackages, type ListedPackage } from './listed-packages.js';

/** A cross build: who is asked, where, and for what. */
export interface CrossBuild {
  readonly uv: Uv;
  /** The environment of each call. */
  readonly env: Readonly<Record<string, string>>;
  /** The job's settings that uv has no variable for. */
  readonly args: readonly string[];
  /** Relative paths in requirements are taken from here. */
  readonly cwd: string;
  /** The venv's own Python, of whatever platform and minor. */
  readonly python: string;
  /** An existing private folder. */
  readonly work: string;
  readonly target: CrossTarget;
  /** The requirements files that say what is wanted. */
  readonly files: readonly string[];
  /** Whether those name everything, so that nobody is asked for dependencies. */
  readonly complete: boolean;
  /** Their lines that say where all is looked for: a question about one distribution is asked there, too. */
  readonly indexes: readonly string[];
}

/** What uv would install, or what it said instead. */
export type Listed = { readonly packages: readonly ListedPackage[] } | { readonly failed: Outcome };

/** Whether sources would do, and whether each package is told with its wheels for all platforms or for the target's. */
type Mode =
  'sources too, wheels of all platforms' | 'wheels for the target' | 'oldest wheels for the target';

interface Question {
  readonly files: readonly string[];
  readonly complete: boolean;
  readonly mode: Mode;
  /** Another Python than the target's, for seeing files that it would not be shown. */
  readonly version?: string;
  /** Distributions that are left out, whoever requires them. */
  readonly without?: readonly string[];
}

/** Lists all that is wanted. */
export async function listWanted(
  host: Host,
  build: CrossBuild,
  mode: Mode,
  without: readonly string[] = [],
): Promise<Listed> {
  const { files, complete } = build;
  return ask(host, build, { files, complete, mode, without });
}

/** Lists what one requirement alone gives, without its dependencies. */
export async function listOne(
  host: Host,
  build: CrossBuild,
  requirement: string,
  mode: Mode,
  version?: string,
): Promise<Listed> {
  const indexes = build.indexes.map((line) => fromAnywhere(line, build.cwd));
  const files = [await writeLines(build, 'question', [...indexes, requirement])];
  return ask(host, build, { files, complete: true, mode, ...(version && { version }) });
}

/** A relative folder of wheels by its whole path, since the question is written elsewhere. */
function fromAnywhere(line: string, folder: string): string {
  const [, option = '', value = ''] = /^(-f|--find-links)[\s=]*(.*)$/.exec(line) ?? [];
  const isElsewhere = value === '' || value.includes('://') || value.startsWith('$');
  return isElsewhere ? line : `${option} ${resolve(folder, unquoted(value))}`;
}

async function ask(host: Host, build: CrossBuild, question: Question): Promise<Listed> {
  const { target, env, cwd } = build;
  const outcome = await runUv(host, build.uv, await compileArguments(build, question), {
    cwd,
    env,
    output: 'capture',
  });
  if (outcome.exitCode !== 0) return { failed: outcome };
  return { packages: readListedPackages(outcome.stdout, targetEnvironment(target.version)) };
}

async function compileArguments(build: CrossBuild, question: Question): Promise<string[]> {
  const { files, complete, mode, without = [] } = question;
  const version = question.version ?? build.target.version;
  const options =
    mode === 'sources too, wheels of all platforms'
      ? ['--universal', '--python-version', version]
      : crossOptions(build.target);
  const oldest = mode === 'oldest wheels for the target' ? ['--resolution', 'lowest'] : [];
  const what = ['pip', 'compile', ...files, ...(complete ? ['--no-deps'] : [])];
  const left = without.length === 0 ? [] : ['--overrides', await leaveOut(build, without)];
  const how = ['--quiet', '--format', 'pylock.toml', '--no-header', '--python', build.python];
  return [...what, ...build.args, ...options, ...oldest, ...left, ...how];
}

/** An override with a marker that never holds: `--excludes` of newer uv does the same. */
async function leaveOut(build: CrossBuild, names: readonly string[]): Promise<string> {
  const lines = names.map((name) => `${name}; python_version < '0'`);
  return writeLines(build, 'left-out', lines);
}

async function writeLines(
  { work }: CrossBuild,
  name: string,
  lines: readonly string[],
): Promise<string> {
  const path = join(work, `${name}.txt`);
  await writeFile(path, lines.map((line) => `${line}\n`).join(''));
  return path;
}
