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

/** Sorts by path, in the order of UTF-8 bytes, so that no locale has a say. */
export function sortedByPath<Thing extends { readonly path: string }>(
  things: readonly Thing[],
): Thing[] {
  // The engine compares unit by unit, and much faster.
  const isPlain = things.every(({ path }) => !BEYOND.test(path));
  return things.toSorted(isPlain ? compareUnits : compareBytes);
}

/** Without these, the order of UTF-16 units is that of UTF-8 bytes. */
const BEYOND = /[\ud800-\uffff]/;

interface Placed {
  readonly path: string;
}

function compareUnits(a: Placed, b: Placed): number {
  if (a.path === b.path) return 0;
  return a.path < b.path ? -1 : 1;
}

function compareBytes(a: Placed, b: Placed): number {
  const shared = Math.min(a.path.length, b.path.length);
  for (let at = 0; at < shared; at += 1) {
    const difference = rankOf(a.path.charCodeAt(at)) - rankOf(b.path.charCodeAt(at));
    if (difference !== 0) return difference;
  }
  return a.path.length - b.path.length;
}

/** Surrogates stand for characters beyond all that are a unit by themselves. */
function rankOf(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

/**
 * The folders above a path that are not made yet, outermost first: `a/b/c` gives `a`, `a/b`.
 * @param made folders with all those above them
 */
export function missingFolders(path: string, made: ReadonlySet<string>): string[] {
  const missing: string[] = [];
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    const folder = path.slice(0, end);
    if (made.has(folder)) break;
    missing.push(folder);
  }
  return missing.toReversed();
}

/** The entries with others added; where both have a path, the added one stays. */
export function replaceEntries(entries: readonly Entry[], added: readonly Entry[]): Entry[] {
  const paths = new Set(added.map(({ path }) => path));
  return [...entries.filter(({ path }) => !paths.has(path)), ...added];
}
