// build.env: read by the start-script generator, which stops at a line that it cannot read (contract A7).

/** `NAME=value`, also `export NAME=value` and `NAME: value`. */
const SETTING = /^\s*(?:export\s+)?[\w.]+\s*(?:=|:\s)\s*(.*)$/;

/** The first line that is no setting, from 1; `undefined` when all can be read. */
export function findMalformedLine(text: string): { line: number; text: string } | undefined {
  const lines = text.split(/\r?\n/);
  let open: string | undefined;
  for (const [index, line] of lines.entries()) {
    if (open !== undefined) {
      if (line.includes(open)) open = undefined;
      continue;
    }
    if (/^\s*(?:#.*)?$/.test(line)) continue;
    const value = SETTING.exec(line)?.[1];
    if (value === undefined) return { line: index + 1, text: line.trim() };
    open = openQuote(value);
  }
  return undefined;
}

/** The quote that a value opens and does not close on its line. */
function openQuote(value: string): string | undefined {
  const quote = value[0];
  if (quote !== '"' && quote !== "'") return undefined;
  return value.slice(1).includes(quote) ? undefined : quote;
}
