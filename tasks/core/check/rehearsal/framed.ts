// Errors in the frame that rich draws around them, as the command lines of FastAPI and Litestar write them.

const TOP = /^\s*╭─+ (\w+) ─+╮\s*$/;
const BOTTOM = /^\s*╰─+╯\s*$/;

/** What stands between the edges. One pattern for them and the blanks would try a long line of blanks at each of these. */
function insideOf(line: string): string | undefined {
  const text = line.trim();
  return /^│.*│$/.test(text) ? text.slice(1, -1).trim() : undefined;
}

/** The log with each such frame as one line, `Error: Invalid value for …`; all else stays. */
export function readFramed(log: readonly string[]): readonly string[] {
  const lines: string[] = [];
  let framed: string[] | undefined;
  for (const line of log) {
    const title = TOP.exec(line)?.[1];
    const text = framed && insideOf(line);
    if (title === 'Error') framed = [`${title}:`];
    else if (framed && text !== undefined) framed.push(text);
    else if (framed && BOTTOM.test(line)) {
      lines.push(framed.join(' '));
      framed = undefined;
    } else lines.push(line);
  }
  return framed === undefined ? lines : [...lines, framed.join(' ')];
}
