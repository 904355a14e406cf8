// A shebang: the '#!' line that names a script's interpreter, in the two forms that installers write.

/** A script's interpreter and where its text goes on. */
export interface Shebang {
  /** The interpreter as written, without arguments where the form allows to tell them apart. */
  readonly interpreter: string;
  /** The offset of the first byte after the shebang. */
  readonly end: number;
}

/**
 * The form for interpreters with a space or beyond 127 bytes: a shell line that Python reads as a string. pip
 * has double quotes, uv single ones.
 */
const SHELL_FORM =
  /^#!\/bin\/sh\r?\n'''exec' (?:"([^"\n]+)"|'([^'\n]+)'|([^\s"']+)) "\$0" "\$@"\r?\n' '''\r?\n/;

const LINE_FORM = /^#![ \t]*(\S[^\r\n]*)\r?\n/;

/** The longest shebang that any form needs to be found in, in bytes. */
const WINDOW = 8192;

/** Reads the shebang of a script, or nothing when it has none. */
export function readShebang(script: Buffer): Shebang | undefined {
  if (script[0] !== 0x23 || script[1] !== 0x21) return undefined;
  // latin1 keeps one character a byte, so that offsets are byte offsets.
  const text = script.subarray(0, WINDOW).toString('latin1');
  const shell = SHELL_FORM.exec(text);
  if (shell) return shebang(shell[1] ?? shell[2] ?? shell[3] ?? '', shell[0].length);
  const line = LINE_FORM.exec(text);
  return line?.[1] === undefined ? undefined : shebang(line[1].trimEnd(), line[0].length);
}

/** The script with another interpreter, in the plain form. */
export function withInterpreter(script: Buffer, old: Shebang, interpreter: string): Buffer {
  return Buffer.concat([Buffer.from(`#!${interpreter}\n`), script.subarray(old.end)]);
}

function shebang(latin1: string, end: number): Shebang {
  return { interpreter: Buffer.from(latin1, 'latin1').toString('utf8'), end };
}
