// Names in sentences: quoted, the first few of many.

/** `'a'`, `'a' and 'b'`, `'a', 'b' and 7 more`. */
export function quoted(names: readonly string[], most = 2): string {
  const shown = names.slice(0, most).map((name) => `'${name}'`);
  const more = names.length - shown.length;
  if (more > 0) shown.push(`${more} more`);
  return shown.length > 1
    ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
    : (shown[0] ?? '');
}

/** `1 entry`, `2 entries`. */
export function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** A size in whole megabytes, rounded up. */
export function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024 ** 2)} MB`;
}
