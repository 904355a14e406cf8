// Hides secrets in the log, in the forms in which the agent looks for them.

/** The password of `//user:password@host`, hidden whether it is known or not. */
const urlPassword = /(?<=\/\/[^:/?#\n]+:)[\w.~%!$&'()*+,;=:-]+(?=@)/g;

/** What stands in the log where a secret was. */
const mask = '***';

/** Source of the forms: azure-pipelines-agent, HostContext.cs:210-221 and Worker.cs:152-213. */
export class SecretMasker {
  readonly #values = new Set<string>();

  /** A value as it is, and as it looks inside JSON, a URL or with backslashes doubled. */
  add(value: string): void {
    if (value === '') {
      return;
    }
    this.#values.add(value);
    this.#values.add(JSON.stringify(value).slice(1, -1));
    this.#values.add(encodeURIComponent(value));
    this.#values.add(value.replaceAll('\\', '\\\\'));
  }

  /** A secret of the pipeline: also escaped, in base64, trimmed and without its quotes. */
  addUserSecret(value: string): void {
    if (value.trim() === '') {
      return;
    }
    const base64 = Buffer.from(value, 'utf8').toString('base64');
    const breaksEscaped = value.replaceAll('\r', '%0D').replaceAll('\n', '%0A');
    const allEscaped = value
      .replaceAll('%', '%AZP25')
      .replaceAll('\r', '%0D')
      .replaceAll('\n', '%0A');
    for (const form of [value, breaksEscaped, allEscaped, base64]) {
      this.add(form);
      this.add(form.replace(/^[\r\n ]+|[\r\n ]+$/g, ''));
      this.add(form.replace(/^(['"])(.*)\1$/s, '$2'));
    }
  }

  /** The text with every secret replaced; secrets that touch or overlap become one mask. */
  mask(text: string): string {
    let result = '';
    let from = 0;
    for (const [start, end] of merged(this.#findIn(text))) {
      result += text.slice(from, start) + mask;
      from = end;
    }
    return result + text.slice(from);
  }

  #findIn(text: string): Range[] {
    const found: Range[] = [];
    for (const value of this.#values) {
      for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
        found.push([at, at + value.length]);
      }
    }
    for (const match of text.matchAll(urlPassword)) {
      found.push([match.index, match.index + match[0].length]);
    }
    return found;
  }
}

type Range = [start: number, end: number];

function merged(ranges: Range[]): Range[] {
  const result: Range[] = [];
  for (const range of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last !== undefined && range[0] <= last[1]) {
      last[1] = Math.max(last[1], range[1]);
    } else {
      result.push([...range]);
    }
  }
  return result;
}
