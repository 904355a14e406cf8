// Environment markers (PEP 508): `python_version < "3.11" and sys_platform == "linux"`, and whether they hold.

import { normalisedName } from './distribution-name.js';
import { minorOf } from './python-minor.js';
import { readSpecifier, satisfies } from './specifier.js';
import { textReader, type TextReader } from './text-reader.js';
import { readVersion } from './version.js';

const ENVIRONMENT_NAMES = [
  'implementation_name',
  'implementation_version',
  'os_name',
  'platform_machine',
  'platform_python_implementation',
  'platform_release',
  'platform_system',
  'platform_version',
  'python_full_version',
  'python_version',
  'sys_platform',
] as const;

type EnvironmentName = (typeof ENVIRONMENT_NAMES)[number];

/** What a marker may ask about a Python and its platform. */
export type MarkerEnvironment = Readonly<Record<EnvironmentName, string>>;

/** What was asked for: `extra` of metadata, `extras` and `dependency_groups` of lock files (PEP 751). */
type Choice = 'extra' | 'extras' | 'dependency_groups';

type Variable = EnvironmentName | Choice;

const VARIABLES: ReadonlyMap<string, Variable> = new Map<string, Variable>([
  ...ENVIRONMENT_NAMES.map((name) => [name, name] as const),
  ['extra', 'extra'],
  ['extras', 'extras'],
  ['dependency_groups', 'dependency_groups'],
  // Names from before PEP 508; metadata of old distributions still has them.
  ['os.name', 'os_name'],
  ['sys.platform', 'sys_platform'],
  ['platform.version', 'platform_version'],
  ['platform.machine', 'platform_machine'],
  ['platform.python_implementation', 'platform_python_implementation'],
  ['python_implementation', 'platform_python_implementation'],
]);

/**
 * What holds versions; everything else is compared as text. PEP 508 compares versions wherever both sides
 * are some, and so did `packaging` 24.2; 26.3 goes by the name alone.
 */
const VERSION_NAMES: ReadonlySet<Variable> = new Set<Variable>([
  'implementation_version',
  'platform_release',
  'python_full_version',
  'python_version',
]);

type Operator = '<' | '<=' | '!=' | '==' | '>=' | '>' | '~=' | '===' | 'in' | 'not in';

interface Comparison {
  readonly kind: 'comparison';
  readonly variable: Variable;
  readonly operator: Operator;
  /** What the variable is compared with. */
  readonly text: string;
  /** Whether the text is on the left, as in `"win" in sys_platform`. */
  readonly textIsLeft: boolean;
}

/** A marker that was read. */
export type Marker =
  | Comparison
  /** All or any of them have to hold. */
  | { readonly kind: 'all' | 'any'; readonly of: readonly Marker[] };

type Side =
  | { readonly kind: 'variable'; readonly variable: Variable }
  | { readonly kind: 'text'; readonly text: string };

const SPACE = /[ \t]+/y;
const OPEN = /\(/y;
const CLOSE = /\)/y;
const WORD = /[\w.]+/y;
const OPERATOR = /===|==|~=|!=|<=|>=|<|>/y;
/** PEP 508 has no backslashes in texts. `packaging` takes those of Python's own texts; nobody writes them. */
const QUOTED = /'([^'\\\r\n\0]*)'|"([^"\\\r\n\0]*)"/y;

/** Parentheses in each other; real markers have two or three. */
const DEEPEST = 100;

/**
 * Reads a marker; undefined if it is none, or if it compares what cannot be compared, such as two texts
 * or `~=` with a text that is no version.
 */
export function readMarker(text: string): Marker | undefined {
  const reader = textReader(text);
  const marker = readAny(reader, 0);
  return reader.rest() === '' ? marker : undefined;
}

function readAny(reader: TextReader, depth: number): Marker | undefined {
  const of: Marker[] = [];
  let word: string | undefined;
  do {
    const read = readAll(reader, depth);
    if (!read) return undefined;
    of.push(read.marker);
    word = read.next;
  } while (word === 'or');
  return word === undefined ? oneOr('any', of) : undefined;
}

/** What `and` joins, and the word behind it. */
function readAll(
  reader: TextReader,
  depth: number,
): { readonly marker: Marker; readonly next: string | undefined } | undefined {
  const of: Marker[] = [];
  let next: string | undefined;
  do {
    const marker = readAtom(reader, depth);
    if (!marker) return undefined;
    of.push(marker);
    next = reader.take(WORD)?.[0];
  } while (next === 'and');
  return { marker: oneOr('all', of), next };
}

function oneOr(kind: 'all' | 'any', of: readonly Marker[]): Marker {
  const [first] = of;
  return first && of.length === 1 ? first : { kind, of };
}

function readAtom(reader: TextReader, depth: number): Marker | undefined {
  reader.take(SPACE);
  const isGroup = reader.take(OPEN) !== undefined;
  if (isGroup && depth === DEEPEST) return undefined;
  const marker = isGroup ? readAny(reader, depth + 1) : readComparison(reader);
  if (isGroup && !reader.take(CLOSE)) return undefined;
  reader.take(SPACE);
  return marker;
}

function readComparison(reader: TextReader): Comparison | undefined {
  const left = readSide(reader);
  const operator = readOperator(reader);
  const right = readSide(reader);
  if (!left || !operator || !right) return undefined;
  const comparison = compared(left, operator, right);
  return comparison && isMeaningful(comparison) ? comparison : undefined;
}

function readSide(reader: TextReader): Side | undefined {
  reader.take(SPACE);
  const quoted = reader.take(QUOTED);
  if (quoted) return { kind: 'text', text: quoted[1] ?? quoted[2] ?? '' };
  const variable = VARIABLES.get(reader.take(WORD)?.[0] ?? '');
  return variable && { kind: 'variable', variable };
}

function readOperator(reader: TextReader): Operator | undefined {
  reader.take(SPACE);
  const sign = reader.take(OPERATOR);
  if (sign) return sign[0] as Operator;
  const word = reader.take(WORD)?.[0];
  if (word === 'in') return 'in';
  const isNotIn = word === 'not' && reader.take(SPACE) && reader.take(WORD)?.[0] === 'in';
  return isNotIn ? 'not in' : undefined;
}

function compared(left: Side, operator: Operator, right: Side): Comparison | undefined {
  if (left.kind === 'variable') {
    // Of two variables, `packaging` takes the name of the second as a text, and so does this.
    const text = right.kind === 'text' ? right.text : right.variable;
    return comparisonOf(left.variable, operator, text, false);
  }
  return right.kind === 'text'
    ? undefined
    : comparisonOf(right.variable, operator, left.text, true);
}

function comparisonOf(
  variable: Variable,
  operator: Operator,
  text: string,
  textIsLeft: boolean,
): Comparison {
  const isName = variable === 'extra' || isSet(variable);
  const normal = isName ? normalisedName(text) : text;
  return { kind: 'comparison', variable, operator, text: normal, textIsLeft };
}

function isSet(variable: Variable): variable is 'extras' | 'dependency_groups' {
  return variable === 'extras' || variable === 'dependency_groups';
}

/** `packaging` finds these out only when it evaluates the marker. */
function isMeaningful({ variable, operator, text, textIsLeft }: Comparison): boolean {
  if (isSet(variable) && !textIsLeft) return false;
  if (operator !== '~=' && operator !== '===') return true;
  if (!VERSION_NAMES.has(variable)) return false;
  return textIsLeft || readSpecifier(`${operator}${text}`.trim()) !== undefined;
}

/**
 * Whether a marker holds for an environment and what was chosen for it. Several extras are a set, as in
 * lock files: `extra == "a" and extra == "b"` holds if both were chosen; pip asks for each one alone.
 */
export function evaluateMarker(
  marker: Marker,
  environment: MarkerEnvironment,
  chosen: { readonly extras?: readonly string[]; readonly groups?: readonly string[] } = {},
): boolean {
  if (marker.kind !== 'comparison') {
    const holds = (part: Marker): boolean => evaluateMarker(part, environment, chosen);
    return marker.kind === 'all' ? marker.of.every(holds) : marker.of.some(holds);
  }
  switch (marker.variable) {
    case 'extra':
      return holdsForExtras(marker, (chosen.extras ?? []).map(normalisedName));
    case 'extras':
      return holdsForSet(marker, (chosen.extras ?? []).map(normalisedName));
    case 'dependency_groups':
      return holdsForSet(marker, (chosen.groups ?? []).map(normalisedName));
    default:
      return holdsForText(marker, environment[marker.variable]);
  }
}

/** Without any extra, `extra` is an empty text. */
function holdsForExtras(comparison: Comparison, extras: readonly string[]): boolean {
  const values = extras.length === 0 ? [''] : extras;
  const holds = (extra: string): boolean => holdsForText(comparison, extra);
  const isDenied = comparison.operator === '!=' || comparison.operator === 'not in';
  return isDenied ? values.every(holds) : values.some(holds);
}

function holdsForSet({ operator, text }: Comparison, names: readonly string[]): boolean {
  if (operator === 'in') return names.includes(text);
  if (operator === 'not in') return !names.includes(text);
  // A name is never equal to a set of names.
  return operator === '!=';
}

function holdsForText(
  { variable, operator, text, textIsLeft }: Comparison,
  value: string,
): boolean {
  const [left, right] = textIsLeft ? [text, value] : [value, text];
  return (
    (VERSION_NAMES.has(variable) ? holdsForVersions(left, operator, right) : undefined) ??
    holdsForTexts(left, operator, right)
  );
}

/** Undefined if operator and right side are no specifier, as in `python_version in "3.9 3.10"`. */
function holdsForVersions(left: string, operator: Operator, right: string): boolean | undefined {
  const specifier = readSpecifier(`${operator}${right}`.trim());
  if (!specifier) return undefined;
  if (specifier.operator === '===') return left.toLowerCase() === specifier.text.toLowerCase();
  const version = readVersion(left);
  return version !== undefined && satisfies(version, [specifier]);
}

/** Texts have no order; `packaging` 24.2 still compared them by their letters. */
function holdsForTexts(left: string, operator: Operator, right: string): boolean {
  switch (operator) {
    case 'in':
      return right.includes(left);
    case 'not in':
      return !right.includes(left);
    case '==':
    case '<=':
    case '>=':
      return left === right;
    case '!=':
      return left !== right;
    default:
      return false;
  }
}

/**
 * The environment of App Service on Linux for a CPython.
 * @param pythonFullVersion such as `3.11.7`
 */
export function targetEnvironment(pythonFullVersion: string): MarkerEnvironment {
  return {
    implementation_name: 'cpython',
    implementation_version: pythonFullVersion,
    os_name: 'posix',
    platform_machine: 'x86_64',
    platform_python_implementation: 'CPython',
    // The kernel is the host's and not known before the app runs there.
    platform_release: '',
    platform_system: 'Linux',
    platform_version: '',
    python_full_version: pythonFullVersion,
    python_version: minorOf(pythonFullVersion),
    sys_platform: 'linux',
  };
}
