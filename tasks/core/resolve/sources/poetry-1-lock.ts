// poetry.lock of Poetry 1: which of its packages are for the target, found by walking from pyproject.toml's own.

import { normalisedName } from '../../terms/distribution-name.js';
import { readRequirement } from '../../terms/requirement.js';
import { compareVersions, readVersion, type Version } from '../../terms/version.js';
import type { Loaded } from './load-text.js';
import { allows, readConstraint, type Constraint } from './poetry-constraint.js';
import { holds, unreadable, type SourceQuestion } from './source.js';
import { isTable, tableAt, tablesAt, textAt, textsAt, type Table } from '../../tools/toml.js';

/** A dependency that applies to the target. */
interface Need {
  readonly name: string;
  readonly constraint: Constraint;
  readonly extras: readonly string[];
  /** Who has it, for the words of a failure. */
  readonly of: string;
}

interface Candidate {
  readonly version: Version | undefined;
  readonly table: Table;
}

interface Wanted {
  readonly groups: readonly string[];
  readonly extras: readonly string[];
}

/**
 * The packages that the main dependencies, the groups and the extras need on the target.
 * @throws Stopped `dependencies-unreadable`
 */
export function packagesOfPoetry1(
  lock: Loaded,
  pyproject: Loaded,
  question: SourceQuestion,
  wanted: Wanted,
): Table[] {
  return new Walk(lock, question).from(rootNeeds(pyproject, question, wanted));
}

function rootNeeds(pyproject: Loaded, question: SourceQuestion, wanted: Wanted): Need[] {
  const poetry = tableAt(pyproject.data, 'tool', 'poetry');
  const inExtras = new Set(
    Object.entries(tableAt(poetry, 'extras'))
      .filter(([extra]) => sameName(wanted.extras, extra))
      .flatMap(([, names]) => (Array.isArray(names) ? names.map(String) : []))
      .map(normalisedName),
  );
  const tables = wanted.groups.flatMap((group) => [
    tableAt(poetry, 'group', group, 'dependencies'),
    ...(group === 'dev' ? [tableAt(poetry, 'dev-dependencies')] : []),
  ]);
  return [tableAt(poetry, 'dependencies'), ...tables]
    .flatMap((table) => Object.entries(table))
    .filter(([name]) => name !== 'python')
    .flatMap(([name, entry]) =>
      entriesOf(entry)
        .filter((one) => one['optional'] !== true || inExtras.has(normalisedName(name)))
        .filter((one) => applies(pyproject.path, one, question, wanted.extras))
        .map((one) => needOf(pyproject.path, name, one, PROJECT)),
    );
}

const PROJECT = 'the project';

/** A dependency is a constraint, a table, or a list of these. */
function entriesOf(entry: unknown): Table[] {
  if (Array.isArray(entry)) return entry.flatMap(entriesOf);
  if (typeof entry === 'string') return [{ version: entry }];
  return isTable(entry) ? [entry] : [];
}

function needOf(path: string, name: string, entry: Table, of: string): Need {
  const text = textAt(entry, 'version') ?? '*';
  const constraint = readConstraint(text);
  if (!constraint) throw unreadable(path, `'${name}' is wanted in the version '${text}'`);
  return { name, constraint, extras: textsAt(entry, 'extras'), of };
}

function applies(
  path: string,
  entry: Table,
  question: SourceQuestion,
  extras: readonly string[],
): boolean {
  if (!pythonFits(path, textAt(entry, 'python'), question)) return false;
  const platform = textAt(entry, 'platform');
  const platforms = platform?.split(/\|\|?/).map((one) => one.trim());
  if (platforms && !platforms.includes('linux')) return false;
  return holds(path, textAt(entry, 'markers'), question, { extras });
}

function pythonFits(path: string, text: string | undefined, question: SourceQuestion): boolean {
  if (text === undefined) return true;
  const constraint = readConstraint(text);
  if (!constraint) throw unreadable(path, `'${text}' is no constraint for Python`);
  const version = readVersion(question.python.version);
  return version !== undefined && allows(constraint, version);
}

function sameName(names: readonly string[], name: string): boolean {
  return names.some((one) => normalisedName(one) === normalisedName(name));
}

/** A walk that begins anew when a later need rules out what was chosen for an earlier one: each time with more known. */
const MOST_WALKS = 100;

class Walk {
  readonly #lock: Loaded;
  readonly #question: SourceQuestion;
  readonly #candidates = new Map<string, Candidate[]>();
  /** All that was wanted of a name, over all walks. */
  readonly #constraints = new Map<string, Constraint[]>();

  constructor(lock: Loaded, question: SourceQuestion) {
    this.#lock = lock;
    this.#question = question;
    for (const table of tablesAt(lock.data, 'package')) {
      const name = normalisedName(textAt(table, 'name') ?? '');
      const version = readVersion(textAt(table, 'version') ?? '');
      this.#candidates.set(name, [...(this.#candidates.get(name) ?? []), { version, table }]);
    }
  }

  from(roots: readonly Need[]): Table[] {
    for (const root of roots) this.#learn(root);
    for (let walk = 0; walk < MOST_WALKS; walk += 1) {
      const found = this.#once(roots);
      if (found) return found;
    }
    throw unreadable(this.#lock.path, 'what its packages require of each other does not fit');
  }

  /** One walk; nothing when it taught that an earlier choice was wrong. */
  #once(roots: readonly Need[]): Table[] | undefined {
    const extras = new Map<Table, Set<string>>();
    const queue = [...roots];
    const chosen = new Map<string, Table>();
    for (let need = queue.shift(); need; need = queue.shift()) {
      this.#learn(need);
      const name = normalisedName(need.name);
      const table = this.#choose(need);
      if ((chosen.get(name) ?? table) !== table) return undefined;
      chosen.set(name, table);
      const known = extras.get(table);
      const wanted = new Set([...(known ?? []), ...need.extras.map(normalisedName)]);
      if (known?.size === wanted.size) continue;
      extras.set(table, wanted);
      queue.push(...this.#needsOf(table, [...wanted]));
    }
    return [...chosen.values()];
  }

  #learn({ name, constraint }: Need): void {
    const key = normalisedName(name);
    const known = this.#constraints.get(key) ?? [];
    if (!known.some((one) => JSON.stringify(one, asText) === JSON.stringify(constraint, asText))) {
      this.#constraints.set(key, [...known, constraint]);
    }
  }

  /** The newest that meets all that is known to be wanted. */
  #choose({ name, of }: Need): Table {
    const key = normalisedName(name);
    const constraints = this.#constraints.get(key) ?? [];
    const fitting = (this.#candidates.get(key) ?? [])
      .filter(({ table }) => this.#isForPython(table))
      .filter(({ version, table }) => isPlaced(table) || meets(version, constraints));
    const [best] = fitting.toSorted((a, b) =>
      a.version && b.version ? compareVersions(b.version, a.version) : 0,
    );
    if (best) return best.table;
    throw unreadable(this.#lock.path, `it has no '${name}' that fits what ${of} requires`);
  }

  #isForPython(table: Table): boolean {
    return pythonFits(this.#lock.path, textAt(table, 'python-versions'), this.#question);
  }

  #needsOf(table: Table, extras: readonly string[]): Need[] {
    const { path } = this.#lock;
    const inExtras = namesInExtras(table, extras);
    return Object.entries(tableAt(table, 'dependencies')).flatMap(([name, entry]) =>
      entriesOf(entry)
        .filter((one) => one['optional'] !== true || inExtras.has(normalisedName(name)))
        .filter((one) => applies(path, one, this.#question, extras))
        .map((one) => needOf(path, name, one, `'${textAt(table, 'name') ?? ''}'`)),
    );
  }
}

function asText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

/** Whether it is of a repository, a file or a folder: its place decides, and no version does. */
function isPlaced(table: Table): boolean {
  return !['legacy', undefined].includes(textAt(table, 'source', 'type'));
}

function meets(version: Version | undefined, constraints: readonly Constraint[]): boolean {
  return version !== undefined && constraints.every((constraint) => allows(constraint, version));
}

/** Names that the package's extras bring in, which stand there as `h2 (>=3,<5)`. */
function namesInExtras(table: Table, extras: readonly string[]): Set<string> {
  const lists = Object.entries(tableAt(table, 'extras')).filter(([extra]) =>
    sameName(extras, extra),
  );
  const texts = lists.flatMap(([, list]) => (Array.isArray(list) ? list.map(String) : []));
  return new Set(
    texts.map((text) =>
      normalisedName(readRequirement(text)?.name ?? /^[\w.-]+/.exec(text)?.[0] ?? text),
    ),
  );
}
