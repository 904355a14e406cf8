// The one version: package.json's, stamped into vss-extension.json and each task.json.

/** A version as the Marketplace and the agent take it: three whole numbers. */
export interface Version {
  readonly text: string;
  readonly parts: { readonly Major: number; readonly Minor: number; readonly Patch: number };
}

/**
 * Reads `1.2.3`.
 * @throws Error on anything else: neither the Marketplace nor task.json has a word for `-rc.1`
 */
export function readVersion(text: string): Version {
  const match = /^(\d+)\.(\d+)\.(\d+)$/.exec(text);
  if (match === null) {
    throw new Error(
      `The version in package.json is '${text}'. Write three numbers, such as 1.2.3.`,
    );
  }
  const [Major = 0, Minor = 0, Patch = 0] = match.slice(1).map(Number);
  return { text, parts: { Major, Minor, Patch } };
}

/** The text of vss-extension.json with the version in it. */
export function stampManifest(json: string, version: Version): string {
  return stamp(json, version.text);
}

/** The text of a task.json with the version in it. */
export function stampTask(json: string, version: Version): string {
  return stamp(json, version.parts);
}

function stamp(json: string, version: unknown): string {
  const value = JSON.parse(json) as Record<string, unknown>;
  return `${JSON.stringify({ ...value, version }, null, 2)}\n`;
}
