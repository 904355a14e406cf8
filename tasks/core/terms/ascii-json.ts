// JSON in ASCII alone, as Python's `json.dumps` writes it.

/** The same JSON with `\u…` for all that ASCII cannot show: no encoding can change it, and lone surrogates survive. */
export function asciiJson(json: string): string {
  return json.replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
