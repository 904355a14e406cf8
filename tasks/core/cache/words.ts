// Numbers, days and lists as the log has them.

/** Bytes in whole megabytes, those of `cacheLimit`. */
export function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6).toLocaleString('en-US')} MB`;
}

/** A time as `2026-11-20 at 09:12 UTC`. */
export function moment(iso: string): string {
  return `${iso.slice(0, 10)} at ${iso.slice(11, 16)} UTC`;
}

/** The first few names, and how many more there are. */
export function some(names: readonly string[]): string {
  const rest = names.length > 5 ? ` and ${names.length - 5} more` : '';
  return names.slice(0, 5).join(', ') + rest;
}
