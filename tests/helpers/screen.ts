// What a person sees on a terminal: text that goes back and is written over, without the colours.

/** The lines that are left on a terminal which knows CR, LF and erasing to the end of a line, and no other sequences. */
export function screenOf(output: string): string[] {
  const lines = [''];
  let column = 0;
  for (const [piece] of output.matchAll(/\u001b\[K|[^]/gu)) {
    const line = lines.at(-1) ?? '';
    if (piece === '\r') column = 0;
    else if (piece === '\n') lines.push('');
    else if (piece === '\u001b[K') lines[lines.length - 1] = line.slice(0, column);
    else {
      lines[lines.length - 1] =
        line.slice(0, column).padEnd(column) + piece + line.slice(column + 1);
      column += 1;
    }
  }
  return lines;
}
