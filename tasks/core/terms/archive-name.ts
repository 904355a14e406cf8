// An archive by its name: a file that holds others, such as a build publishes in place of a folder.

/** Whether a file is an archive by its name. */
export function isArchiveName(path: string): boolean {
  return /\.(?:zip|tar|tgz|tar\.(?:gz|zst))$/i.test(path);
}
