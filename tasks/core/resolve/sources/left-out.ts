// Groups that a tool would install by itself, and that are not shipped unless asked for.

import { normalisedName } from '../../terms/distribution-name.js';
import type { InputWords } from '../../terms/input-name.js';

/** Groups for development, by the names that they usually have. */
const DEVELOPMENT =
  /^(?:ci|dev|develop|development|docs?|format|lint(?:er|ers|ing)?|notebooks?|tests?|testing|typ(?:es?|ing))$/i;

/** A note on groups that are not shipped though the tool installs them by default, and though their names say no development. */
export function leftOutNotes(
  byDefault: readonly string[],
  wanted: readonly string[],
  input: InputWords,
): string[] {
  const shipped = new Set(wanted.map(normalisedName));
  const left = byDefault.filter(
    (name) => !shipped.has(normalisedName(name)) && !DEVELOPMENT.test(name),
  );
  if (left.length === 0) return [];
  const names = left.map((name) => `'${name}'`).join(', ');
  return [
    `Not shipped: the dependency ${left.length === 1 ? 'group' : 'groups'} ${names}. Name in ${input.called('groups')} what the app needs.`,
  ];
}
