// gunicorn's configuration file, as far as simple assignments say what it sets.

/** Names to their values; `undefined` for a value that is more than a constant. */
export type GunicornConfig = ReadonlyMap<string, readonly string[] | undefined>;

const ASSIGNMENT = /^([A-Za-z_]\w*)[ \t]*(?::[^=\n]*)?=(?!=)[ \t]*(.*)$/;

/** Reads assignments at the start of a line; the last one of a name wins. */
export function readGunicornConfig(text: string): GunicornConfig {
  const config = new Map<string, readonly string[] | undefined>();
  for (const line of text.split(/\r?\n/)) {
    const [, name, value = ''] = ASSIGNMENT.exec(line) ?? [];
    if (name !== undefined) config.set(name, readValue(withoutComment(value)));
    // An assignment in a branch: what it does cannot be known.
    const inner = /^[ \t]+([A-Za-z_]\w*)[ \t]*=(?!=)/.exec(line)?.[1];
    if (inner !== undefined && config.has(inner)) config.set(inner, undefined);
  }
  return config;
}

/** The line of the assignment that counts, from 1. */
export function lineOfAssignment(text: string, name: string): number {
  return text.split(/\r?\n/).findLastIndex((line) => ASSIGNMENT.exec(line)?.[1] === name) + 1;
}

/** What stands before a comment: texts in quotes, which may hold a `#`, and all between them. */
const BEFORE_COMMENT = /^(?:"[^"\\]*(?:\\.[^"\\]*)*"|'[^'\\]*(?:\\.[^'\\]*)*'|[^"'#])*/;

function withoutComment(value: string): string {
  const [before = ''] = BEFORE_COMMENT.exec(value) ?? [];
  return (value[before.length] === '#' ? before : value).trim();
}

function readValue(value: string): readonly string[] | undefined {
  const list = /^[[(](.*)[\])]$/s.exec(value)?.[1];
  if (list === undefined) return single(value);
  const items = list
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
    .map((item) => single(item)?.[0]);
  return items.every((item) => item !== undefined) ? items : undefined;
}

function single(value: string): readonly string[] | undefined {
  const text = /^[bru]?(?:"([^"\\{}]*)"|'([^'\\{}]*)')$/.exec(value);
  if (text) return [text[1] ?? text[2] ?? ''];
  if (/^(?:\d+|True|False|None)$/.test(value)) return [value];
  return environmentPort(value);
}

/** `f"0.0.0.0:{os.environ.get('PORT', 8000)}"` and `"0.0.0.0:" + os.getenv("PORT")` follow the variable. */
function environmentPort(value: string): readonly string[] | undefined {
  if (value.length > 300) return undefined;
  const variable = /(?:environ(?:\.get\(|\[)|getenv\()\s*['"](\w+)['"]/.exec(value)?.[1];
  const host = /^f?['"]([\w.]*):(?:\{|['"]\s*\+)/.exec(value)?.[1];
  return variable === 'PORT' && host !== undefined ? [`${host}:$PORT`] : undefined;
}
