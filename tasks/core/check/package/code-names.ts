// By which names an app is known: where there are none, something else was packed in its place.

/** Whether a file is code of an app by its name. */
export function isCode(path: string): boolean {
  return /\.(?:py|pyc|sh)$/.test(path);
}

/** The one archive that an app without any code has: the app is in there, and nobody unpacks it. */
export function archiveInPlaceOfCode(paths: readonly string[]): string | undefined {
  if (paths.some(isCode)) return undefined;
  // An artifact as the portal downloads it has its own folder around.
  const archives = paths.filter(
    (path) => /^(?:[^/]+\/)?[^/]+\.zip$/i.test(path) || /^output\.tar\.(?:gz|zst)$/.test(path),
  );
  return archives.length === 1 ? archives[0] : undefined;
}
