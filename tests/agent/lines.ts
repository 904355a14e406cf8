// Cuts a stream of text into lines where the agent does.

/**
 * A cutter for one stream: CR, LF and CRLF each end a line, so a progress bar that goes back with CR
 * is many lines, and a command after a CR begins one. Source: .NET StreamReader.ReadLine, which
 * azure-pipelines-agent, ProcessInvoker.cs:548 reads both streams with.
 */
export class LineCutter {
  #rest = '';
  readonly #onLine: (line: string) => void;

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  push(text: string): void {
    this.#rest += text;
    // A CR at the very end may be the first half of a CRLF: it waits for what comes next.
    const complete = /^([^\r\n]*)(\r\n|\n|\r(?!$))/;
    for (let cut = complete.exec(this.#rest); cut !== null; cut = complete.exec(this.#rest)) {
      this.#rest = this.#rest.slice(cut[0].length);
      this.#onLine(cut[1] ?? '');
    }
  }

  /** The stream has ended: what is left is the last line, with or without its line break. */
  end(): void {
    if (this.#rest !== '') {
      this.#onLine(this.#rest.replace(/\r$/, ''));
      this.#rest = '';
    }
  }
}
