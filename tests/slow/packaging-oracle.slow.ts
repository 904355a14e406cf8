// Versions, specifiers, markers, requirements and wheels: no difference from Python's own `packaging`.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { normalisedName } from '../../tasks/core/terms/distribution-name.js';
import {
  evaluateMarker,
  readMarker,
  targetEnvironment,
  type Marker,
} from '../../tasks/core/terms/marker.js';
import { readRequirement, writeRequirement } from '../../tasks/core/terms/requirement.js';
import { readSpecifiers, satisfies } from '../../tasks/core/terms/specifier.js';
import {
  compareVersions,
  isPrerelease,
  readVersion,
  writeVersion,
  type Version,
} from '../../tasks/core/terms/version.js';
import { readWheelName, targetTags } from '../../tasks/core/terms/wheel-name.js';
import { cpythons } from '../helpers/cpythons.js';
import { packagingOracle, type Question } from '../helpers/packaging-oracle.js';
import {
  LIMITS,
  MARKER_OPERATORS,
  MARKER_TEXTS,
  MARKER_VARIABLES,
  MARKERS,
  NAMES,
  NO_VERSIONS,
  OPERATORS,
  REAL_REQUIREMENTS,
  REQUIREMENTS,
  SPECIFIER_SETS,
  VERSIONS,
  WHEELS,
} from '../helpers/packaging-rows.js';

/** What a marker is evaluated for: three Pythons, each without and with an extra and a group. */
const TARGETS = ['3.9.18', '3.11.7', '3.13.0'].flatMap((python) => [
  { python, extras: [], groups: [] },
  { python, extras: ['Test.Extra'], groups: ['Dev', 'lint'] },
]);

/** The same as `packaging` takes it, which knows one `extra` only. */
const ENVIRONMENTS = TARGETS.map(({ python, extras, groups }) => ({
  ...targetEnvironment(python),
  extra: extras[0] ?? '',
  extras,
  dependency_groups: groups,
}));

describe("Python's packaging and ours", () => {
  let folder: string;
  let ask: (questions: readonly Question[]) => unknown[];

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'antenv-oracle-'));
    ask = packagingOracle(folder);
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  /** Asks about each row and compares the answers with ours. */
  function compare<T>(
    rows: readonly T[],
    question: (row: T) => Question,
    ours: (row: T) => unknown,
  ): void {
    const answers = ask(rows.map(question));
    const differences = rows.flatMap((row, index) => {
      const [theirs, own] = [JSON.stringify(answers[index]), JSON.stringify(ours(row) ?? null)];
      return theirs === own ? [] : [`${JSON.stringify(row)}: packaging ${theirs}, ours ${own}`];
    });
    assert.deepEqual(differences, []);
  }

  it('read and write the same versions, and refuse the same', () => {
    const rows = [...VERSIONS, ...NO_VERSIONS, ...mutated([...VERSIONS, ...NO_VERSIONS], 20)];
    compare(
      rows,
      (row) => ['version', row],
      (row) => {
        const version = readVersion(row);
        return version && [writeVersion(version), isPrerelease(version)];
      },
    );
  });

  it('put versions in the same order', () => {
    compare(
      [VERSIONS],
      (rows) => ['order', rows],
      (rows) => {
        const versions = rows.map(versionOf);
        return versions.map((a) => versions.map((b) => signOf(compareVersions(a, b))).join(''));
      },
    );
  });

  it('say the same of specifiers and versions', () => {
    const made = OPERATORS.flatMap((operator) => LIMITS.map((limit) => operator + limit));
    const rows = [...made, ...SPECIFIER_SETS, ...pairsOf(made), ...mutated(SPECIFIER_SETS, 20)];
    const versions = VERSIONS.map(versionOf);
    assert.ok(rows.length * versions.length > 100_000);
    compare(
      rows,
      (row) => ['contains', row, VERSIONS],
      (row) => {
        const specifiers = readSpecifiers(row);
        return (
          specifiers &&
          [{}, { prereleases: true }, { prereleases: false }].map((options) =>
            versions.map((version) => Number(satisfies(version, specifiers, options))).join(''),
          )
        );
      },
    );
  });

  it('say the same of markers', () => {
    const made = [...madeMarkers()];
    const rows = [...MARKERS, ...made, ...joined(made), ...mutated(MARKERS, 30)];
    assert.ok(rows.filter((row) => readMarker(row)).length > 5000);
    compare(
      rows.filter(isComparable),
      (row) => ['marker', row, ENVIRONMENTS],
      (row) => {
        const marker = readMarker(row);
        return marker && evaluated(marker);
      },
    );
  });

  it('read the same requirements, and write what they read again', () => {
    const folders = cpythons().map(({ program, minor }) =>
      join(dirname(dirname(program)), 'lib', `python${minor}`, 'site-packages'),
    );
    const [installed] = ask([['installed', folders]]) as [string[]];
    const written = [...REAL_REQUIREMENTS, ...REQUIREMENTS];
    assert.ok(written.length >= 200);
    const rows = [...written, ...installed, ...mutated(written, 30)];
    compare(rows.filter(isComparable), (row) => ['requirement', row, ENVIRONMENTS], requirementOf);
    const read = rows.filter(isComparable).filter((row) => readRequirement(row));
    compare(read, (row) => ['requirement', rewritten(row), ENVIRONMENTS], requirementOf);
  });

  it('write the same names', () => {
    compare(NAMES, (row) => ['name', row], normalisedName);
  });

  it('read the same names of wheels', () => {
    compare(
      [...WHEELS, ...mutated(WHEELS, 30)],
      (row) => ['wheel', row],
      (row) => {
        const wheel = readWheelName(row);
        if (!wheel) return undefined;
        const [, number, rest] = /^(\d+)(.*)$/.exec(wheel.build ?? '') ?? [];
        const build = number === undefined ? [] : [String(BigInt(number)), rest];
        return [wheel.distribution, writeVersion(wheel.version), build, wheel.tags.toSorted()];
      },
    );
  });

  it('want the same tags in the same order', () => {
    const rows = [9, 10, 11, 12, 13, 14].flatMap((minor) =>
      [5, 12, 17, 28, 31, 36, 41].map((glibc) => [minor, glibc] as const),
    );
    compare(
      rows,
      (row) => ['tags', ...row],
      ([minor, glibc]) => targetTags(`3.${minor}`, `2.${glibc}`),
    );
  });
});

function versionOf(text: string): Version {
  const version = readVersion(text);
  assert.ok(version, text);
  return version;
}

function signOf(order: number): string {
  if (order === 0) return '=';
  return order < 0 ? '<' : '>';
}

function evaluated(marker: Marker): string {
  return TARGETS.map(({ python, extras, groups }) =>
    Number(evaluateMarker(marker, targetEnvironment(python), { extras, groups })),
  ).join('');
}

function requirementOf(line: string): unknown {
  const requirement = readRequirement(line);
  if (!requirement) return undefined;
  const { name, extras, specifiers, url, marker } = requirement;
  const parts = specifiers === '' ? [] : [...new Set(specifiers.split(','))].toSorted();
  const read = marker === undefined ? undefined : readMarker(marker);
  return [name, extras.toSorted(), parts, url ?? null, read ? evaluated(read) : null];
}

function rewritten(line: string): string {
  const requirement = readRequirement(line);
  assert.ok(requirement, line);
  return writeRequirement(requirement);
}

/** Each variable with each operator and text, in both orders. */
function* madeMarkers(): Generator<string> {
  for (const variable of MARKER_VARIABLES) {
    for (const operator of MARKER_OPERATORS) {
      for (const text of MARKER_TEXTS) {
        yield `${variable} ${operator} "${text}"`;
        yield `'${text}' ${operator} ${variable}`;
      }
    }
  }
}

/** Two or three of the rows with `and`, `or` and parentheses between them. */
function joined(rows: readonly string[]): string[] {
  const random = randomNumbers();
  const one = (): string => rows[random(rows.length)] ?? '';
  return Array.from({ length: 1000 }, () => {
    const [a, b, c] = [one(), one(), one()];
    return [`${a} and ${b}`, `${a} or ${b} and ${c}`, `(${a} or ${b}) and ${c}`][random(3)] ?? '';
  });
}

/** Two of the specifiers with a comma between them. */
function pairsOf(rows: readonly string[]): string[] {
  const random = randomNumbers();
  const one = (): string => rows[random(rows.length)] ?? '';
  return Array.from({ length: 500 }, () => `${one()},${one()}`);
}

const LETTERS = ' .,;-_+!*=<>~()[]@\'"019abcdrvpost';

/** Each row `times` times with one character gone, doubled, exchanged or put between. */
function mutated(rows: readonly string[], times: number): string[] {
  const random = randomNumbers();
  return rows.flatMap((row) =>
    Array.from({ length: times }, () => {
      const at = random(row.length + 1);
      const letter = LETTERS[random(LETTERS.length)] ?? '';
      const put = ['', row.charAt(at).repeat(2), letter, letter + row.charAt(at)][random(4)] ?? '';
      return row.slice(0, at) + put + row.slice(at + 1);
    }),
  );
}

/** The same numbers in each run, each below what is asked for (a linear congruential generator). */
function randomNumbers(): (below: number) => number {
  let state = 20_251_121;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/**
 * Rows on which we differ by intent. A text on both sides is a variable's name for `packaging` if it happens
 * to be one; `~=` of an unknown kernel is an error for it and false for us; two commas behind `===` are one for it.
 */
function isComparable(row: string): boolean {
  return !/~=\s*platform_release|===[^;]*,,/.test(row);
}
