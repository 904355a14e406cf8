// The cases of tests/lockfiles: folders with files that real tools wrote, and what is to be read from them.

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Host } from '../../tasks/core/host.js';
import { loadDependencies, type SourceQuestion } from '../../tasks/core/resolve/sources/sources.js';
import type { Dependencies } from '../../tasks/core/terms/dependencies.js';
import { Stopped } from '../../tasks/core/terms/failure.js';
import type { Uv } from '../../tasks/core/tools/uv.js';

const ROOT = resolve('tests/lockfiles');

/** What a case asks; what is left out is the usual. */
export interface CaseQuestion {
  /** Full version; 3.11.7 if left out. */
  readonly python?: string;
  readonly groups?: readonly string[];
  readonly extras?: readonly string[];
  /** Relative to the case's folder. */
  readonly asked?: string;
  /** The app root, relative to the case's folder. */
  readonly appRoot?: string;
}

/** One question of a case, and its answer as JSON with `{root}` for the case's folder. */
export interface CaseRow {
  readonly ask: CaseQuestion;
  readonly is: unknown;
}

/** A folder of tests/lockfiles. */
export interface LockfileCase {
  /** `<format>/<case>`. */
  readonly name: string;
  readonly folder: string;
  readonly expectedPath: string;
  readonly rows: readonly CaseRow[];
}

/** All cases, in the order of their names. */
export function lockfileCases(): LockfileCase[] {
  return readdirSync(ROOT)
    .toSorted()
    .flatMap((format) =>
      readdirSync(join(ROOT, format))
        .toSorted()
        .map((name) => join(format, name)),
    )
    .map((name) => {
      const folder = join(ROOT, name);
      const expectedPath = join(folder, 'expected.json');
      const rows = JSON.parse(readFileSync(expectedPath, 'utf8')) as CaseRow[];
      return { name, folder, expectedPath, rows };
    });
}

/** A row's own record of what uv exported, if it has one. */
export function recordedExport({ folder }: LockfileCase, index: number): string | undefined {
  const path = join(folder, `uv-export-${index}.txt`);
  return existsSync(path) ? path : undefined;
}

/** A question about an app for Python 3.11.7, with what a test wants otherwise; uv must not be asked. */
export function questionFor(
  appRoot: string,
  options: Partial<SourceQuestion> = {},
): SourceQuestion {
  return {
    appRoot,
    asked: undefined,
    groups: [],
    extras: [],
    python: { minor: '3.11', version: '3.11.7' },
    pythons: [],
    uv: () => Promise.reject(new Error('uv was asked for')),
    env: {},
    ...options,
  };
}

/** Reads the dependencies as a row asks for, and gives the answer in the words of expected.json. */
export async function answer(
  host: Host,
  { folder }: LockfileCase,
  ask: CaseQuestion,
  uv: () => Promise<Uv>,
): Promise<unknown> {
  const version = ask.python ?? '3.11.7';
  const question = questionFor(resolve(folder, ask.appRoot ?? '.'), {
    asked: ask.asked === undefined ? undefined : resolve(folder, ask.asked),
    groups: ask.groups ?? [],
    extras: ask.extras ?? [],
    python: { version, minor: version.split('.').slice(0, 2).join('.') },
    uv,
  });
  try {
    return inWords(folder, short(await loadDependencies(host, question)));
  } catch (error) {
    if (error instanceof Stopped) return inWords(folder, { stopped: error.failure });
    throw error;
  }
}

/** The answer without the hashes themselves: each line with their number. */
function short({ text, wanted, notes, warnings, notUsed, ...rest }: Dependencies): unknown {
  const pinned = wanted.kind === 'locked' ? { ...wanted, lines: counted(wanted.lines) } : wanted;
  return {
    ...rest,
    project: rest.project ?? null,
    wanted: pinned,
    hasText: text !== '',
    ...(notUsed.length > 0 ? { notUsed } : {}),
    ...(notes.length > 0 ? { notes } : {}),
    ...(warnings.length > 0 ? { warnings } : {}),
  };
}

function counted(lines: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    lines.map((line) => {
      const [what = '', ...hashes] = line.split(' --hash=');
      return [what, hashes.filter((hash) => /^sha256:[\da-f]{64}$/.test(hash)).length];
    }),
  );
}

function inWords(folder: string, value: unknown): unknown {
  const text = JSON.stringify(value)
    .replaceAll(pathToFileURL(folder).href, 'file://{root}')
    .replaceAll(folder, '{root}');
  return JSON.parse(text) as unknown;
}
