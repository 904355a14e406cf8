// Names of app settings: what App Service takes, and what becomes of them on the way to the app.

/** Characters that no name may hold; letters outside ASCII are left alone, since nothing says how they fare. */
const NOT_ALLOWED = /[^\p{L}\p{N}_.:]/gu;

/** The characters of a name that App Service refuses, each once. `:` and `.` have a meaning of their own. */
export function refusedCharacters(name: string): string[] {
  return [...new Set(name.match(NOT_ALLOWED))];
}

/** The name of the environment variable on Linux, where a dot becomes `_`; a colon has to be written `__`. */
export function variableName(name: string): string {
  return name.replaceAll(':', '__').replaceAll('.', '_');
}

/** What two settings share of which one value is lost: a dot is an underscore, and case counts for nothing. */
export function clashKey(name: string): string {
  return name.replaceAll('.', '_').toLowerCase();
}
