// What a person sees on a terminal: text that goes back and is written over, without the colours.

const ERASE = '\u001b[K';

/** The lines that are left on a terminal which knows CR, LF and erasing to the end of a line, and no other sequences. */
export function screenOf(output: string): string[] {
  const above: string[] = [];
  let line = '';
  let column = 0;
  for (const [index, part] of output.split(ERASE).entries()) {
    if (index > 0) line = line.slice(0, column);
    for (const sign of part) {
      if (sign === '\r') {
        column = 0;
      } else if (sign === '\n') {
        above.push(line);
        line = '';
      } else {
        line = line.slice(0, column).padEnd(column) + sign + line.slice(column + 1);
        column += 1;
      }
    }
  }
  return [...above, line];
}
