// build.env: settings of the generator in a file of the app, in dotenv syntax (platform contract A7).

import { SITE_ROOT } from '../../terms/layout.js';
import { loadText } from './container-files.js';
import type { OnHost } from './inside.js';
import { panic, reasonOf } from './platform-failure.js';

const PATH = `${SITE_ROOT}/build.env`;

type Environment = Readonly<Record<string, string>>;

/** What the generator takes from the environment or, where that says nothing, from `build.env`. */
export interface GeneratorSettings {
  readonly preRunCommand: string;
  readonly dynamicInstall: boolean;
}

/** @throws PlatformFailure `generator` when there is a file that cannot be read */
export async function loadSettings(
  onHost: OnHost,
  environment: Environment,
): Promise<GeneratorSettings> {
  const file = readFile((await loadText(onHost, PATH)) ?? '', environment);
  // An empty variable counts as none.
  const valueOf = (name: string): string => environment[name] || (file.get(name) ?? '');
  return {
    preRunCommand: valueOf('PRE_RUN_COMMAND'),
    dynamicInstall: TRUE.includes(valueOf('ENABLE_DYNAMIC_INSTALL')),
  };
}

/** What Go takes for true. */
export const TRUE: readonly string[] = ['1', 't', 'T', 'TRUE', 'true', 'True'];

function readFile(text: string, environment: Environment): Map<string, string> {
  try {
    return readBuildEnv(text, environment);
  } catch (error) {
    const where = `'build.env' at '${SITE_ROOT}'`;
    throw panic(`Error reading configuration file ${where}. Error: ${reasonOf(error)}`, error);
  }
}

/**
 * The variables of a text, their names in upper case. Throws at a line that is neither empty, a
 * comment nor a variable, and at a quote that is never closed.
 */
export function readBuildEnv(text: string, environment: Environment): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of logicalLines(text.replace(/^\uFEFF/, ''))) {
    const [, name, rest] = /^(?:export\s+)?([\w.]+)(?:\s*=\s*|:\s+)(.*)$/s.exec(line) ?? [];
    const value = rest === undefined ? undefined : readValue(rest, found, environment);
    if (name === undefined || value === undefined) throw new Error(`line "${line}" has no form`);
    found.set(name.toUpperCase(), value);
  }
  return found;
}

/** Lines with something in them; a quote that is open at the end of one goes on in the next. */
function* logicalLines(text: string): Generator<string> {
  const lines = text.split(/\r\n|\r|\n/);
  for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const quote = openQuote(trimmed);
    yield quote === undefined ? trimmed : `${trimmed}\n${takeUntil(quote, lines).join('\n')}`;
  }
}

function openQuote(line: string): string | undefined {
  const value = /^[^=]*=\s*(.+)$|^[^=:]*:\s*(.+)$/s.exec(line);
  const text = value?.[1] ?? value?.[2] ?? '';
  const quote = /^["']/.exec(text)?.[0];
  if (quote === undefined) return undefined;
  const last = text.lastIndexOf(quote);
  return last > 0 && text[last - 1] !== '\\' ? undefined : quote;
}

/** Takes the lines up to the one with the closing quote. */
function takeUntil(quote: string, lines: string[]): string[] {
  const closing = lines.findIndex((line) => {
    const last = line.lastIndexOf(quote);
    return last >= 0 && line[last - 1] !== '\\';
  });
  if (closing < 0) throw new Error('missing quotes');
  return lines.splice(0, closing + 1);
}

function readValue(
  text: string,
  known: ReadonlyMap<string, string>,
  environment: Environment,
): string | undefined {
  const [, quote, inner] = /^(["'])(.*)\1\s*(?:#.*)?$/s.exec(text) ?? [];
  if (inner === undefined) {
    const bare = (text.split('#')[0] ?? '').trim();
    return bare.includes('\n') ? undefined : expand(bare, known, environment);
  }
  if (quote === "'") return inner;
  const unescaped = inner
    .replaceAll(String.raw`\n`, '\n')
    .replaceAll(String.raw`\r`, '\r')
    .replace(/\\([^$])/gs, '$1');
  return expand(unescaped, known, environment);
}

/** `$NAME` and `${NAME}`: the environment comes before the file's own variables. */
function expand(
  text: string,
  known: ReadonlyMap<string, string>,
  environment: Environment,
): string {
  return text.replace(
    /\\(\$\{?[A-Z0-9_]*\}?)|\$\{?([A-Z0-9_]+)\}?/g,
    (_, escaped: string | undefined, name: string) =>
      escaped ?? environment[name] ?? known.get(name) ?? '',
  );
}
