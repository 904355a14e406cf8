// First words of a command that are no program, whatever the image and the venv hold.

import type { ShellCommand } from './startup.js';

/** Why a shell finds no program. */
export type UnknownProgram =
  | { readonly kind: 'typography'; readonly character: string; readonly plain: string }
  | { readonly kind: 'quoted' | 'mark' | 'option' | 'procfile' | 'app'; readonly word: string };

/** What word processors and web pages make of a hyphen, a quote and a blank, and what was meant. */
const TYPOGRAPHY: readonly { readonly characters: RegExp; readonly plain: string }[] = [
  { characters: /^[\u2010-\u2015\u2212]+(?=[A-Za-z])/u, plain: '-' },
  { characters: /[\u201C-\u201F]/u, plain: '"' },
  { characters: /[\u2018-\u201B]/u, plain: '"' },
  { characters: /[\u00A0\u2007\u200B\u202F]/u, plain: 'a blank' },
];

/**
 * What is wrong with a command, if its first word is no program.
 * @param isServer whether it starts a server, whose other words are looked at as well
 */
export function unknownProgram(
  { words }: Pick<ShellCommand, 'words'>,
  isServer: boolean,
): UnknownProgram | undefined {
  const [word = ''] = words;
  if (word.startsWith('\uFEFF')) return { kind: 'mark', word: word.slice(1) };
  for (const { characters, plain } of TYPOGRAPHY) {
    const found = (isServer ? words : [word]).map((text) => characters.exec(text)?.[0]);
    const character = found.find((text) => text !== undefined);
    if (character !== undefined) return { kind: 'typography', character, plain };
  }
  // A blank behind a name: a path may well hold one.
  if (/^[\w.-]+\s+\S/.test(word)) return { kind: 'quoted', word };
  if (/^--?\w/.test(word)) return { kind: 'option', word };
  if (/^[\w-]+:$/.test(word)) return { kind: 'procfile', word };
  return /^[A-Za-z_][\w.]*:[A-Za-z_]\w*(?:\(\))?$/.test(word) ? { kind: 'app', word } : undefined;
}
