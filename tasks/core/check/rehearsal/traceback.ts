// Reads Python tracebacks out of a log that holds other lines as well.

/** A line `File "…", line N, in f`, with the code below it. */
export interface Frame {
  readonly file: string;
  readonly line: number;
  /** `undefined` in the place of a syntax error, which is in no function. */
  readonly function: string | undefined;
  /** The line of source; empty where Python could not read it. */
  readonly code: string;
}

/** One exception with its own stack. */
export interface PythonException {
  /** As printed, such as `ModuleNotFoundError` or `psycopg2.OperationalError`. */
  readonly type: string;
  /** All lines of it; only the first is certain, because a log marks no end. */
  readonly message: string;
  /** Outermost first. */
  readonly frames: readonly Frame[];
}

/**
 * Exceptions that Python printed as one: cause before effect, as in the log. The last is the one that
 * was not caught, except for a group, whose members follow it.
 */
export type Traceback = readonly PythonException[];

const HEADER = /Traceback \(most recent call last\):$/;
const CHAIN =
  /^(?:The above exception was the direct cause of|During handling of the above exception, another)/;
const FRAME = /^\s*File "(.+?)", line (\d+)(?:, in (.+))?$/;
const EXCEPTION = /^([A-Za-z_][\w.]*)(?:: ?(.*))?$/;
/** What stands for a stack's repeated frames, and marks below code. */
const MARKS = /^\s*(?:[~^][~^\s]*|\[Previous line repeated .*\]\s*)$/;
/** A group draws its members in a margin. */
const MARGIN = /^\s*(?:\| ?|\+(?=[-+ ])[-+ ]*)/;
const MEMBER = /^\s*\+[-+]+ \d+ -+$/;
/** The next line of a log, by the ways in which servers and `logging` begin one. */
const LOG_LINE =
  /^(?:\[?\d{4}-\d\d-\d\d[ T]|(?:DEBUG|INFO|WARNING|ERROR|CRITICAL)\b|\[\d+\] |\d+\.\d+\.\d+\.\d+ )/;
/** More than this belongs to something else. */
const MESSAGE_LINES = 30;

interface Draft {
  readonly frames: Frame[];
  type: string | undefined;
  message: string[];
}

/** Finds every traceback, in the order of the log; one without an exception is left out. */
export function readTracebacks(lines: readonly string[]): Traceback[] {
  const reader = new Reader();
  for (const line of lines) reader.read(line);
  return reader.end();
}

class Reader {
  readonly #done: PythonException[][] = [];
  #chain: PythonException[] = [];
  #draft: Draft | undefined;
  #isChained = false;
  #isGroup = false;

  read(raw: string): void {
    const line = this.#withoutMargin(raw.trimEnd());
    if (HEADER.test(line)) this.#open(line);
    else if (CHAIN.test(line)) this.#link();
    else if (this.#draft === undefined) this.#outside(line);
    else if (this.#draft.type === undefined) this.#inStack(this.#draft, line);
    else this.#inMessage(this.#draft, line);
  }

  end(): Traceback[] {
    this.#close();
    this.#finish();
    return this.#done;
  }

  #withoutMargin(line: string): string {
    if (!this.#isGroup) return line;
    if (MEMBER.test(line)) {
      this.#link();
      return '';
    }
    if (MARGIN.test(line)) return line.replace(MARGIN, '');
    this.#isGroup = false;
    return line;
  }

  #open(line: string): void {
    this.#close();
    if (!this.#isChained) this.#finish();
    this.#isChained = false;
    if (line.includes('Exception Group')) this.#isGroup = true;
    this.#draft = { frames: [], type: undefined, message: [] };
  }

  #link(): void {
    this.#close();
    this.#isChained = this.#chain.length > 0;
  }

  /** Python prints no header for a file that it cannot compile; of others the log may have lost it. */
  #outside(line: string): void {
    const frame = readFrame(line);
    if (frame !== undefined) {
      this.#open(line);
      this.#draft?.frames.push(frame);
    } else if (line !== '') this.#isChained = false;
  }

  #inStack(draft: Draft, line: string): void {
    const frame = readFrame(line);
    const last = draft.frames.at(-1);
    if (frame !== undefined) draft.frames.push(frame);
    else if (/^\s/.test(line)) {
      if (last?.code === '' && !MARKS.test(line)) {
        draft.frames[draft.frames.length - 1] = { ...last, code: line.trim() };
      }
    } else this.#name(draft, line);
  }

  #name(draft: Draft, line: string): void {
    const [, type, text] = EXCEPTION.exec(line) ?? [];
    if (type === undefined) {
      this.#draft = undefined;
      return;
    }
    draft.type = type;
    // Behind a colon alone the message begins with an end of line; without one there is none.
    draft.message = text === '' ? [] : [text ?? ''];
  }

  #inMessage(draft: Draft, line: string): void {
    const ends = line === '' || LOG_LINE.test(line) || draft.message.length >= MESSAGE_LINES;
    if (ends) this.#close();
    else draft.message.push(draft.message.length === 0 ? line.trimStart() : line);
  }

  #close(): void {
    const draft = this.#draft;
    this.#draft = undefined;
    if (draft?.type === undefined) return;
    const message = draft.message.join('\n');
    this.#chain.push({ type: draft.type, message, frames: draft.frames });
  }

  #finish(): void {
    if (this.#chain.length > 0) this.#done.push(this.#chain);
    this.#chain = [];
  }
}

function readFrame(line: string): Frame | undefined {
  const [, file, number, name] = FRAME.exec(line) ?? [];
  if (file === undefined) return undefined;
  return { file, line: Number(number), function: name, code: '' };
}

/** The module that a message says is missing, dotted where what stands before the last dot was found. */
export function missingModuleOf({ message }: PythonException): string | undefined {
  return /^No module named '?([\w.]+)/.exec(message)?.[1];
}

/** The first line of an exception, as Python prints it. */
export function exceptionLine({ type, message }: PythonException): string {
  const first = message.split('\n')[0] ?? '';
  return first === '' ? type : `${type}: ${first}`;
}
