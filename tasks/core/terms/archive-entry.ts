// An archive entry: one thing in an archive, with its bytes, mode and time already decided.

/** Bytes of an entry: in memory, or a range of a file that is read when the entry is packed. */
export type Content =
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly offset: number;
      readonly size: number;
    };

/** A regular file. `path` has forward slashes and no leading one; `digest` is hex sha256. */
export interface FileEntry {
  readonly kind: 'file';
  readonly path: string;
  readonly executable: boolean;
  readonly content: Content;
  readonly digest: string;
}

/** A symbolic link; only archives that are unpacked by a system tool may hold one. */
export interface LinkEntry {
  readonly kind: 'link';
  readonly path: string;
  readonly target: string;
}

/** A folder that would otherwise not exist, being empty. */
export interface FolderEntry {
  readonly kind: 'folder';
  readonly path: string;
}

export type Entry = FileEntry | LinkEntry | FolderEntry;

/** An entry with its modification time, in whole seconds since 1970. */
export type TimedEntry = Entry & { readonly mtime: number };

/** The size of an entry's content in bytes; links and folders have none. */
export function entrySize(entry: Entry): number {
  if (entry.kind !== 'file') return 0;
  return entry.content.kind === 'bytes' ? entry.content.bytes.length : entry.content.size;
}

/** Orders paths by their UTF-8 bytes, so that no locale has a say. */
export function comparePaths(a: { readonly path: string }, b: { readonly path: string }): number {
  if (a.path === b.path) return 0;
  return Buffer.compare(Buffer.from(a.path), Buffer.from(b.path));
}

/** Every folder above a path, outermost first: `a/b/c` gives `a`, `a/b`. */
export function parentFolders(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** The entries with others added; where both have a path, the added one stays. */
export function replaceEntries(entries: readonly Entry[], added: readonly Entry[]): Entry[] {
  const paths = new Set(added.map(({ path }) => path));
  return [...entries.filter(({ path }) => !paths.has(path)), ...added];
}
