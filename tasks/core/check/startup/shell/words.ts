// Words of the shell to the text that a program would get, as far as the text itself says.

import type { DoubleQuotedPart, Word, WordPart } from './shell.js';

/** Variables whose values the text itself sets. */
export type Variables = ReadonlyMap<string, string>;

/**
 * The words that a word becomes: quotes go, a variable that is known is replaced (and splits at blanks where
 * it stands alone and unquoted), any other expansion stays as written.
 */
export function expandWord(word: Word, variables: Variables): string[] {
  const { parts } = word;
  if (parts === undefined) return [word.value];
  const [only] = parts;
  const alone = parts.length === 1 && only !== undefined ? knownValue(only, variables) : undefined;
  if (alone !== undefined) return alone.split(/\s+/).filter((piece) => piece !== '');
  return [parts.map((part) => partText(part, variables)).join('')];
}

/** The same as one text, as an assignment takes it. */
export function expandValue(word: Word, variables: Variables): string {
  return word.parts?.map((part) => partText(part, variables)).join('') ?? word.value;
}

function partText(part: WordPart, variables: Variables): string {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
    case 'Glob':
      return part.value;
    case 'DoubleQuoted':
    case 'LocaleString':
      return quoted(part.parts, variables);
    case 'SimpleExpansion':
    case 'ParameterExpansion':
      return knownValue(part, variables) ?? part.text;
    default:
      return part.text;
  }
}

function quoted(parts: DoubleQuotedPart['parts'], variables: Variables): string {
  return parts.map((part) => partText(part, variables)).join('');
}

function knownValue(part: WordPart, variables: Variables): string | undefined {
  if (part.type === 'SimpleExpansion') return variables.get(part.text.slice(1));
  if (part.type !== 'ParameterExpansion') return undefined;
  if (part.prefix !== undefined || part.index !== undefined) return undefined;
  const { operation } = part;
  const isDefault =
    operation === undefined ||
    (operation.type === 'Default' && (operation.operator === ':-' || operation.operator === '-'));
  return isDefault ? variables.get(part.parameter) : undefined;
}

/** A reference to one variable, perhaps with a default: `$PORT`, `${PORT}`, `${PORT:-8000}`. */
export function variableOf(
  text: string,
): { name: string; fallback: string | undefined } | undefined {
  const match = /^\$(?:(\w+)|\{(\w+)(?::?[-=]([^{}]*))?\})$/.exec(text);
  const name = match?.[1] ?? match?.[2];
  return name === undefined ? undefined : { name, fallback: match?.[3] };
}

/** The same words with the default of the program, where the text does not set its variable: `${PYTHON:-python}`. */
export function withDefaultProgram(words: readonly string[]): readonly string[] {
  const fallback = variableOf(words[0] ?? '')?.fallback ?? '';
  return /^[\w./-]+$/.test(fallback) ? [fallback, ...words.slice(1)] : words;
}

/** Whether a shell would still replace something in it. */
export function hasExpansion(text: string): boolean {
  return /[$`]/.test(text);
}
