// An app setting: a name and a value of the web app's configuration. Values may be secrets.

/**
 * The names in app settings as users write them: a JSON array of `{ name, value }`, a JSON object, or
 * `-NAME value` text. Unreadable text gives no names; judging it is not done here.
 */
export function settingNames(text: string): string[] {
  const json = parseJson(text);
  if (Array.isArray(json)) return json.flatMap((item: unknown) => nameOf(item));
  if (typeof json === 'object' && json !== null) return Object.keys(json);
  return [...text.matchAll(/(?:^|\s)-([A-Za-z_][\w.]*)(?=\s)/g)].map((match) => match[1] ?? '');
}

function nameOf(item: unknown): string[] {
  if (typeof item !== 'object' || item === null || !('name' in item)) return [];
  return typeof item.name === 'string' ? [item.name] : [];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
