// What a text may want of test directories: rather too much than too little.
//
// No parser: a name in a comment or a docstring counts, too. It only keeps more.

/** A letter of a name; Python takes those beyond ASCII. */
const LETTER = '[\\w\\u0080-\\uffff]';

/** `a.b.tests`, wherever it stands. */
const DOTTED = new RegExp(
  `(?<![\\w.\\u0080-\\uffff])${LETTER}[\\w.\\u0080-\\uffff]*\\.tests?(?!${LETTER})`,
  'g',
);

/** `from a.b import c, d`, over lines and in parentheses; also `from.import c`, which Python takes. */
const FROM =
  /\bfrom[ \t\\\r\n]*((?:\.[ \t\\\r\n]*)*)([\w.\u0080-\uffff]*)[ \t\\\r\n]*import\b[ \t\\\r\n]*(\((?:#[^\n]*|[^)#])*|(?:\\\r?\n|[^\r\n;])*)/g;

/** The word that every text has that wants something of a test directory. */
const WORD = /(?<![a-zA-Z0-9_])tests?(?![a-zA-Z0-9_])/;

/** Whether a text may want something of a test directory at all; said of its bytes, since most do not. */
export function namesTests(bytes: Buffer): boolean {
  return bytes.includes('test') && WORD.test(bytes.toString('latin1'));
}

/**
 * The dotted names of a text that have `test` or `tests` in them, up to it, and those that a `from … import` may
 * mean, relative ones made absolute.
 * @param own the package that relative imports start from: `a.b` of `a/b/c.py` and of `a/b/__init__.py`;
 *   `undefined` outside of packages
 */
export function* testNamesIn(text: string, own: string | undefined): Generator<string> {
  for (const [name] of text.matchAll(DOTTED)) yield name;
  for (const [, dots = '', module = '', names = ''] of text.matchAll(FROM)) {
    const base = absolute(dots.replace(/[^.]/g, '').length, module, own);
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

/** Which of two strings a text has: a part of a path, or the end of a module's name. */
export interface StringsNaming {
  /** `"a/tests/b"`, `'tests'`, `"..\\tests"`. */
  readonly path: boolean;
  /** `'.tests'`, `f'{name}.tests.a'`, `'%s.tests'`. */
  readonly end: boolean;
}

/** How the strings of a text name a directory. */
export function stringsNaming(text: string, directory: string): StringsNaming {
  const path = namesPart(text, directory);
  return { path, end: new RegExp(`(?:['"}]|%s)\\.+(?:\\w+\\.)*${directory}(?!\\w)`).test(text) };
}

/** Whether a string of the text has a name as a part of a path. */
export function namesPart(text: string, part: string): boolean {
  return new RegExp(`['"](?:[^'"\\n]*[\\\\/])?${part}(?:[\\\\/][^'"\\n]*)?['"]`).test(text);
}

/** Whether a text has a dotted name as a whole. */
export function namesModule(text: string, module: string): boolean {
  return new RegExp(`(?<![\\w.])${module.replaceAll('.', '\\.')}(?!\\w)`).test(text);
}

/** Whether a text asks where a package lies, or hands it to somebody who may: `a.__file__`, `files("a")`, `files(a)`. */
export function asksWhere(text: string, module: string): boolean {
  return new RegExp(
    `(?<![\\w.])${module}\\.__(?:file|path|name|spec)__|['"]${module}['".]|\\(\\s*${module}(?:\\.\\w+)*\\s*[,)]`,
  ).test(text);
}
