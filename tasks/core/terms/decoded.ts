// Percent signs in the parts of an address: those that mean a character, and those that mean themselves.

/** A part of an address, percent-decoded where it can be: a lone `%` is legal in a password. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
