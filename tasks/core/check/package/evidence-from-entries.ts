// The same evidence from what is about to be packed: nothing has to be written first.

import { openRanged, readContent, type RangedFile } from '../../archives/read-content.js';
import type { Entry, FileEntry } from '../../terms/archive-entry.js';
import { entrySize } from '../../terms/archive-entry.js';
import { VENV_NAME, type Addresses, type LayoutFacts } from '../../terms/layout.js';
import { notesOf, ownerOf, type Gathered, type SharedObjectFile } from './gathered.js';
import { TextBudget, type TreeKind } from './kept-text.js';
import { readManifest } from './read-manifest.js';
import { TreeBuilder } from './tree-builder.js';
import { placeInVenv, venvFacts } from './venv-facts.js';

/** What is about to be packed. */
export interface ToBePacked {
  readonly facts: LayoutFacts;
  readonly addresses: Addresses;
  /** Relative to the app root. */
  readonly app: readonly Entry[];
  /** Relative to the venv. */
  readonly venv: readonly Entry[];
  /** The text of `oryx-manifest.toml`. */
  readonly manifest: string;
}

/**
 * Gathers evidence from the packer's own entries. There is no archive yet, so `package` is missing.
 * @throws Stopped `file-changed`; the signal's reason
 */
export async function evidenceFromEntries(
  { facts, addresses, app, venv, manifest }: ToBePacked,
  signal: AbortSignal,
): Promise<Gathered> {
  const budget = new TextBudget();
  const sharedObjectFiles: SharedObjectFile[] = [];
  // A venv in an archive of its own has no folder in the package.
  const folder = facts.venvOnShare || facts.layout === 'appTarball' ? VENV_NAME : '';
  const tree = async (kind: TreeKind, entries: readonly Entry[], onShare: boolean) => {
    const byPath = new Map(entries.map((entry) => [entry.path, entry]));
    const placed = (path: string): string =>
      kind === 'app' ? path : placeInVenv({ folder }, path);
    const builder = new TreeBuilder(kind, budget, (path, size) => {
      const entry = byPath.get(path);
      if (entry?.kind !== 'file') return undefined;
      const open = (): Promise<RangedFile> => openRanged(entry.content);
      sharedObjectFiles.push({ path: placed(path), size, open });
      return undefined;
    });
    for (const entry of entries) {
      signal.throwIfAborted();
      if (entry.kind === 'link') builder.addLink(entry.path, entry.target);
      if (entry.kind === 'file') await addFile(builder, entry, onShare || entry.executable);
    }
    return builder.tree();
  };
  const appTree = await tree('app', app, facts.layout !== 'appTarball');
  const venvTree = await tree('venv', venv, facts.venvOnShare);
  const found = venvFacts(folder, addresses.venv, venvTree);
  const read = readManifest(manifest);
  return {
    evidence: {
      layout: facts.layout,
      manifest: 'manifest' in read ? read.manifest : undefined,
      app: appTree,
      venv: found,
    },
    notes: notesOf(budget),
    sharedObjectFiles,
    owner: ownerOf(found),
    close: () => Promise.resolve(),
  };
}

/** On the share all files are executable; elsewhere the archive keeps their modes. */
async function addFile(builder: TreeBuilder, entry: FileEntry, executable: boolean): Promise<void> {
  const receiver = builder.add(entry.path, entrySize(entry), executable);
  if (!receiver || receiver.done) return;
  for await (const piece of readContent(entry)) {
    receiver.take(piece);
    if (receiver.done) return;
  }
}
