// One source of dependencies: what is asked of it, what it answers, and what all of them check alike.

import type { Host } from '../../host.js';
import type { Dependencies, SourceFormat } from '../../terms/dependencies.js';
import { normalisedName } from '../../terms/distribution-name.js';
import { Stopped } from '../../terms/failure.js';
import { evaluateMarker, readMarker, targetEnvironment } from '../../terms/marker.js';
import { readSpecifiers, satisfies } from '../../terms/specifier.js';
import { readVersion } from '../../terms/version.js';
import type { Uv } from '../../tools/uv.js';

export interface PythonHere {
  readonly program: string;
  readonly version: string;
}

/** For whom dependencies are read. */
export interface SourceQuestion {
  readonly appRoot: string;
  /** The file to read, absolute; undefined to choose one. */
  readonly asked: string | undefined;
  /** Dependency groups wanted besides what every installation has. */
  readonly groups: readonly string[];
  /** Extras of the project that are wanted. */
  readonly extras: readonly string[];
  /** The Python of the target: `3.11` and `3.11.7`. */
  readonly python: { readonly minor: string; readonly version: string };
  /** Pythons that are at hand and answer, one of the target's minor first. */
  readonly pythons: readonly PythonHere[];
  /** uv, found when it is needed. */
  readonly uv: () => Promise<Uv>;
  /** For `${NAME}` in the names of included requirements files. */
  readonly env: Readonly<Record<string, string>>;
}

/** What a format's file says. */
export type Read = Omit<Dependencies, 'format' | 'path' | 'notUsed'>;

/** A format: a row of the table in `sources.ts`. */
export interface Source {
  readonly format: SourceFormat;
  /** Whether a file of this name is one, when somebody asks for it. */
  readonly fits: (name: string) => boolean;
  /** Whether a file in the app root declares anything; else it is none to choose. Every one does when absent. */
  readonly declares?: (path: string, question: SourceQuestion) => Promise<boolean>;
  /** Formats that are made from this one, or hold it: beside them it is no second source. */
  readonly partOf: readonly SourceFormat[];
  readonly load: (host: Host, path: string, question: SourceQuestion) => Promise<Read>;
}

/** What is chosen in markers. */
export interface Chosen {
  readonly extras?: readonly string[];
  readonly groups?: readonly string[];
}

/**
 * Whether a marker holds for the target; none does.
 * @throws Stopped `dependencies-unreadable`
 */
export function holds(
  path: string,
  marker: string | undefined,
  { python }: Pick<SourceQuestion, 'python'>,
  chosen: Chosen = {},
): boolean {
  if (marker === undefined || marker === '') return true;
  const read = readMarker(marker);
  if (!read) throw unreadable(path, `'${marker}' is no marker`);
  return evaluateMarker(read, targetEnvironment(python.version), chosen);
}

/**
 * Checks that each of the names is known, in any spelling; gives them as they are known.
 * @throws Stopped `unknown-group`, `unknown-extra`
 */
export function knownOnes(
  kind: 'group' | 'extra',
  path: string,
  asked: readonly string[],
  known: readonly string[],
): string[] {
  return asked.map((name) => {
    const found = known.find((one) => normalisedName(one) === normalisedName(name));
    if (found !== undefined) return found;
    throw new Stopped({
      code: `unknown-${kind}`,
      path,
      name,
      known: [...new Set(known)].toSorted(),
    });
  });
}

/**
 * Checks the target's Python against `requires-python`, in PEP 440's words.
 * @throws Stopped `python-excluded`, `dependencies-unreadable`
 */
export function checkPython(
  path: string,
  requires: string | undefined,
  { python }: Pick<SourceQuestion, 'python'>,
): void {
  if (requires === undefined) return;
  const specifiers = readSpecifiers(requires);
  if (!specifiers) throw unreadable(path, `requires-python is '${requires}'`);
  const version = readVersion(python.version);
  if (version && satisfies(version, specifiers)) return;
  throw new Stopped({ code: 'python-excluded', path, requires, python: python.version });
}

/**
 * Checks that one of the environments that a lock is for is the target's; none means all.
 * @throws Stopped `environment-excluded`, `dependencies-unreadable`
 */
export function checkEnvironments(
  path: string,
  environments: readonly string[],
  question: Pick<SourceQuestion, 'python'>,
): void {
  if (environments.length === 0) return;
  if (environments.some((marker) => holds(path, marker, question))) return;
  const python = question.python.version;
  throw new Stopped({ code: 'environment-excluded', path, environments, python });
}

/** A file that does not say what it should. */
export function unreadable(path: string, reason: string, cause?: unknown): Stopped {
  return new Stopped({ code: 'dependencies-unreadable', path, reason }, { cause });
}
