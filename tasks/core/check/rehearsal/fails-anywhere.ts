// Exceptions that the app's own code explains, whatever settings, servers or system packages there are.

import type { PythonException } from './traceback.js';

/** Type and message: a module or a name is missing in every world. */
const ANYWHERE: readonly (readonly [type: RegExp, message: RegExp])[] = [
  [/^(?:SyntaxError|IndentationError|TabError)$/, /^/],
  [/^(?:ImportError|ModuleNotFoundError)$/, /^/],
  [/^(?:NameError|UnboundLocalError)$/, /^/],
  // None and text are what is left of a setting that is missing or empty.
  [/^AttributeError$/, /^(?:module|type object) '|^'(?!NoneType'|str')[\w.]+' object has no/],
  [
    /^TypeError$/,
    /\btakes (?:from )?\d+ .*arguments?\b|\btakes no arguments|missing \d+ required|unexpected keyword argument|multiple values for/,
  ],
];

/** Whether the start would fail like this anywhere. */
export function failsAnywhere({ type, message }: PythonException): boolean {
  return ANYWHERE.some(([ofType, words]) => ofType.test(type) && words.test(message));
}
