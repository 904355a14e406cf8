// Inspecting: what is in a package, for which Python and address, and what the platform would drop.

import { parse } from 'smol-toml';
import { digestFile } from '../archives/digest.js';
import { packageSize } from '../archives/package-file.js';
import { listTar, type TarEntry } from '../archives/read-tar.js';
import { withZip, type ZipEntry } from '../archives/read-zip.js';
import { messageOf, Stopped } from '../terms/failure.js';
import { SITE_ROOT } from '../terms/layout.js';
import { droppedFromTarball, droppedFromZip, type Dropped } from './dropped.js';

export interface Inspection {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly sha256: string;
  readonly entries: number;
  /** How the platform will run it, in words of the layouts; `no manifest` for a plain zip. */
  readonly layout: string;
  readonly manifest: Readonly<Record<string, unknown>> | null;
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
    const inner = await loadInner(entries, manifest);
    const venv = venvPaths(entries, inner);
    const { digest } = await digestFile(path);
    return {
      path,
      size,
      sha256: digest,
      entries: entries.length,
      layout: layoutOf(manifest, inner),
      manifest,
      inner: inner && { name: inner.name, entries: inner.entries.length, size: inner.size },
      pythons: distinct(venv, /^lib\/python(\d+\.\d+)\/site-packages\//),
      addresses: addressesOf(manifest, inner, venv),
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

type Manifest = Readonly<Record<string, unknown>> | null;

async function loadManifest(path: string, entries: readonly ZipEntry[]): Promise<Manifest> {
  const entry = entries.find((candidate) => candidate.path === MANIFEST);
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

/** The archive that the platform will unpack: the whole app's, or the venv's by the manifest. */
async function loadInner(entries: readonly ZipEntry[], manifest: Manifest): Promise<Inner | null> {
  const named = manifest?.['compressedVirtualEnvFile'];
  const names = [...(typeof named === 'string' ? [named] : []), 'output.tar.zst', 'output.tar.gz'];
  const entry = names.flatMap((name) => entries.filter(({ path }) => path === name))[0];
  if (!entry) return null;
  const stream = await entry.stream();
  const listed = entry.path.endsWith('.zip')
    ? await listInnerZip(stream)
    : await listTar(stream, entry.path);
  return { name: entry.path, size: entry.size, entries: listed };
}

async function listInnerZip(stream: NodeJS.ReadableStream): Promise<TarEntry[]> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(Buffer.from(piece));
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

function isWholeApp(inner: Inner | null): boolean {
  return inner?.name.startsWith('output.tar') === true;
}

/** Paths of the venv's files, relative to it. */
function venvPaths(entries: readonly ZipEntry[], inner: Inner | null): string[] {
  if (inner && !isWholeApp(inner))
    return inner.entries.map(({ path }) => path.replace(/^\.\//, ''));
  const paths = inner ? inner.entries.map(({ path }) => path) : entries.map(({ path }) => path);
  return paths
    .map((path) => path.replace(/^\.\//, ''))
    .filter((path) => path.startsWith('antenv/'))
    .map((path) => path.slice('antenv/'.length));
}

function layoutOf(manifest: Manifest, inner: Inner | null): string {
  if (!manifest) return 'no manifest';
  if (isWholeApp(inner)) return 'appTarball';
  if (inner) return inner.name.endsWith('.zip') ? 'venvZip' : 'venvTarball';
  return 'flat';
}

function addressesOf(
  manifest: Manifest,
  inner: Inner | null,
  venv: readonly string[],
): Inspection['addresses'] {
  const container = manifest?.['SourceDirectoryInBuildContainer'];
  const app = isWholeApp(inner) && typeof container === 'string' ? container : SITE_ROOT;
  if (venv.length === 0) return { app, venv: null };
  return { app, venv: inner && !isWholeApp(inner) ? '/antenv' : `${app}/antenv` };
}

/** The first group of every match, once each, sorted. */
function distinct(paths: readonly string[], pattern: RegExp): string[] {
  return [...new Set(paths.flatMap((path) => pattern.exec(path)?.[1] ?? []))].toSorted();
}
