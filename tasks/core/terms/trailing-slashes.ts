// Slashes at the end of a path or an address, which are no part of it.

/** A text without them. Looked for from their first one on: else each of many would be gone through once more. */
export function withoutTrailingSlashes(text: string): string {
  return text.replace(/(?<!\/)\/+$/, '');
}
