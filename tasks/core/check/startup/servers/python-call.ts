// A call of Python taken apart: a module, a script, or text.

import { isPython } from '../shell/wrappers.js';

/** What Python is asked to run. */
export interface PythonCall {
  readonly kind: 'module' | 'script' | 'text' | 'nothing';
  readonly name: string;
  readonly args: readonly string[];
}

/** Reads the words after `python`. */
export function readPythonCall(args: readonly string[]): PythonCall {
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? '';
    const rest = args.slice(at + 1);
    if (!/^-./.test(word)) return { kind: 'script', name: word, args: rest };
    const [, letter, attached = ''] = /^-[a-zA-Z]*?([mcWX])(.*)$/s.exec(word) ?? [];
    if (letter === undefined) continue;
    const value = attached === '' ? rest[0] : attached;
    const after = attached === '' ? rest.slice(1) : rest;
    if (letter === 'm') return { kind: 'module', name: value ?? '', args: after };
    if (letter === 'c') return { kind: 'text', name: value ?? '', args: after };
    if (attached === '') at += 1;
  }
  return { kind: 'nothing', name: '', args: [] };
}

/** A command as if its program were called itself: `python -m alembic` is `alembic`, `python manage.py` is `manage.py`. */
export function withoutPython(words: readonly string[]): readonly string[] {
  const [program = '', ...rest] = words;
  if (!isPython(program)) return words;
  const { kind, name, args } = readPythonCall(rest);
  return kind === 'module' || kind === 'script' ? [name, ...args] : words;
}
