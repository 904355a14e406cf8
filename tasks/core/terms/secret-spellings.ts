// Spellings of a secret: as it is, and as Python and JSON write it in what programs print.

/** Shorter lines of a key are of no use to anybody, and might be words. */
const SHORTEST_LINE = 16;

/**
 * A secret as it is, and inside of quotes: as JSON has it, as Python's `repr` does, and as its `json.dumps` does. Of a
 * key each line counts as well.
 */
export function spellings(secret: string): string[] {
  const asJson = JSON.stringify(secret).slice(1, -1);
  const asRepr = asJson.replaceAll('\\"', '"');
  return [...new Set([secret, asJson, asRepr, inAscii(asJson), ...pemLines(secret)])];
}

function inAscii(text: string): string {
  return text.replace(
    /[\u0080-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The lines of a key in PEM, also where `\n` is written for their ends; each may be printed alone. */
function pemLines(secret: string): string[] {
  if (!secret.includes('-----BEGIN ')) return [];
  const words = secret.split(/(?:\s|\\[nr])+/);
  return words.filter((word) => word.length >= SHORTEST_LINE && /^[\w+/=]+$/.test(word));
}
