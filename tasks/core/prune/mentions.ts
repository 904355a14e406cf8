// What a Python source may import, read from its text: rather too much than too little.

/** A source, and what it is called when it is imported. */
export interface Source {
  readonly text: string;
  /** Its package, as `a.b` of `a/b/c.py` and of `a/b/__init__.py`; `undefined` outside of packages. */
  readonly package: string | undefined;
}

/** `from a.b import c, d`, over lines and in parentheses; also `from.import c`, which Python takes. */
const FROM =
  /\bfrom[ \t\\\r\n]*((?:\.[ \t]*)*)([\w.\u0080-\uffff]*)[ \t\\\r\n]*import\b[ \t\\\r\n]*(\([^)]*\)|(?:\\\r?\n|[^\r\n;])*)/g;

const DOTTED = /(?<![\w.])[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*(?:\.[\w\u0080-\uffff]+)+/g;

/**
 * Every dotted name that a source has anywhere, in code, strings and comments, and every one that a
 * `from … import` may mean, relative ones made absolute. No parser: a name in a comment only keeps more.
 */
export function* namesIn({ text, package: own }: Source): Generator<string> {
  for (const [name] of text.matchAll(DOTTED)) yield name;
  for (const [, dots = '', module = '', names = ''] of text.matchAll(FROM)) {
    const base = absolute(dots.replace(/[ \t]/g, '').length, module, own);
    if (base === undefined) continue;
    yield base;
    for (const name of importedNames(names)) yield `${base}.${name}`;
  }
}

function absolute(level: number, module: string, own: string | undefined): string | undefined {
  if (level === 0) return module === '' ? undefined : module;
  if (own === undefined) return undefined;
  const parts = own.split('.');
  if (level > parts.length) return undefined;
  const base = parts.slice(0, parts.length - level + 1);
  return [...base, ...(module === '' ? [] : [module])].join('.');
}

function importedNames(names: string): string[] {
  const bare = names.replace(/#[^\r\n]*/g, '').replace(/[()\\]/g, ' ');
  return bare.split(',').flatMap((name) => /[\w\u0080-\uffff]+/.exec(name)?.[0] ?? []);
}

/** Whether a string of the text has a name as a part of a path, or at the end of a relative module. */
export function namesPart(text: string, part: string): boolean {
  const whole = new RegExp(
    `['"](?:[^'"\\n]*[\\\\/])?${part}(?:[\\\\/][^'"\\n]*)?['"]|['"]\\.+(?:\\w+\\.)*${part}\\b`,
  );
  return whole.test(text);
}
