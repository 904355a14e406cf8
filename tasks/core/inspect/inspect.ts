// Inspecting: what is in a package, for which Python and address, and what the platform would drop.

import { parse } from 'smol-toml';
import { digestFile } from '../archives/digest.js';
import { packageSize } from '../archives/package-file.js';
import { listTar, type TarEntry } from '../archives/read-tar.js';
import { withZip, type ZipEntry } from '../archives/read-zip.js';
import { messageOf, Stopped } from '../terms/failure.js';
import { SITE_ROOT, VENV_NAME } from '../terms/layout.js';
import type { ManifestFacts } from '../terms/manifest-keys.js';
import {
  LARGEST_PACKAGE,
  MOST_UNPACKED,
  packageShape,
  withoutDot,
  type PackageShape,
} from '../terms/package-shape.js';
import { droppedFromTarball, droppedFromZip, type Dropped } from './dropped.js';

export interface Inspection {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly sha256: string;
  readonly entries: number;
  /** How the platform will run it, in words of the layouts; `no manifest` for a plain zip. */
  readonly layout: string;
  readonly manifest: ManifestFacts | null;
  readonly inner: { readonly name: string; readonly entries: number; readonly size: number } | null;
  /** Python minors that have a site-packages in the venv. */
  readonly pythons: readonly string[];
  readonly addresses: { readonly app: string; readonly venv: string | null };
  /** Distributions of the venv, `name version`. */
  readonly distributions: readonly string[];
  readonly dropped: readonly Dropped[];
}

const MANIFEST = 'oryx-manifest.toml';

/** Larger manifests are none. */
const LARGEST_MANIFEST = 64 * 1024;

/**
 * Looks into a package.
 * @throws Stopped `package-unreadable`
 */
export async function inspectPackage(path: string): Promise<Inspection> {
  const size = await packageSize(path);
  return withZip(path, async (entries) => {
    const manifest = await loadManifest(path, entries);
    const shape = packageShape(manifest ?? undefined, (name) => find(entries, name) !== undefined);
    const inner = await loadInner(entries, shape.inner);
    const venv = venvPaths(entries, inner, shape);
    const { digest } = await digestFile(path);
    return {
      path,
      size,
      sha256: digest,
      entries: entries.length,
      layout: layoutOf(manifest, inner, shape),
      manifest,
      inner: inner && { name: inner.name, entries: inner.entries.length, size: inner.size },
      pythons: distinct(venv, /^lib\/python(\d+\.\d+)\/site-packages\//),
      addresses: addressesOf(inner, venv, shape),
      distributions: distinct(venv, /^lib\/python[\d.]+\/site-packages\/([^/]+)\.dist-info\//).map(
        (name) => name.replace('-', ' '),
      ),
      dropped: [
        ...droppedFromZip(entries),
        ...(inner?.name.startsWith('output.tar.gz') === true
          ? droppedFromTarball(inner.entries)
          : []),
      ],
    };
  });
}

/** A later entry of a name takes the place of the one before. */
function find(entries: readonly ZipEntry[], name: string): ZipEntry | undefined {
  return entries.findLast(({ path }) => withoutDot(path) === name);
}

async function loadManifest(
  path: string,
  entries: readonly ZipEntry[],
): Promise<ManifestFacts | null> {
  const entry = find(entries, MANIFEST);
  if (!entry || entry.size > LARGEST_MANIFEST) return null;
  const pieces: Buffer[] = [];
  for await (const piece of await entry.stream()) pieces.push(Buffer.from(piece));
  try {
    return parse(Buffer.concat(pieces).toString('utf8'));
  } catch (error) {
    const reason = `${MANIFEST}: ${messageOf(error)}`;
    throw new Stopped({ code: 'package-unreadable', path, reason }, { cause: error });
  }
}

interface Inner {
  readonly name: string;
  readonly size: number;
  readonly entries: readonly TarEntry[];
}

/** The archive that the platform will unpack: the whole app's, or the venv's. */
async function loadInner(
  entries: readonly ZipEntry[],
  name: string | undefined,
): Promise<Inner | null> {
  const entry = name === undefined ? undefined : find(entries, name);
  if (name === undefined || !entry) return null;
  const listed = name.endsWith('.zip')
    ? await listInnerZip(entry, name)
    : await listTar(await entry.stream(), name, undefined, { mostBytes: MOST_UNPACKED });
  return { name, size: entry.size, entries: listed };
}

async function listInnerZip(entry: ZipEntry, name: string): Promise<TarEntry[]> {
  // It is held in memory.
  if (entry.size > LARGEST_PACKAGE) {
    const reason = `it is larger than ${LARGEST_PACKAGE} bytes`;
    throw new Stopped({ code: 'package-unreadable', path: name, reason });
  }
  const pieces: Buffer[] = [];
  for await (const piece of await entry.stream()) pieces.push(Buffer.from(piece));
  return withZip(Buffer.concat(pieces), async (entries) =>
    Promise.resolve(
      entries.map(({ path, size, mode }) => ({
        path,
        size,
        mode: mode & 0o7777,
        type:
          (mode & 0o170000) === 0o120000
            ? 'SymbolicLink'
            : path.endsWith('/')
              ? 'Directory'
              : 'File',
        linkTarget: '',
        bytes: undefined,
      })),
    ),
  );
}

/** Paths of the venv's files, relative to it. */
function venvPaths(
  entries: readonly ZipEntry[],
  inner: Inner | null,
  { venvFolder }: PackageShape,
): string[] {
  const paths = (inner?.entries ?? entries).map(({ path }) => withoutDot(path));
  if (inner && venvFolder === '') return paths;
  const folder = `${venvFolder || VENV_NAME}/`;
  return paths.filter((path) => path.startsWith(folder)).map((path) => path.slice(folder.length));
}

function layoutOf(
  manifest: ManifestFacts | null,
  inner: Inner | null,
  { layout }: PackageShape,
): string {
  if (!manifest) return 'no manifest';
  return inner ? layout : 'flat';
}

/** Of a package whose archive is not there, those of its files as they are. */
function addressesOf(
  inner: Inner | null,
  venv: readonly string[],
  { addresses, venvFolder }: PackageShape,
): Inspection['addresses'] {
  const asFiles = { app: SITE_ROOT, venv: `${SITE_ROOT}/${venvFolder || VENV_NAME}` };
  const found = inner ? addresses : asFiles;
  return { app: found.app, venv: venv.length === 0 ? null : found.venv };
}

/** The first group of every match, once each, sorted. */
function distinct(paths: readonly string[], pattern: RegExp): string[] {
  return [...new Set(paths.flatMap((path) => pattern.exec(path)?.[1] ?? []))].toSorted();
}
