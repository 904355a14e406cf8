// Tells TOML 1.1 from TOML 1.0, which is all that the platform's generator reads (platform contract A8).

/**
 * Strings, comments, times of day, and the marks that make lists and tables; else single characters. A string over
 * lines may end in two quotes of its own. A backslash is taken in one way alone: two would be tried in all combinations.
 */
const TOKEN =
  /"""(?:\\.|(?!""")[^\\])*"{3,5}|'''.*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|#[^\n]*|\d\d:\d\d(?::\d\d)?|[^ \t\r]/gs;

/**
 * What a text that is good TOML 1.1 has that 1.0 had not; `undefined` for nothing: an escape, a time
 * without seconds, an inline table that goes over lines or has a comma at its end.
 */
export function findToml11(text: string): string | undefined {
  const open: string[] = [];
  let before = '';
  for (const [token] of text.matchAll(TOKEN)) {
    const found = problemOf(token, before, open.at(-1));
    if (found !== undefined) return found;
    if (token === '{' || token === '[') open.push(token);
    if (token === '}' || token === ']') open.pop();
    before = token;
  }
  return undefined;
}

function problemOf(token: string, before: string, open: string | undefined): string | undefined {
  if (token.startsWith('"') && hasNewEscape(token)) return 'an escape that TOML 1.0 does not have';
  if (/^\d\d:\d\d$/.test(token)) return 'a time without seconds';
  if (token === '\n' && open === '{') return 'an inline table over several lines';
  if (token === '}' && before === ',') return 'an inline table with a comma at its end';
  return undefined;
}

function hasNewEscape(text: string): boolean {
  return [...text.matchAll(/\\(.)/gs)].some(([, char]) => char === 'e' || char === 'x');
}
