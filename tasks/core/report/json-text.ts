// JSON that may be printed anywhere: names from the user's files are in it, and somebody will print it in a pipeline.

/**
 * What an agent executes (`##vso[` anywhere in a line, azure-pipelines.md 3.1), what terminals obey and JSON does not
 * escape by itself, and marks that turn the direction of writing.
 */
const OBEYED = /#(?=#)|[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** A value as JSON, indented, with a line's end; a program reads the same from it as from any other spelling. */
export function jsonText(value: unknown): string {
  const escape = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return `${JSON.stringify(value, null, 2).replace(OBEYED, escape)}\n`;
}
