// A simple command of a shell text: its words and assignments, as far as the text itself gives their values.

import { assignedValue } from './nodes.js';
import { assign, type Scope } from './scope.js';
import { expandWord } from './words.js';
import type { Command } from './shell.js';

/** The words of a command, and what is assigned in front of them. */
export interface SimpleCommand {
  readonly words: readonly string[];
  readonly assigned: Readonly<Record<string, string>>;
  /** Nothing is run: the words are the assignments themselves. */
  readonly onlyAssigns: boolean;
}

/** Takes a command apart; a line that only assigns changes the scope, and is one word for each name. */
export function readSimple(node: Command, scope: Scope): SimpleCommand {
  const assigned: Record<string, string> = {};
  for (const item of node.prefix) {
    if (item.type !== 'Assignment') continue;
    const value = assignedValue(item.value, scope);
    assigned[item.name] = value ?? '';
    if (node.name === undefined) assign(scope, item.name, item.append ? undefined : value);
  }
  const words = node.name === undefined ? [] : expandWord(node.name, scope.variables);
  for (const item of node.args) {
    if (item.type === 'Word') words.push(...expandWord(item, scope.variables));
    else words.push(`${item.name}=${assignedValue(item.value, scope) ?? ''}`);
  }
  if (words.length > 0) return { words, assigned, onlyAssigns: false };
  const alone = Object.entries(assigned).map(([name, value]) => `${name}=${value}`);
  return { words: alone, assigned: {}, onlyAssigns: true };
}
