// Words that several rules and readers of app settings share. None of them shows a setting's value.

const MOST_NAMES = 5;
const LONGEST_NAME = 64;

/** Names in quotes: five of them, each once, then how many more there are. */
export function listed(names: readonly string[]): string {
  const unique = [...new Set(names)];
  const shown = unique.slice(0, MOST_NAMES).map(quoted);
  const more = unique.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}

/** A name in quotes, cut when it is too long to be one. */
export function quoted(name: string): string {
  return name.length > LONGEST_NAME ? `'${name.slice(0, LONGEST_NAME)}…'` : `'${name}'`;
}

/**
 * A value in quotes, where it cannot be a secret: a number with or without a unit, or a word such as `true`.
 * @returns `undefined` for any other value
 */
export function harmless(value: string): string | undefined {
  const isNumber = /^[+-]?\d[\d.,]{0,9} ?(?:[a-z]{1,7})?$/i.test(value);
  const isKeyword = /^(?:true|false|yes|no|y|n|t|f|on|off|enabled?|disabled?|none|null)$/i.test(
    value,
  );
  return isNumber || isKeyword ? `'${value}'` : undefined;
}

/** The command that removes a setting from the web app. */
export function removal(name: string): string {
  return `az webapp config appsettings delete --name APP --resource-group GROUP --setting-names ${name}`;
}

/** The command that sets a setting of the web app. `value` must be harmless. */
export function assignment(name: string, value: string): string {
  return `az webapp config appsettings set --name APP --resource-group GROUP --settings ${name}=${value}`;
}
