// The lines of a requirements file: one requirement or option each, as pip reads them.

/** One line that says something; `number` is that of its first line in the file, from 1. */
export interface LogicalLine {
  readonly number: number;
  readonly line: string;
}

/** The lines of a requirements file as pip sees them: continued lines joined, comments gone. */
export function logicalLines(text: string): LogicalLine[] {
  const found: LogicalLine[] = [];
  let pending: LogicalLine | undefined;
  for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const joined = (pending?.line ?? '') + raw;
    const number = pending?.number ?? index + 1;
    // pip joins a line that ends in a backslash unless the line is a comment.
    if (raw.endsWith('\\') && !/^\s*#/.test(raw)) {
      pending = { number, line: joined.slice(0, -1) };
      continue;
    }
    pending = undefined;
    const line = joined.replace(/(^|(?<!\s)\s+)#.*$/, '').trim();
    if (line !== '') found.push({ number, line });
  }
  const rest = pending?.line.trim() ?? '';
  if (pending && rest !== '') found.push({ number: pending.number, line: rest });
  return found;
}

/** The lines that are requirements, without the options behind them. */
export function requirementLines(text: string): string[] {
  return logicalLines(text)
    .map(({ line }) => line)
    .filter((line) => !line.startsWith('-'))
    .map((line) => line.replace(/(?<!\s)\s+-.*$/, '').trim());
}

/** Whether a line tells the hash of what it requires. */
export function hasHash(line: string): boolean {
  return /\s--hash[=\s]/.test(line);
}

/** `-r`, `-c` and their long names, as pip takes them. */
const INCLUDE = /^(?:-([rc])\s*|--([rc])(?:equirement|onstraint)(?:\s+|\s*=\s*))(.*)$/;

/** An option with its value; a blank before a dash begins the next one, but in quotes. */
const OPTION = /(?:"[^"]*"|'[^']*'|\S|(?<!\s)\s+(?![\s-]))+/g;

/** What a line includes. */
export interface Included {
  readonly option: '-r' | '-c';
  /** Without quotes; an address where it is none of this machine. */
  readonly name: string;
  /** Whether that is the whole line. What else an including line has, pip passes over. */
  readonly isAll: boolean;
}

/** What pip includes by a line: the first `-r` of it, or else the first `-c`. */
export function includedBy(
  line: string,
  env: Readonly<Record<string, string>>,
): Included | undefined {
  if (!line.startsWith('-')) return undefined;
  const options = expanded(line, env).match(OPTION) ?? [];
  const found = options.flatMap((text) => {
    const [, short, long, value = ''] = INCLUDE.exec(text) ?? [];
    const letter = short ?? long;
    if (letter === undefined) return [];
    const option = letter === 'r' ? ('-r' as const) : ('-c' as const);
    return { option, name: unquoted(value.trim()), isAll: options.length === 1 };
  });
  return found.find(({ option }) => option === '-r') ?? found[0];
}

/** The file of this machine that a line includes, relative to the file that has the line. */
export function includedFile(
  line: string,
  env: Readonly<Record<string, string>>,
): string | undefined {
  const name = includedBy(line, env)?.name;
  return name === undefined || /^[a-z][a-z0-9+.-]+:\/\//i.test(name) ? undefined : name;
}

/** With a space behind `-r`, `-c`, `-f` and `-i`: pip needs none there, uv does. */
export function withSpacedOption(line: string): string {
  return line.replace(/^-[rcfi](?![\s=])/, '$& ');
}

/** Whether lines are joined where uv joins none: it takes a backslash at the end of a line before `--hash` and the like alone. */
export function joinsLinesForPip(text: string): boolean {
  const lines = text.split(/\r\n|\r|\n/);
  return lines.some((line, index) => {
    const isContinued = line.endsWith('\\') && !/^\s*#/.test(line);
    return isContinued && !/^\s*(?:--|\\$)/.test(lines[index + 1] ?? '');
  });
}

/** What says where distributions are looked for. */
const INDEX = /^(?:-i|-f|--(?:extra-)?index-url|--find-links|--no-index)(?![\w-])/;

/** The lines that say where distributions are looked for: `--index-url`, `--find-links` and the like. */
export function indexLines(text: string): string[] {
  return logicalLines(text)
    .map(({ line }) => line)
    .filter((line) => INDEX.test(line));
}

/** Whether one of these lines says that no index is asked. */
export function sayNoIndex(lines: readonly string[]): boolean {
  return lines.some((line) => /(?:^|\s)--no-index(?![\w-])/.test(line));
}

/** A file name without the quotes that pip's option parser takes away. */
export function unquoted(text: string): string {
  return text.replace(/^(["'])(.*)\1$/, '$2');
}

/** `${NAME}` as pip replaces it, where the environment has the name. */
export function expanded(line: string, env: Readonly<Record<string, string>>): string {
  return line.replace(/\$\{([A-Z0-9_]+)\}/g, (whole, name: string) => env[name] ?? whole);
}
