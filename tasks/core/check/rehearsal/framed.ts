// Errors in the frame that rich draws around them, as the command lines of FastAPI and Litestar write them.

const TOP = /^\s*╭─+ (\w+) ─+╮\s*$/;
const INSIDE = /^\s*│ ?(.*?)\s*│\s*$/;
const BOTTOM = /^\s*╰─+╯\s*$/;

/** The log with each such frame as one line, `Error: Invalid value for …`; all else stays. */
export function readFramed(log: readonly string[]): readonly string[] {
  const lines: string[] = [];
  let framed: string[] | undefined;
  for (const line of log) {
    const title = TOP.exec(line)?.[1];
    const text = INSIDE.exec(line)?.[1];
    if (title === 'Error') framed = [`${title}:`];
    else if (framed !== undefined && text !== undefined) framed.push(text.trim());
    else if (framed !== undefined && BOTTOM.test(line)) {
      lines.push(framed.join(' '));
      framed = undefined;
    } else lines.push(line);
  }
  return framed === undefined ? lines : [...lines, framed.join(' ')];
}
