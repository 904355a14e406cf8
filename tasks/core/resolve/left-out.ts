// Groups that a tool would install by itself, and that are not shipped unless asked for.

/** Groups for development, by the names that they usually have. */
const DEVELOPMENT =
  /^(?:ci|dev|develop|development|docs?|format|lint(?:er|ers|ing)?|notebooks?|tests?|testing|typ(?:es?|ing))$/i;

/** A note on groups that are not shipped though the tool installs them by default, and though their names say no development. */
export function leftOutNotes(byDefault: readonly string[], wanted: readonly string[]): string[] {
  const left = byDefault.filter((name) => !wanted.includes(name) && !DEVELOPMENT.test(name));
  if (left.length === 0) return [];
  const names = left.map((name) => `'${name}'`).join(', ');
  return [
    `Not shipped: the dependency ${left.length === 1 ? 'group' : 'groups'} ${names}. Name in the groups input what the app needs.`,
  ];
}
