// By which names an app is known: where there are none, something else was packed in its place.

/** Whether a file is code of an app by its name. */
export function isCode(path: string): boolean {
  return /\.(?:py|pyc|sh)$/.test(path);
}
