// What a text may want of test directories: rather too much than too little.
//
// No parser: a name in a comment or a docstring counts, too. It only keeps more.

/** A letter of a name; Python takes those beyond ASCII. */
const LETTER = '[\\w\\u0080-\\uffff]';

/** The end of `a.b.tests`, wherever it stands. */
const TAIL = new RegExp(`\\.tests?(?!${LETTER})`, 'g');

/** What may stand before it; behind a dot it is no whole name. */
const BEFORE = new RegExp(`(?:^|[^\\w.\\u0080-\\uffff])(${LETTER}[\\w.\\u0080-\\uffff]*)$`);

/** Longer names are none. */
const LONGEST_NAME = 256;

/** `from a.b import c, d`, over lines and in parentheses; also `from.import c`, which Python takes. */
const FROM =
  /\bfrom[ \t\\\r\n]*((?:\.[ \t\\\r\n]*)*)(?:([\w\u0080-\uffff][\w.\u0080-\uffff]*)[ \t\\\r\n]*)?import\b[ \t\\\r\n]*(\((?:#[^\n]*|[^)#])*|(?:\\\r?\n|[^\r\n;])*)/g;

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
  for (const { 0: tail, index } of text.matchAll(TAIL)) {
    const before = BEFORE.exec(text.slice(Math.max(0, index - LONGEST_NAME), index))?.[1];
    if (before !== undefined) yield before + tail;
  }
  for (const [all, dots = '', module = '', names = ''] of text.matchAll(FROM)) {
    if (!all.includes('test')) continue;
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

/** Which of two kinds of strings a text has. */
export interface StringsNaming {
  /** A part of a path: `"a/tests/b"`, `'tests'`, `"..\\tests"`. */
  readonly path: boolean;
  /** The end of a module's name: `'.tests'`, `f'{name}.tests.a'`, `'%s.tests'`. */
  readonly end: boolean;
}

const MAYBE_STRING = /['"\\/.]tests?(?!\w)/;

/** How the strings of a text name a directory. */
export function stringsNaming(text: string, directory: string): StringsNaming {
  // Few texts have either, and this expression is much faster than the others.
  if (!MAYBE_STRING.test(text)) return { path: false, end: false };
  const end = new RegExp(`(?:['"}]|%s)\\.(?:\\w*\\.)*${directory}(?!\\w)`);
  return {
    path: namesPart(text, directory),
    end: text.includes(`.${directory}`) && end.test(text),
  };
}

/** Whether a string of the text has a name as a part of a path. */
export function namesPart(text: string, part: string): boolean {
  if (!new RegExp(`['"\\\\/]${part}['"\\\\/]`).test(text)) return false;
  return new RegExp(`['"](?:[^'"\\n]*[\\\\/])?${part}(?:[\\\\/][^'"\\n]*)?['"]`).test(text);
}

/** Whether a text has a module's name as a word. */
export function namesModule(text: string, module: string): boolean {
  return new RegExp(`(?<![\\w.])${escaped(module)}(?!\\w)`).test(text);
}

/** Whether a text has a module's name as a string, alone or with more behind it, or gives it to a function. */
export function handsOver(text: string, module: string): boolean {
  const name = escaped(module);
  const use = `['"]${name}['".]|\\(\\s*${name}(?:\\.\\w+)*\\s*[,)]`;
  return text.includes(module) && new RegExp(use).test(text);
}

/** Whether a text asks where a module lies: `a.__file__`, `files("a")`, `get_data(a, …)`. */
export function asksWhere(text: string, module: string): boolean {
  if (!text.includes(module)) return false;
  const name = escaped(module);
  return new RegExp(
    `(?<!\\w)${name}\\.__(?:file|path|spec)__|\\b(?:${ASKING})\\(\\s*['"]?${name}(?:\\.\\w+)*['"]?\\s*[,)]`,
  ).test(text);
}

/** Functions of importlib, importlib.resources, pkgutil, pkg_resources and inspect that lead to files. */
const ASKING =
  'files|path|contents|is_resource|open_\\w+|read_\\w+|resource_\\w+|get_data|getfile|getsourcefile|find_spec|get_loader|find_loader';

function escaped(module: string): string {
  return module.replaceAll('.', '\\.');
}
