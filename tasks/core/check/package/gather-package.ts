// Gathers what a finished package holds, whoever made it, without unpacking it or trusting it.

import { tmpdir } from 'node:os';
import { packageSize } from '../../archives/package-file.js';
import { openRanged, rangesOf, type RangedFile } from '../../archives/read-content.js';
import { withZip, type ZipEntry } from '../../archives/read-zip.js';
import { Stopped } from '../../terms/failure.js';
import type { ManifestFacts } from '../../terms/manifest-keys.js';
import { ProgressCount, type Advance, type Whole } from '../../terms/progress.js';
import type { ArchiveProblem, InnerFact, PackageFacts, Tree, ZipFact } from '../evidence.js';
import { notesOf, ownerOf, type Gathered, type SharedObjectFile } from './gathered.js';
import { TextBudget, type TreeKind } from './kept-text.js';
import { packageShape, withoutDot, type PackageShape } from '../../terms/package-shape.js';
import { readInner } from './read-inner.js';
import { overlappingEntries } from './overlapping.js';
import { LARGEST_MANIFEST, MANIFEST_FILE, readManifest } from './read-manifest.js';
import { Spool } from './spool.js';
import { TreeBuilder } from './tree-builder.js';
import { placeInVenv, venvFacts } from './venv-facts.js';
import {
  factOf,
  isClosed,
  isFolder,
  isLink,
  isReadable,
  loadHead,
  pour,
  tooMany,
  wholeText,
} from './zip-content.js';

/**
 * Looks into a package. What is wrong with its content is evidence for rules.
 * @param tempFolder an existing folder; shared objects wait in it until `close`
 * @param advance is told what of the package has been gone through
 * @throws Stopped `package-unreadable` when there is no such file or it may not be read, `disk-full`;
 * the signal's reason
 */
export async function gatherPackage(
  path: string,
  signal: AbortSignal,
  tempFolder: string = tmpdir(),
  advance?: Advance,
): Promise<Gathered> {
  const size = await packageSize(path);
  const spool = new Spool(tempFolder);
  const gathering = new Gathering(path, size, { spool, signal, advance });
  try {
    await withZip(path, (entries) => gathering.read(entries));
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === undefined) {
      await spool.close();
      throw error;
    }
    const looksLike = await lookOf(path);
    gathering.addProblem({ file: 'package', looksLike, reason, ...tooMany(error) });
  }
  return gathering.result();
}

/** Why an archive could not be read; nothing when it was something else that failed. */
function reasonOf(error: unknown): string | undefined {
  if (!(error instanceof Stopped) || error.failure.code !== 'package-unreadable') return undefined;
  return error.failure.reason;
}

const LOOKS = [
  { name: 'gzip', at: 0, bytes: '1f8b' },
  { name: 'zstd', at: 0, bytes: '28b52ffd' },
  { name: '7z', at: 0, bytes: '377abcaf271c' },
  { name: 'rar', at: 0, bytes: '526172211a07' },
  { name: 'tar', at: 257, bytes: '7573746172' },
  { name: 'zip', at: 0, bytes: '504b0304' },
];

/** What a file is by its first bytes. */
async function lookOf(path: string): Promise<string | undefined> {
  const head = await loadHead(path, 512);
  return LOOKS.find(
    ({ at, bytes }) => head.subarray(at, at + bytes.length / 2).toString('hex') === bytes,
  )?.name;
}

/** What goes along with a gathering. */
interface Along {
  readonly spool: Spool;
  readonly signal: AbortSignal;
  readonly advance: Advance | undefined;
}

/** An entry with its name as it is on the site. */
type NamedEntry = readonly [path: string, entry: ZipEntry];

/** What lies in the zip as itself. */
function outerEntries(shape: PackageShape, byPath: ReadonlyMap<string, ZipEntry>): NamedEntry[] {
  return [...byPath].filter(
    ([path, entry]) => !isFolder(entry) && path !== MANIFEST_FILE && path !== shape.inner,
  );
}

/** How many files are in an archive inside is known when all of it is read. */
function wholeOf(outer: readonly NamedEntry[], inner: ZipEntry | undefined): Whole {
  const bytes = outer.reduce((sum, [, { size }]) => sum + size, inner?.size ?? 0);
  return inner ? { bytes } : { bytes, files: outer.length };
}

class Gathering {
  private facts: readonly ZipFact[] = [];
  private problem: ArchiveProblem | undefined;
  private overlapping: readonly string[] = [];
  private manifest: ManifestFacts | undefined;
  private manifestProblem: string | undefined;
  private shape: PackageShape | undefined;
  private inner: PackageFacts['inner'];
  private readonly trees: Partial<Record<TreeKind, Tree>> = {};
  private readonly budget = new TextBudget();
  private readonly sharedObjectFiles: SharedObjectFile[] = [];
  private readonly path: string;
  private readonly size: number;
  private readonly spool: Spool;
  private readonly signal: AbortSignal;
  private readonly advance: Advance | undefined;
  private count = new ProgressCount({}, undefined);

  constructor(path: string, size: number, { spool, signal, advance }: Along) {
    this.path = path;
    this.size = size;
    this.spool = spool;
    this.signal = signal;
    this.advance = advance;
  }

  /** The first problem is kept: others follow from it. */
  addProblem(problem: ArchiveProblem): void {
    this.problem ??= problem;
  }

  async read(entries: readonly ZipEntry[]): Promise<void> {
    this.facts = entries.map(factOf);
    this.overlapping = overlappingEntries(entries);
    // The same bytes again and again would unpack to any size.
    if (this.overlapping.length > 0) return;
    const byPath = new Map(entries.map((entry) => [withoutDot(entry.path), entry]));
    const manifest = byPath.get(MANIFEST_FILE);
    // What the platform makes of the package stands in there.
    if (manifest && isClosed(manifest)) return;
    await this.readManifest(manifest);
    const shape = packageShape(this.manifest, (path) => byPath.has(path));
    this.shape = shape;
    const inner = shape.inner === undefined ? undefined : byPath.get(shape.inner);
    const outer = shape.layout === 'appTarball' ? [] : outerEntries(shape, byPath);
    this.count = new ProgressCount(wholeOf(outer, inner), this.advance);
    // A later entry of a name takes the place of the one before, so each name is read once.
    if (shape.layout !== 'appTarball') await this.readOuter(shape, outer);
    if (inner && !isClosed(inner)) await this.readInner(shape, inner);
  }

  private async readManifest(entry: ZipEntry | undefined): Promise<void> {
    if (!entry) return;
    const text = await this.attempt(entry.path, () => wholeText(entry, LARGEST_MANIFEST));
    if (text === undefined) return;
    const result = readManifest(text);
    if ('manifest' in result) this.manifest = result.manifest;
    else this.manifestProblem = result.problem;
  }

  /** App, and a venv in a folder beside it, as entries of the zip. On the share all files are executable. */
  private async readOuter(shape: PackageShape, entries: readonly NamedEntry[]): Promise<void> {
    const app = this.builder('app', (path) => path);
    const venv = this.builder('venv', (path) => placeInVenv({ folder: shape.venvFolder }, path));
    const inVenv = shape.venvFolder === '' ? undefined : `${shape.venvFolder}/`;
    for (const [path, entry] of entries) {
      this.signal.throwIfAborted();
      const isVenv = inVenv !== undefined && path.startsWith(inVenv);
      if (isVenv) await this.readEntry(venv, path.slice(inVenv.length), entry);
      else await this.readEntry(app, path, entry);
      this.count.add(entry.size, 1);
    }
    this.trees.app = app.tree();
    if (inVenv !== undefined) this.trees.venv = venv.tree();
  }

  private async readEntry(builder: TreeBuilder, path: string, entry: ZipEntry): Promise<void> {
    if (isLink(entry) && isReadable(entry)) {
      const target = await this.attempt(entry.path, () => wholeText(entry, 4096));
      builder.addLink(path, target ?? '');
      return;
    }
    const receiver = builder.add(path, entry.size, true);
    if (!receiver || receiver.done || !isReadable(entry)) return;
    await this.attempt(entry.path, () => pour(entry, receiver));
  }

  private async readInner(shape: PackageShape, entry: ZipEntry): Promise<void> {
    const isApp = shape.layout === 'appTarball';
    const app = this.builder('app', (path) => path);
    const venv = this.builder('venv', (path) => placeInVenv({ folder: shape.venvFolder }, path));
    const name = withoutDot(entry.path);
    const found = await this.attempt(name, () =>
      readInner(
        entry,
        { app, venv, isApp, venvFolder: shape.venvFolder, count: this.count },
        this.spool,
        this.signal,
      ),
    );
    if (!found) return;
    this.inner = { name, entries: found satisfies readonly InnerFact[] };
    if (isApp) this.trees.app = app.tree();
    this.trees.venv = venv.tree();
  }

  private builder(kind: TreeKind, placed: (path: string) => string): TreeBuilder {
    const { sharedObjectFiles } = this;
    return new TreeBuilder(kind, this.budget, (path, size) => {
      const keep = (reopen: () => Promise<RangedFile>): void => {
        sharedObjectFiles.push({ path: placed(path), size, open: reopen });
      };
      // Of an empty file no bytes come.
      if (size === 0) {
        keep(() => Promise.resolve(rangesOf(Buffer.alloc(0))));
        return undefined;
      }
      const receiver = this.spool.file(size, () => {
        if (!receiver) return;
        const content = { kind: 'file', path: receiver.path, offset: 0, size } as const;
        keep(() => openRanged(content));
      });
      return receiver;
    });
  }

  /** What cannot be read is told once; the rest goes on. */
  private async attempt<Result>(
    file: string,
    work: () => Promise<Result>,
  ): Promise<Result | undefined> {
    try {
      return await work();
    } catch (error) {
      const reason = reasonOf(error);
      if (reason === undefined) throw error;
      this.addProblem({ file, reason });
      return undefined;
    }
  }

  result(): Gathered {
    const { shape, trees, manifest } = this;
    const venv =
      shape && trees.venv
        ? venvFacts(shape.venvFolder, shape.addresses.venv, trees.venv)
        : undefined;
    return {
      evidence: {
        layout: shape?.layout,
        package: {
          path: this.path,
          size: this.size,
          entries: this.facts,
          inner: this.inner,
          overlapping: this.overlapping,
          problem: this.problem,
          manifestProblem: this.manifestProblem,
        },
        manifest,
        app: trees.app,
        venv,
      },
      notes: notesOf(this.budget, this.spool.notKept),
      sharedObjectFiles: this.sharedObjectFiles,
      owner: ownerOf(venv),
      close: () => this.spool.close(),
    };
  }
}
