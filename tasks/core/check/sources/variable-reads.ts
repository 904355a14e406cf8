// Which environment variables a Python source reads, and where it keeps them: by its text alone, for the time after a start that failed.

/** A statement, or the head of a block: what stands in its brackets belongs to it. */
export interface PythonStatement {
  /** First and last line, from 1. */
  readonly from: number;
  readonly to: number;
  /** Without comments. */
  readonly text: string;
}

/** A variable of the environment that a statement reads, with a default or without. */
export interface VariableRead {
  readonly name: string;
  /** The name, key or field that gets its value, where there is one. */
  readonly holder: string | undefined;
  readonly from: number;
  readonly to: number;
}

/** Strings, comments, brackets and ends of lines: all that decides where a statement ends. */
const TOKENS =
  /"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'|#[^\n]*|[([{]|[)\]}]|\\\n|\n|$/g;

/** Reads the statements of a source, in their order. */
export function readStatements(source: string): PythonStatement[] {
  const statements: PythonStatement[] = [];
  let [text, depth, line, from, last] = ['', 0, 1, 1, 0];
  for (const { 0: token, index } of source.matchAll(TOKENS)) {
    text += source.slice(last, index);
    last = index + token.length;
    if (token === '(' || token === '[' || token === '{') depth += 1;
    if (token === ')' || token === ']' || token === '}') depth -= 1;
    const isEnd = token === '' || (token === '\n' && depth <= 0);
    if (!isEnd) {
      if (!token.startsWith('#')) text += token;
      line += token.split('\n').length - 1;
      continue;
    }
    if (text.trim() !== '') statements.push({ from, to: line, text });
    line += 1;
    [text, depth, from] = ['', 0, line];
  }
  return statements;
}

/** `os.getenv`, `os.environ`, and the calls of django-environ, environs, python-decouple and Starlette. */
const READS =
  /\bgetenv\(\s*["'](\w+)["']|\benviron\s*(?:\.\s*(?:get|pop)\s*\(|\[)\s*["'](\w+)["'](?!\s*\]\s*=(?!=))|(?<![.\w])(?:env(?:\.\w+)?|config)\(\s*["']([A-Z][A-Z0-9_]*)["']/g;

/** `NAME =`, `NAME: type =`, `["NAME"] =`, `"NAME":` */
const HOLDERS = /["'](\w+)["']\s*(?:\]\s*=(?!=)|:)|(\w+)\s*(?::[^=,()]+)?=(?!=)/g;

/** A holder stands closer than this before what it gets, in characters. */
const HOLDER_REACH = 300;

/** The variables that a source reads, in their order. */
export function readVariables(source: string): VariableRead[] {
  const statements = readStatements(source).filter(({ text }) => !/^\s*["']/.test(text));
  return [...statements.flatMap(readsIn), ...fieldsIn(statements)];
}

/** The variables that one statement reads. */
export function readsIn({ text, from, to }: PythonStatement): VariableRead[] {
  return [...text.matchAll(READS)].map((match) => {
    const name = match[1] ?? match[2] ?? match[3] ?? '';
    const before = [...text.slice(0, match.index).slice(-HOLDER_REACH).matchAll(HOLDERS)].at(-1);
    return { name, holder: before?.[1] ?? before?.[2], from, to };
  });
}

/** The variables that a source sets for itself. */
export function variablesSetIn(source: string): string[] {
  const sets = source.matchAll(
    /\benviron(?:\.setdefault\(\s*["'](\w+)["']|\[\s*["'](\w+)["']\s*\]\s*=(?!=))/g,
  );
  return [...sets].map((match) => match[1] ?? match[2] ?? '');
}

const SETTINGS_CLASS = /^(\s*)class\s+\w+\s*\([^)]*\bBaseSettings\b/;
const FIELD = /^\s*([A-Za-z]\w*)\s*:(?!=)/;
const ALIAS = /\b(?:validation_alias|alias|env)\s*=\s*["'](\w+)["']/;
const PREFIX = /\benv_prefix\s*=\s*["'](\w*)["']/;

/** The fields of the classes of pydantic-settings: each is a variable, by its alias or with the prefix of the class. */
function fieldsIn(statements: readonly PythonStatement[]): VariableRead[] {
  return statements.flatMap(({ text }, index) => {
    const indent = SETTINGS_CLASS.exec(text)?.[1]?.length;
    return indent === undefined ? [] : fieldsOf(bodyOf(statements.slice(index + 1), indent));
  });
}

function bodyOf(statements: readonly PythonStatement[], indent: number): PythonStatement[] {
  const end = statements.findIndex(({ text }) => text.search(/\S/) <= indent);
  return statements.slice(0, end === -1 ? undefined : end);
}

function fieldsOf(body: readonly PythonStatement[]): VariableRead[] {
  const indent = body[0]?.text.search(/\S/);
  const prefix = body.map(({ text }) => PREFIX.exec(text)?.[1]).find((one) => one !== undefined);
  return body.flatMap(({ text, from, to }) => {
    const field = text.search(/\S/) === indent ? FIELD.exec(text)?.[1] : undefined;
    if (field === undefined || field === 'model_config') return [];
    const name = ALIAS.exec(text)?.[1] ?? `${prefix ?? ''}${field}`.toUpperCase();
    return [{ name, holder: field, from, to }];
  });
}
